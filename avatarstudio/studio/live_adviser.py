"""Advice on live pictures, as fast as the intake gives it and never in a queue."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.values import Sight
from avatarstudio.tasks.runner import Task, TaskRunner


class LiveAdviser(QObject):
    """Looks at one picture at a time; those that come meanwhile are passed over."""

    advised = Signal(str)
    """A value of `faces.live.LiveAdvice`; empty where pictures cannot be judged."""
    portrait_seen = Signal(object)
    """The aligned face, RGB, uint8, (S, S, 3), or None."""

    def __init__(
        self, intake: TaskRunner, workshop: Workshop, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._intake = intake
        self._workshop = workshop
        self._task: Task | None = None

    def look_at(self, frame: RgbImage) -> None:
        """Judge a picture unless another one is being judged."""
        if self._task is None:
            workshop = self._workshop
            self._task = self._intake.start(lambda _: workshop.watch(frame))
            self._task.succeeded.connect(self._tell)
            self._task.failed.connect(self._give_up)

    def stop(self) -> None:
        """Say nothing more."""
        task, self._task = self._task, None
        if task is not None:
            task.abandon()

    def _tell(self, sight: Sight) -> None:
        self._task = None
        self.advised.emit(sight.advice)
        self.portrait_seen.emit(sight.portrait)

    def _give_up(self) -> None:
        # Pictures can be taken without advice; missing models are said when they are needed.
        self._tell(Sight(advice="", portrait=None))
