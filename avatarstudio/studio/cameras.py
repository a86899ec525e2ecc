"""Which cameras there are, kept up to date."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaDevices

    # OpenCV comes with it, which the window does not wait for.
    from avatarstudio.capture.camera import CameraDevice

STAND_INS_VARIABLE = "AVATARSTUDIO_CAMERAS"
"""Names a folder whose files stand in for the cameras, for developers (`capture.stand_ins`)."""
_LOOK_AGAIN_MS = 2000


def list_cameras() -> tuple[CameraDevice, ...]:
    """The cameras that OpenCV can name."""
    from avatarstudio.capture import camera

    return camera.list_cameras()


class CameraList(QObject):
    """Names cameras by QtMultimedia, which also notices when one comes or goes.

    Where that cannot be loaded (it wants libpulse on Linux), the list is made without it, again and
    again while somebody watches.
    """

    changed = Signal()

    def __init__(
        self,
        stand_ins: Sequence[CameraDevice] = (),
        *,
        list_without_qt: Callable[[], tuple[CameraDevice, ...]] | None = list_cameras,
        ask_qt: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """Prepare; nothing is asked of the system before `refresh`.

        Args:
            stand_ins: Offered after the real cameras.
            list_without_qt: Lists the cameras where QtMultimedia cannot; None leaves out all real
                cameras.
            ask_qt: Whether QtMultimedia is tried at all.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._stand_ins = tuple(stand_ins)
        self._list_without_qt = list_without_qt
        self._ask_qt = ask_qt
        self._media: QMediaDevices | None = None
        self._devices = self._stand_ins
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.refresh)

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

    def watch(self) -> None:
        """Look now, and keep looking while the list is on the screen."""
        self.refresh()
        if self._media is None and self._list_without_qt is not None:
            self._clock.start()

    def rest(self) -> None:
        """Look no more."""
        self._clock.stop()

    def _real(self) -> tuple[CameraDevice, ...]:
        if self._list_without_qt is None:
            return ()
        if self._ask_qt:
            self._ask_qt = False
            self._load_media()
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

    def _load_media(self) -> None:
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError:
            return
        self._media = QMediaDevices(self)
        self._media.videoInputsChanged.connect(self.refresh)


def find_cameras(environment: Mapping[str, str]) -> CameraList:
    """The cameras of this computer, or what its environment names in their place."""
    folder = environment.get(STAND_INS_VARIABLE)
    if not folder:
        return CameraList()

    def list_stand_ins() -> tuple[CameraDevice, ...]:
        from avatarstudio.capture import stand_ins

        return stand_ins.list_stand_ins(Path(folder))

    return CameraList(list_without_qt=list_stand_ins, ask_qt=False)


def _opencv_index(key: str, place: int) -> int:
    """OpenCV's number of a camera of Qt's: in the node's name on Linux, elsewhere its place."""
    node = re.fullmatch(r"/dev/video(\d+)", key)
    return int(node.group(1)) if node and sys.platform == "linux" else place
