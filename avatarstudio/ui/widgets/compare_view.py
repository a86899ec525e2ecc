"""The chosen avatar, large, with the portrait behind it for comparison."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
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
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.ui.theme import RADIUS_PX, UNIT_PX

_STEP = 0.05
_GRIP_PX = 28
_SHADE = QColor(0, 0, 0, 140)
"""Under the handle, which lies over pictures of any colour."""


class CompareView(QWidget):
    """Shows the avatar; left of the divider, the portrait.

    The divider is dragged, or moved with the arrow keys; at 0 only the avatar is seen.
    """

    divider_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = QImage()
        self._portrait = QImage()
        self._divider = 0.0
        self._held = False
        self._two_up = False
        self.setMinimumSize(200, 200)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("The chosen avatar"))
        self.setAccessibleDescription(
            self.tr("The arrow keys draw your portrait over it, for comparison.")
        )

    @property
    def divider(self) -> float:
        """Share of the width that shows the portrait, in [0, 1]."""
        return self._divider

    @property
    def shows_portrait_only(self) -> bool:
        """Whether the portrait stands in for the avatar while a key is held."""
        return self._held

    def show_avatar(self, picture: RgbImage | None) -> None:
        """Show another avatar, or none."""
        self._avatar = QImage() if picture is None else to_qimage(picture)
        self.update()

    def show_portrait(self, picture: RgbImage | None) -> None:
        """Compare with another portrait, or with none."""
        self._portrait = QImage() if picture is None else to_qimage(picture)
        self.update()

    def set_divider(self, share: float) -> None:
        """Move the divider."""
        share = min(max(share, 0.0), 1.0)
        if share != self._divider:
            self._divider = share
            self.update()
            self.divider_moved.emit(share)

    def hold_portrait(self, *, held: bool) -> None:
        """Show the portrait alone as long as a key is held."""
        if held != self._held:
            self._held = held
            self.update()

    def set_two_up(self, *, two_up: bool) -> None:
        """Show both side by side instead of one over the other."""
        self._two_up = two_up
        self.setCursor(Qt.CursorShape.ArrowCursor if two_up else Qt.CursorShape.SplitHCursor)
        self.updateGeometry()
        self.update()

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _pair(self) -> tuple[QRectF, QRectF]:
        """Squares for two pictures, beside or above each other, whichever is larger."""
        gap = UNIT_PX
        beside = min((self.width() - gap) / 2, self.height())
        above = min(self.width(), (self.height() - gap) / 2)
        side = max(beside, above)
        across, down = (2 * side + gap, side) if beside >= above else (side, 2 * side + gap)
        first = QRectF((self.width() - across) / 2, (self.height() - down) / 2, side, side)
        step = side + gap
        return first, first.translated(step, 0) if beside >= above else first.translated(0, step)

    def _draw(self, painter: QPainter, square: QRectF, image: QImage) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(square, RADIUS_PX, RADIUS_PX)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        if image.isNull():
            painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        else:
            painter.drawImage(square, image)
        painter.restore()

    def _draw_divider(self, painter: QPainter, square: QRectF) -> None:
        x = square.left() + self._divider * square.width()
        painter.setPen(QPen(_SHADE, 4))
        painter.drawLine(round(x), round(square.top()), round(x), round(square.bottom()))
        painter.setPen(QPen(QColor("white"), 2))
        painter.drawLine(round(x), round(square.top()), round(x), round(square.bottom()))
        # At rest the grip waits half inside the picture, where it can be seen and caught.
        middle = min(max(x, square.left() + _GRIP_PX / 2), square.right() - _GRIP_PX / 2)
        grip = QRectF(middle - _GRIP_PX / 2, square.center().y() - _GRIP_PX / 2, _GRIP_PX, _GRIP_PX)
        painter.setPen(QPen(QColor("white"), 2))
        painter.setBrush(_SHADE)
        painter.drawEllipse(grip)
        for sign in (-1, 1):
            tip, back = middle + sign * 8, middle + sign * 4
            y = square.center().y()
            painter.drawLine(round(back), round(y - 4), round(tip), round(y))
            painter.drawLine(round(tip), round(y), round(back), round(y + 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _follow(self, event: QMouseEvent) -> None:
        if not self._two_up and not self._portrait.isNull():
            square = self._square()
            self.set_divider((event.position().x() - square.left()) / square.width())

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it likes."""
        return QSize(380, 380)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """One square, or two above each other."""
        return 2 * width + UNIT_PX if self._two_up else width

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the pictures and the divider."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        square = self._square()
        if self._two_up:
            before, square = self._pair()
            self._draw(painter, before, self._portrait)
            self._draw(painter, square, self._avatar)
        elif self._held and not self._portrait.isNull():
            self._draw(painter, square, self._portrait)
        else:
            self._draw(painter, square, self._avatar)
            if not self._portrait.isNull() and not self._avatar.isNull():
                share = square.adjusted(0, 0, -(1 - self._divider) * square.width(), 0)
                painter.save()
                painter.setClipRect(share)
                self._draw(painter, square, self._portrait)
                painter.restore()
                self._draw_divider(painter, square)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Bring the divider to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002
        """Put it to rest."""
        self.set_divider(0.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move it with the arrows."""
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        if event.key() in steps and not self._two_up:
            self.set_divider(self._divider + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
