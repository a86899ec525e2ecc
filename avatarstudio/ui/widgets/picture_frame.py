"""One picture with a caption, or a hint where there is none yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.ui.theme import GUTTER_PX, RADIUS_PX, UNIT_PX, TextSize, set_text_size

CAPTION_PX = 3 * UNIT_PX
"""Height below the square."""
_FADED = 0.35


class PictureFrame(QWidget):
    """The largest square that fits, its caption right below it."""

    def __init__(self, caption: str, hint: str, parent: QWidget | None = None) -> None:
        """Make it empty.

        Args:
            caption: What the picture is.
            hint: Stands in the place of the picture until there is one.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._caption = caption
        self._hint = hint
        self._image = QImage()
        self._faded = False
        self.setAccessibleName(caption)
        set_text_size(self, TextSize.SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def caption(self) -> str:
        """What stands below the picture."""
        return self._caption

    @property
    def is_empty(self) -> bool:
        """Whether there is no picture."""
        return self._image.isNull()

    def show_picture(self, picture: RgbImage | None) -> None:
        """Show a picture, or the hint."""
        self._image = QImage() if picture is None else to_qimage(picture)
        self.setAccessibleDescription(self._hint if self.is_empty else "")
        self.update()

    def show_state(self, caption: str, hint: str, *, faded: bool = False) -> None:
        """Say something else about the picture.

        Args:
            caption: As in the constructor.
            hint: As in the constructor.
            faded: Whether the picture is one of the past.
        """
        if (caption, hint, faded) != (self._caption, self._hint, self._faded):
            self._caption, self._hint, self._faded = caption, hint, faded
            self.update()

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it likes."""
        return QSize(256, 256 + CAPTION_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the picture, or the hint on a plain square, and the caption."""
        side = min(self.width(), self.height() - CAPTION_PX)
        left, top = (self.width() - side) / 2, (self.height() - side - CAPTION_PX) / 2
        square = QRectF(left, top, side, side)
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        below = QRectF(0, square.bottom(), self.width(), CAPTION_PX)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._caption)
        outline = QPainterPath()
        outline.addRoundedRect(square, RADIUS_PX, RADIUS_PX)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        if self._image.isNull():
            inside = square.adjusted(GUTTER_PX, GUTTER_PX, -GUTTER_PX, -GUTTER_PX)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, flags, self._hint)
            return
        painter.setClipPath(outline)
        painter.setOpacity(_FADED if self._faded else 1.0)
        painter.drawImage(square, self._image)
