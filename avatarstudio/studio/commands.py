"""What a person can undo."""

from __future__ import annotations

from collections.abc import Callable

# Not from QtWidgets, where the name no longer exists.
from PySide6.QtGui import QUndoCommand

from avatarstudio.studio.gallery_model import GalleryModel
from avatarstudio.studio.values import Mix

NO_GESTURE = -1
"""Qt's id of a command that never merges."""


class ChangeMix(QUndoCommand):
    """An edit of the mix; all edits of one gesture, such as a slider's drag, are one step."""

    def __init__(
        self,
        apply: Callable[[Mix], None],
        *,
        before: Mix,
        after: Mix,
        text: str,
        gesture: int = NO_GESTURE,
    ) -> None:
        """Describe the edit; pushing it makes it.

        Args:
            apply: Makes a mix the current one.
            before: The mix until now.
            after: The mix from now on.
            text: What was changed, for the undo menu.
            gesture: Equal for edits that belong together and lie one after another.
        """
        super().__init__(text)
        self._apply = apply
        self._before = before
        self._after = after
        self._gesture = gesture

    def redo(self) -> None:
        """Make the edit."""
        self._apply(self._after)

    def undo(self) -> None:
        """Take it back."""
        self._apply(self._before)

    def id(self) -> int:
        """The gesture."""
        return self._gesture

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        """Take the later edit of the same gesture into this one."""
        if not isinstance(other, ChangeMix) or other.id() == NO_GESTURE:
            return False
        self._after = other._after
        return True


class ChangeStar(QUndoCommand):
    """A star given or taken."""

    def __init__(self, model: GalleryModel, *, tile_id: int, starred: bool, text: str) -> None:
        super().__init__(text)
        self._model = model
        self._tile_id = tile_id
        self._starred = starred

    def redo(self) -> None:
        """Give or take it."""
        self._model.set_starred(self._tile_id, starred=self._starred)

    def undo(self) -> None:
        """The other way round."""
        self._model.set_starred(self._tile_id, starred=not self._starred)
