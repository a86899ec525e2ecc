"""The program's own icons: one family of SVG files, tinted with the palette."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from avatarstudio.core.paths import resources_dir

ICON_PX = 20
_SCALES = (1.0, 1.5, 2.0, 3.0)
_NAME = "iconName"
_ROLE = "iconRole"


def icon_pixmap(
    name: str, colour: QColor, *, size_px: int = ICON_PX, scale: float = 1.0
) -> QPixmap:
    """Draw an icon in one colour.

    Args:
        name: File in resources/icons, without the suffix.
        colour: Stands for currentColor.
        size_px: Side in logical pixels.
        scale: Device pixels to a logical one.
    """
    source = _icons_dir() / f"{name}.svg"
    svg = source.read_text(encoding="utf-8").replace("currentColor", colour.name())
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    side = round(size_px * scale)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def themed_icon(
    name: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText
) -> QIcon:
    """An icon in a palette's colours, for every screen scale; in the accent when it is on."""
    active, disabled = QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled
    icon = QIcon()
    for mode, state, colour in (
        (QIcon.Mode.Normal, QIcon.State.Off, palette.color(active, role)),
        (QIcon.Mode.Normal, QIcon.State.On, palette.color(QPalette.ColorRole.Highlight)),
        (QIcon.Mode.Disabled, QIcon.State.Off, palette.color(disabled, role)),
        (QIcon.Mode.Disabled, QIcon.State.On, palette.color(disabled, role)),
    ):
        for scale in _SCALES:
            icon.addPixmap(icon_pixmap(name, colour, scale=scale), mode, state)
    return icon


def set_icon(
    button: QAbstractButton,
    name: str,
    role: QPalette.ColorRole = QPalette.ColorRole.ButtonText,
) -> None:
    """Give a button an icon that `retint` keeps in the palette's colours.

    Args:
        button: The button.
        name: File in resources/icons, without the suffix.
        role: The palette's colour; `HighlightedText` on primary buttons.
    """
    button.setProperty(_NAME, name)
    button.setProperty(_ROLE, role.value)
    button.setIcon(themed_icon(name, button.palette(), role))


def clear_icon(button: QAbstractButton) -> None:
    """Take a button's icon away."""
    button.setProperty(_NAME, None)
    button.setIcon(QIcon())


def retint(root: QWidget) -> None:
    """Draw the icons of all buttons below a widget anew, after the palette has changed."""
    for button in root.findChildren(QAbstractButton):
        name = button.property(_NAME)
        if name:
            set_icon(button, name, QPalette.ColorRole(button.property(_ROLE)))


def _icons_dir() -> Path:
    return resources_dir() / "icons"
