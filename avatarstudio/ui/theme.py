"""Colours, sizes and spacing; light and dark, following the system unless told otherwise."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from avatarstudio.core.paths import resources_dir
from avatarstudio.studio.preferences import Theme

UNIT_PX = 8
GUTTER_PX = 16
RADIUS_PX = 8
SCROLL_BAR_PX = 10


class TextSize(enum.IntEnum):
    """The four sizes of text, in logical pixels."""

    SMALL = 12
    BODY = 14
    TITLE = 20
    HERO = 28


@dataclass(frozen=True, slots=True)
class _Colours:
    """One scheme; text on window and base has a contrast of 4.5:1 at least, borders 3:1."""

    window: str
    base: str
    raised: str
    text: str
    muted: str
    faint: str
    border: str
    accent: str
    on_accent: str
    scheme: str


_LIGHT = _Colours(
    window="#f5f5f6",
    base="#ffffff",
    raised="#e9eaec",
    text="#1b1c1e",
    muted="#565a61",
    faint="#9b9fa6",
    border="#858990",
    accent="#3d56c5",
    on_accent="#ffffff",
    scheme="light",
)
_DARK = _Colours(
    window="#1c1d1f",
    base="#252729",
    raised="#313437",
    text="#ececed",
    muted="#a9adb3",
    faint="#6d7177",
    border="#7d8188",
    accent="#9db0ff",
    on_accent="#12141f",
    scheme="dark",
)

# What the palette cannot say: corners, the primary button, cards and the focus ring.
_SHEET = """
QPushButton {{ min-height: 20px; padding: 5px 14px; border-radius: {radius}px;
    border: 1px solid {border}; background: {base}; color: {text}; }}
QPushButton:hover {{ background: {raised}; }}
QPushButton:pressed, QPushButton:checked {{ background: {raised}; border-color: {text}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {faint}; border-color: {raised}; background: transparent; }}
QPushButton[chip="true"] {{ padding: 5px 6px; }}
QPushButton[chip="true"]:focus {{ padding: 4px 5px; }}
QPushButton[primary="true"] {{ background: {accent}; border-color: {accent};
    color: {on_accent}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {text}; }}
QPushButton[primary="true"]:disabled {{ background: {raised}; border-color: {raised};
    color: {faint}; }}
QToolButton {{ border: 2px solid transparent; border-radius: {radius}px; padding: 2px;
    background: transparent; color: {text}; }}
QToolButton:hover, QToolButton:checked {{ background: {raised}; }}
QToolButton:checked {{ color: {accent}; font-weight: 600; }}
QToolButton[picture="true"] {{ padding: 0; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:disabled {{ color: {faint}; }}
QToolButton::menu-indicator {{ image: none; }}
QComboBox {{ min-height: 20px; padding: 5px 10px; border-radius: {radius}px;
    border: 1px solid {border}; background: {base}; color: {text}; }}
QComboBox:hover {{ background: {raised}; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 4px 9px; }}
QComboBox:disabled {{ color: {faint}; border-color: {raised}; background: transparent; }}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron.svg"); width: 16px; height: 16px; }}
QRadioButton::indicator, QCheckBox::indicator {{ width: 14px; height: 14px;
    border: 1px solid {border}; background: {base}; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent};
    background: {on_accent}; }}
QCheckBox::indicator:checked {{ border-color: {accent}; background: {accent};
    image: url("{icons}/tick-{scheme}.svg"); }}
QRadioButton, QCheckBox {{ border: 2px solid transparent; border-radius: 4px;
    padding: 1px 2px; }}
QRadioButton:focus, QCheckBox:focus {{ border-color: {accent}; outline: none; }}
QSlider {{ min-height: 20px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {border}; }}
QSlider::handle:horizontal {{ width: 16px; margin: -6px 0; border-radius: 8px;
    background: {text}; }}
QSlider::handle:horizontal:focus {{ width: 10px; border: 3px solid {accent};
    background: {base}; }}
QSlider::handle:horizontal:disabled {{ background: {faint}; }}
QFrame[card="true"] {{ background: {base}; border: 1px solid {raised};
    border-radius: {radius}px; }}
QFrame[banner="true"] {{ background: {base}; border: 1px solid {border};
    border-radius: {radius}px; }}
QProgressBar {{ border: none; border-radius: 3px; background: {raised}; max-height: 6px;
    min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QMenu {{ padding: 4px; border: 1px solid {border}; background: {base}; color: {text}; }}
QMenu::item {{ padding: 6px 16px; border-radius: 4px; }}
QMenu::item:selected {{ background: {raised}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; margin: 4px 8px; background: {raised}; }}
QScrollBar {{ border: none; background: transparent; }}
QScrollBar:vertical {{ width: {scroll_bar}px; }}
QScrollBar:horizontal {{ height: {scroll_bar}px; }}
QScrollBar::handle {{ background: {border}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {muted}; }}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
"""


class ThemeKeeper(QObject):
    """Dresses the application and follows the system's scheme."""

    changed = Signal()

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._theme = Theme.SYSTEM
        app.setStyle("Fusion")
        font = QFont(app.font())
        font.setPixelSize(TextSize.BODY)
        app.setFont(font)
        app.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()

    @property
    def is_dark(self) -> bool:
        """Whether the window is dark now."""
        if self._theme is Theme.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._theme is Theme.DARK

    def choose(self, theme: Theme) -> None:
        """Wear a theme from now on."""
        if theme is self._theme:
            return
        self._theme = theme
        hints = self._app.styleHints()
        # Native frames and file dialogs follow this hint where the platform has them.
        hints.setColorScheme(
            {
                Theme.SYSTEM: Qt.ColorScheme.Unknown,
                Theme.LIGHT: Qt.ColorScheme.Light,
                Theme.DARK: Qt.ColorScheme.Dark,
            }[theme]
        )
        self._dress()

    def _dress(self) -> None:
        colours = _DARK if self.is_dark else _LIGHT
        self._app.setPalette(_palette(colours))
        self._app.setStyleSheet(_sheet(colours))
        self.changed.emit()


def set_text_size(widget: QWidget, size: TextSize, *, bold: bool = False) -> None:
    """Give a widget one of the four text sizes."""
    font = QFont(widget.font())
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    widget.setFont(font)


def mark(widget: QWidget, role: str, *, on: bool = True) -> None:
    """Let the style sheet treat a widget as `primary`, `chip`, `card` or `banner`, or no longer."""
    widget.setProperty(role, "true" if on else "false")
    # A style sheet looks at properties only when a widget is polished.
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def mute(widget: QWidget) -> None:
    """Show a widget's text as less important, in the palette's muted colour."""
    widget.setForegroundRole(QPalette.ColorRole.PlaceholderText)


def keep_scroll_bar(area: QAbstractScrollArea) -> None:
    """Let an area scroll up and down only, and keep its bar's place, so that nothing jumps.

    While there is nothing to scroll the bar cannot be seen.
    """
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = area.verticalScrollBar()
    bar.setEnabled(bar.maximum() > bar.minimum())
    bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))


def _sheet(colours: _Colours) -> str:
    icons = (resources_dir() / "icons").as_posix()
    return _SHEET.format(radius=RADIUS_PX, scroll_bar=SCROLL_BAR_PX, icons=icons, **asdict(colours))


def _palette(colours: _Colours) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.base,
        QPalette.ColorRole.AlternateBase: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.on_accent,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Midlight: colours.raised,
        QPalette.ColorRole.Light: colours.base,
        QPalette.ColorRole.Dark: colours.border,
        QPalette.ColorRole.Shadow: colours.border,
    }
    palette = QPalette()
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.faint))
    return palette
