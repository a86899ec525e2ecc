"""Where live pictures come from: the protocol, and two stand-ins for a camera.

A source is made, opened, read and closed by one thread. Reading waits for the next picture, so
whoever reads needs no clock of their own.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from avatarstudio.core.errors import CameraLostError, PhotoUnreadableError
from avatarstudio.core.images import FloatArray, RgbImage

_DEFAULT_FPS = 25.0
_FASTEST_FPS = 60.0

# How far a stand-in sways to each side; by eye, like a person who sits and talks.
_SWAY_RIGHT = 0.02
"""Share of the width."""
_SWAY_DOWN = 0.01
"""Share of the height."""
_SWAY_DEGREES = 2.0
_SWAY_SCALE = 0.03
_SWAY_LIGHT = 0.06


class FrameSource(Protocol):
    """A camera or what stands in for one."""

    def open(self) -> None:
        """Start to deliver pictures.

        Raises:
            CameraError: It cannot; the class says why.
        """

    def read(self) -> RgbImage:
        """Wait for the next picture, RGB, uint8, (H, W, 3), not mirrored.

        Raises:
            CameraLostError: There will be no more.
        """

    def close(self) -> None:
        """Stop; closing twice does no harm."""


class Pace:
    """Keeps a source that could deliver at once to the pace of a camera."""

    def __init__(self, fps: float) -> None:
        self._interval_s = 1.0 / fps
        self._next = time.monotonic()

    def wait(self) -> None:
        """Sleep until the next picture is due; a late one is not made up for."""
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        self._next = max(self._next, now) + self._interval_s


class StillSource:
    """Shows one picture that sways as a person before a camera does.

    For demonstrations on computers without a camera, and for tests.
    """

    def __init__(self, picture: RgbImage, *, fps: float = _DEFAULT_FPS) -> None:
        """Hold the picture.

        Args:
            picture: RGB, uint8, (H, W, 3).
            fps: Pictures a second.
        """
        self._picture = picture
        self._fps = fps
        self._pace = Pace(fps)
        self._count = 0

    def open(self) -> None:
        """Begin at the first picture."""
        self._pace = Pace(self._fps)
        self._count = 0

    def read(self) -> RgbImage:
        """The next picture."""
        self._pace.wait()
        self._count += 1
        return sway(self._picture, seconds=(self._count - 1) / self._fps)

    def close(self) -> None:
        """Nothing is held."""


def sway(picture: RgbImage, *, seconds: float) -> RgbImage:
    """A picture as it looks after some time of small movements; itself at the beginning.

    Args:
        picture: RGB, uint8, (H, W, 3).
        seconds: Since the beginning.
    """
    height, width = picture.shape[:2]
    moved = cv2.warpAffine(
        picture,
        sway_transform(picture, seconds=seconds),
        (width, height),
        borderMode=cv2.BORDER_REFLECT_101,
    )
    light = 1 + _SWAY_LIGHT * np.sin(0.5 * seconds)
    return np.asarray(cv2.convertScaleAbs(moved, alpha=light), dtype=np.uint8)


def sway_transform(picture: RgbImage, *, seconds: float) -> FloatArray:
    """Where `sway` moves the pixels of a picture: affine map, float64, (2, 3)."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D(
        (width / 2, height / 2),
        _SWAY_DEGREES * np.sin(1.1 * seconds),
        1 + _SWAY_SCALE * np.sin(0.7 * seconds),
    )
    turn[0, 2] += _SWAY_RIGHT * width * np.sin(1.3 * seconds)
    turn[1, 2] += _SWAY_DOWN * height * np.sin(0.9 * seconds)
    return np.asarray(turn, dtype=np.float64)


class VideoFileSource:
    """Plays a video file, again from the start when it ends."""

    def __init__(self, path: Path, *, loop: bool = True) -> None:
        """Name the file.

        Args:
            path: The video.
            loop: Start again at the end; otherwise the camera counts as lost there.
        """
        self._path = path
        self._loop = loop
        self._capture: Any = None
        self._pace = Pace(_DEFAULT_FPS)

    def open(self) -> None:
        """Open the file.

        Raises:
            PhotoUnreadableError: It is no video that OpenCV reads.
        """
        # OpenCV crashes on some file names that Python can hold, hence the check before it.
        readable = self._path.is_file() and _is_unicode(self._path)
        capture = cv2.VideoCapture(str(self._path)) if readable else None
        if capture is None or not capture.isOpened():
            raise PhotoUnreadableError(path=self._path, reason="it is not a video")
        fps = capture.get(cv2.CAP_PROP_FPS)
        self._pace = Pace(fps if 1 <= fps <= _FASTEST_FPS else _DEFAULT_FPS)
        self._capture = capture

    def read(self) -> RgbImage:
        """The next picture of the video."""
        if self._capture is None:
            raise CameraLostError(title=self._path.name)
        self._pace.wait()
        read, frame = self._capture.read()
        if not read and self._loop:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            read, frame = self._capture.read()
        if not read:
            raise CameraLostError(title=self._path.name)
        return np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), dtype=np.uint8)

    def close(self) -> None:
        """Let go of the file."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _is_unicode(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True
