"""Saves each place of the window in light and dark, driven through the real pipeline.

    python packaging/screenshots.py OUT_DIR [PHOTO] [--size 960x640] [--language ja]

QT_SCALE_FACTOR=2 before it shows the window as on a screen with small pixels. Needs the bundled
weights. No screen is needed, and nothing of the person's own is read or shown: settings and works
go to a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatarstudio.app import Studio

_PATIENCE_S = 900


class Photographer:
    """Walks through the window and saves what it shows."""

    def __init__(self, studio: Studio, out: Path) -> None:
        """Take a window and a folder."""
        self._studio = studio
        self._out = out

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is done.

        Raises:
            SystemExit: It takes too long.
        """
        from PySide6.QtCore import QEventLoop, QTimer

        end = time.monotonic() + _PATIENCE_S
        while not done():
            if time.monotonic() > end:
                raise SystemExit("the window did not finish its work")
            loop = QEventLoop()
            QTimer.singleShot(50, loop.quit)
            loop.exec()

    def pause(self, seconds: float) -> None:
        """Let the window settle."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() >= end)

    def save(self, name: str) -> None:
        """Save the window in both schemes."""
        from avatarstudio.studio.preferences import Theme

        store = self._studio.preferences
        for theme in (Theme.DARK, Theme.LIGHT):
            store.change(replace(store.value, theme=theme))
            self.pause(0.3)
            path = self._out / f"{name}-{theme.value}.png"
            self._studio.window.grab().save(str(path))
            print(path)

    def walk(self, photo: Path) -> None:
        """Save every place, in the order in which a person comes through them."""
        from avatarstudio.ui.page import Place

        studio, session = self._studio, self._studio.session
        self.wait(lambda: session.ready is not None)
        self.save("photo")
        studio.window.page(Place.PHOTO).show_camera()
        self.wait(lambda: not studio.camera.video.image.isNull())
        self.wait(lambda: studio.camera.advice != "")
        self.save("camera")
        session.open([photo])
        self.wait(lambda: session.found is not None)
        self.wait(lambda: session.activity is None)
        self.wait(lambda: studio.sliders.names is not None)
        studio.window.go_to(Place.YOU)
        self.save("you")
        studio.window.go_to(Place.AVATARS)
        for tile_id in (2, 5):
            session.wall.toggle_star(tile_id)
        studio.window.page(Place.AVATARS).compare.set_divider(0.35)
        self.save("avatars")
        studio.window.go_to(Place.FINISH)
        self.wait(lambda: studio.finisher.is_drawn)
        studio.window.page(Place.FINISH).panel.preset_button("discord-avatar").click()
        self.wait(lambda: studio.finisher.is_drawn)
        self.save("finish")


def main() -> None:
    """Read the arguments, open the window without a screen, walk through it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path, help="folder for the pictures; made if need be")
    parser.add_argument("photo", type=Path, nargs="?", help="photo to use; a sample if left out")
    parser.add_argument("--weights", type=Path, help="weights to use; the bundled ones if left out")
    parser.add_argument("--size", default="1280x800", help="of the window, in logical pixels")
    parser.add_argument("--language", default="en", help="suffix of a catalog")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from PySide6.QtGui import QCursor
    from PySide6.QtWidgets import QApplication

    from avatarstudio.app import Folders, Studio
    from avatarstudio.capture.camera import still_device
    from avatarstudio.capture.photo import load_photo
    from avatarstudio.core.paths import resources_dir, weights_dir
    from avatarstudio.studio.cameras import CameraList
    from avatarstudio.ui.languages import speak

    samples = resources_dir() / "samples"
    photo = options.photo or sorted(samples.glob("*.jpg"))[0]
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(["avatarstudio"])
    speak(app, options.language)
    # Over the empty part of the rail: nothing there looks different under the pointer.
    QCursor.setPos(40, 500)
    with tempfile.TemporaryDirectory() as home:
        folders = Folders(
            weights=options.weights or weights_dir(),
            styles=Path(home) / "styles",
            samples=samples,
            config=Path(home) / "config",
            data=Path(home) / "data",
            log=Path(home) / "log",
        )
        # The photo stands before the camera, too: no device is needed.
        demo = still_device(load_photo(photo), title="Demo camera")
        studio = Studio(app, folders, cameras=CameraList([demo], list_without_qt=None))
        studio.window.resize(*map(int, options.size.split("x")))
        studio.start()
        try:
            Photographer(studio, options.out).walk(photo)
        finally:
            studio.window.close()
            studio.shut_down()


if __name__ == "__main__":
    main()
