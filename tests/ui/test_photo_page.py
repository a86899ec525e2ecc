"""The photo's place: faces to choose, the frame to place, work to go on with."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.studio.values import Crop
from avatarstudio.ui.page import Place
from avatarstudio.ui.pages.photo_page import PhotoPage
from tests.tiny_models import frontal_face
from tests.ui.conftest import MakeStudio

LEFT = frontal_face(x=45, y=60, size=40)
RIGHT = frontal_face(x=115, y=60, size=40)

OpenPhoto = Callable[..., tuple[Studio, PhotoPage]]


@pytest.fixture
def open_photo(make_studio: MakeStudio, photo_file: Path, qtbot: QtBot) -> OpenPhoto:
    def make(*faces: object) -> tuple[Studio, PhotoPage]:
        studio = make_studio(*faces, photos=(photo_file,))
        qtbot.waitUntil(lambda: studio.session.faces is not None, timeout=60_000)
        idle(studio, qtbot)
        page = studio.window.page(Place.PHOTO)
        assert isinstance(page, PhotoPage)
        return studio, page

    return make


def idle(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: studio.session.activity is None, timeout=60_000)


def recent_names(page: PhotoPage) -> list[str]:
    return [button.accessibleName() for button in page.recents.buttons]


def test_an_empty_page_offers_samples_and_no_recents(studio: Studio) -> None:
    page = studio.window.page(Place.PHOTO)
    assert isinstance(page, PhotoPage)
    assert page.drop_zone.isVisible()
    assert page.samples.isVisible()
    assert not page.recents.isVisible()
    assert [button.accessibleName() for button in page.samples.buttons] == ["Sample face 1"]


def test_samples_show_their_pictures(studio: Studio, qtbot: QtBot) -> None:
    page = studio.window.page(Place.PHOTO)
    assert isinstance(page, PhotoPage)
    qtbot.waitUntil(lambda: not page.samples.buttons[0].icon().isNull(), timeout=10_000)


def test_a_click_chooses_among_several_faces(open_photo: OpenPhoto, qtbot: QtBot) -> None:
    studio, page = open_photo(LEFT, RIGHT)
    assert studio.window.place is Place.PHOTO
    spot = page.view.place_of(QPointF(115, 60)).toPoint()
    qtbot.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=spot)
    idle(studio, qtbot)
    assert studio.session.cutting is not None
    assert studio.session.cutting.crop.center[0] > 80


def test_a_digit_chooses_among_several_faces(open_photo: OpenPhoto, qtbot: QtBot) -> None:
    studio, page = open_photo(LEFT, RIGHT)
    assert page.view.number_at(page.view.place_of(QPointF(45, 60))) == 1
    qtbot.keyClick(page.view, "1")
    idle(studio, qtbot)
    assert studio.session.cutting is not None
    assert studio.session.cutting.crop.center[0] < 80


def test_without_a_face_the_frame_is_there_at_once(open_photo: OpenPhoto, qtbot: QtBot) -> None:
    studio, page = open_photo()
    assert page.is_cropping
    assert studio.window.place is Place.PHOTO
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    idle(studio, qtbot)
    assert studio.session.cutting is not None
    assert studio.session.cutting.crop.center == pytest.approx((80, 60))
    assert studio.session.found is not None
    assert not page.is_cropping


def test_the_frame_follows_mouse_and_keys(open_photo: OpenPhoto, qtbot: QtBot) -> None:
    _, page = open_photo()
    view, crops = page.view, []
    view.crop_changed.connect(crops.append)
    start = view.place_of(QPointF(80, 60)).toPoint()
    end = view.place_of(QPointF(90, 70)).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert crops[-1].center == pytest.approx((90, 70), abs=1)
    side = crops[-1].side
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert crops[-1].center[0] < 90
    qtbot.keyClicks(view, "+")
    assert crops[-1].side > side
    qtbot.keyClicks(view, "]")
    assert crops[-1].angle == pytest.approx(2.0)
    qtbot.keyClicks(view, "[[")
    assert crops[-1].angle == pytest.approx(-2.0)


def test_corners_size_and_the_handle_turns(open_photo: OpenPhoto, qtbot: QtBot) -> None:
    _, page = open_photo()
    view, crops = page.view, []
    view.crop_changed.connect(crops.append)
    view.show_crop(Crop(center=(80.0, 60.0), side=60.0))
    corner = view.place_of(QPointF(110, 90)).toPoint()
    further = view.place_of(QPointF(125, 105)).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(view, further)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=further)
    assert crops[-1].side == pytest.approx(90, rel=0.05)
    view.show_crop(Crop(center=(80.0, 60.0), side=60.0))
    handle = view.place_of(QPointF(80, 30))
    handle.setY(handle.y() - 24)
    right = view.place_of(QPointF(150, 60)).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=handle.toPoint())
    qtbot.mouseMove(view, right)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=right)
    assert crops[-1].angle == pytest.approx(90, abs=2)


def test_a_found_face_can_be_corrected_from_where_it_is(
    open_photo: OpenPhoto, qtbot: QtBot
) -> None:
    studio, page = open_photo(LEFT)
    found = studio.session.cutting
    assert found is not None
    page.start_cropping()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    idle(studio, qtbot)
    assert studio.session.cutting is not None
    moved = studio.session.cutting.crop
    assert moved.side == pytest.approx(found.crop.side, rel=0.01)
    assert moved.center[0] == pytest.approx(found.crop.center[0] + 0.02 * found.crop.side, abs=0.5)


def test_correcting_can_be_given_up(open_photo: OpenPhoto) -> None:
    studio, page = open_photo(LEFT)
    before = studio.session.cutting
    page.start_cropping()
    page.stop_cropping()
    assert not page.is_cropping
    assert studio.session.cutting is before


def test_another_photo_can_be_taken_while_this_one_stays(
    open_photo: OpenPhoto, qtbot: QtBot
) -> None:
    studio, page = open_photo(LEFT)
    page.show_drop_zone()
    assert page.stage.currentWidget() is page.drop_zone
    assert studio.session.photo is not None
    qtbot.waitUntil(lambda: recent_names(page) == ["someone.png"])


@contextmanager
def no_answer(path: Path) -> Iterator[None]:
    """A path that cannot be looked for until the end, as on a network that is gone."""
    gate, look = threading.Event(), os.path.isfile

    def wait(asked: str | Path) -> bool:
        if Path(asked) == path:
            gate.wait(60)
        return look(asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os.path, "isfile", wait)
        yield
    gate.set()


def test_recent_files_that_are_gone_or_do_not_answer_are_not_shown(
    studio: Studio, photo_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    names = ["on-the-network.png", "gone.png", "on-a-stick.png", "someone.png"]
    paths = [tmp_path / name for name in names]
    page = studio.window.page(Place.PHOTO)
    assert isinstance(page, PhotoPage)
    with no_answer(paths[0]):
        value = studio.preferences.value
        studio.preferences.change(replace(value, recents=tuple(map(str, paths))))
        qtbot.waitUntil(lambda: recent_names(page) == ["someone.png"])
        shutil.copy(photo_file, paths[2])
        page.show_drop_zone()
        qtbot.waitUntil(lambda: recent_names(page) == ["on-a-stick.png", "someone.png"])
        studio.shut_down()  # nor does the end wait for it


def test_a_click_on_a_recent_file_that_has_gone_says_so_and_forgets_it(
    studio: Studio, photo_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    gone = tmp_path / "gone.png"
    shutil.copy(photo_file, gone)
    value = studio.preferences.value
    studio.preferences.change(replace(value, recents=(str(gone), str(photo_file))))
    page = studio.window.page(Place.PHOTO)
    assert isinstance(page, PhotoPage)
    qtbot.waitUntil(lambda: recent_names(page) == ["gone.png", "someone.png"])
    gone.unlink()
    qtbot.mouseClick(page.recents.buttons[0], Qt.MouseButton.LeftButton)
    idle(studio, qtbot)
    assert "gone.png" in studio.window.banner.text
    assert "it does not exist" in studio.window.banner.text
    assert recent_names(page) == ["someone.png"]
    assert studio.preferences.value.recents == (str(photo_file),)


def test_a_recent_file_that_is_damaged_stays(studio: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    damaged = tmp_path / "damaged.png"
    damaged.write_text("Dear all,")
    studio.preferences.change(replace(studio.preferences.value, recents=(str(damaged),)))
    studio.session.open([damaged])
    idle(studio, qtbot)
    assert studio.preferences.value.recents == (str(damaged),)


def test_the_last_work_is_offered_and_opened(
    open_photo: OpenPhoto, make_studio: MakeStudio, qtbot: QtBot
) -> None:
    studio, _ = open_photo(LEFT)
    studio.window.close()
    studio.shut_down()
    later = make_studio(LEFT)
    page = later.window.page(Place.PHOTO)
    assert isinstance(page, PhotoPage)
    later.window.go_to(Place.PHOTO)
    assert page.left_over.isVisible()
    qtbot.mouseClick(page.left_over.go_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: later.session.found is not None, timeout=10_000)
    idle(later, qtbot)
    assert not page.left_over.isVisible()
    assert len(later.session.wall.model.tiles) == 24


def test_faces_are_found_while_the_models_are_still_busy(
    make_studio: MakeStudio, photo_file: Path, qtbot: QtBot
) -> None:
    studio = make_studio(LEFT, inline=False)
    session, busy = studio.session, threading.Event()
    studio.lane.start(lambda _: busy.wait())
    session.open([photo_file])
    qtbot.waitUntil(lambda: session.cutting is not None, timeout=60_000)
    assert session.faces == (LEFT,)
    assert session.found is None
    busy.set()
    idle(studio, qtbot)
    assert session.found is not None
