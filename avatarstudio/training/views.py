"""Random views of pictures for self-supervised training: other crops, colours, blur and noise."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

MAX_BLUR_PX = 2.0
MAX_NOISE = 0.3

_BLUR_REACH = 4


def uniform(count: int, low: float, high: float, *, generator: torch.Generator) -> Tensor:
    """Draw numbers, float32, (B,), on the CPU."""
    return torch.rand(count, generator=generator) * (high - low) + low


def crop_views(pictures: Tensor, *, size: int, generator: torch.Generator) -> Tensor:
    """Cut a turned, shifted and mirrored square of 60 to 100 % of the width out of each picture.

    Args:
        pictures: (B, 3, H, H).
        size: Width and height of the result.
        generator: CPU randomness.

    Returns:
        (B, 3, size, size).
    """
    count = len(pictures)
    scale = uniform(count, 0.6, 1.0, generator=generator)
    angle = uniform(count, -0.2, 0.2, generator=generator)
    mirror = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
    room = 1 - scale
    dx = uniform(count, -1, 1, generator=generator) * room
    dy = uniform(count, -1, 1, generator=generator) * room
    return _moved(pictures, scale, angle, dx, dy, mirror, size=size)


def nudge(pictures: Tensor, *, generator: torch.Generator) -> Tensor:
    """Turn, zoom, shift and recolour pictures by as much as two photographs of a person differ.

    A few thousand portraits are seen hundreds of times each; like this they are never seen twice.

    Args:
        pictures: (B, 3, H, H), values in [-1, 1].
        generator: CPU randomness.

    Returns:
        Pictures like them.
    """
    count, size = len(pictures), pictures.shape[-1]
    scale = uniform(count, 0.94, 1.06, generator=generator)
    angle = uniform(count, -0.05, 0.05, generator=generator)
    dx = uniform(count, -0.06, 0.06, generator=generator)  # of half the width
    dy = uniform(count, -0.06, 0.06, generator=generator)
    moved = _moved(pictures, scale, angle, dx, dy, torch.ones(count), size=size)
    return _recoloured(moved, 0.1, 0.15, (0.7, 1.3), generator=generator).clamp(-1, 1)


def _moved(
    pictures: Tensor,
    scale: Tensor,
    angle: Tensor,
    dx: Tensor,
    dy: Tensor,
    mirror: Tensor,
    *,
    size: int,
) -> Tensor:
    """A square out of each picture (B, 3, H, H), as wide as `scale` says; all are (B,)."""
    cos, sin = angle.cos() * scale, angle.sin() * scale
    theta = torch.stack(
        [torch.stack([cos * mirror, -sin, dx], 1), torch.stack([sin * mirror, cos, dy], 1)], 1
    )
    shape = [len(pictures), 3, size, size]
    grid = F.affine_grid(theta.to(pictures.device), shape, align_corners=False)
    return F.grid_sample(pictures, grid, padding_mode="reflection", align_corners=False)


def recolour(pictures: Tensor, *, generator: torch.Generator) -> Tensor:
    """Change brightness, contrast and saturation; a tenth of the pictures become grey."""
    y = _recoloured(pictures, 0.3, 0.3, (0.4, 1.4), generator=generator)
    dull = (torch.rand(len(y), generator=generator) < 0.1).to(y.device)
    return torch.where(dull[:, None, None, None], y.mean(dim=1, keepdim=True), y)


def _recoloured(
    pictures: Tensor,
    brightness: float,
    contrast: float,
    saturation: tuple[float, float],
    *,
    generator: torch.Generator,
) -> Tensor:
    def drawn(low: float, high: float) -> Tensor:
        numbers = uniform(len(pictures), low, high, generator=generator)
        return numbers.to(pictures.device)[:, None, None, None]

    y = pictures + drawn(-brightness, brightness)
    mean = y.mean(dim=(1, 2, 3), keepdim=True)
    y = mean + (y - mean) * drawn(1 - contrast, 1 + contrast)
    grey = y.mean(dim=1, keepdim=True)
    return grey + (y - grey) * drawn(*saturation)


def blur(pictures: Tensor, sigma: Tensor) -> Tensor:
    """Blur each picture by its own Gaussian.

    Args:
        pictures: (B, 3, H, W).
        sigma: In pixels, (B,), at most `MAX_BLUR_PX`; 0 leaves a picture as it is.
    """
    count, channels, height, width = pictures.shape
    places = torch.arange(-_BLUR_REACH, _BLUR_REACH + 1, device=pictures.device)
    spread = sigma.to(pictures.device).clamp(min=1e-3)[:, None]
    kernel = torch.exp(-0.5 * (places / spread).square())
    kernel = (kernel / kernel.sum(dim=1, keepdim=True)).repeat_interleave(channels, dim=0)
    x = pictures.reshape(1, count * channels, height, width)
    x = F.pad(x, (_BLUR_REACH,) * 4, mode="reflect")
    x = F.conv2d(x, kernel[:, None, None, :], groups=count * channels)
    x = F.conv2d(x, kernel[:, None, :, None], groups=count * channels)
    return x.reshape(pictures.shape)


def spoil(pictures: Tensor, *, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Blur half of the pictures and add noise to half of them.

    Returns:
        Pictures, and how much of the largest blur and noise each got, float32, (B, 2), [0, 1].
    """
    count = len(pictures)
    amounts = torch.rand(count, 2, generator=generator)
    amounts *= torch.rand(count, 2, generator=generator) < 0.5
    blurred = blur(pictures, amounts[:, 0] * MAX_BLUR_PX)
    noise = torch.randn(pictures.shape, generator=generator).to(pictures.device)
    strength = (amounts[:, 1] * MAX_NOISE).to(pictures.device)[:, None, None, None]
    return blurred + noise * strength, amounts.to(pictures.device)


def mask_patches(
    pictures: Tensor, *, share: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Blank a share of an 8 x 8 grid of patches in each picture.

    Returns:
        Pictures with zeros, and the mask (B, 1, H, W) that is 1 where something is missing.
    """
    count, _, height, width = pictures.shape
    cells = (torch.rand(count, 1, 8, 8, generator=generator) < share).float()
    mask = F.interpolate(cells, (height, width), mode="nearest").to(pictures.device)
    return pictures * (1 - mask), mask


def contrastive_loss(first: Tensor, second: Tensor, *, temperature: float) -> Tensor:
    """NT-Xent (SimCLR, Chen et al. 2020, eq. 1): each view finds its partner among all others.

    Args:
        first: Projections of one view of each picture, (B, P).
        second: Those of another view.
        temperature: Divides the cosines.

    Returns:
        Scalar; log(2 B - 1) for projections that tell nothing.
    """
    z = F.normalize(torch.cat([first, second]).float(), dim=1)
    cosines = z @ z.T / temperature  # (2 B, 2 B)
    cosines.fill_diagonal_(-math.inf)
    count = len(first)
    partner = torch.arange(2 * count, device=z.device).roll(count)
    return F.cross_entropy(cosines, partner)
