"""Cameras through OpenCV: which there are, and why one cannot be used."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from avatarstudio.capture.source import FrameSource, StillSource
from avatarstudio.core.errors import (
    CameraBackendError,
    CameraBusyError,
    CameraError,
    CameraLostError,
    CameraPermissionError,
    NoCameraError,
)
from avatarstudio.core.images import RgbImage

_SYSFS = Path("/sys/class/video4linux")
_WANTED_SIZE = (1280, 720)
_FIRST_READS = 5
"""Some cameras deliver nothing for the first pictures after opening."""


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera that a person can choose.

    Attributes:
        key: Tells it from the others, also after it was unplugged and came back.
        title: Name for people.
        make: Makes its source, unopened.
    """

    key: str
    title: str
    make: Callable[[], FrameSource]


def camera_device(index: int, *, title: str) -> CameraDevice:
    """The camera that OpenCV counts as `index`."""
    return CameraDevice(
        key=f"camera:{index}", title=title, make=lambda: CameraSource(index, title=title)
    )


def still_device(picture: RgbImage, *, title: str) -> CameraDevice:
    """One picture, RGB, uint8, (H, W, 3), that drifts a little, in place of a camera."""
    return CameraDevice(key=f"still:{title}", title=title, make=lambda: StillSource(picture))


def list_cameras(sysfs: Path = _SYSFS) -> tuple[CameraDevice, ...]:
    """The cameras that can be named without QtMultimedia.

    OpenCV itself cannot list cameras, and trying each number would switch their lights on. Linux
    lists them; elsewhere the system's first camera stands for all.

    Args:
        sysfs: Where Linux lists its video devices.
    """
    if sys.platform != "linux":
        return (camera_device(0, title="Camera"),)
    found = []
    for entry in sorted(sysfs.glob("video*"), key=_number):
        # The nodes of one camera are counted by `index`; those after the first carry metadata.
        if _read(entry / "index") in ("", "0"):
            index = _number(entry)
            title = _read(entry / "name") or f"Camera {index + 1}"
            found.append(camera_device(index, title=title))
    return tuple(found)


class CameraSource:
    """A camera of this computer."""

    def __init__(self, index: int, *, title: str) -> None:
        """Name the camera.

        Args:
            index: As OpenCV counts.
            title: Used in errors.
        """
        self._index = index
        self._title = title
        self._capture: Any = None

    def open(self) -> None:
        """Switch the camera on and wait for its first picture.

        Raises:
            CameraError: The class says why it cannot be used.
        """
        if not cv2.videoio_registry.getCameraBackends():
            raise CameraBackendError
        _refuse_unusable(self._index, self._title)
        capture = cv2.VideoCapture(self._index)
        if not capture.isOpened():
            capture.release()
            raise _why_closed(self._title)
        # The newest picture is wanted, not all of them; backends that cannot, ignore this.
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WANTED_SIZE[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _WANTED_SIZE[1])
        if not any(capture.grab() for _ in range(_FIRST_READS)):
            # It opened but gives no picture: another program holds the stream.
            capture.release()
            raise CameraBusyError(title=self._title)
        self._capture = capture

    def read(self) -> RgbImage:
        """Wait for the next picture."""
        read, frame = (False, None) if self._capture is None else self._capture.read()
        if not read or frame is None:
            raise CameraLostError(title=self._title)
        return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), dtype=np.uint8)

    def close(self) -> None:
        """Switch the camera off."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _refuse_unusable(index: int, title: str) -> None:
    """Ask Linux, which can say why, before OpenCV, which only says no."""
    if sys.platform == "linux":
        refusal = why_unusable(Path(f"/dev/video{index}"), title=title)
        if refusal is not None:
            raise refusal


def why_unusable(node: Path, *, title: str) -> CameraError | None:
    """Open a video node of Linux and close it again.

    Args:
        node: Such as /dev/video0.
        title: The camera's name for the error.

    Returns:
        The error to raise, or None if the node opens.
    """
    try:
        handle = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            return CameraPermissionError(title=title)
        if error.errno == errno.EBUSY:
            return CameraBusyError(title=title)
        return NoCameraError()
    os.close(handle)
    return None


def _why_closed(title: str) -> CameraError:
    """The likeliest reason why a camera does not open on this system."""
    if sys.platform == "darwin":
        # macOS hides nothing but the permission: a busy camera is shared there.
        return CameraPermissionError(title=title)
    if sys.platform == "linux":
        return CameraBusyError(title=title)
    return NoCameraError()


def _number(entry: Path) -> int:
    digits = re.search(r"\d+$", entry.name)
    return int(digits.group()) if digits else 0


def _read(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace").strip()
    return ""
