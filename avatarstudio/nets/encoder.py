"""The encoder: a portrait to its w in one pass, the start of every fast inversion."""

from __future__ import annotations

import itertools

from torch import Tensor, nn

from avatarstudio.nets.ops import EqualConv2d, EqualLinear
from avatarstudio.nets.specs import EncoderSpec
from avatarstudio.nets.stylegan2 import DiscriminatorBlock


class Encoder(nn.Module):
    """Residual network from a picture at the generator's resolution to w."""

    def __init__(self, spec: EncoderSpec) -> None:
        super().__init__()
        self.spec = spec
        resolutions = spec.block_resolutions
        self.from_rgb = EqualConv2d(3, spec.channels(spec.resolution), 1)
        self.blocks = nn.Sequential(
            *(
                DiscriminatorBlock(spec.channels(a), spec.channels(b))
                for a, b in itertools.pairwise(resolutions)
            )
        )
        self.dense = EqualLinear(spec.channels(4) * 16, spec.w_dim, activate=True)
        self.out = EqualLinear(spec.w_dim, spec.w_dim)

    def forward(self, rgb: Tensor) -> Tensor:
        """Encode pictures.

        Args:
            rgb: float32, (B, 3, resolution, resolution), values in [-1, 1].

        Returns:
            w, float32, (B, w_dim).
        """
        x = self.blocks(self.from_rgb(rgb))
        w: Tensor = self.out(self.dense(x.flatten(1)))
        return w
