"""Draws one tile of the wall."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from avatarstudio.studio.gallery_model import GalleryRole
from avatarstudio.ui.icons import icon_pixmap
from avatarstudio.ui.theme import RADIUS_PX

_MARGIN_PX = 6
"""Around a thumbnail, for its ring."""
_BADGE_PX = 24
_ICON_PX = 14
_SHADE = QColor(0, 0, 0, 150)


class ThumbnailDelegate(QStyledItemDelegate):
    """A rounded picture, a ring around the chosen one, a badge on those with a star."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side_px = 0

    def fit(self, *, width_px: int, wished_px: int) -> None:
        """Let thumbnails of about a wished side fill a width, with nothing left over."""
        columns = max(round(width_px / (wished_px + 2 * _MARGIN_PX)), 1)
        self._side_px = max(width_px // columns - 2 * _MARGIN_PX, 1)

    def _thumbnail(self, image: QImage, scale: float) -> QPixmap:
        """The picture at screen size, kept by Qt's cache."""
        side = round(self._side_px * scale)
        key = f"tile-{image.cacheKey()}-{side}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            pixmap = QPixmap.fromImage(
                image.scaled(
                    side,
                    side,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            pixmap.setDevicePixelRatio(scale)
            QPixmapCache.insert(key, pixmap)
        return pixmap

    def _draw_badge(self, painter: QPainter, square: QRect, scale: float) -> None:
        badge = QRectF(square.right() - _BADGE_PX - 3, square.top() + 5, _BADGE_PX, _BADGE_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_SHADE)
        painter.drawEllipse(badge)
        star = icon_pixmap("star-full", QColor("white"), size_px=_ICON_PX, scale=scale)
        inset = (_BADGE_PX - _ICON_PX) / 2
        painter.drawPixmap(badge.topLeft() + QPointF(inset, inset), star)

    # Qt's own names from here on.

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """A thumbnail with room for its ring."""
        side = self._side_px + 2 * _MARGIN_PX
        return QSize(side, side)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a tile."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        square = QRect(0, 0, self._side_px, self._side_px)
        square.moveCenter(rect.center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(square), RADIUS_PX, RADIUS_PX)
        painter.setClipPath(outline)
        device = painter.device()
        scale = device.devicePixelRatioF() if device is not None else 1.0
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(image, QImage):
            painter.drawPixmap(square.topLeft(), self._thumbnail(image, scale))
        painter.setClipping(False)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            role = QPalette.ColorRole.Highlight if selected else QPalette.ColorRole.Mid
            painter.setPen(QPen(palette.color(role), 3 if selected else 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(square).adjusted(-3, -3, 3, 3), RADIUS_PX + 2, RADIUS_PX + 2
            )
        if index.data(GalleryRole.STARRED):
            self._draw_badge(painter, square, scale)
        painter.restore()
