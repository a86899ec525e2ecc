"""What comes in or goes out badly gets a card in the page, costs nothing, and stops nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.studio.values import Notice, NoticeKind
from avatarstudio.studio.work_file import WorkPacker
from avatarstudio.ui.page import Place
from tests.ui.conftest import MakeStudio
from tests.ui.entrances import ENTRANCES, Enter, drop, drop_files, of_urls, settle


@pytest.fixture(autouse=True)
def no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trouble is told in the page."""

    def fail(*args: object) -> None:
        raise AssertionError("a modal box")

    monkeypatch.setattr(QMessageBox, "exec", fail)


@pytest.fixture
def made(studio: Studio, photo_file: Path, qtbot: QtBot) -> Studio:
    """A window in which something has been made already."""
    studio.session.open([photo_file])
    settle(studio, qtbot)
    studio.session.wall.toggle_star(2)
    return studio


def made_so_far(studio: Studio) -> tuple[object, ...]:
    session = studio.session
    stars = [tile.id for tile in session.wall.model.tiles if tile.starred]
    return session.photo, session.cutting, session.found, session.mixer.mix, stars


def bad_files(folder: Path, work: bytes) -> dict[Path, str]:
    """Files that cannot be opened, and what the card must say about each."""

    def written(name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    heic = io.BytesIO()
    pillow_heif.register_heif_opener()
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(heic, "HEIF")
    (folder / "album.jpg").mkdir()
    (folder / "folder.avatar").mkdir()
    return {
        folder / "album.jpg": "it is a folder",
        written("letter.jpg", b"Dear all,\n" * 50): "it is not a readable JPEG",
        written("nothing.png", b""): "it is empty",
        written("phone.heic", heic.getvalue()[: len(heic.getvalue()) // 2]): "it is damaged",
        folder / "gone.jpg": "it does not exist",
        folder / ("long" * 100 + ".jpg"): "it cannot be opened",
        written("cut.avatar", work[: len(work) // 2]): "it is damaged",
        written("letter.avatar", b"Dear all,\n" * 50): "it is damaged",
        written("nothing.avatar", b""): "it is damaged",
        written("newer.avatar", of_version(work, 99)): "it was made by a newer version",
        folder / "folder.avatar": "it is a folder",
        folder / "gone.avatar": "it does not exist",
    }


def of_version(work: bytes, version: int) -> bytes:
    """A saved work that says to be of another version."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(work)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "work.json":
                data = json.dumps({**json.loads(data), "version": version}).encode()
            new.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("enter", ENTRANCES)
def test_a_file_that_cannot_be_opened_gets_a_card_wherever_it_comes_in(
    made: Studio, enter: Enter, tmp_path: Path, photo_file: Path, qtbot: QtBot
) -> None:
    work = made.session.work()
    assert work is not None
    before = made_so_far(made)
    banner = made.window.banner
    for path, reason in bad_files(tmp_path, WorkPacker().pack(work)).items():
        banner.withdraw()
        enter(made, [path])
        settle(made, qtbot)
        assert banner.isVisible(), path
        assert path.name in banner.text
        assert reason in banner.text
        assert made_so_far(made) == before
    enter(made, [photo_file])
    settle(made, qtbot)
    assert not banner.isVisible()
    assert made.session.found is not before[2]


@pytest.mark.parametrize("order", ["bad first", "bad second", "bad last", "all bad"])
def test_of_several_files_a_bad_one_is_told_and_skipped(
    studio: Studio, tmp_path: Path, photo_file: Path, qtbot: QtBot, order: str
) -> None:
    bad = tmp_path / "letter.jpg"
    bad.write_text("Dear all,")
    paths = {
        "bad first": [bad, photo_file],
        "bad second": [photo_file, bad, photo_file],
        "bad last": [photo_file, bad],
        "all bad": [bad, bad],
    }[order]
    drop_files(studio, paths)
    settle(studio, qtbot)
    first = studio.session.found
    assert (first is not None) == (order != "all bad")
    if order in ("bad second", "bad last"):
        assert len(studio.session.queue) == len(paths) - 1
        studio.window.page(Place.YOU).next_photo.click()
        settle(studio, qtbot)
        assert (studio.session.found is not first) == (order == "bad second")
    assert "letter.jpg" in studio.window.banner.text
    assert studio.window.banner.isVisible()
    assert studio.session.queue == ()


def test_addresses_and_other_text_are_explained(made: Studio, qtbot: QtBot) -> None:
    before, banner = made_so_far(made), made.window.banner
    clipboard = QGuiApplication.clipboard()
    for act, words in (
        (lambda: drop(made, of_urls(QUrl("http://example.org/a.jpg"))), "web address"),
        (lambda: drop(made, of_urls(QUrl("https://example.org/"))), "web address"),
        (lambda: clipboard.setText("https://example.org/a.jpg"), "web address"),
        (lambda: clipboard.setText("Dear all,\nhow are you?"), "no picture to paste"),
        (lambda: clipboard.setText("a" * 100_000), "no picture to paste"),
        (clipboard.clear, "no picture to paste"),
    ):
        banner.withdraw()
        act()
        if not banner.isVisible():
            made.actions.paste.trigger()
        assert words in banner.text
        assert banner.isVisible()
    assert made_so_far(made) == before


def test_a_file_that_is_deleted_while_it_is_processed_is_not_missed(
    make_studio: MakeStudio, photo_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    from tests.tiny_models import frontal_face

    studio = make_studio(frontal_face(x=80, y=60, size=50), inline=False)
    studio.session.photo_changed.connect(lambda: photo_file.unlink())
    studio.session.open([photo_file])
    qtbot.waitUntil(lambda: studio.session.found is not None, timeout=60_000)
    settle(studio, qtbot)
    assert not photo_file.exists()
    assert len(studio.session.wall.model.tiles) == 24
    assert not studio.window.banner.isVisible()
    target = tmp_path / "kept.avatar"
    studio.keeper.save(target)
    qtbot.waitUntil(target.exists, timeout=60_000)
    qtbot.waitUntil(lambda: "kept.avatar" in studio.window.banner.text)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of 16 KB, where this system lets a test have one."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "none", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip("no small disk can be made here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def small_files(folder: Path) -> Iterator[None]:
    """No file may be larger than 4 KB, as a quota may say."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def go_to_finish(studio: Studio, qtbot: QtBot) -> None:
    studio.window.go_to(Place.FINISH)
    qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)


def export(studio: Studio, target: Path, qtbot: QtBot) -> None:
    """Press Export and answer with a path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
        studio.window.page(Place.FINISH).export_button.click()
    qtbot.waitUntil(lambda: not studio.finisher.is_writing, timeout=60_000)


@pytest.mark.parametrize(
    ("cramp", "reason"), [(small_disk, "the disk is full"), (small_files, "grow that large")]
)
def test_without_room_an_export_says_so_and_works_elsewhere(
    made: Studio, tmp_path: Path, qtbot: QtBot, cramp: Callable, reason: str
) -> None:
    go_to_finish(made, qtbot)
    before, banner = made_so_far(made), made.window.banner
    narrow = tmp_path / "narrow"
    narrow.mkdir()
    with cramp(narrow):
        export(made, narrow / "me.png", qtbot)
        assert not any(narrow.iterdir())
    assert banner.isVisible()
    assert "me.png" in banner.text
    assert reason in banner.text
    button = made.window.page(Place.FINISH).export_button
    corner = button.mapToGlobal(QPoint(0, 0))
    assert not banner.geometry().intersects(
        QRect(banner.parentWidget().mapFromGlobal(corner), button.size())
    ), "what to try again can be seen"
    assert made_so_far(made) == before
    export(made, tmp_path / "me.png", qtbot)
    with Image.open(tmp_path / "me.png") as saved:
        assert saved.size == (512, 512)
    assert "me.png" in made.window.page(Place.FINISH).result.text
    # What was kept by itself meanwhile may have met the same want, and say so now.
    assert not banner.isVisible() or "me.png" not in banner.text


@pytest.mark.parametrize("cramp", [small_disk, small_files])
def test_without_room_the_autosave_says_so_once_and_works_later(
    made: Studio,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    cramp: Callable,
) -> None:
    monkeypatch.setattr("avatarstudio.studio.work_keeper._QUIET_MS", 1)
    monkeypatch.setattr("avatarstudio.studio.work_keeper._RETRY_MS", 50)
    notices: list[Notice] = []
    made.session.noticed.connect(notices.append)
    works = tmp_path / "data" / "works" / "1"
    with cramp(works):
        made.session.wall.toggle_star(3)
        qtbot.waitUntil(lambda: bool(notices), timeout=60_000)
        before = made_so_far(made)
        made.session.wall.toggle_star(3)
        qtbot.wait(300)
        assert "could not be kept" in made.window.banner.text
        assert not list(works.glob("*.avatar"))
    assert notices == [Notice(NoticeKind.AUTOSAVE_FAILED)]
    assert made_so_far(made)[:4] == before[:4]
    kept = works / "unfinished.avatar"
    qtbot.waitUntil(lambda: kept.exists() and made.keeper.is_kept, timeout=60_000)


def closed_folder(tmp_path: Path) -> Path:
    """A folder that nobody may write into."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if not os.access(folder, os.W_OK):
        return folder
    # The superuser may write there, but not into what the kernel shows of itself.
    kernel = Path("/sys/kernel")
    if not kernel.is_dir():
        pytest.skip("this user may write anywhere")
    return kernel


@pytest.mark.parametrize("kind", ["closed", "vanished", "a file", "long name"])
def test_a_place_that_cannot_be_written_is_named_and_another_one_works(
    made: Studio, tmp_path: Path, qtbot: QtBot, kind: str
) -> None:
    go_to_finish(made, qtbot)
    before, banner = made_so_far(made), made.window.banner
    (tmp_path / "file").write_text("mine")
    target, reason = {
        "closed": (closed_folder(tmp_path) / "me.png", "you may not write there"),
        "vanished": (tmp_path / "nowhere" / "me.png", "its folder is not there"),
        "a file": (tmp_path / "file" / "me.png", "its folder is not there"),
        "long name": (tmp_path / ("me" * 200 + ".png"), "its name is too long"),
    }[kind]
    for act in (lambda: export(made, target, qtbot), lambda: made.keeper.save(target)):
        banner.withdraw()
        act()
        qtbot.waitUntil(banner.isVisible, timeout=60_000)
        assert target.name in banner.text
        assert reason in banner.text
    assert made_so_far(made) == before
    assert (tmp_path / "file").read_text() == "mine"
    export(made, tmp_path / "me.png", qtbot)
    assert (tmp_path / "me.png").exists()
