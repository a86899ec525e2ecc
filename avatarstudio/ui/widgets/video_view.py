"""The camera's picture as a mirror, with the oval for the face and the countdown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.ui.theme import RADIUS_PX

_OVAL_HEIGHT = 0.66
_OVAL_RATIO = 0.74
"""The oval as a share of the picture's height, and its width as a share of its own height."""
_DIGIT_SHARE = 0.4
_SHADE = QColor(0, 0, 0, 90)


class VideoView(QWidget):
    """Mirrors only what is shown; the pictures that are taken are not mirrored."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._fits = False
        self._digit = 0
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The camera's picture, mirrored"))

    @property
    def image(self) -> QImage:
        """What is shown, before it is mirrored."""
        return self._image

    @property
    def digit(self) -> int:
        """Seconds left in the countdown; 0 when none runs."""
        return self._digit

    def show_frame(self, frame: RgbImage | None) -> None:
        """Show the newest picture, or none."""
        self._image = QImage() if frame is None else to_qimage(frame)
        self.update()

    def show_fit(self, *, fits: bool) -> None:
        """Draw the oval whole when the face is well placed, dashed when it is not."""
        if fits != self._fits:
            self._fits = fits
            self.update()

    def show_digit(self, seconds: int) -> None:
        """Show the countdown's digit; 0 takes it away."""
        self._digit = seconds
        self.update()

    def _target(self) -> QRectF:
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )

    def _paint_oval(self, painter: QPainter, target: QRectF) -> None:
        height = _OVAL_HEIGHT * target.height()
        oval = QRectF(0, 0, _OVAL_RATIO * height, height)
        oval.moveCenter(target.center())
        outside = QPainterPath()
        outside.addRoundedRect(target, RADIUS_PX, RADIUS_PX)
        hole = QPainterPath()
        hole.addEllipse(oval)
        painter.fillPath(outside.subtracted(hole), _SHADE)
        pen = QPen(QColor("white"), 2.5)
        if not self._fits:
            pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawEllipse(oval)

    def _paint_digit(self, painter: QPainter, target: QRectF) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(round(_DIGIT_SHARE * target.height()), 1))
        font.setWeight(QFont.Weight.DemiBold)
        path = QPainterPath()
        path.addText(0, 0, font, str(self._digit))
        box = path.boundingRect()
        path.translate(target.center() - box.center())
        # An outline, so that it can be read on pictures of any colour.
        painter.setPen(QPen(QColor(0, 0, 0, 150), 5))
        painter.setBrush(QColor("white"))
        painter.drawPath(path)

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it likes."""
        return QSize(800, 450)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the mirror."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if self._image.isNull():
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), RADIUS_PX, RADIUS_PX)
            painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
            return
        target = self._target()
        outline = QPainterPath()
        outline.addRoundedRect(target, RADIUS_PX, RADIUS_PX)
        painter.save()
        painter.setClipPath(outline)
        painter.setTransform(QTransform(-1, 0, 0, 1, self.width(), 0), combine=True)
        painter.drawImage(target, self._image)
        painter.restore()
        self._paint_oval(painter, target)
        if self._digit:
            self._paint_digit(painter, target)
