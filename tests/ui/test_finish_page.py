from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from avatarstudio.avatars.encode import read_origin
from avatarstudio.avatars.presets import PRESETS, FileKind, Finish, Shape
from avatarstudio.core.errors import ExportError
from avatarstudio.studio.finisher import Finisher
from avatarstudio.studio.work_file import unpack_work
from avatarstudio.tasks.runner import TaskRunner
from avatarstudio.ui.page import Place
from avatarstudio.ui.pages.finish_page import FinishPage
from avatarstudio.ui.questions import ask_before_replacing
from avatarstudio.ui.widgets.finish_view import FinishView
from tests.qt_support import Bench, equal


@pytest.fixture
def finisher(bench: Bench, tiny_catalog: Path) -> Finisher:
    return Finisher(bench.runner, bench.runner, bench.workshop, bench.preferences, tiny_catalog)


@pytest.fixture
def page(bench: Bench, finisher: Finisher, photo_file: Path, qtbot: QtBot) -> Iterator[FinishPage]:
    page = FinishPage(bench.session, finisher)
    assert page.blocked_reason()
    bench.open(photo_file)
    page.resize(1100, 720)
    page.show()
    qtbot.waitUntil(lambda: finisher.is_drawn, timeout=60_000)
    yield page
    page.hide()
    page.deleteLater()


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the person answers when asked where to."""
    path = tmp_path / "me.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    return path


def test_the_chosen_avatar_is_shown_and_can_be_exported(
    page: FinishPage, finisher: Finisher, target: Path, qtbot: QtBot
) -> None:
    assert page.blocked_reason() == ""
    with qtbot.waitSignal(finisher.exported, timeout=60_000):
        page.export_button.click()
    with Image.open(target) as saved:
        assert saved.size == (512, 512)
        assert saved.format == "PNG"
    assert "me.png" in page.result.text
    assert str(target.parent) in page.result.text
    assert page.result.show_in_folder.isVisible()
    assert page.export_button.isEnabled()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_a_chip_sets_size_and_format(page: FinishPage, finisher: Finisher, preset) -> None:
    page.panel.preset_button(preset.id).click()
    finish = finisher.finish
    assert finish.size_px == preset.size_px == page.panel.file_size.currentData()
    assert finish.kind in preset.kinds
    assert finish.limit_bytes == preset.limit_bytes
    assert page.panel.kind.currentData() == finish.kind
    assert page.safe_zone.isChecked() == preset.shown_round


def test_shape_light_and_background_change_the_preview(
    page: FinishPage, finisher: Finisher, qtbot: QtBot
) -> None:
    seen = {finisher.preview.cacheKey()}
    background = page.panel.background
    background.setCurrentIndex(background.findData("gradient"))
    for act in (
        lambda: background.activated.emit(background.currentIndex()),
        page.panel.shape_button(Shape.CIRCLE).click,
        lambda: page.panel.row("brightness").slider.setValue(50),
        lambda: page.panel.row("zoom").slider.setValue(150),
        lambda: page.panel.choose_colour(1, "#112233"),
    ):
        with qtbot.waitSignal(finisher.preview_changed, timeout=60_000):
            act()
        qtbot.waitUntil(lambda: finisher.is_drawn, timeout=60_000)
        seen.add(finisher.preview.cacheKey())
    assert len(seen) == 6
    finish = finisher.finish
    assert (finish.shape, finish.brightness, finish.zoom) == (Shape.CIRCLE, 0.5, 1.5)
    assert finish.background == "#7aa5d8-#112233"
    assert finisher.preview.pixelColor(2, 2).alpha() == 0
    page.panel.row("zoom").dot.click()
    assert finisher.finish.zoom == 1.0


def test_a_jpeg_says_what_it_cannot_keep(page: FinishPage, finisher: Finisher) -> None:
    finisher.change(replace(finisher.finish, kind=FileKind.JPEG, shape=Shape.CIRCLE))
    assert "white" in page.panel._note.text()
    assert not page.panel.personal.isEnabled()


@pytest.mark.parametrize("ticked", [False, True])
def test_how_it_was_made_is_in_the_file_only_when_ticked(
    page: FinishPage, bench: Bench, finisher: Finisher, target: Path, qtbot: QtBot, ticked: bool
) -> None:
    page.panel.personal.setChecked(ticked)
    with qtbot.waitSignal(finisher.exported, timeout=60_000):
        page.export()
    origin = read_origin(target)
    assert (origin is not None) == ticked
    if origin is not None:
        work = unpack_work(io.BytesIO(origin), target)
        assert work.mix.recipe == bench.session.mixer.mix.recipe
        assert equal(work.photo.picture, work.cutting.portrait), "the photo around it stays out"
        assert work.photo.name == target.name


def test_the_suffix_follows_the_format(
    page: FinishPage, finisher: Finisher, target: Path, qtbot: QtBot
) -> None:
    finisher.change(replace(finisher.finish, kind=FileKind.WEBP))
    with qtbot.waitSignal(finisher.exported, timeout=60_000) as caught:
        page.export()
    assert caught.args[0].path == target.with_name("me.png.webp")


@pytest.mark.parametrize("agree", [True, False])
def test_a_file_is_never_replaced_without_asking(
    page: FinishPage, finisher: Finisher, target: Path, monkeypatch: pytest.MonkeyPatch, agree: bool
) -> None:
    target.write_bytes(b"mine")
    asked: list[Path] = []

    def answer(parent: object, path: Path) -> bool:
        asked.append(path)
        return agree

    monkeypatch.setattr("avatarstudio.ui.pages.finish_page.ask_before_replacing", answer)
    page.export()
    assert asked == [target]
    assert (target.read_bytes() == b"mine") != agree


def test_replacing_asks_only_where_there_is_a_file(
    page: FinishPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    assert ask_before_replacing(page, tmp_path / "new.png")
    assert not shown
    (tmp_path / "old.png").touch()
    assert not ask_before_replacing(page, tmp_path / "old.png")
    assert "old.png" in shown[0]


def test_a_full_disk_gives_a_card_and_loses_nothing(
    page: FinishPage,
    bench: Bench,
    finisher: Finisher,
    target: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise ExportError(path=path, reason="no space left on device") from OSError(errno.ENOSPC)

    monkeypatch.setattr("avatarstudio.studio.finish_jobs.write_atomically", full)
    with qtbot.waitSignal(bench.session.failed, timeout=60_000) as caught:
        page.export()
    assert isinstance(caught.args[0], ExportError)
    assert page.result.text == ""
    assert page.export_button.isEnabled()
    assert finisher.preview is not None


def test_cancelling_the_file_dialog_does_nothing(
    page: FinishPage, finisher: Finisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: ("", ""))
    page.export()
    assert not finisher.is_writing
    assert page.result.text == ""


def test_copy_puts_the_picture_into_the_clipboard(page: FinishPage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().width() == 512


def test_a_drag_carries_a_picture_and_a_file(
    page: FinishPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[object] = []
    monkeypatch.setattr(
        "avatarstudio.ui.pages.finish_page.drag_out",
        lambda source, mime, image: carried.append(mime),
    )
    view = page.view
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    qtbot.mouseMove(view, QPoint(120, 120))
    [mime] = carried
    assert mime.hasImage()
    with Image.open(mime.urls()[0].toLocalFile()) as file:
        assert file.size == (512, 512)


def test_starred_avatars_go_on_one_sheet(
    page: FinishPage, bench: Bench, finisher: Finisher, target: Path, qtbot: QtBot
) -> None:
    assert not page.sheet_button.isEnabled()
    for tile_id in (1, 2, 5):
        bench.session.wall.toggle_star(tile_id)
    assert page.sheet_button.isEnabled()
    with qtbot.waitSignal(finisher.exported, timeout=60_000) as caught:
        page.sheet_button.click()
    assert caught.args[0].size_px == (2 * 512 + 3 * 31, 2 * 512 + 3 * 31)


def test_show_in_folder_and_export_another(
    page: FinishPage,
    finisher: Finisher,
    target: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    with qtbot.waitSignal(finisher.exported, timeout=60_000):
        page.export()
    page.result.show_in_folder.click()
    assert opened == [str(target.parent)]
    with qtbot.waitSignal(page.place_wanted) as caught:
        page.result.another.click()
    assert caught.args == [Place.AVATARS]


def test_another_choice_is_finished_when_the_place_is_entered(
    page: FinishPage, bench: Bench, finisher: Finisher, qtbot: QtBot
) -> None:
    page.hide()
    before = finisher.picture
    bench.session.mixer.select(7)
    assert finisher.picture is before, "nobody looks"
    page.show()
    assert finisher.picture is bench.session.mixer.picture


def test_of_many_edits_only_the_last_picture_is_finished(
    page: FinishPage, bench: Bench, finisher: Finisher, qtbot: QtBot
) -> None:
    mixer = bench.session.mixer
    drawn: list[object] = []
    finished: list[object] = []
    mixer.picture_changed.connect(lambda: drawn.append(mixer.picture))
    finisher.picture_changed.connect(lambda: finished.append(finisher.picture))
    for strength in (0.1, 0.2, 0.3):
        mixer.edit(replace(mixer.mix.recipe, strength=strength), text="strength")
    qtbot.waitUntil(lambda: mixer.is_drawn and finisher.is_drawn, timeout=60_000)
    assert len(drawn) == 2
    assert [id(picture) for picture in finished] == [id(mixer.picture)]


def test_while_one_preview_is_drawn_only_the_newest_look_follows(
    bench: Bench,
    page: FinishPage,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tiny_catalog: Path,
) -> None:
    from avatarstudio.studio import finisher as module

    drawn: list[float] = []
    draw = module.draw

    def note(picture, known, finish, weights):
        drawn.append(finish.brightness)
        return draw(picture, known, finish, weights)

    monkeypatch.setattr(module, "draw", note)
    lane = TaskRunner()
    busy = Finisher(lane, lane, bench.workshop, bench.preferences, tiny_catalog)
    busy.take_picture(bench.session.mixer.picture)
    for number in range(1, 21):
        busy.change(replace(Finish(), brightness=number / 20))
    qtbot.waitUntil(lambda: busy.is_drawn, timeout=60_000)
    assert drawn == [0.0, 1.0]
    lane.shutdown()


def test_the_view_draws_chat_and_safe_zone_at_any_size(qtbot: QtBot) -> None:
    view = FinishView()
    qtbot.addWidget(view)
    for width, height in ((240, 240), (900, 300), (300, 900)):
        view.resize(width, height)
        for chat in (False, True):
            view.show_in_chat(shown=chat)
            view.show_safe_zone(shown=True)
            assert not view.grab().isNull()


def test_controls_are_named_and_fit_into_the_smallest_window(page: FinishPage) -> None:
    for kind in (QAbstractButton, QComboBox):
        for widget in page.findChildren(kind):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
    assert page.minimumSizeHint().width() <= 960 - 88
    assert page.minimumSizeHint().height() <= 600
