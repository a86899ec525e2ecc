"""A small U-Net, and the distilled translator, which draws in one pass what the slow path would.

Everything serves speed on a CPU: nothing runs at full resolution but a pixel shuffle, the many
weights sit at the lowest level, and there is no normalisation, whose statistics over the whole
picture would also make a video flicker.
"""

from __future__ import annotations

import itertools
from typing import cast

import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.ops import zeroed
from avatarstudio.nets.specs import DistilledSpec, UnetSpec


class Residual(nn.Module):
    """Two 3x3 convolutions around which the picture passes; begins as the identity."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv0 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv1 = zeroed(nn.Conv2d(channels, channels, 3, padding=1))

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, C, H, W) to the same shape."""
        change: Tensor = self.conv1(F.relu(self.conv0(x)))
        return x + change


class UShape(nn.Module):
    """From a picture to maps of its size; untrained, the maps are zero."""

    def __init__(self, spec: UnetSpec, *, maps: int) -> None:
        super().__init__()
        self.spec = spec
        widths = [spec.channels(level) for level in range(spec.levels)]
        self.entry = nn.Conv2d(12, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList(Residual(width) for width in widths[:-1])
        self.down = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in itertools.pairwise(widths)
        )
        self.bottom = nn.Sequential(*(Residual(widths[-1]) for _ in range(spec.blocks)))
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in itertools.pairwise(widths))
        self.decoder = nn.ModuleList(Residual(width) for width in widths[:-1])
        self.exit = zeroed(nn.Conv2d(widths[0], 4 * maps, 3, padding=1))

    def forward(self, rgb: Tensor) -> Tensor:
        """Map (B, 3, H, W) in [-1, 1] to (B, maps, H, W); H and W multiples of `spec.multiple`."""
        x: Tensor = F.relu(self.entry(F.pixel_unshuffle(rgb, 2)))  # (B, width, H / 2, W / 2)
        skips: list[Tensor] = []
        for block, down in zip(self.encoder, self.down, strict=True):
            x = block(x)
            skips.append(x)
            x = F.relu(down(x))
        x = self.bottom(x)
        for level in reversed(range(len(skips))):
            x = F.interpolate(self.up[level](x), scale_factor=2, mode="nearest")
            x = self.decoder[level](F.relu(x + skips[level]))
        return F.pixel_shuffle(cast(Tensor, self.exit(x)), 2)


class Unet(UShape):
    """Portrait to avatar: what the network adds to the portrait is what it learns."""

    def __init__(self, spec: DistilledSpec) -> None:
        super().__init__(spec, maps=3)
        self.spec: DistilledSpec = spec

    def forward(self, rgb: Tensor) -> Tensor:
        """Draw avatars.

        Args:
            rgb: float32, (B, 3, H, W), values in [-1, 1]; H and W multiples of `spec.multiple`.

        Returns:
            float32, (B, 3, H, W), about [-1, 1] but not clamped.
        """
        return rgb + super().forward(rgb)
