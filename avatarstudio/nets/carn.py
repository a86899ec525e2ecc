"""CARN: super-resolution by a cascading residual network (Ahn et al. 2018).

One network for small drawings before training (thesis, section 4.2), for the small picture of a
generator and for exports. It departs from the paper in one point: the network learns what bicubic
interpolation lacks, so that an untrained one is bicubic, flat areas keep their colour and minutes
of training suffice. The paper adds the mean colour of its training set instead.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.core.progress import NullProgress, Progress, SubProgress
from avatarstudio.nets.specs import UpscalerSpec

CARN = UpscalerSpec()
"""The network of the paper's section 3.1, for one scale."""

CARN_M = UpscalerSpec(groups=4, shared=True)
"""The mobile network of section 3.2, its four groups and shared units included."""

CARN_S = UpscalerSpec(width=32, tail=16)
"""Our small network: 0.23 M parameters, a few feature maps where pictures are large."""

CARN_XS = UpscalerSpec(width=16, blocks=1, units=2, tail=8)
"""Quick enough for live pictures: 0.02 M parameters, a tenth of the time of CARN_S."""


class ResidualUnit(nn.Module):
    """Residual unit of figure 4: (a) two 3x3 convolutions, or (c) grouped ones and a 1x1."""

    def __init__(self, width: int, groups: int) -> None:
        super().__init__()
        self.conv0 = nn.Conv2d(width, width, 3, padding=1, groups=groups)
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, groups=groups)
        self.mix = nn.Conv2d(width, width, 1) if groups > 1 else None

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, width, H, W) to the same shape."""
        y: Tensor = self.conv1(F.relu(self.conv0(x)))
        if self.mix is not None:
            y = self.mix(F.relu(y))
        return F.relu(x + y)


class CascadingBlock(nn.Module):
    """Residual units, each of which sees the outputs of all before it (figure 3, eq. 4)."""

    def __init__(self, spec: UpscalerSpec) -> None:
        super().__init__()
        own = 1 if spec.shared else spec.units
        self.units = nn.ModuleList(ResidualUnit(spec.width, spec.groups) for _ in range(own))
        self.fuse = _fusions(spec.width, spec.units)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, width, H, W) to the same shape."""
        cascade = x
        for index, fuse in enumerate(self.fuse):
            unit = self.units[index % len(self.units)]
            cascade = torch.cat([cascade, unit(x)], dim=1)  # (B, (index + 2) * width, H, W)
            x = F.relu(fuse(cascade))
        return x


def _fusions(width: int, count: int) -> nn.ModuleList:
    """The 1x1 convolutions that fuse a growing cascade."""
    return nn.ModuleList(nn.Conv2d((i + 2) * width, width, 1) for i in range(count))


class Carn(nn.Module):
    """Cascading residual network: cascading blocks that are themselves cascaded (eq. 5)."""

    def __init__(self, spec: UpscalerSpec) -> None:
        super().__init__()
        self.spec = spec
        self.entry = nn.Conv2d(3, spec.width, 3, padding=1)
        self.blocks = nn.ModuleList(CascadingBlock(spec) for _ in range(spec.blocks))
        self.fuse = _fusions(spec.width, spec.blocks)
        widths = [spec.width, *[spec.tail] * (spec.doublings - 1)]
        self.doublings = nn.ModuleList(
            nn.Conv2d(width, 4 * spec.tail, 3, padding=1, groups=spec.groups) for width in widths
        )
        self.exit = nn.Conv2d(spec.tail, 3, 3, padding=1)
        nn.init.zeros_(self.exit.weight)
        nn.init.zeros_(self.exit.bias)  # type: ignore[arg-type]

    def forward(self, rgb: Tensor) -> Tensor:
        """Enlarge pictures.

        Args:
            rgb: float32, (B, 3, H, W), values in [-1, 1].

        Returns:
            float32, (B, 3, scale * H, scale * W), about [-1, 1] but not clamped.
        """
        x: Tensor = self.entry(rgb)
        cascade = x
        for block, fuse in zip(self.blocks, self.fuse, strict=True):
            cascade = torch.cat([cascade, block(x)], dim=1)
            x = F.relu(fuse(cascade))
        for doubling in self.doublings:
            x = F.pixel_shuffle(F.relu(doubling(x)), 2)
        detail: Tensor = self.exit(x)
        return detail + bicubic(rgb, self.spec.scale)


def bicubic(rgb: Tensor, scale: float) -> Tensor:
    """Resize (B, 3, H, W) by bicubic interpolation, low-passed where it shrinks."""
    return F.interpolate(rgb, scale_factor=scale, mode="bicubic", antialias=True)


@torch.no_grad()
def upscale(
    model: Carn, rgb: Tensor, *, scale: int, tile: int = 128, progress: Progress | None = None
) -> Tensor:
    """Enlarge pictures of any size in bounded memory.

    Tiles overlap by as much as the network can see, so that the result is the same as without
    tiles: there are no seams.

    Args:
        model: A trained network.
        rgb: float32, (B, 3, H, W), values in [-1, 1], on the model's device.
        scale: Wanted factor. The model runs until it reaches it, and bicubic takes back what is
            too much.
        tile: Largest height and width of the model's input, without the overlap; at 128 the feature
            maps stay in a CPU's cache (a third faster than 256).
        progress: Hears of every tile and may stop it.

    Returns:
        float32, (B, 3, scale * H, scale * W), values in [-1, 1].

    Raises:
        Cancelled: `progress` asked for it.
    """
    watcher = progress or NullProgress()
    height, width = rgb.shape[2:]
    reached = 1
    while reached < scale:
        done = math.log(reached, scale)
        reached *= model.spec.scale
        span = min(math.log(reached, scale), 1.0) - done
        rgb = _in_tiles(model, rgb, tile, SubProgress(watcher, done, span))
    if reached > scale:
        size = (scale * height, scale * width)
        rgb = F.interpolate(rgb, size=size, mode="bicubic", antialias=True).clamp(-1, 1)
    return rgb


def _in_tiles(model: Carn, rgb: Tensor, tile: int, progress: Progress) -> Tensor:
    """Run the model tile by tile; (B, 3, H, W) to (B, 3, s * H, s * W) in [-1, 1]."""
    batch, channels, height, width = rgb.shape
    scale, reach = model.spec.scale, model.spec.reach
    whole = rgb.new_empty(batch, channels, scale * height, scale * width)
    corners = [(top, left) for top in range(0, height, tile) for left in range(0, width, tile)]
    for done, (top, left) in enumerate(corners):
        progress.report(done / len(corners))
        bottom, right = min(top + tile, height), min(left + tile, width)
        y0, x0 = max(top - reach, 0), max(left - reach, 0)
        seen = rgb[:, :, y0 : bottom + reach, x0 : right + reach]
        large = model(seen.contiguous(memory_format=torch.channels_last))
        whole[:, :, scale * top : scale * bottom, scale * left : scale * right] = large[
            :,
            :,
            scale * (top - y0) : scale * (bottom - y0),
            scale * (left - x0) : scale * (right - x0),
        ]
    progress.report(1.0)
    return whole.clamp_(-1, 1)
