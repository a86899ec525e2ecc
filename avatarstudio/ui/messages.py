"""The sentences: what went wrong, and the one next step."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from avatarstudio.core.errors import (
    AvatarStudioError,
    CameraBackendError,
    CameraBusyError,
    CameraError,
    CameraLostError,
    CameraPermissionError,
    CheckpointMismatchError,
    DeviceMemoryError,
    DeviceUnavailableError,
    ExportError,
    FaceChoiceError,
    LatentsBaseError,
    NoCameraError,
    NoFaceFoundError,
    PhotoUnreadableError,
    SeveralFacesError,
    StyleBaseError,
    UnknownModelError,
    UsageError,
    WeightsDamagedError,
    WeightsError,
    WeightsMissingError,
)
from avatarstudio.studio.values import Notice, NoticeKind

translate = QCoreApplication.translate

# What `capture.photo` and others give as reasons; here so that they are translated too.
_REASONS = (
    QT_TRANSLATE_NOOP("messages", "it is a folder"),
    QT_TRANSLATE_NOOP("messages", "it is not a file"),
    QT_TRANSLATE_NOOP("messages", "it does not exist"),
    QT_TRANSLATE_NOOP("messages", "you have no permission to read it"),
    QT_TRANSLATE_NOOP("messages", "it cannot be opened"),
    QT_TRANSLATE_NOOP("messages", "it is empty"),
    QT_TRANSLATE_NOOP(
        "messages", "it is not a JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture"
    ),
    QT_TRANSLATE_NOOP("messages", "there is too little free memory for its size"),
    QT_TRANSLATE_NOOP("messages", "it is damaged or incomplete"),
    QT_TRANSLATE_NOOP("messages", "no space left on device"),
    QT_TRANSLATE_NOOP("messages", "permission denied"),
)

_NOTICES = {
    NoticeKind.FELL_BACK_TO_CPU: (
        QT_TRANSLATE_NOOP(
            "messages", "The graphics card ran out of memory, so the processor took over."
        ),
        QT_TRANSLATE_NOOP("messages", "It is slower; you can choose the device in the settings."),
    ),
    NoticeKind.AUTOSAVE_FAILED: (
        QT_TRANSLATE_NOOP("messages", "Your work could not be kept in case of a crash."),
        QT_TRANSLATE_NOOP("messages", "Make some room on the disk, or save it with Ctrl+S."),
    ),
    NoticeKind.NOTHING_TO_PASTE: (
        QT_TRANSLATE_NOOP("messages", "There is no picture to paste."),
        QT_TRANSLATE_NOOP("messages", "Copy a picture or a picture file first."),
    ),
    NoticeKind.NO_LOCAL_FILE: (
        QT_TRANSLATE_NOOP("messages", "That is a web address, not a file on this computer."),
        QT_TRANSLATE_NOOP("messages", "Save the picture first, then drop the file here."),
    ),
    NoticeKind.SAVED: (
        QT_TRANSLATE_NOOP("messages", "Saved as “{name}”."),
        QT_TRANSLATE_NOOP("messages", "Open it at any time to go on."),
    ),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person reads about trouble.

    Attributes:
        title: What happened, one short sentence.
        advice: The one next step.
    """

    title: str
    advice: str


@functools.singledispatch
def explain(error: Exception) -> Explanation:
    """Explain an error; one that no branch knows is a fault of the program."""
    return Explanation(
        title=translate("messages", "Something went wrong inside Avatar Studio ({kind}).").format(
            kind=type(error).__name__
        ),
        advice=translate(
            "messages", "What you made is still here. Try it again; the log has the details."
        ),
    )


@explain.register
def _(error: AvatarStudioError) -> Explanation:
    return Explanation(title=translate("messages", "That did not work."), advice=str(error))


@explain.register
def _(error: UsageError) -> Explanation:
    return Explanation(title=translate("messages", "That cannot be done."), advice=str(error))


@explain.register
def _(error: UnknownModelError) -> Explanation:
    return Explanation(
        title=translate("messages", "The style “{name}” is not installed.").format(
            name=error.model_id
        ),
        advice=translate("messages", "Choose another style in the settings."),
    )


@explain.register
def _(error: SeveralFacesError) -> Explanation:
    return Explanation(
        title=translate("messages", "There are {count} faces in this photo.").format(
            count=error.count
        ),
        advice=translate("messages", "Click the face to use, or press its number."),
    )


@explain.register
def _(error: FaceChoiceError) -> Explanation:
    return Explanation(
        title=translate("messages", "There is no face number {number}.").format(
            number=error.chosen
        ),
        advice=translate("messages", "Choose a number from 1 to {count}.").format(
            count=error.count
        ),
    )


