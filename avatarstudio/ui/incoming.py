"""What a person drops or pastes: files, pictures, and what is neither."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from avatarstudio.studio.session import Session
from avatarstudio.studio.values import Notice, NoticeKind


def is_welcome(mime: QMimeData) -> bool:
    """Whether a drop is worth taking, if only to say why it cannot be used."""
    return mime.hasUrls() or mime.hasImage()


def take_in(mime: QMimeData, session: Session, *, name: str) -> None:
    """Open what is in a drop or in the clipboard, or say why not.

    Args:
        mime: Its content.
        session: Opens it.
        name: What a picture without a file is called.
    """
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    image = mime.imageData() if mime.hasImage() else None
    if files:
        session.open(files)
    elif isinstance(image, QImage) and not image.isNull():
        session.take_image(image, name=name)
    elif mime.hasUrls():
        session.noticed.emit(Notice(NoticeKind.NO_LOCAL_FILE))
    else:
        session.noticed.emit(Notice(NoticeKind.NOTHING_TO_PASTE))
