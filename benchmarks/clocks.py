"""What `app.py` measures the window with: late heartbeats, spans of time, the first paint."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

_BEAT_MS = 5


class Heart(QObject):
    """Beats in the window's thread and notes in which phase a beat came latest."""

    def __init__(self) -> None:
        super().__init__()
        self.standstills: dict[str, dict[str, float]] = {}
        self._phase = ""
        self._last = _clocks()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Note the longest standstills of what happens inside under a name."""
        self._phase, self._last = name, _clocks()
        yield
        self._phase = ""

    def _beat(self) -> None:
        now = _clocks()
        wall, process, gui = (1000 * (new - old) for new, old in zip(now, self._last, strict=True))
        self._last = now
        if not self._phase:
            return
        longest = self.standstills.setdefault(self._phase, dict.fromkeys(_CLOCK_NAMES, 0.0))
        for name, late in zip(
            _CLOCK_NAMES, (wall - _BEAT_MS, min(process, wall - _BEAT_MS), gui), strict=True
        ):
            longest[name] = max(longest[name], round(late, 1))


_CLOCK_NAMES = ("wall_ms", "process_ms", "gui_ms")


def _clocks() -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), time.thread_time()


@dataclass(frozen=True, slots=True)
class Span:
    """Time that passed, and processor time that the program used meanwhile, in seconds."""

    wall_s: float
    process_s: float

    @classmethod
    def now(cls) -> Span:
        """Since some moment in the past."""
        return cls(wall_s=time.perf_counter(), process_s=time.process_time())

    def __sub__(self, other: Span) -> Span:
        return Span(wall_s=self.wall_s - other.wall_s, process_s=self.process_s - other.process_s)


class FirstPaint(QObject):
    """Tells when a widget has been drawn for the first time."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.is_drawn = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Note the first paint event."""
        self.is_drawn = self.is_drawn or event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)
