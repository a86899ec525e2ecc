"""The sentences: what went wrong, and the one next step."""

from __future__ import annotations

from collections.abc import Mapping
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
        "messages", "it is not a readable JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture"
    ),
    QT_TRANSLATE_NOOP("messages", "it has more than 120 megapixels"),
    QT_TRANSLATE_NOOP("messages", "there is too little free memory for its size"),
    QT_TRANSLATE_NOOP("messages", "it is damaged or incomplete"),
    QT_TRANSLATE_NOOP("messages", "it was made by a newer version"),
    QT_TRANSLATE_NOOP("messages", "the disk is full"),
    QT_TRANSLATE_NOOP("messages", "files may not grow that large there"),
    QT_TRANSLATE_NOOP("messages", "you may not write there"),
    QT_TRANSLATE_NOOP("messages", "its folder is not there"),
    QT_TRANSLATE_NOOP("messages", "a folder has that name"),
    QT_TRANSLATE_NOOP("messages", "its name is too long"),
    QT_TRANSLATE_NOOP("messages", "the system does not allow it"),
    QT_TRANSLATE_NOOP("messages", "it does not get small enough"),
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


_UNEXPECTED = (
    QT_TRANSLATE_NOOP("messages", "Something went wrong inside Avatar Studio ({kind})."),
    QT_TRANSLATE_NOOP(
        "messages", "What you made is still here. Try it again; the log has the details."
    ),
)

# The facts in braces are the error's own fields; `detail` is its English text, `name` its file's.
EXPLANATIONS: dict[type[AvatarStudioError], tuple[object, object]] = {
    AvatarStudioError: (QT_TRANSLATE_NOOP("messages", "That did not work."), "{detail}"),
    UsageError: (QT_TRANSLATE_NOOP("messages", "That cannot be done."), "{detail}"),
    UnknownModelError: (
        QT_TRANSLATE_NOOP("messages", "The style “{model_id}” is not installed."),
        QT_TRANSLATE_NOOP("messages", "Choose another style under You and run again."),
    ),
    SeveralFacesError: (
        QT_TRANSLATE_NOOP("messages", "There are {count} faces in this photo."),
        QT_TRANSLATE_NOOP("messages", "Click the face to use, or press its number."),
    ),
    FaceChoiceError: (
        QT_TRANSLATE_NOOP("messages", "There is no face number {chosen}."),
        QT_TRANSLATE_NOOP("messages", "Choose a number from 1 to {count}."),
    ),
    NoFaceFoundError: (
        QT_TRANSLATE_NOOP("messages", "No face was found in this photo."),
        QT_TRANSLATE_NOOP(
            "messages", "Put the frame around the face by hand, or use another photo."
        ),
    ),
    PhotoUnreadableError: (
        QT_TRANSLATE_NOOP("messages", "“{name}” cannot be used: {reason}."),
        QT_TRANSLATE_NOOP("messages", "Choose another picture."),
    ),
    WeightsError: (
        QT_TRANSLATE_NOOP("messages", "A model file cannot be used."),
        QT_TRANSLATE_NOOP("messages", "Install Avatar Studio again to restore it. ({detail})"),
    ),
    WeightsMissingError: (
        QT_TRANSLATE_NOOP("messages", "Avatar Studio's models are not all there."),
        QT_TRANSLATE_NOOP(
            "messages", "Install Avatar Studio again to restore them. Missing: {what}"
        ),
    ),
    WeightsDamagedError: (
        QT_TRANSLATE_NOOP("messages", "The model file “{file}” is damaged."),
        QT_TRANSLATE_NOOP("messages", "Install Avatar Studio again to restore it."),
    ),
    CheckpointMismatchError: (
        QT_TRANSLATE_NOOP("messages", "The model file “{file}” does not fit this version."),
        QT_TRANSLATE_NOOP(
            "messages", "Install the style again, or choose another one in the settings."
        ),
    ),
    StyleBaseError: (
        QT_TRANSLATE_NOOP("messages", "The style “{style}” belongs to another face model."),
        QT_TRANSLATE_NOOP("messages", "Choose another style under You and run again."),
    ),
    LatentsBaseError: (
        QT_TRANSLATE_NOOP("messages", "This work was made with another version of the face model."),
        QT_TRANSLATE_NOOP("messages", "Go to You and run again to make new avatars of its photo."),
    ),
    DeviceUnavailableError: (
        QT_TRANSLATE_NOOP("messages", "This computer has no “{device}”."),
        QT_TRANSLATE_NOOP("messages", "Choose “automatic” as the device in the settings."),
    ),
    DeviceMemoryError: (
        QT_TRANSLATE_NOOP("messages", "There is too little free memory for this."),
        QT_TRANSLATE_NOOP("messages", "Close other programs and try again."),
    ),
    ExportError: (
        QT_TRANSLATE_NOOP("messages", "“{name}” cannot be written: {reason}."),
        QT_TRANSLATE_NOOP("messages", "Choose another place; nothing that you made is lost."),
    ),
    CameraError: (QT_TRANSLATE_NOOP("messages", "The camera cannot be used."), "{detail}"),
    NoCameraError: (
        QT_TRANSLATE_NOOP("messages", "No camera was found."),
        QT_TRANSLATE_NOOP("messages", "Connect one and come back, or use a photo."),
    ),
    CameraPermissionError: (
        QT_TRANSLATE_NOOP("messages", "This computer does not let Avatar Studio use “{title}”."),
        QT_TRANSLATE_NOOP("messages", "Allow it in the system's privacy settings, then try again."),
    ),
    CameraBusyError: (
        QT_TRANSLATE_NOOP("messages", "Another program is using “{title}”."),
        QT_TRANSLATE_NOOP("messages", "Close that program, then try again."),
    ),
    CameraLostError: (
        QT_TRANSLATE_NOOP("messages", "The connection to “{title}” was lost."),
        QT_TRANSLATE_NOOP("messages", "Plug it in again, then continue."),
    ),
    CameraBackendError: (
        QT_TRANSLATE_NOOP("messages", "Cameras are not supported by this installation."),
        QT_TRANSLATE_NOOP("messages", "Take the picture with another program and open it here."),
    ),
}


def explain(error: Exception) -> Explanation:
    """Explain an error by its nearest class; one of no known class is a fault of the program."""
    known = (EXPLANATIONS[kind] for kind in type(error).__mro__ if kind in EXPLANATIONS)
    title, advice = next(known, _UNEXPECTED)
    facts = {**vars(error), "detail": error, "kind": type(error).__name__}
    if isinstance(error, PhotoUnreadableError | ExportError):
        facts |= {"name": error.path.name, "reason": translate("messages", error.reason)}
    return _filled(title, advice, facts)


def explain_notice(notice: Notice) -> Explanation:
    """Say what a person should hear of."""
    return _filled(*_NOTICES[notice.kind], {"name": notice.name})


def _filled(title: object, advice: object, facts: Mapping[str, object]) -> Explanation:
    return Explanation(
        title=translate("messages", str(title)).format_map(facts),
        advice=translate("messages", str(advice)).format_map(facts),
    )
