"""One picture with a caption, or a hint where there is none yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.ui.theme import GUTTER_PX, RADIUS_PX, UNIT_PX, mute


class PictureFrame(QWidget):
    """A square picture over its caption."""

    def __init__(self, caption: str, hint: str, parent: QWidget | None = None) -> None:
        """Make it empty.

        Args:
            caption: What the picture is.
            hint: Stands in the place of the picture until there is one.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._canvas = _Canvas(hint)
        self._canvas.setAccessibleName(caption)
        label = QLabel(caption)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mute(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT_PX)
        column.addWidget(self._canvas, stretch=1)
        column.addWidget(label)

    @property
    def is_empty(self) -> bool:
        """Whether there is no picture."""
        return self._canvas.image.isNull()

    def show_picture(self, picture: RgbImage | None) -> None:
        """Show a picture, or the hint."""
        self._canvas.image = QImage() if picture is None else to_qimage(picture)
        self._canvas.update()


class _Canvas(QWidget):
    """Draws the picture as the largest square that fits."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.image = QImage()
        self._hint = hint
        self.setMinimumSize(120, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it likes."""
        return QSize(280, 280)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the picture, or the hint on a plain square."""
        side = min(self.width(), self.height())
        square = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        outline = QPainterPath()
        outline.addRoundedRect(square, RADIUS_PX, RADIUS_PX)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        if self.image.isNull():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            inside = square.adjusted(GUTTER_PX, GUTTER_PX, -GUTTER_PX, -GUTTER_PX)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inside, flags, self._hint)
            return
        painter.setClipPath(outline)
        painter.drawImage(square, self.image)
