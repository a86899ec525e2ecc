"""Drawn glasses, for drawings and portraits alike: almost nobody in drawings wears any.

A discriminator that never sees glasses rubs them out of every avatar, and the eyes behind them with
them. So a share of the drawings is shown with glasses, and a portrait that was given some must
become the avatar of the same person with the same ones.
"""

from __future__ import annotations

import torch
from torch import Tensor

from avatarstudio.training.eyes import PLACES
from avatarstudio.training.views import uniform

_HALF_WIDTHS = 0.082, 0.112
_HALF_HEIGHTS = 0.058, 0.095
_ROUNDNESS = 2.0, 5.0
"""Of a lens, as shares of the picture's width, and the exponent of its superellipse: from round to
nearly rectangular. Read off 34 wearers among held-out portraits, a little higher for drawn eyes."""

_RIMS = 0.008, 0.022
"""Thickness of a rim: one to three pixels of 128."""

_HALF_RIMMED = 0.25
"""Share of glasses without a lower rim."""

_DARK = 0.7
"""Share of rims that are nearly black; the others have a colour."""

_TEMPLE = 0.05
"""How far a temple is seen beside its lens."""


def random_glasses(count: int, *, side: int, generator: torch.Generator) -> Tensor:
    """Draw glasses where aligned faces have their eyes.

    Args:
        count: Pairs of glasses (B).
        side: Width and height of the pictures that they are for (S).
        generator: CPU randomness.

    Returns:
        float32, (B, 4, S, S), on the CPU: colours in [-1, 1] and how much they cover, in [0, 1].
    """

    def some(low: float, high: float) -> Tensor:
        return uniform(count, low, high, generator=generator)[:, None, None]

    def chosen(share: float) -> Tensor:
        return (torch.rand(count, generator=generator) < share)[:, None, None]

    (left, level), (right, _) = PLACES
    places = (torch.arange(side) + 0.5) / side
    down, across = torch.meshgrid(places, places, indexing="ij")
    angle = some(-0.06, 0.06)
    # About the middle between the eyes; rims sit a little below the middle of the eyes.
    x = across - (left + right) / 2 - some(-0.012, 0.012)
    y = down - level - some(0.0, 0.03)
    x, y = x * angle.cos() + y * angle.sin(), y * angle.cos() - x * angle.sin()
    gap = (right - left) / 2
    half_width, half_height = some(*_HALF_WIDTHS), some(*_HALF_HEIGHTS)
    power, thickness = some(*_ROUNDNESS), some(*_RIMS)
    beside = x.abs() - gap  # a lens is the other one's mirror image
    lens = (beside / half_width).abs() ** power + (y / half_height).abs() ** power
    away = (lens ** (1 / power) - 1) * (half_width * half_height).sqrt()
    rim = _covered(thickness / 2 - away.abs(), side)
    rim = rim * torch.where(chosen(_HALF_RIMMED), _covered(0.2 * half_height - y, side), 1.0)
    bar = _covered(thickness / 2 - (y + 0.35 * half_height).abs(), side)
    bridge = bar * _covered(-beside - half_width, side)
    temple = bar * _covered(beside - half_width, side)
    temple = temple * _covered(half_width + _TEMPLE - beside, side)
    cover = torch.stack([rim, bridge, temple]).amax(dim=0) * some(0.75, 1.0)
    tint = torch.rand(count, 3, 1, 1, generator=generator) * 1.4 - 1.0
    black = torch.rand(count, 1, 1, 1, generator=generator) * 0.4 - 1.0
    colour = torch.where(chosen(_DARK)[:, None], black.expand(-1, 3, -1, -1), tint)
    return torch.cat([colour.expand(-1, -1, side, side), cover[:, None]], dim=1)


def _covered(inside: Tensor, side: int) -> Tensor:
    """How much of each pixel lies inside, [0, 1], of its distance to the edge in widths."""
    return (inside * side + 0.5).clamp(0, 1)


def put_on(pictures: Tensor, glasses: Tensor) -> Tensor:
    """Pictures (B, 3, S, S) in [-1, 1] with glasses (B, 4, S, S) before their eyes."""
    return pictures + glasses[:, 3:] * (glasses[:, :3] - pictures)


def glasses_error(bare: Tensor, worn: Tensor, before: Tensor, glasses: Tensor) -> Tensor:
    """How far avatars of people are from being without and with glasses.

    Compared where the glasses are alone: that is a twentieth of the picture, and beside the rest it
    would be lost. Without `bare`, a style draws glasses on everybody.

    Args:
        bare: Avatars of portraits, float32, (B, 3, S, S), values in [-1, 1].
        worn: Avatars of the same portraits with glasses.
        before: Avatars of the portraits by a style that knows no glasses.
        glasses: What the portraits were given, (B, 4, S, S).

    Returns:
        Mean squared error over what is covered, a scalar.
    """
    cover = glasses[:, 3:]
    error = (bare - before).square() + (worn - put_on(before, glasses)).square()
    return (cover * error).sum() / (6 * cover.sum())
