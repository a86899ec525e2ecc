"""The tab key leads to every control, column by column."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.ui.page import Place
from avatarstudio.ui.widgets.compare_view import CompareView
from avatarstudio.ui.widgets.side_panel import SidePanel
from tests.tiny_models import frontal_face
from tests.ui.conftest import MakeStudio

KINDS = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractItemView, CompareView)


def takes_tab(widget: QWidget) -> bool:
    if not isinstance(widget, KINDS) or isinstance(widget, QScrollBar):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group and group.exclusive() and widget is not group.checkedButton():
        return False  # arrows move inside a group
    return widget.isEnabled() and widget.isVisible()


def name(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", str)()


def is_at_side(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return isinstance(parent, SidePanel) or (parent is not None and is_at_side(parent))


def walk(page: QWidget, qtbot: QtBot) -> list[QWidget]:
    """What the tab key comes to, from the page on until it is back at the first one."""
    found: list[QWidget] = []
    first = QApplication.focusWidget()
    assert first is not None
    here = first
    while here not in found:
        found.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert here is not None
    return [widget for widget in found if takes_tab(widget)]


@pytest.fixture
def studio(make_studio: MakeStudio, photo_file: Path, qtbot: QtBot) -> Studio:
    studio = make_studio(frontal_face(x=80, y=60, size=50))
    studio.window.activateWindow()
    studio.session.open([photo_file])
    qtbot.waitUntil(lambda: studio.session.activity is None, timeout=60_000)
    qtbot.waitUntil(lambda: studio.sliders.names is not None, timeout=60_000)
    return studio


@pytest.mark.parametrize("place", list(Place))
def test_tab_leads_to_every_control(studio: Studio, place: Place, qtbot: QtBot) -> None:
    studio.window.go_to(Place.YOU if place is Place.PHOTO else Place.PHOTO)
    studio.window.go_to(place)
    if place is Place.FINISH:
        qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)
    found = walk(studio.window.page(place), qtbot)
    missed = {w for w in studio.window.findChildren(QWidget) if takes_tab(w)} - set(found)
    assert not {(type(w).__name__, name(w)) for w in missed}
    panel = [w for w in found if studio.window.page(place).isAncestorOf(w) and is_at_side(w)]
    heights = [w.mapTo(studio.window, w.rect().topLeft()).y() for w in panel]
    assert heights == sorted(heights), [name(w) for w in panel]
