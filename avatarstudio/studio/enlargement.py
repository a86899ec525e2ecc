"""Variants on their way through the super-resolution network."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.jobs import Workshop
from avatarstudio.tasks.runner import Task, TaskRunner


class Enlargement(QObject):
    """Enlarges pictures in the lane, one task each, so that nothing else waits for all of them."""

    progressed = Signal(float)
    """How much of all is done, in [0, 1]."""
    succeeded = Signal(object)
    """The enlarged pictures, a tuple in the order of the given ones."""
    failed = Signal(object)

    def __init__(
        self,
        lane: TaskRunner,
        workshop: Workshop,
        pictures: Sequence[RgbImage],
        *,
        at_least_px: int,
        device: str,
    ) -> None:
        """Begin.

        Args:
            lane: Runs the network.
            workshop: Belongs to the lane.
            pictures: RGB, uint8, (S, S, 3) each, at least one.
            at_least_px: Wanted side, as `Enlarger.enlarge` takes it.
            device: Where to.
        """
        super().__init__()
        self._lane = lane
        self._workshop = workshop
        self._at_least_px = at_least_px
        self._device = device
        self._count = len(pictures)
        self._waiting = deque(pictures)
        self._large: list[RgbImage] = []
        self._task = self._start_next()

    def abandon(self) -> None:
        """Stop; nothing is heard of it any more."""
        self._task.abandon()

    def _start_next(self) -> Task:
        picture, at_least_px, device = self._waiting.popleft(), self._at_least_px, self._device
        workshop = self._workshop
        task = self._lane.start(
            lambda progress: workshop.enlarge(
                picture, at_least_px=at_least_px, device=device, progress=progress
            )
        )
        task.progressed.connect(self._note_progress)
        task.succeeded.connect(self._take)
        task.failed.connect(self.failed)
        return task

    def _note_progress(self, fraction: float) -> None:
        self.progressed.emit((len(self._large) + fraction) / self._count)

    def _take(self, large: RgbImage) -> None:
        self._large.append(large)
        if self._waiting:
            self._task = self._start_next()
        else:
            self.succeeded.emit(tuple(self._large))
