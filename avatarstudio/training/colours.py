"""Whether an avatar keeps the colours of its person."""

from __future__ import annotations

import torch
from torch import Tensor

_REGIONS = {
    "hair": (0.06, 0.26, 0.3, 0.7),
    "skin": (0.5, 0.75, 0.35, 0.65),
}
"""Crown and cheeks in the framing that all faces share: top, bottom, left, right as shares."""


def colour_correlation(portraits: Tensor, avatars: Tensor) -> dict[str, float]:
    """Correlation, over people, of mean colours; the mean of red, green and blue.

    Args:
        portraits: uint8, (N, 3, H, W).
        avatars: uint8, (N, 3, H', W'), in the same order.

    Returns:
        In [-1, 1], for "hair" and for "skin".
    """
    result = {}
    for name, region in _REGIONS.items():
        photo, drawing = (_mean_colour(pictures, region) for pictures in (portraits, avatars))
        photo, drawing = photo - photo.mean(dim=0), drawing - drawing.mean(dim=0)
        spreads = photo.square().sum(dim=0) * drawing.square().sum(dim=0)
        result[name] = float(((photo * drawing).sum(dim=0) / spreads.sqrt().clamp(min=1e-6)).mean())
    return result


def _mean_colour(pictures: Tensor, region: tuple[float, float, float, float]) -> Tensor:
    height, width = pictures.shape[2:]
    top, bottom, left, right = region
    part = pictures[
        :,
        :,
        round(top * height) : round(bottom * height),
        round(left * width) : round(right * width),
    ]
    return torch.stack([picture.double().mean(dim=(1, 2)) for picture in part])
