"""Which cameras there are, kept up to date."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaDevices

    # OpenCV comes with it, which the window does not wait for.
    from avatarstudio.capture.camera import CameraDevice


def list_cameras() -> tuple[CameraDevice, ...]:
    """The cameras that OpenCV can name."""
    from avatarstudio.capture import camera

    return camera.list_cameras()


class CameraList(QObject):
    """Names cameras by QtMultimedia, which also notices when one comes or goes.

    Where that cannot be loaded (it wants libpulse on Linux), OpenCV's own list stands in, and
    `refresh` is how a new camera is found.
    """

    changed = Signal()

    def __init__(
        self,
        stand_ins: Sequence[CameraDevice] = (),
        *,
        list_without_qt: Callable[[], tuple[CameraDevice, ...]] | None = list_cameras,
        parent: QObject | None = None,
    ) -> None:
        """Prepare; nothing is asked of the system before `refresh`.

        Args:
            stand_ins: Offered after the real cameras.
            list_without_qt: Lists the cameras where QtMultimedia cannot; None leaves out all real
                cameras.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._stand_ins = tuple(stand_ins)
        self._list_without_qt = list_without_qt
        self._media: QMediaDevices | None = None
        self._asked = False
        self._devices = self._stand_ins

    @property
    def devices(self) -> tuple[CameraDevice, ...]:
        """The cameras, then the stand-ins."""
        return self._devices

    def refresh(self) -> None:
        """Look again."""
        devices = (*self._real(), *self._stand_ins)
        known = [(device.key, device.title) for device in self._devices]
        self._devices = devices
        if known != [(device.key, device.title) for device in devices]:
            self.changed.emit()

    def _real(self) -> tuple[CameraDevice, ...]:
        if self._list_without_qt is None:
            return ()
        if not self._asked:
            self._asked = True
            self._watch()
        if self._media is None:
            return self._list_without_qt()
        from avatarstudio.capture.camera import camera_device

        inputs = [
            (bytes(found.id().data()).decode(errors="replace"), found.description())
            for found in self._media.videoInputs()
        ]
        return tuple(
            camera_device(_opencv_index(key, place), title=title)
            for place, (key, title) in enumerate(inputs)
        )

    def _watch(self) -> None:
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError:
            return
        self._media = QMediaDevices(self)
        self._media.videoInputsChanged.connect(self.refresh)


def _opencv_index(key: str, place: int) -> int:
    """OpenCV's number of a camera of Qt's: in the node's name on Linux, elsewhere its place."""
    node = re.fullmatch(r"/dev/video(\d+)", key)
    return int(node.group(1)) if node and sys.platform == "linux" else place
