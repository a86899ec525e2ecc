"""How the learning rate goes over a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Schedule: TypeAlias = Callable[[int], float]
"""Pictures seen since training began to the factor of the learning rate."""


def constant(_seen: int) -> float:
    """The same rate throughout."""
    return 1.0


def require_share(decay: float) -> None:
    """Refuse a config's share of decay that is none.

    Raises:
        ValueError: It does not lie between 0 and 1.
    """
    if not 0 <= decay <= 1:
        raise ValueError("the share of decay lies between 0 and 1")


def decay_at_end(kimg: float, share: float) -> Schedule:
    """The full rate, falling to zero over the last share of a run of so many thousand pictures."""
    return linear_decay(hold_kimg=kimg * (1 - share), decay_kimg=kimg * share)


def linear_decay(*, hold_kimg: float, decay_kimg: float) -> Schedule:
    """The full rate, then a straight way down to zero.

    Args:
        hold_kimg: Thousands of pictures at the full rate.
        decay_kimg: Thousands of pictures on the way down; the rate never falls with 0.
    """
    if decay_kimg <= 0:
        return constant

    def factor(seen: int) -> float:
        return min(1.0, max(0.0, 1.0 - (seen / 1000 - hold_kimg) / decay_kimg))

    return factor
