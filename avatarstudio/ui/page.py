"""What every place of the window is."""

from __future__ import annotations

import enum
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


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

    def title(self) -> str:
        """The name on the rail."""
        raise NotImplementedError

    def blocked_reason(self) -> str:
        """Why the place cannot be entered yet, for a person; empty when it can."""
        return ""
