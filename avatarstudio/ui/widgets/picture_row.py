"""A row of small pictures to click: sample faces and recent files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from avatarstudio.studio.thumbnails import Thumbnails
from avatarstudio.ui.theme import RADIUS_PX, UNIT_PX, TextSize, mark, mute, set_text_size

THUMBNAIL_SIDE_PX = 72
_RING_PX = 2
"""Width of the focus ring, which is also what a button adds to its picture."""


class PictureRow(QWidget):
    """Hidden while there is nothing in it; pictures come in as they are read."""

    chosen = Signal(object)
    """The `Path` of the picture that was clicked."""

    def __init__(
        self, title: str, thumbnails: Thumbnails, *, most: int, parent: QWidget | None = None
    ) -> None:
        """Make an empty row.

        Args:
            title: Stands above the pictures.
            thumbnails: Where pictures come from.
            most: How many are shown at most.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._most = most
        self._buttons: dict[Path, QToolButton] = {}
        heading = QLabel(title)
        set_text_size(heading, TextSize.SMALL)
        mute(heading)
        self._row = QHBoxLayout()
        self._row.setSpacing(UNIT_PX // 2)
        self._row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT_PX // 2)
        column.addWidget(heading)
        column.addLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        thumbnails.loaded.connect(self._show_thumbnail)
        self.hide()

    def show_files(self, files: Sequence[tuple[Path, str]]) -> None:
        """Fill the row.

        Args:
            files: Paths and what to call them.
        """
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for path, name in files[: self._most]:
            self._buttons[path] = button = self._make_button(path, name)
            self._row.insertWidget(self._row.count() - 1, button)
            self._show_thumbnail(path)
        self.setVisible(bool(self._buttons))

    @property
    def buttons(self) -> tuple[QToolButton, ...]:
        """The pictures, from left to right."""
        return tuple(self._buttons.values())

    def _make_button(self, path: Path, name: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
        mark(button, "picture")
        button.setFixedSize(THUMBNAIL_SIDE_PX + 2 * _RING_PX, THUMBNAIL_SIDE_PX + 2 * _RING_PX)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.chosen.emit(path))
        return button

    def _show_thumbnail(self, path: Path) -> None:
        button = self._buttons.get(path)
        image = self._thumbnails.image(path) if button else None
        if button and image is not None:
            button.setIcon(QIcon(_rounded(image, self.devicePixelRatioF())))


def _rounded(image: QImage, ratio: float) -> QPixmap:
    """The middle square of a picture with rounded corners."""
    side = round(THUMBNAIL_SIDE_PX * ratio)
    scaled = image.scaled(
        side,
        side,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0, 0, side, side), RADIUS_PX * ratio, RADIUS_PX * ratio)
    painter.setClipPath(outline)
    painter.drawImage((side - scaled.width()) // 2, (side - scaled.height()) // 2, scaled)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
