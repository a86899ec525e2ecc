"""An avatar that moves with the person before the camera."""

from __future__ import annotations

import statistics
import time
from collections import deque
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.tasks.runner import Task, TaskRunner

_QUICK_S = 0.15
"""What draws a picture in this time is not in the way: with the search for the face beside it, five
pictures a second are left on two cores."""
_KEPT_TIMES = 5
_TRIAL_PX = 256


class LiveAvatar(QObject):
    """Draws one portrait at a time; those that come meanwhile are passed over."""

    drawn = Signal(object)
    """RGB, uint8, square, not mirrored."""
    failed = Signal(object)
    """No avatar can be drawn; carries the `AvatarStudioError` that says why."""
    wanted_changed = Signal()

    def __init__(
        self,
        lane: TaskRunner,
        workshop: Workshop,
        preferences: PreferenceStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._workshop = workshop
        self._preferences = preferences
        self._task: Task | None = None
        self._trial: Task | None = None
        self._is_quick = False
        self._times: deque[float] = deque(maxlen=_KEPT_TIMES)

    @property
    def wanted(self) -> bool:
        """Whether to draw: as the person chose, else where it is quick."""
        chosen = self._preferences.value.live_avatar
        return self._is_quick if chosen is None else chosen

    @property
    def seconds(self) -> float:
        """Median time of the last pictures; 0 before the third, since the first one also loads."""
        return statistics.median(self._times) if len(self._times) > 2 else 0.0

    def choose(self, *, wanted: bool) -> None:
        """Follow the person from now on."""
        self._preferences.change(replace(self._preferences.value, live_avatar=wanted))
        self.wanted_changed.emit()

    def begin(self) -> None:
        """Find out how quick this computer is, once, if the person has not chosen."""
        if self._trial is None and self._preferences.value.live_avatar is None:
            self._trial = self._lane.start(lambda _: self._time_two())
            self._trial.succeeded.connect(self._decide)

    def draw(self, portrait: RgbImage) -> None:
        """Draw a portrait, RGB, uint8, (S, S, 3), unless another one is being drawn."""
        if self._task is None:
            self._task = self._lane.start(lambda _: self._draw(portrait))
            self._task.succeeded.connect(self._show)
            self._task.failed.connect(self._fail)

    def stop(self) -> None:
        """Show nothing more."""
        task, self._task = self._task, None
        if task is not None:
            task.abandon()
        self._times.clear()

    # These two run in the lane.

    def _draw(self, portrait: RgbImage) -> tuple[RgbImage, float]:
        """The avatar and the seconds that it took."""
        wanted = self._preferences.value
        started = time.perf_counter()
        picture = self._workshop.draw_live(portrait, style_id=wanted.style, device=wanted.device)
        return picture, time.perf_counter() - started

    def _time_two(self) -> float:
        """Seconds of a second picture; the first one loads and prepares."""
        grey = np.full((_TRIAL_PX, _TRIAL_PX, 3), 127, dtype=np.uint8)
        self._draw(grey)
        return self._draw(grey)[1]

    def _decide(self, seconds: float) -> None:
        self._is_quick = seconds <= _QUICK_S
        self.wanted_changed.emit()

    def _show(self, result: tuple[RgbImage, float]) -> None:
        self._task = None
        picture, seconds = result
        self._times.append(seconds)
        self.drawn.emit(picture)

    def _fail(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)
