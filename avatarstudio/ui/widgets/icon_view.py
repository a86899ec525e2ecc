"""A large icon that stands for what is not there."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from avatarstudio.ui.icons import icon_pixmap


class IconView(QWidget):
    """Draws the icon in the middle, in the colour that the palette has at the time."""

    def __init__(self, name: str, size_px: int, parent: QWidget | None = None) -> None:
        """Choose the icon.

        Args:
            name: File in resources/icons, without the suffix.
            size_px: Its side in logical pixels.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._name = name
        self._size_px = size_px
        self.setFixedHeight(size_px)

    # Qt's own names from here on.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw it."""
        colour = self.palette().color(QPalette.ColorRole.Mid)
        scale = self.devicePixelRatioF()
        icon = icon_pixmap(self._name, colour, size_px=self._size_px, scale=scale)
        QPainter(self).drawPixmap((self.width() - self._size_px) // 2, 0, icon)
