"""The avatar as it will be seen: on a checkerboard, or where a chat would show it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from avatarstudio.ui.icons import icon_pixmap
from avatarstudio.ui.theme import GUTTER_PX, RADIUS_PX, UNIT_PX, TextSize

_CHECK_PX = 12
_SAFE_SHARE = 0.92
"""What is safe in a round crop: a little inside the circle."""
_CHAT_PX = 56
_DRAG_PX = 96


class FinishView(QWidget):
    """Shows the preview; its picture can be dragged out."""

    drag_began = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._safe_zone = False
        self._in_chat = False
        self._pressed: QPointF | None = None
        self.setMinimumSize(240, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("How the avatar will look"))
        self.setToolTip(self.tr("Drag the picture into another program"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_image(self, image: QImage | None) -> None:
        """Show a preview with its transparency, or nothing."""
        self._image = QImage() if image is None else image
        self.update()

    def show_safe_zone(self, *, shown: bool) -> None:
        """Draw the circle that round places leave of the picture, or do not."""
        self._safe_zone = shown
        self.update()

    def show_in_chat(self, *, shown: bool) -> None:
        """Show it small and round beside words, or large on the checkerboard."""
        self._in_chat = shown
        self.update()

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _paint_board(self, painter: QPainter, square: QRectF) -> None:
        """The checkerboard that stands for nothing."""
        palette = self.palette()
        tile = QPixmap(2 * _CHECK_PX, 2 * _CHECK_PX)
        tile.fill(palette.color(QPalette.ColorRole.Base))
        brush = QPainter(tile)
        other = palette.color(QPalette.ColorRole.AlternateBase)
        brush.fillRect(0, 0, _CHECK_PX, _CHECK_PX, other)
        brush.fillRect(_CHECK_PX, _CHECK_PX, _CHECK_PX, _CHECK_PX, other)
        brush.end()
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(square, RADIUS_PX, RADIUS_PX)
        painter.setClipPath(outline)
        painter.drawTiledPixmap(square, tile)
        if not self._image.isNull():
            painter.drawImage(square, self._image)
        painter.restore()

    def _paint_safe_zone(self, painter: QPainter, square: QRectF) -> None:
        inset = square.width() * (1 - _SAFE_SHARE) / 2
        circle = square.adjusted(inset, inset, -inset, -inset)
        for colour, width in ((QColor(0, 0, 0, 160), 3.0), (QColor("white"), 1.5)):
            pen = QPen(colour, width)
            pen.setDashPattern([6 / width, 6 / width])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)

    def _paint_chat(self, painter: QPainter) -> None:
        """A conversation with the avatar in a circle, at the size that chats use."""
        palette = self.palette()
        width = min(self.width(), 480)
        left, top = (self.width() - width) / 2, max((self.height() - 320) / 2, 0.0)
        font = painter.font()
        for number, (name, words) in enumerate(
            (
                (self.tr("You"), self.tr("New picture. What do you think?")),
                (self.tr("A friend"), self.tr("That is so you!")),
                (self.tr("You"), self.tr("It even has my hair.")),
            )
        ):
            y = top + number * (_CHAT_PX + 3 * UNIT_PX)
            circle = QRectF(left, y, _CHAT_PX, _CHAT_PX)
            bubble = QRectF(circle.right() + GUTTER_PX, y, width - _CHAT_PX - GUTTER_PX, _CHAT_PX)
            if self.isRightToLeft():
                for box in (circle, bubble):
                    box.moveLeft(self.width() - box.right())
            own = number != 1
            self._paint_round(painter, circle, self._image if own else self._friend())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(bubble, RADIUS_PX, RADIUS_PX)
            inside = bubble.adjusted(GUTTER_PX, UNIT_PX, -GUTTER_PX, -UNIT_PX)
            font.setPixelSize(TextSize.SMALL)
            painter.setFont(font)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
            font.setPixelSize(TextSize.BODY)
            painter.setFont(font)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(
                inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words
            )

    def _friend(self) -> QImage:
        """Somebody without an avatar yet."""
        colour = self.palette().color(QPalette.ColorRole.Base)
        scale = self.devicePixelRatioF()
        return icon_pixmap("you", colour, size_px=_CHAT_PX, scale=scale).toImage()

    def _paint_round(self, painter: QPainter, circle: QRectF, image: QImage) -> None:
        outline = QPainterPath()
        outline.addEllipse(circle)
        painter.save()
        painter.setClipPath(outline)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.Mid))
        if not image.isNull():
            painter.drawImage(circle, image)
        painter.restore()

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it likes."""
        return QSize(560, 560)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the preview."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if self._in_chat:
            self._paint_chat(painter)
            return
        square = self._square()
        self._paint_board(painter, square)
        if self._safe_zone and not self._image.isNull():
            self._paint_safe_zone(painter, square)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Perhaps the beginning of a drag."""
        if event.button() == Qt.MouseButton.LeftButton and not self._image.isNull():
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin the drag once the pointer has gone far enough."""
        if self._pressed is None:
            return
        moved = event.position() - self._pressed
        if moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.drag_began.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        """No drag."""
        self._pressed = None


def drag_out(source: QWidget, mime: QMimeData, image: QImage) -> None:
    """Let a person carry a picture out of the window.

    Args:
        source: Where the drag begins.
        mime: What is carried.
        image: What is seen under the pointer.
    """
    drag = QDrag(source)
    drag.setMimeData(mime)
    small = image.scaled(
        _DRAG_PX,
        _DRAG_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    drag.setPixmap(QPixmap.fromImage(small))
    drag.setHotSpot(QPoint(small.width() // 2, small.height() // 2))
    drag.exec(Qt.DropAction.CopyAction)
