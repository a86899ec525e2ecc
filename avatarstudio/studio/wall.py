"""The wall: variants that appear one after another while the person already looks at them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.commands import ChangeStar
from avatarstudio.studio.dice import more_like, throw
from avatarstudio.studio.gallery_model import GalleryModel
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.studio.values import Found, Part, Tile
from avatarstudio.tasks.runner import Task, TaskRunner

THROW_SIZE = 12
_FIRST_THROW_SEED = 1000
"""Beyond the seeds of the first wall."""


class Wall(QObject):
    """Renders recipes into the gallery, one task each, so that the mix never waits for long."""

    busy_changed = Signal()
    """`pending` has changed."""
    tile_added = Signal(int)
    """A new tile hangs; its id."""
    stars_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        runner: TaskRunner,
        workshop: Workshop,
        preferences: PreferenceStore,
        undo_stack: QUndoStack,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = GalleryModel(self)
        self._runner = runner
        self._workshop = workshop
        self._preferences = preferences
        self._undo_stack = undo_stack
        self._found: Found | None = None
        self._pending: deque[tuple[int, Recipe]] = deque()
        self._asked = 0
        self._next_id = 0
        self._next_seed = _FIRST_THROW_SEED
        self._task: Task | None = None
        self.model.dataChanged.connect(self.stars_changed)

    @property
    def pending(self) -> int:
        """Tiles that are still to be drawn."""
        return len(self._pending)

    @property
    def fraction(self) -> float:
        """How much of what was asked for last is drawn, in [0, 1]."""
        return 1.0 - len(self._pending) / self._asked if self._asked else 1.0

    def clear(self) -> None:
        """Take everything down."""
        self.stop()
        self._found = None
        self._next_id, self._next_seed = 0, _FIRST_THROW_SEED
        self.model.reset()

    def hang(self, found: Found, recipes: Sequence[Recipe]) -> None:
        """Replace the wall by the first recipes of an inversion."""
        self.clear()
        self._found = found
        self.add(recipes)

    def restore(self, found: Found, tiles: Sequence[Tile]) -> None:
        """Hang tiles that a file brought and draw them anew at full size."""
        self.clear()
        self._found = found
        self._next_id = 1 + max((tile.id for tile in tiles), default=-1)
        seeds = [tile.recipe.mix_seed for tile in tiles if tile.recipe.mix_seed is not None]
        self._next_seed = max([_FIRST_THROW_SEED, *(seed + 1 for seed in seeds)])
        self.model.reset(tiles)
        self._enqueue((tile.id, tile.recipe) for tile in tiles)

    def add(self, recipes: Iterable[Recipe]) -> None:
        """Draw more recipes at the end of the wall."""
        wanted = []
        for recipe in recipes:
            wanted.append((self._next_id, recipe))
            self._next_id += 1
        self._enqueue(wanted)

    def keep(self, recipe: Recipe, picture: RgbImage) -> int:
        """Hang a mix that is already drawn; returns the tile's id."""
        tile = Tile(id=self._next_id, recipe=recipe, picture=picture)
        self._next_id += 1
        self.model.append(tile)
        self.tile_added.emit(tile.id)
        return tile.id

    def throw_dice(self, base: Recipe, *, locks: Set[Part]) -> None:
        """Draw another dozen that differ from a recipe in what is not locked."""
        if self._found is not None:
            seed = self._take_seeds(THROW_SIZE)
            self.add(throw(base, self._found.anatomy, locks=locks, seed=seed, count=THROW_SIZE))

    def add_more_like(self, tile_id: int) -> None:
        """Draw another dozen near a tile."""
        tile = self.model.tile(tile_id)
        if tile is not None and self._found is not None:
            seed = self._take_seeds(THROW_SIZE)
            self.add(more_like(tile.recipe, self._found.anatomy, seed=seed, count=THROW_SIZE))

    def toggle_star(self, tile_id: int) -> None:
        """Mark a tile or take the mark off; can be undone."""
        tile = self.model.tile(tile_id)
        if tile is None:
            return
        text = self.tr("remove star") if tile.starred else self.tr("star")
        command = ChangeStar(self.model, tile_id=tile_id, starred=not tile.starred, text=text)
        self._undo_stack.push(command)

    def stop(self) -> None:
        """Draw nothing more; what hangs stays."""
        task, self._task = self._task, None
        if task is not None:
            task.abandon()
        if self._pending:
            self._pending.clear()
            self._asked = 0
            self.busy_changed.emit()

    def _take_seeds(self, count: int) -> int:
        seed = self._next_seed
        self._next_seed += count
        return seed

    def _enqueue(self, wanted: Iterable[tuple[int, Recipe]]) -> None:
        if not self._pending:
            self._asked = 0
        before = len(self._pending)
        self._pending.extend(wanted)
        self._asked += len(self._pending) - before
        self.busy_changed.emit()
        if self._task is None:
            self._draw_next()

    def _draw_next(self) -> None:
        self._task = None
        if not self._pending or self._found is None:
            return
        (_, recipe), latents = self._pending[0], self._found.latents
        device, workshop = self._preferences.value.device, self._workshop
        self._task = self._runner.start(lambda _: workshop.render(latents, recipe, device=device))
        self._task.succeeded.connect(self._take_picture)
        self._task.failed.connect(self._give_up)

    def _take_picture(self, picture: RgbImage) -> None:
        tile_id, recipe = self._pending.popleft()
        known = self.model.tile(tile_id)
        if known is None:
            self.model.append(Tile(id=tile_id, recipe=recipe, picture=picture))
            self.tile_added.emit(tile_id)
        else:
            self.model.update(replace(known, picture=picture))
        self._draw_next()
        self.busy_changed.emit()

    def _give_up(self, error: Exception) -> None:
        self._task = None
        self.stop()
        self.failed.emit(error)
