"""What a person drops or pastes: files, their names, pictures, and what is none of these."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
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
    lines = [line.strip().strip("\"'") for line in mime.text().splitlines()]
    urls = mime.urls() or [_url_of(line) for line in lines if line]
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    image = mime.imageData() if mime.hasImage() else None
    if files:
        session.open(files)
    elif isinstance(image, QImage) and not image.isNull():
        session.take_image(image, name=name)
    elif mime.hasUrls() or any(url.scheme() in ("http", "https") for url in urls):
        session.noticed.emit(Notice(NoticeKind.NO_LOCAL_FILE))
    else:
        session.noticed.emit(Notice(NoticeKind.NOTHING_TO_PASTE))


def _url_of(line: str) -> QUrl:
    """The file or address that a line of text names; invalid if it is neither."""
    path = Path(line)
    return (
        QUrl.fromLocalFile(line) if path.is_absolute() else QUrl(line, QUrl.ParsingMode.StrictMode)
    )
