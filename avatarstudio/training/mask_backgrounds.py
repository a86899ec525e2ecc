"""Busy backgrounds for the mask's scenes: what stands beside people's heads in any portrait.

Cut-outs come from plain backgrounds alone, so a network that saw nothing else takes shelves and
trees for parts of the person. Beside a head, a portrait shows such things without the person.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.training.data import DataSource, load_pictures, to_unit_range

_READ_PX = 256
_WIDE, _HIGH = 0.15, 0.55
"""Parts of a portrait's width and height where hair is rare: by eye, in one strip of fifteen."""

_ZOOM = (0.6, 2.5)
"""Pixels of a scene for one of a strip."""
_TILT = 0.5
"""Largest turn, in radians."""


def load_strips(sources: Sequence[DataSource]) -> Tensor:
    """Cut what stands on both sides of the heads out of portraits.

    Returns:
        uint8, (N, 3, H, W), two strips of each portrait.
    """
    pictures = load_pictures(sources, resolution=_READ_PX).pictures
    wide, high = round(_READ_PX * _WIDE), round(_READ_PX * _HIGH)
    sides = pictures[:, :, :high, :wide], pictures[:, :, :high, -wide:]
    return torch.cat(sides).contiguous()


def draw_busy(strips: Tensor, count: int, *, size: int, generator: torch.Generator) -> Tensor:
    """Fill squares with strips, each turned, at any scale and reflected at its edges.

    Args:
        strips: uint8, (N, 3, H, W).
        count: Squares to draw (B).
        size: Their side.
        generator: CPU randomness.

    Returns:
        float32, (B, 3, size, size), values in [-1, 1].
    """
    index = torch.randint(len(strips), (count,), generator=generator)
    zoom, tilt, x, y = torch.rand(4, count, generator=generator)
    low, high = _ZOOM
    reach = size / (low * (high / low) ** zoom)  # a scene's side in pixels of the strip
    angle = (2 * tilt - 1) * _TILT
    cos, sin = angle.cos() * reach, angle.sin() * reach
    height, width = strips.shape[2:]
    rows = [
        torch.stack([cos / width, -sin / width, 2 * x - 1], dim=1),
        torch.stack([sin / height, cos / height, 2 * y - 1], dim=1),
    ]
    grid = F.affine_grid(torch.stack(rows, dim=1), [count, 3, size, size], align_corners=False)
    return F.grid_sample(
        to_unit_range(strips[index]), grid, padding_mode="reflection", align_corners=False
    )
