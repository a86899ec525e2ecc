"""Progress on standard error, and where the time went."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm


class TerminalProgress:
    """A `Progress` that draws one tqdm bar on standard error, where that is a terminal."""

    def __init__(self, title: str) -> None:
        self._bar = tqdm(
            total=100,
            desc=title,
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            leave=False,
            bar_format="{desc}: {percentage:3.0f}% |{bar}| {remaining} left{postfix}",
        )

    def report(self, fraction: float, stage: str = "") -> None:
        """Move the bar."""
        self._bar.set_postfix_str(stage, refresh=False)
        self._bar.update(fraction * 100 - self._bar.n)

    def preview(self, payload: object) -> None:
        """A terminal shows no pictures."""

    def close(self) -> None:
        """Remove the bar."""
        self._bar.close()


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[TerminalProgress]:
        """Time a stage and show its progress."""
        started = time.perf_counter()
        progress = TerminalProgress(name)
        try:
            yield progress
        finally:
            progress.close()
            self.seconds[name] = round(time.perf_counter() - started, 3)
