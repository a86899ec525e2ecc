"""The denoiser: what a noisy drawing looked like, for noise of any strength.

A U-Net with the preconditioning of Karras et al. 2022 ("Elucidating the Design Space of
Diffusion-Based Generative Models", table 1, column "Ours"). Nothing runs at full resolution but a
pixel shuffle.
"""

from __future__ import annotations

import itertools
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.ops import zeroed
from avatarstudio.nets.specs import DenoiserSpec

DATA_DEVIATION = 0.6
"""Standard deviation of drawings' values on [-1, 1], the sigma_data of table 1."""

_GROUPS = 8
_HEAD = 32
"""Feature maps of each head that looks around."""

_FREQUENCIES = 32
_TOLD = 64
"""Width in which the noise's strength is told to the blocks."""


class Attention(nn.Module):
    """Every place sees all others, as one eye the other; begins as a pass-through."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(_GROUPS, channels)
        self.ask = nn.Conv2d(channels, 3 * channels, 1)
        self.exit = zeroed(nn.Conv2d(channels, channels, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, channels, H, W) to the same."""
        heads = self.ask(self.norm(x)).reshape(len(x), 3, -1, _HEAD, x[0, 0].numel())
        query, key, value = heads.transpose(-1, -2).unbind(dim=1)
        seen = F.scaled_dot_product_attention(query, key, value).transpose(-1, -2)
        total: Tensor = x + self.exit(seen.reshape(x.shape))
        return total


class ToldBlock(nn.Module):
    """Two normalised 3x3 convolutions, told the noise's strength; begins as a pass-through."""

    def __init__(self, in_channels: int, out_channels: int, *, attend: bool = False) -> None:
        super().__init__()
        self.norm0 = nn.GroupNorm(_GROUPS, in_channels)
        self.conv0 = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.told = zeroed(nn.Linear(_TOLD, 2 * out_channels))
        self.norm1 = nn.GroupNorm(_GROUPS, out_channels)
        self.conv1 = zeroed(nn.Conv2d(out_channels, out_channels, 3, padding=1))
        same = in_channels == out_channels
        self.skip = nn.Identity() if same else nn.Conv2d(in_channels, out_channels, 1)
        self.attention = Attention(out_channels) if attend else nn.Identity()

    def forward(self, x: Tensor, strength: Tensor) -> Tensor:
        """Map (B, in_channels, H, W), told (B, _TOLD), to (B, out_channels, H, W)."""
        h = self.conv0(F.silu(self.norm0(x)))
        scale, shift = self.told(strength)[:, :, None, None].chunk(2, dim=1)
        h = self.conv1(F.silu(self.norm1(h) * (1 + scale) + shift))
        attended: Tensor = self.attention(self.skip(x) + h)
        return attended


class ToldBlocks(nn.ModuleList):
    """One level's blocks, of which the first may take more feature maps and the last attend."""

    def __init__(self, in_channels: int, out_channels: int, count: int, *, attend: bool) -> None:
        ends = [in_channels] + [out_channels] * count
        last = count - 1
        super().__init__(
            ToldBlock(a, b, attend=attend and number == last)
            for number, (a, b) in enumerate(itertools.pairwise(ends))
        )

    def forward(self, x: Tensor, strength: Tensor) -> Tensor:
        """Map like one block."""
        for block in self:
            x = block(x, strength)
        return x


class Denoiser(nn.Module):
    """From a noisy drawing to the mean of all drawings that it may have been."""

    frequencies: Tensor

    def __init__(self, spec: DenoiserSpec) -> None:
        super().__init__()
        self.spec = spec
        widths = [spec.channels(level) for level in range(spec.levels)]
        self.register_buffer("frequencies", torch.randn(_FREQUENCIES))
        self.embed = nn.Sequential(
            nn.Linear(2 * _FREQUENCIES, _TOLD), nn.SiLU(), nn.Linear(_TOLD, _TOLD), nn.SiLU()
        )
        self.entry = nn.Conv2d(12, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList(
            ToldBlocks(width, width, spec.blocks, attend=spec.attends(level))
            for level, width in enumerate(widths)
        )
        self.down = nn.ModuleList(
            nn.Conv2d(a, b, 2, stride=2) for a, b in itertools.pairwise(widths)
        )
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in itertools.pairwise(widths))
        self.decoder = nn.ModuleList(
            ToldBlocks(2 * width, width, spec.blocks, attend=spec.attends(level))
            for level, width in enumerate(widths[:-1])
        )
        self.norm = nn.GroupNorm(_GROUPS, widths[0])
        self.exit = zeroed(nn.Conv2d(widths[0], 12, 3, padding=1))

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        """Take the noise out of drawings.

        Args:
            noisy: float32, (B, 3, H, W); H and W multiples of `spec.multiple`.
            sigma: Standard deviation of the noise in each, on the scale of pictures in [-1, 1],
                float32, (B,).

        Returns:
            float32, (B, 3, H, W), about [-1, 1].
        """
        s = sigma[:, None, None, None]
        variance = s.square() + DATA_DEVIATION**2
        found = self._network(noisy / variance.sqrt(), sigma)
        kept = DATA_DEVIATION**2 / variance * noisy
        clean: Tensor = kept + s * DATA_DEVIATION / variance.sqrt() * found
        return clean

    def _network(self, x: Tensor, sigma: Tensor) -> Tensor:
        waves = sigma.log()[:, None] / 4 * self.frequencies * 2 * math.pi
        strength = self.embed(torch.cat([waves.cos(), waves.sin()], dim=1))
        x = self.entry(F.pixel_unshuffle(x, 2))
        skips: list[Tensor] = []
        for level, blocks in enumerate(self.encoder):
            x = blocks(x, strength)
            if level < len(self.down):
                skips.append(x)
                x = self.down[level](x)
        for level in reversed(range(len(skips))):
            x = F.interpolate(self.up[level](x), scale_factor=2, mode="nearest")
            x = self.decoder[level](torch.cat([x, skips[level]], dim=1), strength)
        return F.pixel_shuffle(self.exit(F.silu(self.norm(x))), 2)
