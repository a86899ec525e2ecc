"""DiffAugment (Zhao et al. 2020), from slices and arithmetic only.

`grid_sample` has no double backward, which the R1 penalty needs; slices, multiplications and
additions do.
"""

from __future__ import annotations

import torch
from torch import Tensor


def diff_augment(x: Tensor, *, probability: float, generator: torch.Generator) -> Tensor:
    """Change colour, place and a rectangle of each picture, each with the given probability.

    Args:
        x: (B, 3, H, W), about [-1, 1].
        probability: Chance of each of the three changes, per picture; 0 returns x itself.
        generator: CPU randomness.

    Returns:
        Pictures like x, differentiable twice.
    """
    if probability <= 0:
        return x
    x = _colour(x, probability, generator)
    x = _translate(x, probability, generator)
    return _cut_out(x, probability, generator)


def _uniform(x: Tensor, low: float, high: float, generator: torch.Generator) -> Tensor:
    values = torch.rand(x.shape[0], generator=generator) * (high - low) + low
    return values.to(x.device, x.dtype)[:, None, None, None]


def _chosen(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    return (torch.rand(x.shape[0], generator=generator) < probability).to(x.device)


def _colour(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Brightness by +-0.5, saturation by 0 to 2, contrast by 0.5 to 1.5."""
    y = x + _uniform(x, -0.5, 0.5, generator)
    grey = y.mean(dim=1, keepdim=True)
    y = grey + (y - grey) * _uniform(x, 0.0, 2.0, generator)
    mean = y.mean(dim=(1, 2, 3), keepdim=True)
    y = mean + (y - mean) * _uniform(x, 0.5, 1.5, generator)
    return torch.where(_chosen(x, probability, generator)[:, None, None, None], y, x)


def _translate(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Shift by up to an eighth of the size, zeros coming in."""
    batch, _, height, width = x.shape
    reach = max(height // 8, 1)
    shifts = torch.randint(-reach, reach + 1, (batch, 2), generator=generator)
    shifts[torch.rand(batch, generator=generator) >= probability] = 0
    padded = torch.nn.functional.pad(x, (reach,) * 4)
    rows = [
        padded[i : i + 1, :, reach + dy : reach + dy + height, reach + dx : reach + dx + width]
        for i, (dy, dx) in enumerate(shifts.tolist())
    ]
    return torch.cat(rows)


def _cut_out(x: Tensor, probability: float, generator: torch.Generator) -> Tensor:
    """Blank a square of half the size, whose centre lies anywhere in the picture."""
    batch, _, height, width = x.shape
    mask = torch.ones(batch, 1, height, width)
    centres = torch.rand(batch, 2, generator=generator)
    chosen = torch.rand(batch, generator=generator) < probability
    half = height // 4
    for i in torch.nonzero(chosen)[:, 0].tolist():
        cy, cx = int(centres[i, 0] * height), int(centres[i, 1] * width)
        mask[i, :, max(cy - half, 0) : cy + half, max(cx - half, 0) : cx + half] = 0
    return x * mask.to(x.device, x.dtype)
