"""Small pictures from large ones, as the world makes them: shrunk, soft, noisy, compressed."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from avatarstudio.training.data import to_uint8, to_unit_range

JPEG_QUALITIES = (50, 95)
"""Range of JPEG qualities: below, blocks hide the picture; above, nothing is lost."""


@dataclass(frozen=True, slots=True)
class DegradeConfig:
    """What happens to a picture when it is shrunk.

    Attributes:
        clean: Share of pictures that are shrunk only.
        blur: Largest factor by which the filter is widened in the others; 1 leaves it as it is.
        noise: Largest standard deviation of the noise on [-1, 1] in the others.
        jpeg: Share of the others that pass through a JPEG file.
    """

    clean: float = 0.5
    blur: float = 1.6
    noise: float = 0.03
    jpeg: float = 0.2

    def __post_init__(self) -> None:
        if not (0 <= self.clean <= 1 and 0 <= self.jpeg <= 1):
            raise ValueError("shares lie between 0 and 1")
        if self.blur < 1 or self.noise < 0:
            raise ValueError("the filter cannot be narrowed, noise cannot be negative")


def degrade(
    pictures: Tensor, *, scale: int, config: DegradeConfig, generator: torch.Generator
) -> Tensor:
    """Shrink pictures, each by a filter of its own, and spoil some of them.

    Args:
        pictures: float32, (B, 3, S, S), values in [-1, 1]; S a multiple of `scale`.
        scale: Factor by which they shrink.
        config: What happens to them.
        generator: CPU randomness.

    Returns:
        float32, (B, 3, S / scale, S / scale), values in [-1, 1], of 8-bit precision.
    """
    batch, size = pictures.shape[0], pictures.shape[-1]
    spoilt = torch.rand(batch, generator=generator) >= config.clean
    widths = 1 + (config.blur - 1) * torch.rand(batch, generator=generator) * spoilt
    kinds = torch.randint(3, (batch,), generator=generator)
    matrix = shrink_matrices(size // scale, scale, kinds=kinds, widths=widths).to(pictures.device)
    small = matrix[:, None] @ pictures @ matrix.mT[:, None]
    deviation = config.noise * torch.rand(batch, generator=generator) * spoilt
    noise = torch.randn(small.shape, generator=generator) * deviation[:, None, None, None]
    small = to_unit_range(to_uint8(small + noise.to(small.device)))
    through_jpeg = spoilt & (torch.rand(batch, generator=generator) < config.jpeg)
    for index in torch.nonzero(through_jpeg)[:, 0].tolist():
        quality = int(torch.randint(*JPEG_QUALITIES, (), generator=generator))
        small[index] = _through_jpeg(small[index], quality)
    return small


def shrink_matrices(size: int, scale: int, *, kinds: Tensor, widths: Tensor) -> Tensor:
    """Resampling as matrices M, for `M @ picture @ M.T`.

    The filters are Pillow's: box (area), bicubic with a = -0.5 and Lanczos of three lobes, scaled
    to the shrinking and cut and normalised at the borders.

    Args:
        size: Height and width of the result.
        scale: Factor by which pictures shrink.
        kinds: Which filter, int64, (B,): 0 box, 1 bicubic, 2 Lanczos.
        widths: Factor of the filter's width, float32, (B,); more than 1 blurs.

    Returns:
        float32, (B, size, size * scale), rows summing to one.
    """
    target = (torch.arange(size) + 0.5) * scale
    source = torch.arange(size * scale) + 0.5
    x = ((source[None] - target[:, None]) / scale)[None] / widths[:, None, None]
    filters = torch.stack([_box(x), _bicubic(x), _lanczos(x)])  # (3, B, size, size * scale)
    chosen = filters[kinds, torch.arange(len(kinds))]
    return chosen / chosen.sum(dim=2, keepdim=True)


def _box(x: Tensor) -> Tensor:
    return (x.abs() < 0.5).float()


def _bicubic(x: Tensor) -> Tensor:
    """Keys 1981, eq. 4, with a = -0.5."""
    d = x.abs()
    near = (1.5 * d - 2.5) * d * d + 1
    far = ((-0.5 * d + 2.5) * d - 4) * d + 2
    return torch.where(d < 1, near, torch.where(d < 2, far, 0.0))


def _lanczos(x: Tensor) -> Tensor:
    return torch.where(x.abs() < 3, torch.sinc(x) * torch.sinc(x / 3), 0.0)


def _through_jpeg(picture: Tensor, quality: int) -> Tensor:
    """Write and read (3, H, W) in [-1, 1] as a JPEG file."""
    file = io.BytesIO()
    array = to_uint8(picture).permute(1, 2, 0).cpu().numpy()
    Image.fromarray(np.ascontiguousarray(array)).save(file, "JPEG", quality=quality)
    with Image.open(file) as image:
        decoded = torch.from_numpy(np.array(image)).permute(2, 0, 1)
    return to_unit_range(decoded).to(picture.device)
