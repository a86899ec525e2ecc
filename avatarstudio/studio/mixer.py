"""The mix: one recipe under the person's hands, drawn again with every change."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.commands import NO_GESTURE, ChangeMix
from avatarstudio.studio.gallery_model import GalleryModel
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.studio.values import Found, Mix, Part, Tile
from avatarstudio.tasks.runner import Task, TaskRunner


class Mixer(QObject):
    """Holds the mix and draws it.

    Each picture that was begun is shown, so that a slider shows its effect while it moves; edits
    that come meanwhile replace each other, and the last of them is drawn next.
    """

    mix_changed = Signal()
    """Another tile was chosen or the recipe was edited."""
    picture_changed = Signal()
    """Another picture is there; while `is_drawing`, a newer one follows."""
    locks_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        runner: TaskRunner,
        workshop: Workshop,
        preferences: PreferenceStore,
        undo_stack: QUndoStack,
        gallery: GalleryModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._workshop = workshop
        self._preferences = preferences
        self._undo_stack = undo_stack
        self._gallery = gallery
        self._found: Found | None = None
        self._mix: Mix | None = None
        self._picture: RgbImage | None = None
        self._locks: frozenset[Part] = frozenset()
        self._task: Task | None = None
        self._drawn: Recipe | None = None
        """What `picture` shows."""
        self._under_way: Recipe | None = None
        """What `_task` draws."""
        self._gallery.dataChanged.connect(self._follow_gallery)

    @property
    def mix(self) -> Mix | None:
        """The mix, or None before there is a wall."""
        return self._mix

    @property
    def picture(self) -> RgbImage | None:
        """The newest drawing, or None before there is one."""
        return self._picture

    @property
    def selected(self) -> Tile | None:
        """The tile that the mix began with."""
        if self._mix is None or self._mix.tile_id is None:
            return None
        return self._gallery.tile(self._mix.tile_id)

    @property
    def is_edited(self) -> bool:
        """Whether the recipe differs from its tile's."""
        tile = self.selected
        return self._mix is not None and (tile is None or tile.recipe != self._mix.recipe)

    @property
    def is_drawing(self) -> bool:
        """Whether another picture is under way."""
        return self._task is not None

    @property
    def is_drawn(self) -> bool:
        """Whether `picture` shows the mix as it is now."""
        return not self.is_drawing and self._mix is not None and self._drawn == self._mix.recipe

    @property
    def locks(self) -> frozenset[Part]:
        """What the dice leave alone."""
        return self._locks

    def begin(self, found: Found | None, mix: Mix | None = None) -> None:
        """Start anew with an inversion, or with nothing."""
        self._stop()
        self._found = found
        self._picture = self._drawn = self._mix = None
        self._undo_stack.clear()
        self._apply(mix)

    def select(self, tile_id: int) -> None:
        """Take a tile's recipe as the mix; edits of the former mix can still be undone."""
        tile = self._gallery.tile(tile_id)
        if tile is not None:
            self._apply(Mix(recipe=tile.recipe, tile_id=tile_id))

    def edit(self, recipe: Recipe, *, text: str, gesture: int = NO_GESTURE) -> None:
        """Change the recipe; can be undone.

        Args:
            recipe: The recipe from now on.
            text: What was changed, for the undo menu.
            gesture: A number for each drag of a slider; its edits become one undo step.
        """
        before = self._mix
        if before is None or before.recipe == recipe:
            return
        after = Mix(recipe=recipe, tile_id=before.tile_id)
        self._undo_stack.push(
            ChangeMix(self._apply, before=before, after=after, text=text, gesture=gesture)
        )

    def set_locked(self, part: Part, *, locked: bool) -> None:
        """Keep a part out of the dice's reach or give it back."""
        locks = self._locks | {part} if locked else self._locks - {part}
        if locks != self._locks:
            self._locks = locks
            self.locks_changed.emit()

    def _apply(self, mix: Mix | None) -> None:
        if mix == self._mix and mix is not None:
            return
        self._mix = mix
        self.mix_changed.emit()
        self._show_or_draw()

    def _show_or_draw(self) -> None:
        mix, tile = self._mix, self.selected
        if mix is None or self._found is None:
            self._set_picture(None, None)
        elif tile is not None and tile.recipe == mix.recipe:
            self._stop()
            self._set_picture(tile.picture, mix.recipe)
        elif self._task is None and self._drawn != mix.recipe:
            self._draw(self._found, mix.recipe)

    def _draw(self, found: Found, recipe: Recipe) -> None:
        workshop, device = self._workshop, self._preferences.value.device
        self._under_way = recipe
        self._task = self._runner.start(
            lambda _: workshop.render(found.latents, recipe, device=device)
        )
        self._task.succeeded.connect(self._take_picture)
        self._task.failed.connect(self._give_up)

    def _take_picture(self, picture: RgbImage) -> None:
        self._task = None
        self._picture, self._drawn = picture, self._under_way
        self._show_or_draw()
        # At the end: whoever hears of it asks whether another follows, and may edit the mix.
        self.picture_changed.emit()

    def _give_up(self, error: Exception) -> None:
        self._task = None
        waits = self._mix is not None and self._mix.recipe != self._under_way
        self.failed.emit(error)
        # What failed is not tried again by itself, but an edit that came meanwhile is drawn.
        if waits and self._task is None:
            self._show_or_draw()

    def _set_picture(self, picture: RgbImage | None, recipe: Recipe | None) -> None:
        self._picture, self._drawn = picture, recipe
        self.picture_changed.emit()

    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.abandon()

    def _follow_gallery(self) -> None:
        """Take over the full picture that replaces the chosen tile's thumbnail."""
        tile = self.selected
        if tile is not None and not self.is_edited and tile.picture is not self._picture:
            self._set_picture(tile.picture, tile.recipe)
