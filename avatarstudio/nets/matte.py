"""The matte: how much of each pixel belongs to the person."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.specs import UnetSpec
from avatarstudio.nets.unet import UShape

MATTE = UnetSpec(width=16, width_max=96, levels=4, blocks=3)
"""The bundled size: 0.75 M parameters, 15 ms for a picture of `MATTE_PX` on one core."""

MATTE_PX = 128
"""Side of the pictures that the network is trained on and sees."""

_AROUND_PX = 256
"""Largest side at which `person_colours` looks around a pixel; at 1024 px, 0.1 s instead of
0.4 s."""

_BEHIND_PX = 64
"""Side at which `smooth_background` works: what it leaves is smoother than that."""
_KEPT = 0.4, 0.8
"""Matte below which all is background, and from which on all is person. The doubtful rest is kept
with the person rather than blurred, by the widening that follows; by eye on 60 pictures."""
_OVERALL = 1e-3
"""Weight of the mean of all background beside what lies around, whose weight falls to 0."""


class MatteNet(UShape):
    """Portrait or avatar to matte."""

    def __init__(self, spec: UnetSpec) -> None:
        super().__init__(spec, maps=1)

    def forward(self, rgb: Tensor) -> Tensor:
        """Find the person.

        Args:
            rgb: float32, (B, 3, H, W), values in [-1, 1]; H and W multiples of `spec.multiple`.

        Returns:
            Logits of the matte, float32, (B, 1, H, W).
        """
        return super().forward(rgb)


def guided_filter(guide: Tensor, matte: Tensor, *, radius: int, smoothness: float) -> Tensor:
    """Let a matte follow a picture's edges (He et al. 2013, guided by brightness alone).

    Args:
        guide: float32, (B, 3, H, W), values in [-1, 1].
        matte: float32, (B, 1, H, W), values in [0, 1].
        radius: Half the side of the windows, in pixels.
        smoothness: Variance of brightness, on [-1, 1], below which a window counts as flat.

    Returns:
        float32, (B, 1, H, W), values in [0, 1].
    """

    def mean(x: Tensor) -> Tensor:
        return box_mean(x, radius)

    grey = guide.mean(dim=1, keepdim=True)
    mean_grey, mean_matte = mean(grey), mean(matte)
    variance = mean(grey * grey) - mean_grey.square()
    slope = (mean(grey * matte) - mean_grey * mean_matte) / (variance + smoothness)
    offset = mean_matte - slope * mean_grey
    return (mean(slope) * grey + mean(offset)).clamp(0, 1)


def person_colours(rgb: Tensor, matte: Tensor, *, radius: int) -> Tensor:
    """What the person alone looks like: without the background's share of mixed pixels.

    The colours of both are taken from around each pixel and then made to add up to what it shows
    (Forte 2021, "Approximate fast foreground colour estimation", eq. 4 to 6).

    Args:
        rgb: float32, (B, 3, H, W), values in [-1, 1].
        matte: float32, (B, 1, H, W), values in [0, 1].
        radius: How far around each pixel is looked, in pixels.

    Returns:
        float32, (B, 3, H, W), values in [-1, 1]; where the matte is 0, some colour from nearby.
    """
    # What lies around changes slowly, so a smaller picture tells it as well.
    share = min(1.0, _AROUND_PX / max(rgb.shape[2:]))
    size = [max(round(side * share), 1) for side in rgb.shape[2:]]
    small, weights = (
        F.interpolate(x, size=size, mode="bilinear", antialias=True) if share < 1 else x
        for x in (rgb, matte)
    )
    around = max(round(radius * share), 1)
    # The powers, which are ours, make pure pixels count more than mixed ones.
    person, behind = (
        box_mean(small * weight, around) / (box_mean(weight, around) + 1e-6)
        for weight in (weights**4, (1 - weights) ** 4)
    )
    if share < 1:
        person, behind = (
            F.interpolate(x, size=rgb.shape[2:], mode="bilinear") for x in (person, behind)
        )
    return (person + matte * (rgb - matte * person - (1 - matte) * behind)).clamp(-1, 1)


def smooth_background(rgb: Tensor, matte: Tensor) -> Tensor:
    """Blur what lies behind a person until only its broad colours are left.

    A generator that knows such backgrounds alone spends its feature maps on faces, and a search in
    its latents spends its steps on them.

    Args:
        rgb: float32, (B, 3, S, S), values in [-1, 1].
        matte: float32, (B, 1, H, W), values in [0, 1], of any size.

    Returns:
        float32, (B, 3, S, S), values in [-1, 1]; what belongs to the person is as it was.
    """
    person = _kept(matte)
    behind = _behind(rgb, person)
    person = F.interpolate(person, size=rgb.shape[2:], mode="bilinear")
    return person * rgb + (1 - person) * behind


def broad_background(rgb: Tensor, matte: Tensor) -> Tensor:
    """The broad colours behind a person, which go on where the person is.

    Args and shape as for `smooth_background`.
    """
    return _behind(rgb, _kept(matte))


def _kept(matte: Tensor) -> Tensor:
    """What is not blurred, (B, 1, _BEHIND_PX, _BEHIND_PX)."""
    low, high = _KEPT
    small = (_BEHIND_PX, _BEHIND_PX)
    person = F.interpolate(matte, size=small, mode="bilinear", antialias=True)
    person = ((person - low) / (high - low)).clamp(0, 1)
    return box_mean(F.max_pool2d(person, 3, 1, 1), 1)


def _behind(rgb: Tensor, person: Tensor) -> Tensor:
    weights = (1 - person) ** 4 + 1e-6  # where all is person, its own colours have to do
    small = person.shape[2:]
    colours = F.interpolate(rgb, size=small, mode="bilinear", antialias=True) * weights
    overall = colours.mean(dim=(2, 3), keepdim=True) / weights.mean(dim=(2, 3), keepdim=True)
    for _ in range(3):  # three boxes make a bell
        colours, weights = (box_mean(x, _BEHIND_PX // 5) for x in (colours, weights))
    # Far from all background the colours of all of it go on.
    colours, weights = colours + _OVERALL * overall, weights + _OVERALL
    return F.interpolate(colours / weights, size=rgb.shape[2:], mode="bilinear")


def box_mean(x: Tensor, radius: int) -> Tensor:
    """The mean over the square around each pixel, as far as it lies inside (B, C, H, W)."""
    return _mean_along(_mean_along(x, 2, radius), 3, radius)


def _mean_along(x: Tensor, dim: int, radius: int) -> Tensor:
    """The mean along one axis of (B, C, H, W), from running sums: any radius costs the same."""
    length = x.shape[dim]
    places = torch.arange(length, device=x.device)
    first, end = (places - radius).clamp(min=0), (places + radius + 1).clamp(max=length)
    sums = torch.cat([torch.zeros_like(x.narrow(dim, 0, 1)), x.cumsum(dim)], dim)
    counts = (end - first).view(-1, 1) if dim == 2 else end - first
    return (sums.index_select(dim, end) - sums.index_select(dim, first)) / counts


def find_matte(network: MatteNet, rgb: Tensor) -> Tensor:
    """The network's matte of pictures of any size.

    Args:
        network: A trained network.
        rgb: float32, (B, 3, S, S), values in [-1, 1], on the network's device.

    Returns:
        float32, (B, 1, MATTE_PX, MATTE_PX), values in [0, 1].
    """
    return matte_logits(network, rgb).sigmoid()


def matte_logits(network: MatteNet, rgb: Tensor) -> Tensor:
    """`find_matte` before its sigmoid, which leaves hardly a gradient where it is sure."""
    size = (MATTE_PX, MATTE_PX)
    small = F.interpolate(rgb, size=size, mode="bilinear", antialias=True)
    logits: Tensor = network(small.contiguous(memory_format=torch.channels_last))
    return logits
