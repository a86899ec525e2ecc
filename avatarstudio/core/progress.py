"""How long work tells its caller where it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a long computation needs of its caller; free of Qt and of terminals."""

    def report(self, fraction: float, stage: str = "") -> None:
        """Publish progress in [0, 1] and the stage's name; raise `Cancelled` on a stop request."""

    def preview(self, payload: object) -> None:
        """Publish an intermediate result (numpy arrays only); it may be dropped."""


class NullProgress:
    """Nobody is watching."""

    def report(self, fraction: float, stage: str = "") -> None:
        """Do nothing."""

    def preview(self, payload: object) -> None:
        """Do nothing."""


class SubProgress:
    """One step of a larger job: maps [0, 1] to a span of the parent's range."""

    def __init__(self, parent: Progress, start: float, span: float, stage: str = "") -> None:
        self._parent = parent
        self._start = start
        self._span = span
        self._stage = stage

    def report(self, fraction: float, stage: str = "") -> None:
        """Publish to the parent; this step's own stage name wins when it has one."""
        self._parent.report(self._start + self._span * fraction, self._stage or stage)

    def preview(self, payload: object) -> None:
        """Hand the intermediate result to the parent."""
        self._parent.preview(payload)
