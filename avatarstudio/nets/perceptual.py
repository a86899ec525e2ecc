"""The perceptual distance of eq. 2.3: bundled features, and LPIPS where its trunk is on disk."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from avatarstudio.nets.ops import EqualConv2d
from avatarstudio.nets.specs import FeatureSpec
from avatarstudio.nets.stylegan2 import DiscriminatorBlock, feature_maps


def unit_length(features: Tensor) -> Tensor:
    """Scale the channel vector at each place of (B, C, H, W) to length one."""
    return features * torch.rsqrt(features.square().sum(dim=1, keepdim=True) + 1e-8)


def feature_distance(first: Sequence[Tensor], second: Sequence[Tensor]) -> Tensor:
    """Mean squared difference of feature maps scaled to unit length at each place.

    The distance of LPIPS (Zhang et al. 2018, eq. 1) with equal channel weights.

    Args:
        first: Feature maps (B, C, H, W) of several depths.
        second: The other picture's, of the same shapes.

    Returns:
        float32, (B,), mean over depths and places of a squared length in [0, 4].
    """
    distances = []
    for a, b in zip(first, second, strict=True):
        difference = unit_length(a.float()) - unit_length(b.float())
        distances.append(difference.square().sum(dim=1).mean(dim=(1, 2)))
    return torch.stack(distances).mean(dim=0)


class FeatureNet(nn.Module):
    """The first blocks of a residual discriminator: what a perceptual distance looks at."""

    def __init__(self, spec: FeatureSpec) -> None:
        super().__init__()
        self.spec = spec
        self.from_rgb = EqualConv2d(3, spec.channels(0), 1)
        self.blocks = nn.ModuleList(
            DiscriminatorBlock(spec.channels(i), spec.channels(i + 1)) for i in range(spec.blocks)
        )

    def forward(self, rgb: Tensor) -> list[Tensor]:
        """Feature maps (B, C, H, W), finest first, of pictures (B, 3, H, W) in [-1, 1]."""
        return feature_maps(self.from_rgb(rgb), self.blocks)
