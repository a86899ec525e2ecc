"""The window: places, back, drops, banners, menu, closing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.core.errors import ExportError
from avatarstudio.studio.preferences import Theme
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.studio.values import Notice, NoticeKind
from avatarstudio.studio.work_file import read_work
from avatarstudio.ui.page import Place
from tests.tiny_models import tiny_photo
from tests.ui.conftest import MakeStudio


def drop(window: QWidget, mime: QMimeData) -> None:
    enter = QDragEnterEvent(
        QPoint(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # Qt delivers drops through its drag manager only.
    window.dropEvent(event)


def urls(*texts: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(text) for text in texts])
    return mime


def idle(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: studio.session.activity is None, timeout=60_000)


def test_places_open_one_after_another_and_say_why_not(
    studio: Studio, photo_file: Path, qtbot: QtBot
) -> None:
    window = studio.window
    assert window.place is Place.PHOTO
    assert window.page(Place.YOU).blocked_reason()
    window.go_to(Place.YOU)
    assert window.place is Place.PHOTO
    studio.session.open([photo_file])
    idle(studio, qtbot)
    assert not window.page(Place.YOU).blocked_reason()
    window.go_to(Place.PHOTO)
    window.go_to(Place.YOU)
    window.go_back()
    assert window.place is Place.PHOTO


def test_the_first_avatar_is_a_click_away(studio: Studio, qtbot: QtBot) -> None:
    from avatarstudio.ui.pages.photo_page import PhotoPage

    page = studio.window.page(Place.PHOTO)
    assert isinstance(page, PhotoPage)
    qtbot.mouseClick(page.samples.buttons[0], Qt.MouseButton.LeftButton)
    idle(studio, qtbot)
    assert studio.session.found is not None
    assert len(studio.session.wall.model.tiles) == 24
    assert studio.window.place is not Place.PHOTO


def test_a_photo_on_the_command_line_is_opened(
    make_studio: MakeStudio, photo_file: Path, qtbot: QtBot
) -> None:
    studio = make_studio(photos=(photo_file,))
    idle(studio, qtbot)
    assert studio.session.photo is not None
    assert studio.session.photo.path == photo_file


def test_dropped_files_are_opened(studio: Studio, photo_file: Path, qtbot: QtBot) -> None:
    drop(studio.window, urls(QUrl.fromLocalFile(str(photo_file)).toString()))
    idle(studio, qtbot)
    assert studio.session.photo is not None


def test_a_dropped_picture_is_opened(studio: Studio, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setImageData(to_qimage(tiny_photo()))
    drop(studio.window, mime)
    idle(studio, qtbot)
    assert studio.session.photo is not None
    assert studio.session.photo.name == "Dropped picture"


@pytest.mark.parametrize("kind", ["folder", "text", "empty", "broken", "missing", "web"])
def test_whatever_cannot_be_used_gets_a_card(
    studio: Studio, tmp_path: Path, qtbot: QtBot, kind: str
) -> None:
    path = tmp_path / "thing.heic"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        content = {"text": b"hello", "broken": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"}
        path.write_bytes(content.get(kind, b""))
    web = kind == "web"
    drop(
        studio.window,
        urls("https://example.org/a.jpg" if web else QUrl.fromLocalFile(str(path)).toString()),
    )
    banner = studio.window.banner
    qtbot.waitUntil(banner.isVisible)
    idle(studio, qtbot)
    assert ("web address" if web else "thing.heic") in banner.text
    assert studio.session.photo is None
    banner.withdraw()
    assert not banner.isVisible()


def test_pasting_takes_a_picture_or_says_that_there_is_none(studio: Studio, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("no picture")
    studio.actions.paste.trigger()
    assert "no picture to paste" in studio.window.banner.text
    clipboard.setImage(QImage(to_qimage(tiny_photo())))
    studio.actions.paste.trigger()
    idle(studio, qtbot)
    assert studio.session.photo is not None
    clipboard.clear()


def test_open_takes_all_chosen_files(
    studio: Studio, photo_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", lambda *a: ([str(photo_file), str(photo_file)], "")
    )
    studio.actions.open.trigger()
    idle(studio, qtbot)
    assert studio.session.queue == (photo_file,)


def test_work_is_saved_where_the_person_wants_it(
    studio: Studio,
    photo_file: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not studio.actions.save.isEnabled()
    studio.session.open([photo_file])
    idle(studio, qtbot)
    target = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(target), ""))
    studio.actions.save.trigger()
    qtbot.waitUntil(studio.window.banner.isVisible, timeout=10_000)
    assert "mine.avatar" in studio.window.banner.text
    assert len(read_work(tmp_path / "mine.avatar").tiles) == 24


def test_a_new_step_takes_the_old_message_away(
    studio: Studio, photo_file: Path, qtbot: QtBot
) -> None:
    studio.session.noticed.emit(Notice(NoticeKind.NOTHING_TO_PASTE))
    assert studio.window.banner.isVisible()
    studio.session.open([photo_file])
    idle(studio, qtbot)
    assert not studio.window.banner.isVisible()


def test_what_nobody_asked_for_waits_behind_an_error(studio: Studio) -> None:
    session, banner = studio.session, studio.window.banner
    unasked = Notice(NoticeKind.AUTOSAVE_FAILED)
    session.failed.emit(ExportError(path=Path("me.png"), reason="the disk is full"))
    session.noticed.emit(unasked)
    assert "me.png" in banner.text
    banner.withdraw()
    assert banner.isVisible()
    assert "could not be kept" in banner.text
    session.noticed.emit(Notice(NoticeKind.NOTHING_TO_PASTE))
    assert "no picture to paste" in banner.text, "what was asked for comes at once"
    session.noticed.emit(unasked)
    assert "could not be kept" in banner.text, "a notice keeps no other one waiting"
    banner.withdraw()
    assert not banner.isVisible()


def test_the_banner_keeps_inside_the_window(studio: Studio, qtbot: QtBot) -> None:
    studio.session.failed.emit(ValueError("x"))
    banner = studio.window.banner
    for width, height in ((1280, 800), (960, 640)):
        studio.window.resize(width, height)
        qtbot.waitUntil(lambda: banner.parentWidget().rect().contains(banner.geometry()))


def test_colours_change_at_once(studio: Studio) -> None:
    from dataclasses import replace

    backgrounds = set()
    for theme in (Theme.LIGHT, Theme.DARK):
        studio.preferences.change(replace(studio.preferences.value, theme=theme))
        assert studio.theme.is_dark is (theme is Theme.DARK)
        backgrounds.add(studio.window.grab().toImage().pixelColor(4, 400).name())
    assert len(backgrounds) == 2


def test_settings_and_shortcuts_do_not_stop_the_work(studio: Studio) -> None:
    for action in (studio.actions.settings, studio.actions.shortcuts):
        action.trigger()
    dialogs = [d for d in (studio._settings, studio._shortcuts) if d is not None]
    assert len(dialogs) == 2
    assert all(dialog.isVisible() and not dialog.isModal() for dialog in dialogs)


def test_the_menus_shortcuts_differ_from_each_other(studio: Studio) -> None:
    keys = [key.toString() for action in studio.actions.all() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_every_control_has_a_name_and_can_be_reached(
    studio: Studio, photo_file: Path, qtbot: QtBot
) -> None:
    studio.session.open([photo_file])
    idle(studio, qtbot)
    kinds = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractItemView)
    buddies = {label.buddy() for label in studio.window.findChildren(QLabel)}
    nameless = []
    for control in studio.window.findChildren(QWidget):
        if not isinstance(control, kinds) or isinstance(control, QScrollBar):
            continue
        if control.objectName().startswith("qt_") or control.window() is not studio.window:
            continue
        if control.isHidden() or control.parentWidget().isHidden():
            continue  # a card that has nothing to say yet
        text = control.text() if isinstance(control, QAbstractButton) else ""
        if not (text or control.accessibleName() or control in buddies):
            nameless.append(control)
        if control.isEnabled() and isinstance(control, QAbstractButton):
            assert control.focusPolicy() != Qt.FocusPolicy.NoFocus, control.text()
    assert not nameless


def test_closing_stops_the_work_and_keeps_it(
    make_studio: MakeStudio, photo_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    from tests.tiny_models import frontal_face

    studio = make_studio(frontal_face(x=80, y=60, size=50), inline=False)
    studio.session.open([photo_file])
    idle(studio, qtbot)
    studio.session.invert()
    studio.window.close()
    studio.shut_down()
    assert not studio.window.isVisible()
    assert (tmp_path / "data" / "works" / "1" / "last.avatar").exists()


def test_no_question_is_asked_on_the_way(
    studio: Studio, photo_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise AssertionError("a modal box")

    monkeypatch.setattr(QMessageBox, "exec", fail)
    studio.session.open([photo_file])
    idle(studio, qtbot)
    studio.window.close()


def test_the_window_is_there_before_torch_and_opencv() -> None:
    code = """
import sys, tempfile
from pathlib import Path
from PySide6.QtWidgets import QApplication
from avatarstudio.app import Folders, Studio
app = QApplication([])
there = Path(tempfile.mkdtemp())
folders = Folders(*(there / name for name in ("w", "s", "p", "c", "d", "l")))
studio = Studio(app, folders)
studio.window.show()
print(sorted({"torch", "cv2", "dlib"} & set(sys.modules)), studio.window.isVisible())
studio.window.close()
studio.shut_down()
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[] True"
