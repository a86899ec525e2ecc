"""The ways by which files come into the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio

Enter = Callable[[Studio, list[Path]], None]


def settle(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: studio.session.activity is None, timeout=60_000)


def drop(studio: Studio, mime: QMimeData) -> None:
    # Qt delivers drops through its drag manager only.
    studio.window.dropEvent(
        QDropEvent(
            QPointF(300, 300),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def of_urls(*urls: QUrl) -> QMimeData:
    mime = QMimeData()
    mime.setUrls(urls)
    return mime


def drop_files(studio: Studio, paths: list[Path]) -> None:
    drop(studio, of_urls(*(QUrl.fromLocalFile(str(path)) for path in paths)))


def paste_names(studio: Studio, paths: list[Path]) -> None:
    QGuiApplication.clipboard().setText("\n".join(f'"{path}"' for path in paths))
    studio.actions.paste.trigger()


def choose_files(studio: Studio, paths: list[Path]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        names = [str(path) for path in paths]
        patch.setattr(QFileDialog, "getOpenFileNames", lambda *a, **k: (names, ""))
        studio.actions.open.trigger()


def begin_with_files(studio: Studio, paths: list[Path]) -> None:
    """What the command line's arguments come to."""
    studio._begin_work(paths)


ENTRANCES: tuple[Enter, ...] = (drop_files, paste_names, choose_files, begin_with_files)
