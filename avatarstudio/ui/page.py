"""What every place of the window is."""

from __future__ import annotations

import enum
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX
from avatarstudio.ui.widgets.side_panel import SidePanel


class Place(enum.Enum):
    """The places along the rail, in their order."""

    PHOTO = enum.auto()
    YOU = enum.auto()
    AVATARS = enum.auto()
    FINISH = enum.auto()


class Page(QWidget):
    """A place: it has a name and an icon, and says why it cannot be entered yet.

    Subclasses name their `place` and `icon` and override `title` and, where they are not always
    open, `blocked_reason`.
    """

    place: ClassVar[Place]
    icon: ClassVar[str]
    """Name of a file in resources/icons, without the suffix."""

    availability_changed = Signal()
    """`blocked_reason` may have changed."""
    place_wanted = Signal(object)
    """The page asks the window to go to a `Place`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Its shortcuts work as soon as it is shown, and the tab key leads to its first control.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def title(self) -> str:
        """The name on the rail."""
        raise NotImplementedError

    def blocked_reason(self) -> str:
        """Why the place cannot be entered yet, for a person; empty when it can."""
        return ""

    def first_widget(self) -> QWidget:
        """What takes the keyboard when the place is entered; the page itself unless overridden."""
        return self

    def set_columns(self, *columns: QLayout, side: SidePanel) -> None:
        """Lay the page out: columns of equal width, and the panel at the side."""
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, UNIT_PX)
        row.setSpacing(GUTTER_PX)
        for column in columns:
            row.addLayout(column, stretch=1)
        row.addWidget(side)

    # Qt's own names from here on.

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Hand the keyboard on."""
        super().focusInEvent(event)
        if self.first_widget() is not self:
            self.first_widget().setFocus()
