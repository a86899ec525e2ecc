"""The whole way of a person through the window, by clicks, on the models that come with it.

    python -m tests.ui.whole_way FOLDER

Ends with an error code and words if something does not happen. FOLDER must be empty; afterwards the
avatar lies there as `me.png`, what it was made from as `picture.png`, the window as `window.png`.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from avatarstudio.app import Folders, Studio
from avatarstudio.core.paths import resources_dir, weights_dir
from avatarstudio.ui.page import Place

_PATIENCE_S = 900
_TILE = 3
_NO_SCREEN = "This plugin does not support "
"""What Qt says without a screen when a window wants to be raised and the like."""


def wait(done: Callable[[], bool], *, what: str) -> None:
    """Let the window work until something is done."""
    end = time.monotonic() + _PATIENCE_S
    while not done():
        assert time.monotonic() < end, f"waited in vain: {what}"
        QApplication.processEvents()
        time.sleep(0.01)  # lets go of the interpreter's lock, as QTest.qWait does not


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget that a person can see and use."""
    assert widget.isVisible(), widget
    assert widget.isEnabled(), widget
    spot = widget.rect().center() if at is None else at
    assert widget.visibleRegion().contains(spot), widget
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def walk(studio: Studio, target: Path) -> None:
    """From a sample face to a file."""
    session, window = studio.session, studio.window
    click(window.page(Place.PHOTO).samples.buttons[0])
    wait(lambda: session.found is not None, what="the inversion")
    wait(lambda: session.activity is None, what="the wall")
    page = window.page(Place.AVATARS)
    assert window.place is Place.AVATARS
    assert len(session.wall.model.tiles) == 24

    tiles = page.wall.list
    click(tiles.viewport(), tiles.visualRect(tiles.model().index(_TILE, 0)).center())
    assert session.mixer.selected.id == _TILE
    click(page.star)
    assert session.wall.model.tile(_TILE).starred

    before = session.mixer.mix.recipe
    slider = page.mix.row("strength").slider
    click(slider, QPoint(slider.width() // 3, slider.height() // 2))
    assert session.mixer.mix.recipe.strength < before.strength
    wait(lambda: session.mixer.is_drawn, what="the mix")

    click(page.finish)
    finish = window.page(Place.FINISH)
    assert window.place is Place.FINISH
    wait(finish.export_button.isEnabled, what="the preview")
    QTimer.singleShot(0, lambda: _answer(target))
    click(finish.export_button)
    wait(target.exists, what="the file")
    wait(lambda: not studio.finisher.is_writing, what="the end of the writing")
    assert target.name in finish.result.text
    assert not window.banner.isVisible(), window.banner.text


def _answer(target: Path) -> None:
    """Fill in the file dialog, which is modal: the click that opened it returns only after it."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
    click(dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save))


def main() -> None:
    """Open the window and walk through it."""
    folder = Path(sys.argv[1])
    complaints: list[str] = []

    def note(kind: QtMsgType, context: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not message.startswith(_NO_SCREEN):
            complaints.append(message)

    qInstallMessageHandler(note)
    app = QApplication(["avatarstudio"])
    folders = Folders(
        weights=weights_dir(),
        styles=folder / "styles",
        samples=resources_dir() / "samples",
        config=folder / "config",
        data=folder / "data",
        log=folder / "log",
    )
    studio = Studio(app, folders)
    studio.window.resize(QSize(1280, 800))
    studio.start()
    try:
        assert QTest.qWaitForWindowExposed(studio.window)
        walk(studio, folder / "me.png")
        Image.fromarray(studio.session.mixer.picture).save(folder / "picture.png")
        studio.window.grab().save(str(folder / "window.png"))
    finally:
        studio.window.close()
        studio.shut_down()
    qInstallMessageHandler(None)
    left = [thread.name for thread in threading.enumerate() if not thread.daemon]
    assert left == ["MainThread"], left
    assert not complaints, complaints
    assert not studio.window.isVisible()
    assert app.platformName() == os.environ["QT_QPA_PLATFORM"]


if __name__ == "__main__":
    main()
