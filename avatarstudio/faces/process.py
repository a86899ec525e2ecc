"""Face detection in a process of its own.

dlib holds the interpreter's lock while it loads its models and while it looks at a picture, for
seconds on a slow computer; in a thread it would freeze the window all that time. Here it can also
crash without taking a person's work along.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from avatarstudio.core.errors import AvatarStudioError
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.detect import DlibDetector, Face, FaceDetector

log = logging.getLogger(__name__)

_CLOSING_S = 2.0


class ProcessDetector:
    """A `FaceDetector` whose work is done elsewhere; used from one thread at a time."""

    def __init__(self, make_detector: Callable[[], FaceDetector] = DlibDetector) -> None:
        """Prepare; the process begins with `start` or at the first picture.

        Args:
            make_detector: Makes the detector over there; must be importable by name.
        """
        self._make_detector = make_detector
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Begin the process, which loads what it needs meanwhile."""
        if self._process is not None and self._process.is_alive():
            return
        # Not a fork: the window's threads and locks must not come along.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._make_detector), daemon=True
        )
        self._process.start()
        theirs.close()

    def detect(self, photo: RgbImage) -> tuple[Face, ...]:
        """Find the faces of a photo, sorted from left to right; none if the process dies on it.

        Args:
            photo: RGB, uint8, (H, W, 3).

        Raises:
            WeightsMissingError: A model file is not there.
            WeightsDamagedError: A model file cannot be loaded.
        """
        faces: tuple[Face, ...] | None = self._ask("detect", photo)
        return faces or ()

    def glance(self, photo: RgbImage, *, expected_px: float | None = None) -> Face | None:
        """The surest upright face of a live picture, as `FaceDetector` says; errors as `detect`."""
        face: Face | None = self._ask("glance", photo, expected_px=expected_px)
        return face

    def close(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(_CLOSING_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
        self._process = self._connection = None

    def _ask(self, method: str, photo: RgbImage, **options: float | None) -> Any:
        """Call a method of the detector over there; None if the process dies on the picture."""
        self.start()
        assert self._connection is not None
        try:
            self._connection.send((method, photo, options))
            answer = self._connection.recv()
        except (EOFError, OSError):
            log.warning("the face detector died on a picture")
            self.close()
            return None
        if isinstance(answer, AvatarStudioError):
            raise answer
        return answer


def _serve(connection: Connection, make_detector: Callable[[], FaceDetector]) -> None:
    """Answer pictures with their faces until the other side is gone."""
    detector = make_detector()
    while True:
        try:
            method, photo, options = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        answer: tuple[Face, ...] | Face | AvatarStudioError | None
        try:
            answer = getattr(detector, method)(photo, **options)
        except AvatarStudioError as error:
            answer = error
        try:
            connection.send(answer)
        except OSError:
            return
