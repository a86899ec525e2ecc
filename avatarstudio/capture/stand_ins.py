"""Files that stand in for cameras, so that the whole window can be tried without one.

Each file of a folder is a camera with the file's name: a picture sways as a person does, a video
plays in a loop, and a file that ends in `.denied`, `.busy` or `.unsupported` is a camera that
cannot be used for that reason. A file that appears was plugged in, one that goes was pulled out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from avatarstudio.capture.camera import CameraDevice
from avatarstudio.capture.photo import load_photo
from avatarstudio.capture.source import FrameSource, StillSource, VideoFileSource
from avatarstudio.core.errors import (
    CameraBackendError,
    CameraBusyError,
    CameraError,
    CameraLostError,
    CameraPermissionError,
    NoCameraError,
)
from avatarstudio.core.images import RgbImage

_STILLS = {".jpg", ".jpeg", ".png", ".webp"}
_VIDEOS = {".avi", ".mkv", ".mov", ".mp4", ".webm"}
_REFUSALS: dict[str, Callable[[str], CameraError]] = {
    ".denied": lambda title: CameraPermissionError(title=title),
    ".busy": lambda title: CameraBusyError(title=title),
    ".unsupported": lambda _: CameraBackendError(),
}


def list_stand_ins(folder: Path) -> tuple[CameraDevice, ...]:
    """The cameras that the files of a folder stand for, by name; other files are passed over."""
    known = _STILLS | _VIDEOS | _REFUSALS.keys()
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in known)
    return tuple(_device(path) for path in files)


def _device(path: Path) -> CameraDevice:
    return CameraDevice(key=f"file:{path.name}", title=path.stem, make=lambda: StandIn(path))


class StandIn:
    """A file in the place of a camera."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self._path = path
        self._source: FrameSource | None = None

    def open(self) -> None:
        """Begin to play it, or refuse as its suffix says.

        Raises:
            CameraError: The class says why.
            PhotoUnreadableError: The file is no picture or video.
        """
        suffix = self._path.suffix.lower()
        if not self._path.exists():
            raise NoCameraError
        if suffix in _REFUSALS:
            raise _REFUSALS[suffix](self._path.stem)
        still = suffix in _STILLS
        source = StillSource(load_photo(self._path)) if still else VideoFileSource(self._path)
        source.open()
        self._source = source

    def read(self) -> RgbImage:
        """The next picture, as long as the file is there."""
        if self._source is None or not self._path.exists():
            raise CameraLostError(title=self._path.stem)
        return self._source.read()

    def close(self) -> None:
        """Let go of the file."""
        if self._source is not None:
            self._source.close()
            self._source = None
