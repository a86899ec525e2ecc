"""The photo with its numbered faces, or with the frame that a person places by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from avatarstudio.studio.values import Crop
from avatarstudio.ui.theme import RADIUS_PX, UNIT_PX, TextSize

Box = tuple[int, int, int, int]

_SMALLEST_SIDE = 32.0
"""Photo pixels; less than this holds no face."""
_GRIP_PX = 14
_MARGIN_PX = 5 * UNIT_PX
_STEP = 0.02
"""What one press of an arrow moves the frame, in its own sides."""
_TURN = 2.0


class PhotoView(QWidget):
    """Shows a photo as large as there is room; points in its signals are photo pixels."""

    face_chosen = Signal(int)
    """Counted from 1."""
    crop_changed = Signal(object)
    """The frame was moved, sized or turned; a `Crop`."""
    crop_accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._photo_size = QSize(1, 1)
        self._scaled: QPixmap | None = None
        self._boxes: tuple[Box, ...] = ()
        self._chosen: int | None = None
        self._crop: Crop | None = None
        self._grab: tuple[str, QPointF, Crop] | None = None
        self._hovered: int | None = None
        self.setMinimumSize(240, 240)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_photo(self, image: QImage, photo_size: QSize) -> None:
        """Show another photo, without faces or frame.

        Args:
            image: The photo, possibly reduced.
            photo_size: Size of the whole photo.
        """
        self._image, self._photo_size = image, photo_size
        self._scaled, self._boxes, self._chosen, self._crop = None, (), None, None
        self.update()

    def show_boxes(self, boxes: Sequence[Box], *, chosen: int | None = None) -> None:
        """Draw boxes with their numbers."""
        self._boxes, self._chosen = tuple(boxes), chosen
        self.update()

    def show_crop(self, crop: Crop | None) -> None:
        """Draw the frame, or no frame."""
        if (crop is None) != (self._crop is None):
            self._scaled = None
        self._crop = crop
        self.update()

    def number_at(self, point: QPointF) -> int | None:
        """The number of the face at a point of the widget."""
        spot = self._to_photo().map(point)
        for number, (left, top, right, bottom) in enumerate(self._boxes, start=1):
            if left <= spot.x() <= right and top <= spot.y() <= bottom:
                return number
        return None

    def place_of(self, point: QPointF) -> QPointF:
        """Where a point of the photo is in the widget."""
        return self._to_widget().map(point)

    def _target(self) -> QRectF:
        """Where the photo is drawn; with a frame there is room for its parts outside the photo."""
        margin = 0 if self._crop is None else 2 * _MARGIN_PX
        room = QSize(max(self.width() - margin, 1), max(self.height() - margin, 1))
        size = QSize(self._photo_size).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _to_widget(self) -> QTransform:
        target = self._target()
        scale = target.width() / self._photo_size.width()
        return QTransform().translate(target.left(), target.top()).scale(scale, scale)

    def _to_photo(self) -> QTransform:
        inverse, _ = self._to_widget().inverted()
        return inverse

    def _frame(self, crop: Crop) -> QPolygonF:
        """The frame's corners in the widget, clockwise from its top left."""
        turned = QTransform().translate(*crop.center).rotate(crop.angle)
        half = crop.side / 2
        corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
        place = turned * self._to_widget()
        return QPolygonF([place.map(QPointF(x, y)) for x, y in corners])

    def _handle(self, frame: QPolygonF) -> QPointF:
        """Where the frame is turned: above its upper edge, inside where there is no room."""
        middle = (frame.at(0) + frame.at(1)) / 2
        up = frame.at(0) - frame.at(3)
        offset = up / (math.hypot(up.x(), up.y()) or 1.0) * 3 * UNIT_PX
        outside = middle + offset
        return outside if QRectF(self.rect()).contains(outside) else middle - offset

    def _part_at(self, point: QPointF) -> str:
        """What of the frame is at a point: `turn`, `size`, `move` or nothing."""
        if self._crop is None:
            return ""
        frame = self._frame(self._crop)
        if _distance(point, self._handle(frame)) <= _GRIP_PX:
            return "turn"
        if any(_distance(point, frame.at(i)) <= _GRIP_PX for i in range(4)):
            return "size"
        inside = frame.containsPoint(point, Qt.FillRule.OddEvenFill)
        return "move" if inside else ""

    def _drag(self, point: QPointF) -> None:
        if self._grab is None:
            return
        part, start, crop = self._grab
        to_photo = self._to_photo()
        now, then = to_photo.map(point), to_photo.map(start)
        x, y = crop.center
        if part == "move":
            crop = replace(crop, center=(x + now.x() - then.x(), y + now.y() - then.y()))
        elif part == "size":
            growth = math.hypot(now.x() - x, now.y() - y) / max(
                math.hypot(then.x() - x, then.y() - y), 1.0
            )
            crop = replace(crop, side=crop.side * growth)
        else:
            crop = replace(crop, angle=math.degrees(math.atan2(now.x() - x, y - now.y())))
        self._set_crop(crop)

    def _set_crop(self, crop: Crop) -> None:
        width, height = self._photo_size.width(), self._photo_size.height()
        center = (min(max(crop.center[0], 0.0), width), min(max(crop.center[1], 0.0), height))
        side = min(max(crop.side, _SMALLEST_SIDE), 2.0 * max(width, height))
        angle = (crop.angle + 180) % 360 - 180
        self._crop = Crop(center=center, side=side, angle=angle)
        self.crop_changed.emit(self._crop)
        self.update()

    def _paint_boxes(self, painter: QPainter) -> None:
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        on_accent = self.palette().color(QPalette.ColorRole.HighlightedText)
        font = painter.font()
        font.setPixelSize(TextSize.BODY)
        font.setBold(True)
        painter.setFont(font)
        place = self._to_widget()
        for number, (left, top, right, bottom) in enumerate(self._boxes, start=1):
            box = place.mapRect(QRectF(left, top, right - left, bottom - top))
            strong = number in (self._chosen, self._hovered)
            # A dark line below keeps the box visible on any picture.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(0, 0, 0, 140), 5 if strong else 4))
            painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
            painter.setPen(QPen(accent if strong else QColor("white"), 3 if strong else 2))
            painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
            if len(self._boxes) > 1:
                chip = QRectF(box.left() + 6, box.top() + 6, 24, 24)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(accent)
                painter.drawEllipse(chip)
                painter.setPen(on_accent)
                painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_frame(self, painter: QPainter, crop: Crop) -> None:
        frame, target = self._frame(crop), self._target()
        shade = QPainterPath()
        shade.addRoundedRect(target, RADIUS_PX, RADIUS_PX)
        hole = QPainterPath()
        hole.addPolygon(frame)
        hole.closeSubpath()
        painter.fillPath(shade - hole, QColor(0, 0, 0, 130))
        handle = self._handle(frame)
        middle = (frame.at(0) + frame.at(1)) / 2
        for pen in (QPen(QColor(0, 0, 0, 140), 4), QPen(QColor("white"), 2)):
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolygon(frame)
            painter.drawLine(middle, handle)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        for point in [frame.at(i) for i in range(4)] + [handle]:
            painter.drawEllipse(point, 6, 6)

    # Qt's own names from here on.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the photo and what lies over it."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = self._target()
        if self._scaled is None:
            ratio = self.devicePixelRatioF()
            scaled = self._image.scaled(
                (target.size() * ratio).toSize(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = QPixmap.fromImage(scaled)
            self._scaled.setDevicePixelRatio(ratio)
        outline = QPainterPath()
        outline.addRoundedRect(target, RADIUS_PX, RADIUS_PX)
        painter.setClipPath(outline)
        painter.drawPixmap(target.topLeft(), self._scaled)
        painter.setClipping(False)
        if self._crop is not None:
            self._paint_frame(painter, self._crop)
        else:
            self._paint_boxes(painter)
        if self.hasFocus() and self._crop is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(target.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Scale the photo anew."""
        self._scaled = None
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose a face or take hold of the frame."""
        point = event.position()
        if self._crop is not None:
            part = self._part_at(point)
            self._grab = (part, point, self._crop) if part else None
        elif (number := self.number_at(point)) is not None:
            self.face_chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag the frame, or show what a click would do."""
        point = event.position()
        self._drag(point)
        hovered = None if self._crop else self.number_at(point)
        shapes = {
            "turn": Qt.CursorShape.CrossCursor,
            "size": Qt.CursorShape.SizeFDiagCursor,
            "move": Qt.CursorShape.SizeAllCursor,
        }
        shape = shapes.get(self._part_at(point), Qt.CursorShape.ArrowCursor)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else shape)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        """Let go of the frame."""
        self._grab = None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Size the frame."""
        if self._crop is not None:
            self._set_crop(
                replace(self._crop, side=self._crop.side * 1.001 ** event.angleDelta().y())
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move, size, turn and accept the frame, or choose a face by its digit."""
        if not self._take_key(event.key(), event.text()):
            super().keyPressEvent(event)

    def _take_key(self, key: int, text: str) -> bool:
        crop = self._crop
        if crop is None:
            if text.isdecimal() and 1 <= int(text) <= len(self._boxes):
                self.face_chosen.emit(int(text))
                return True
            return False
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_STEP),
            Qt.Key.Key_Down: (0.0, _STEP),
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.crop_accepted.emit()
        elif key in moves:
            right, down = moves[Qt.Key(key)]
            x, y = crop.center
            self._set_crop(replace(crop, center=(x + right * crop.side, y + down * crop.side)))
        elif text in ("+", "-"):
            self._set_crop(replace(crop, side=crop.side * (1.05 if text == "+" else 1 / 1.05)))
        elif text in ("[", "]"):
            self._set_crop(replace(crop, angle=crop.angle + (_TURN if text == "]" else -_TURN)))
        else:
            return False
        return True


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
