"""The card at the side of a place: what can be changed there, and the one next step below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from avatarstudio.ui.theme import GUTTER_PX, SCROLL_BAR_PX, UNIT_PX, keep_scroll_bar, mark

_WIDTH_PX = 288


class SidePanel(QFrame):
    """Fixed parts keep their height; the scrolling one gives way in a low window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setFixedWidth(_WIDTH_PX)
        self._column = QVBoxLayout(self)
        # The scroll bar lies in the margin, so that all parts end at the same line.
        right = GUTTER_PX - SCROLL_BAR_PX
        self._column.setContentsMargins(GUTTER_PX, GUTTER_PX, right, GUTTER_PX)
        self._column.setSpacing(UNIT_PX)

    def add_fixed(self, part: QWidget | QLayout) -> None:
        """Put a part below the others that is always seen whole."""
        row = QVBoxLayout()
        row.setContentsMargins(0, 0, SCROLL_BAR_PX, 0)
        if isinstance(part, QLayout):
            row.addLayout(part)
        else:
            row.addWidget(part)
        self._column.addLayout(row)

    def add_scrolling(self, content: QWidget) -> None:
        """Put a part below the others that takes what height is left."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        keep_scroll_bar(area)
        self._column.addWidget(area, stretch=1)
