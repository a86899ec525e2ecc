"""Cut-outs before other backgrounds: there, a matte is exact whatever it was made from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.matte import box_mean, person_colours
from avatarstudio.training.degrade import DegradeConfig, degrade
from avatarstudio.training.mask_backgrounds import draw_busy

_SMOOTH_GRID = 5
"""Smooth backgrounds are grids of up to this many colours a side: one is flat, two a gradient."""


@dataclass(frozen=True, slots=True)
class SceneConfig:
    """What the training pictures are made of.

    Attributes:
        own: Share of pictures that keep their own background.
        smooth: Share before a flat colour, a gradient or patches; the rest get a busy background,
            or another picture's.
        crop: Smallest side of the part that is shown, as a share.
        colour: How far brightness, contrast and saturation go; 0 leaves them.
        blur: Largest blur of the soft half of the pictures, in widths of the filter.
        noise: Largest standard deviation of noise, on [-1, 1], in that half.
        jpeg: Share of that half that passes through a JPEG file.
    """

    own: float = 0.2
    smooth: float = 0.4
    crop: float = 0.8
    colour: float = 0.35
    blur: float = 3.0
    noise: float = 0.05
    jpeg: float = 0.2

    def __post_init__(self) -> None:
        if min(self.own, self.smooth) < 0 or self.own + self.smooth > 1:
            raise ValueError("the shares of own and smooth backgrounds add up to at most 1")
        if not 0.5 <= self.crop <= 1:
            raise ValueError("at least half of a cut-out is shown")

    @property
    def degrade(self) -> DegradeConfig:
        """How pictures are spoilt."""
        return DegradeConfig(clean=0.5, blur=self.blur, noise=self.noise, jpeg=self.jpeg)


def make_scenes(
    pictures: Tensor,
    mattes: Tensor,
    *,
    size: int,
    config: SceneConfig,
    generator: torch.Generator,
    strips: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Put people before backgrounds and make the pictures as bad as those of the world.

    Args:
        pictures: float32, (B, 3, S, S), values in [-1, 1].
        mattes: float32, (B, 1, S, S), values in [0, 1].
        size: Side of the result, at most S.
        config: What is made.
        generator: CPU randomness.
        strips: What busy backgrounds are made of (see `mask_backgrounds`); without them, those
            are other pictures' plain ones.

    Returns:
        Scenes, float32, (B, 3, size, size) in [-1, 1], and their mattes, (B, 1, size, size).
    """
    both = _crops(torch.cat([pictures, mattes], dim=1), size, config, generator)
    pictures, mattes = both[:, :3], both[:, 3:].clamp(0, 1)
    batch = len(pictures)
    kind = torch.rand(batch, generator=generator)[:, None, None, None]
    smooth = _smooth(batch, size, generator)
    if strips is None:
        busy = _others(pictures, mattes)
    else:
        busy = draw_busy(strips, batch, size=size, generator=generator)
    behind = torch.where(kind < config.own + config.smooth, smooth, busy)
    person = _recoloured(person_colours(pictures, mattes, radius=8), config.colour, generator)
    scenes = torch.where(kind < config.own, pictures, mattes * person + (1 - mattes) * behind)
    scenes = _recoloured(scenes, config.colour, generator)
    return degrade(scenes, scale=1, config=config.degrade, generator=generator), mattes


def _crops(x: Tensor, size: int, config: SceneConfig, generator: torch.Generator) -> Tensor:
    """A square part of each picture, of any place and of sides between `crop` and all of it."""
    whole = x.shape[-1]
    shares = config.crop + (1 - config.crop) * torch.rand(len(x), generator=generator)
    places = torch.rand(len(x), 2, generator=generator)
    parts = []
    for one, share, (y, x0) in zip(x, shares.tolist(), places.tolist(), strict=True):
        side = round(share * whole)
        top, left = round(y * (whole - side)), round(x0 * (whole - side))
        part = one[None, :, top : top + side, left : left + side]
        parts.append(F.interpolate(part, size=(size, size), mode="bilinear", antialias=True))
    return torch.cat(parts)


def _smooth(batch: int, size: int, generator: torch.Generator) -> Tensor:
    """Flat colours, gradients and patches of colour."""
    counts = torch.randint(1, _SMOOTH_GRID + 1, (batch, 2), generator=generator).tolist()
    grids = [torch.rand(1, 3, rows, columns, generator=generator) for rows, columns in counts]
    pictures = [F.interpolate(g, size=(size, size), mode="bicubic") for g in grids]
    return torch.cat(pictures).clamp(0, 1) * 2 - 1


def _others(pictures: Tensor, mattes: Tensor) -> Tensor:
    """Each time another picture's background, upside down; its person is blurred away."""
    known = (mattes < 0.02).float()
    coarse, share = F.avg_pool2d(pictures * known, 4), F.avg_pool2d(known, 4)
    filled = pictures.mean(dim=(2, 3), keepdim=True)
    for radius in (8, 3, 1):
        near = box_mean(share, radius)
        filled = torch.where(near > 0.05, box_mean(coarse, radius) / (near + 1e-5), filled)
    filled = F.interpolate(filled, size=pictures.shape[2:], mode="bilinear")
    return torch.where(known > 0, pictures, filled).roll(1, dims=0).flip(2)


def _recoloured(x: Tensor, strength: float, generator: torch.Generator) -> Tensor:
    """Change brightness, contrast, saturation and warmth of each picture."""
    shape = (len(x), 1, 1, 1)

    def factor() -> Tensor:
        return 1 + strength * (2 * torch.rand(shape, generator=generator) - 1)

    grey = x.mean(dim=1, keepdim=True)
    # Some pictures have no colour at all.
    saturation = factor() * (torch.rand(shape, generator=generator) > 0.1 * strength)
    x = (grey + (x - grey) * saturation) * factor() + (factor() - 1)
    tint = (2 * torch.rand(len(x), 3, 1, 1, generator=generator) - 1) * strength / 3
    return (x + tint).clamp(-1, 1)