@explain.register
def _(_error: NoFaceFoundError) -> Explanation:
    return Explanation(
        title=translate("messages", "No face was found in this photo."),
        advice=translate(
            "messages", "Put the frame around the face by hand, or use another photo."
        ),
    )


@explain.register
def _(error: PhotoUnreadableError) -> Explanation:
    return Explanation(
        title=translate("messages", "“{name}” cannot be used: {reason}.").format(
            name=error.path.name, reason=translate("messages", error.reason)
        ),
        advice=translate("messages", "Choose another picture."),
    )


@explain.register
def _(error: WeightsError) -> Explanation:
    return Explanation(
        title=translate("messages", "A model file cannot be used."),
        advice=translate(
            "messages", "Install Avatar Studio again to restore it. ({detail})"
        ).format(detail=error),
    )


@explain.register
def _(error: WeightsMissingError) -> Explanation:
    return Explanation(
        title=translate("messages", "Avatar Studio's models are not all there."),
        advice=translate(
            "messages", "Install Avatar Studio again to restore them. Missing: {what}"
        ).format(what=error.what),
    )


@explain.register
def _(error: WeightsDamagedError) -> Explanation:
    return Explanation(
        title=translate("messages", "The model file “{file}” is damaged.").format(file=error.file),
        advice=translate("messages", "Install Avatar Studio again to restore it."),
    )


@explain.register
def _(error: CheckpointMismatchError) -> Explanation:
    return Explanation(
        title=translate("messages", "The model file “{file}” does not fit this version.").format(
            file=error.file
        ),
        advice=translate(
            "messages", "Install the style again, or choose another one in the settings."
        ),
    )


@explain.register
def _(error: StyleBaseError) -> Explanation:
    return Explanation(
        title=translate("messages", "The style “{style}” belongs to another face model.").format(
            style=error.style
        ),
        advice=translate("messages", "Choose another style in the settings."),
    )


@explain.register
def _(_error: LatentsBaseError) -> Explanation:
    return Explanation(
        title=translate("messages", "This work was made with another version of the face model."),
        advice=translate("messages", "Open its photo again to make new avatars."),
    )


@explain.register
def _(error: DeviceUnavailableError) -> Explanation:
    return Explanation(
        title=translate("messages", "This computer has no “{device}”.").format(device=error.device),
        advice=translate("messages", "Choose “automatic” as the device in the settings."),
    )


@explain.register
def _(_error: DeviceMemoryError) -> Explanation:
    return Explanation(
        title=translate("messages", "There is too little free memory for this."),
        advice=translate("messages", "Close other programs and try again."),
    )


@explain.register
def _(error: ExportError) -> Explanation:
    return Explanation(
        title=translate("messages", "“{name}” cannot be written: {reason}.").format(
            name=error.path.name, reason=translate("messages", error.reason)
        ),
        advice=translate("messages", "Choose another place; nothing that you made is lost."),
    )


@explain.register
def _(error: CameraError) -> Explanation:
    return Explanation(title=translate("messages", "The camera cannot be used."), advice=str(error))


@explain.register
def _(_error: NoCameraError) -> Explanation:
    return Explanation(
        title=translate("messages", "No camera was found."),
        advice=translate("messages", "Connect one and come back, or use a photo."),
    )


@explain.register
def _(error: CameraPermissionError) -> Explanation:
    return Explanation(
        title=translate(
            "messages", "This computer does not let Avatar Studio use “{name}”."
        ).format(name=error.title),
        advice=translate("messages", "Allow it in the system's privacy settings, then try again."),
    )


@explain.register
def _(error: CameraBusyError) -> Explanation:
    return Explanation(
        title=translate("messages", "Another program is using “{name}”.").format(name=error.title),
        advice=translate("messages", "Close that program, then try again."),
    )


@explain.register
def _(error: CameraLostError) -> Explanation:
    return Explanation(
        title=translate("messages", "The connection to “{name}” was lost.").format(
            name=error.title
        ),
        advice=translate("messages", "Plug it in again, then continue."),
    )


@explain.register
def _(_error: CameraBackendError) -> Explanation:
    return Explanation(
        title=translate("messages", "Cameras are not supported by this installation."),
        advice=translate("messages", "Take the picture with another program and open it here."),
    )


def explain_notice(notice: Notice) -> Explanation:
    """Say what a person should hear of."""
    title, advice = _NOTICES[notice.kind]
    return Explanation(
        title=translate("messages", str(title)).format(name=notice.name),
        advice=translate("messages", str(advice)),
    )
