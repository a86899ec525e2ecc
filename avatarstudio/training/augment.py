"""DiffAugment (Zhao et al. 2020), from products and sums only.

`grid_sample` has no double backward, which the R1 penalty needs; products do. And no shape or
address depends on what was drawn, so that a step can be recorded and replayed.
"""

from __future__ import annotations

import torch
from torch import Tensor


def draw_changes(
    count: int, *, size_px: int, probability: float, generator: torch.Generator
) -> Tensor:
    """Draw how to change pictures in colour, in place and by a blank square.

    Args:
        count: Pictures (B).
        size_px: Their height and width.
        probability: Chance of each of the three changes, per picture.
        generator: CPU randomness.

    Returns:
        float32, (B, 7), on the CPU: brightness added (-0.5 to 0.5), factors of saturation (0 to 2)
        and contrast (0.5 to 1.5), shift down and right by up to an eighth of the size, row and
        column of the square's centre, all in pixels.
    """
    chosen = torch.rand(count, 3, generator=generator) < probability
    colour = torch.rand(count, 3, generator=generator) * torch.tensor([1.0, 2.0, 1.0])
    colour += torch.tensor([-0.5, 0.0, 0.5])
    reach = max(size_px // 8, 1)
    shift = torch.randint(-reach, reach + 1, (count, 2), generator=generator)
    centre = torch.randint(size_px, (count, 2), generator=generator)
    colour = torch.where(chosen[:, :1], colour, torch.tensor([0.0, 1.0, 1.0]))
    shift = torch.where(chosen[:, 1:2], shift, 0)
    centre = torch.where(chosen[:, 2:], centre, -size_px)  # a square outside blanks nothing
    return torch.cat([colour, shift, centre], dim=1)


def diff_augment(x: Tensor, changes: Tensor) -> Tensor:
    """Change each picture as `draw_changes` says.

    Args:
        x: float32, (B, 3, H, H), about [-1, 1].
        changes: (B, 7), on the pictures' device.

    Returns:
        Pictures like x, differentiable twice.
    """
    parts = changes[:, :, None, None, None].unbind(dim=1)  # (B, 1, 1, 1) each
    brightness, saturation, contrast, down, right, row, column = parts
    x = x + brightness
    grey = x.mean(dim=1, keepdim=True)
    x = grey + (x - grey) * saturation
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    x = mean + (x - mean) * contrast
    pixel = torch.arange(x.shape[-1], device=x.device)
    # Shifted identity matrices take each row and column from its former place; zeros come in.
    rows = (pixel[:, None] - down == pixel).to(x.dtype)
    columns = (pixel[:, None] == pixel - right).to(x.dtype)
    x = rows @ x @ columns
    half = x.shape[-1] // 4
    blank = _within(pixel[:, None] - row, half) & _within(pixel - column, half)
    return x * ~blank


def _within(offset: Tensor, half: int) -> Tensor:
    return (offset >= -half) & (offset < half)
