"""Small pictures of files, read beside the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from avatarstudio.studio.jobs import read_thumbnail
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.tasks.runner import TaskRunner

THUMBNAIL_PX = 192
_KEPT = 64


class Thumbnails(QObject):
    """Reads each file once; files that cannot be read stay without a picture."""

    loaded = Signal(object)
    """The thumbnail of this `Path` is there."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._images: dict[Path, QImage | None] = {}

    def image(self, path: Path) -> QImage | None:
        """The thumbnail, or None; then it is on its way unless the file cannot be read."""
        if path not in self._images:
            self._request(path)
        return self._images.get(path)

    def _request(self, path: Path) -> None:
        if len(self._images) >= _KEPT:
            self._images.clear()
        self._images[path] = None
        task = self._runner.start(lambda _: (path, to_qimage(read_thumbnail(path, THUMBNAIL_PX))))
        task.succeeded.connect(self._take)

    def _take(self, result: tuple[Path, QImage]) -> None:
        path, image = result
        self._images[path] = image
        self.loaded.emit(path)
