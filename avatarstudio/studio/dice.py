"""Chance with a will: recipes for the wall, for another throw and for more of the same."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from avatarstudio.avatars.recipe import DRAWINGS, Blend, Recipe
from avatarstudio.studio.values import Anatomy, Part

_BOLD = 0.8
_GENTLE = 0.3
"""Weight of the random latent: another throw, and more like this."""


def throw(
    base: Recipe, anatomy: Anatomy, *, locks: Set[Part], seed: int, count: int
) -> tuple[Recipe, ...]:
    """Change at random what is not locked.

    Args:
        base: The recipe to start from.
        anatomy: The generator's.
        locks: What stays as it is.
        seed: The same seed gives the same recipes.
        count: How many to make.

    Returns:
        The recipes; `base` alone when everything is locked.
    """
    spans = _spans(anatomy, locks)
    if not spans:
        return (base,)
    # What is locked keeps the chance that it already has; the rest begins anew.
    held = _restricted(base.all_blends(), [_edges(anatomy)[part] for part in sorted(locks)])
    strokes = Part.FEATURES not in locks
    return tuple(
        _mixed(base, held, seed + number, spans[number % len(spans)], _BOLD, strokes=strokes)
        for number in range(count)
    )


def more_like(base: Recipe, anatomy: Anatomy, *, seed: int, count: int) -> tuple[Recipe, ...]:
    """Stay near a recipe: a little chance over all that it has; arguments as for `throw`."""
    spans = _spans(anatomy, frozenset())
    return tuple(
        _mixed(
            base,
            base.all_blends(),
            seed + number,
            spans[number % len(spans)],
            _GENTLE,
            strokes=True,
        )
        for number in range(count)
    )


def _mixed(
    base: Recipe,
    blends: tuple[Blend, ...],
    seed: int,
    span: tuple[int, int],
    weight: float,
    *,
    strokes: bool,
) -> Recipe:
    return replace(
        base,
        blends=blends,
        mix_seed=seed,
        mix_from=span[0],
        mix_until=span[1],
        mix_weight=weight,
        redraw_seed=seed % DRAWINGS if strokes else base.redraw_seed,
    )


def _restricted(blends: tuple[Blend, ...], spans: list[tuple[int, int]]) -> tuple[Blend, ...]:
    """The parts of blends that lie in spans."""
    return tuple(
        replace(blend, first=max(blend.first, first), until=min(blend.until, until))
        for blend in blends
        for first, until in spans
        if max(blend.first, first) < min(blend.until, until)
    )


def _spans(anatomy: Anatomy, locks: Set[Part]) -> list[tuple[int, int]]:
    """The longest runs of blocks that no lock holds, then their single parts."""
    runs: list[tuple[int, int]] = []
    singles: list[tuple[int, int]] = []
    for part, span in _edges(anatomy).items():
        if part in locks or span[0] >= span[1]:
            continue
        singles.append(span)
        if runs and runs[-1][1] == span[0]:
            runs[-1] = (runs[-1][0], span[1])
        else:
            runs.append(span)
    return list(dict.fromkeys([*runs, *singles]))


def _edges(anatomy: Anatomy) -> dict[Part, tuple[int, int]]:
    """Front blocks decide the outline, the middle ones the features, the last two the colours."""
    blocks = anatomy.num_blocks
    front = min(blocks - anatomy.tuned_blocks + 1, blocks - 2)
    return {
        Part.SHAPE: (1, front),
        Part.FEATURES: (front, blocks - 2),
        Part.COLOURS: (blocks - 2, blocks),
    }
