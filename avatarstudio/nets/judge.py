"""The judge: a small self-supervised network in whose features sets of pictures are compared.

It serves metrics only and is never part of a loss, so that no network learns to please it.
"""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.specs import JudgeSpec

_GROUPS = 8


class JudgeBlock(nn.Module):
    """Residual block (He et al. 2016) with group normalisation, which knows no batch."""

    def __init__(self, in_channels: int, out_channels: int, *, stride: int) -> None:
        super().__init__()
        self.conv0 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.norm0 = nn.GroupNorm(_GROUPS, out_channels)
        self.conv1 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.norm1 = nn.GroupNorm(_GROUPS, out_channels)
        self.skip = nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, in_channels, H, W) to (B, out_channels, H / stride, W / stride)."""
        y = F.relu(self.norm0(self.conv0(x)))
        y = self.norm1(self.conv1(y))
        return F.relu(y + self.skip(x))


class JudgeNet(nn.Module):
    """Pictures to feature vectors: the last stage's means and the spread of the first two's maps.

    The last stage learns who it is and to overlook how sharp and clean the picture is. Both show in
    the spread of fine maps over the picture, as in the statistics of style losses.
    """

    def __init__(self, spec: JudgeSpec) -> None:
        super().__init__()
        self.spec = spec
        widths = spec.widths
        self.stem = nn.Conv2d(3, widths[0], 5, 2, 2)
        self.stages = nn.ModuleList(
            JudgeBlock(a, b, stride=1 if i == 0 else 2)
            for i, (a, b) in enumerate(zip((widths[0], *widths), widths, strict=False))
        )
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")

    def forward(self, rgb: Tensor) -> Tensor:
        """Describe pictures.

        Args:
            rgb: float32, (B, 3, H, W), values in [-1, 1]; of any size, brought to the spec's.

        Returns:
            float32, (B, feature_dim), not negative.
        """
        size = self.spec.resolution
        if rgb.shape[-2:] != (size, size):
            rgb = F.interpolate(
                rgb, (size, size), mode="bilinear", antialias=True, align_corners=False
            )
        x = F.relu(self.stem(rgb))
        spreads: list[Tensor] = []
        for stage in self.stages:
            x = stage(x)
            spreads.append((x.var(dim=(2, 3)) + 1e-6).sqrt())
        return torch.cat([*spreads[:2], x.mean(dim=(2, 3))], dim=1)

    @torch.no_grad()
    def describe(self, pictures: Tensor, *, batch: int = 64) -> Tensor:
        """Features of many pictures.

        Args:
            pictures: uint8, (N, 3, H, W).
            batch: Pictures at a time.

        Returns:
            float32, (N, feature_dim), on the CPU.
        """
        device = self.stem.weight.device
        parts = torch.split(pictures, batch)
        features = [self(part.to(device).float() / 127.5 - 1.0).cpu() for part in parts]
        return torch.cat(cast(list[Tensor], features))
