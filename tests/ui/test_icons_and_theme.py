"""One family of icons; colours with enough contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from avatarstudio.core.paths import resources_dir
from avatarstudio.studio.preferences import Theme
from avatarstudio.ui.icons import icon_pixmap, retint, set_icon
from avatarstudio.ui.theme import ThemeKeeper

ICONS = sorted((resources_dir() / "icons").glob("*.svg"))
PLAIN = {"app", "chevron", "tick-light", "tick-dark"}
"""Seen by style sheets or the system, which do not tint."""


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ThemeKeeper]:
    keeper = ThemeKeeper(qapp)
    yield keeper
    keeper.choose(Theme.SYSTEM)
    qapp.setStyleSheet("")


@pytest.mark.parametrize("path", [p for p in ICONS if p.stem not in PLAIN], ids=lambda p: p.stem)
def test_icons_are_of_one_family(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]
    assert 'viewBox="0 0 20 20"' in text
    assert 'stroke-width="1.5"' in text
    assert "currentColor" in text
    assert not re.search(r"#[0-9a-f]{3,6}", text)


@pytest.mark.parametrize("path", ICONS, ids=lambda p: p.stem)
def test_icons_are_drawn(path: object, qapp: QApplication) -> None:
    name = path.stem  # type: ignore[attr-defined]
    image = icon_pixmap(name, QColor("red"), scale=2.0).toImage()
    assert image.width() == 40
    opaque = sum(image.pixelColor(x, y).alpha() > 0 for x in range(40) for y in range(40))
    assert opaque > 30


def test_icons_follow_the_palette(keeper: ThemeKeeper, qtbot: QtBot) -> None:
    colours = []
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton(window)
    set_icon(button, "more")
    for theme in (Theme.LIGHT, Theme.DARK):
        keeper.choose(theme)
        retint(window)
        image = button.icon().pixmap(20, 20).toImage()
        colours.append(image.pixelColor(image.width() // 2, image.height() // 2).lightness())
    assert colours[0] < 100 < colours[1]


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_icons_of_primary_buttons_fade_with_their_text(
    keeper: ThemeKeeper, qtbot: QtBot, theme: Theme
) -> None:
    keeper.choose(theme)
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "more", QPalette.ColorRole.HighlightedText)
    image = button.icon().pixmap(20, 20, QIcon.Mode.Disabled).toImage()
    faded = button.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    drawn = image.pixelColor(image.width() // 2, image.height() // 2)
    assert drawn.lightness() == pytest.approx(faded.lightness(), abs=3)


def contrast(first: QColor, second: QColor) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_text_and_borders_can_be_seen(keeper: ThemeKeeper, theme: Theme) -> None:
    keeper.choose(theme)
    palette = QApplication.palette()
    role = QPalette.ColorRole
    for text in (role.WindowText, role.Text, role.PlaceholderText, role.Link):
        for ground in (role.Window, role.Base):
            assert contrast(palette.color(text), palette.color(ground)) >= 4.5, (text, ground)
    assert contrast(palette.color(role.HighlightedText), palette.color(role.Highlight)) >= 4.5
    assert contrast(palette.color(role.ButtonText), palette.color(role.Button)) >= 4.5
    for ground in (role.Window, role.Base):
        assert contrast(palette.color(role.Mid), palette.color(ground)) >= 3.0
