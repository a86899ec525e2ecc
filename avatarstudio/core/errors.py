"""What can go wrong and how the program says it.

Every error carries its facts in fields, one English sentence with the next step as its text, and
the exit code of the command line. Layers raise the narrowest class that fits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar


class Cancelled(Exception):  # noqa: N818 - not an error: a person asked for it
    """A stop was requested; raised by `Progress.report` and never shown as trouble."""

    exit_code: ClassVar[int] = 130


class AvatarStudioError(Exception):
    """Base of everything that the program can explain to its user."""

    exit_code: ClassVar[int] = 1

    def __reduce__(
        self,
    ) -> tuple[Callable[..., AvatarStudioError], tuple[Any, ...], dict[str, Any]]:
        """Travel between processes, with the facts: subclasses take them by keyword only."""
        return _revive, (type(self), self.args), dict(vars(self))


def _revive(kind: type[AvatarStudioError], args: tuple[Any, ...]) -> AvatarStudioError:
    return kind.__new__(kind, *args)


class UsageError(AvatarStudioError):
    """The request itself cannot be met, whatever the files hold."""

    exit_code = 2


class UnknownModelError(UsageError):
    """The catalog has no model of that kind and id."""

    def __init__(self, *, kind: str, model_id: str, known: Sequence[str]) -> None:
        choice = ", ".join(known) if known else "none is installed"
        super().__init__(f"There is no {kind} named “{model_id}”; choose one of: {choice}.")
        self.kind = kind
        self.model_id = model_id
        self.known = tuple(known)


class SeveralFacesError(UsageError):
    """More than one face and none was chosen."""

    def __init__(self, *, count: int) -> None:
        super().__init__(
            f"The photo shows {count} faces; choose one, counted from the left, with --face N."
        )
        self.count = count


class FaceChoiceError(UsageError):
    """A face was chosen that the photo does not have."""

    def __init__(self, *, chosen: int, count: int) -> None:
        faces = "1 face" if count == 1 else f"{count} faces"
        super().__init__(
            f"Face {chosen} was chosen but the photo shows {faces}; choose 1 to {count}."
        )
        self.chosen = chosen
        self.count = count


class NoFaceFoundError(AvatarStudioError):
    """No face in the photo is large and clear enough."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "No face was found; use a photo in which the face is larger, brighter and turned to "
            "the camera."
        )


class PhotoUnreadableError(AvatarStudioError):
    """The file is missing, empty, damaged, too large or not a picture."""

    exit_code = 4

    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(f"“{path.name}” cannot be used: {reason}.")
        self.path = path
        self.reason = reason


class WeightsError(AvatarStudioError):
    """Something is wrong with the model files."""

    exit_code = 5


class WeightsMissingError(WeightsError):
    """A file or model that the manifest promises is not there."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"{what} is missing; install Avatar Studio again to restore its weights.")
        self.what = what


class WeightsDamagedError(WeightsError):
    """A file differs from what the manifest or its format promises."""

    def __init__(self, *, file: str, reason: str) -> None:
        super().__init__(
            f"The weight file “{file}” is damaged ({reason}); restore it or install Avatar Studio "
            "again."
        )
        self.file = file
        self.reason = reason


class CheckpointMismatchError(WeightsError):
    """The tensors of a file do not fit the network that should take them."""

    def __init__(self, *, file: str, missing: Sequence[str], unexpected: Sequence[str]) -> None:
        super().__init__(
            f"The weight file “{file}” does not fit its network: {len(missing)} tensors missing "
            f"or of another shape, {len(unexpected)} unexpected; use the file that its card names."
        )
        self.file = file
        self.missing = tuple(missing)
        self.unexpected = tuple(unexpected)


class StyleBaseError(WeightsError):
    """A style was made over another base generator."""

    def __init__(self, *, style: str, wanted: str, base: str) -> None:
        super().__init__(
            f"The style “{style}” was made for another base than “{base}” (it wants {wanted}); "
            "install the style that belongs to this generator."
        )
        self.style = style
        self.wanted = wanted
        self.base = base


class LatentsBaseError(WeightsError):
    """Latents were found over another generator than the one that is installed."""

    def __init__(self, *, wanted: str, base: str) -> None:
        super().__init__(
            f"The latents belong to another version of the generator “{wanted}” than the installed "
            f"“{base}”; run the inversion of the portrait again."
        )
        self.wanted = wanted
        self.base = base


class DeviceUnavailableError(AvatarStudioError):
    """The wanted device is not on this computer."""

    exit_code = 6

    def __init__(self, *, device: str) -> None:
        super().__init__(
            f"This computer offers no “{device}” device to PyTorch; use --device auto or cpu."
        )
        self.device = device


class DeviceMemoryError(AvatarStudioError):
    """The device ran out of memory."""

    exit_code = 6

    def __init__(self, *, device: str) -> None:
        super().__init__(
            f"The device “{device}” has too little free memory; close other programs or use "
            "--device cpu."
        )
        self.device = device


class ExportError(AvatarStudioError):
    """A result cannot be written."""

    exit_code = 7

    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(f"“{path}” cannot be written: {reason}; choose another place.")
        self.path = path
        self.reason = reason


class CameraError(AvatarStudioError):
    """A camera cannot be used."""


class NoCameraError(CameraError):
    """There is no camera."""

    def __init__(self) -> None:
        super().__init__("No camera was found; connect one or open a photo instead.")


class CameraPermissionError(CameraError):
    """The system does not let the program use the camera."""

    def __init__(self, *, title: str) -> None:
        super().__init__(
            f"The system does not allow the use of “{title}”; allow it in the privacy settings."
        )
        self.title = title


class CameraBusyError(CameraError):
    """Another program uses the camera."""

    def __init__(self, *, title: str) -> None:
        super().__init__(f"Another program uses “{title}”; close that program and try again.")
        self.title = title


class CameraLostError(CameraError):
    """The camera stopped to deliver pictures."""

    def __init__(self, *, title: str) -> None:
        super().__init__(f"The connection to “{title}” was lost; connect it again.")
        self.title = title


class CameraBackendError(CameraError):
    """This installation of OpenCV cannot use cameras at all."""

    def __init__(self) -> None:
        super().__init__(
            "This installation has no support for cameras; open a photo, or install "
            "opencv-python-headless again."
        )
