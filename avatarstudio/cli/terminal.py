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


class PhotoCounter:
    """Photos done, the time left and photos per minute, where standard error is a terminal."""

    def __init__(self, total: int) -> None:
        self._started = time.perf_counter()
        self._done = 0
        self._bar = tqdm(
            total=total,
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            leave=False,
            smoothing=0.0,  # the mean of all: a photo of many faces says little about the next
            bar_format="photo {n_fmt} of {total_fmt} |{bar}| {remaining} left{postfix}",
        )

    def count(self) -> None:
        """One more photo is done."""
        self._done += 1
        minutes = (time.perf_counter() - self._started) / 60
        self._bar.set_postfix_str(f"{self._done / minutes:.1f} photos a minute", refresh=False)
        self._bar.update()

    def close(self) -> None:
        """Remove the line."""
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
