"""The program's own icons: one family of SVG files, tinted with the palette."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from avatarstudio.core.paths import resources_dir

ICON_PX = 20
_SCALES = (1.0, 1.5, 2.0, 3.0)
_NAME = "iconName"
_ROLE = "iconRole"
_DIRECTED = {"back", "next", "undo", "redo"}
"""They point along the line, and the other way where one reads from the right."""


def icon_pixmap(
    name: str,
    colour: QColor,
    *,
    size_px: int = ICON_PX,
    scale: float = 1.0,
    mirrored: bool = False,
) -> QPixmap:
    """Draw an icon in one colour.

    Args:
        name: File in resources/icons, without the suffix.
        colour: Stands for currentColor.
        size_px: Side in logical pixels.
        scale: Device pixels to a logical one.
        mirrored: Whether left and right change places.
    """
    image = _draw(name, colour.name(), round(size_px * scale))
    if mirrored:
        image = image.transformed(QTransform.fromScale(-1, 1))
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(scale)
    return pixmap


def themed_icon(
    name: str,
    palette: QPalette,
    role: QPalette.ColorRole = QPalette.ColorRole.ButtonText,
    *,
    mirrored: bool = False,
) -> QIcon:
    """An icon in a palette's colours, for every screen scale; in the accent when it is on."""
    # Whatever its role, a button that is off wears the same grey as its text.
    faded = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    icon = QIcon()
    for mode, state, colour in (
        (QIcon.Mode.Normal, QIcon.State.Off, palette.color(QPalette.ColorGroup.Active, role)),
        (QIcon.Mode.Normal, QIcon.State.On, palette.color(QPalette.ColorRole.Highlight)),
        (QIcon.Mode.Disabled, QIcon.State.Off, faded),
        (QIcon.Mode.Disabled, QIcon.State.On, faded),
    ):
        for scale in _SCALES:
            pixmap = icon_pixmap(name, colour, scale=scale, mirrored=mirrored)
            icon.addPixmap(pixmap, mode, state)
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
    mirrored = name in _DIRECTED and button.isRightToLeft()
    button.setIcon(themed_icon(name, button.palette(), role, mirrored=mirrored))


def icon_button(name: str, text: str) -> QToolButton:
    """A small button that shows an icon only.

    Args:
        name: File in resources/icons, without the suffix.
        text: What it does, for its tip and for screen readers.
    """
    button = QToolButton()
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setToolTip(text)
    button.setAccessibleName(text)
    # Without this only the other buttons can be reached with the tab key on a Mac.
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_icon(button, name)
    return button


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


@functools.lru_cache(maxsize=1024)  # two themes of about fifty icons in each colour and scale
def _draw(name: str, colour: str, side_px: int) -> QImage:
    """Draw an icon in device pixels; buttons change theirs too often to draw it each time.

    Not a pixmap, which must not outlive the application.
    """
    image = QImage(side_px, side_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    svg = _source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    return image


@functools.cache
def _source(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
