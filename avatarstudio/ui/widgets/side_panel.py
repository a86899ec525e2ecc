"""The card at the side of a place: what can be changed there, and the one next step below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from avatarstudio.ui.theme import GUTTER_PX, SCROLL_BAR_PX, UNIT_PX, keep_scroll_bar, mark

_WIDTH_PX = 288


class SidePanel(QFrame):
    """Fixed parts keep their height; the scrolling one gives way in a low window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setFixedWidth(_WIDTH_PX)
        self._column = QVBoxLayout(self)
        # The scroll bar lies in the margin, so that all parts begin and end at the same lines.
        aside = GUTTER_PX - SCROLL_BAR_PX
        self._column.setContentsMargins(aside, GUTTER_PX, aside, GUTTER_PX)
        self._column.setSpacing(UNIT_PX)

    def add_fixed(self, part: QWidget | QLayout) -> None:
        """Put a part below the others that is always seen whole."""
        row = self._add_row()
        if isinstance(part, QLayout):
            row.addLayout(part)
        else:
            row.addWidget(part)
        row.addSpacing(SCROLL_BAR_PX)

    def add_scrolling(self, content: QWidget) -> None:
        """Put a part below the others that takes what height is left."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        keep_scroll_bar(area)
        self._add_row(stretch=1).addWidget(area)

    def _add_row(self, *, stretch: int = 0) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addSpacing(SCROLL_BAR_PX)
        self._column.addLayout(row, stretch)
        return row
