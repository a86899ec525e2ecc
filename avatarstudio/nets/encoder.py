"""The encoder: a portrait to its latents in one pass, the start of every fast inversion."""

from __future__ import annotations

import itertools

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.ops import EqualConv2d, EqualLinear, zeroed
from avatarstudio.nets.specs import EncoderSpec
from avatarstudio.nets.stylegan2 import DiscriminatorBlock, feature_maps

_ROWS_WIDTH = 256
"""Of what lies between the feature maps and the rows of W+."""


class Encoder(nn.Module):
    """Residual network from a picture to w or W+, and what is known of W around portraits.

    Attributes:
        curvature: Axes of the mean curvature of eq. 2.3 over W, float32, (K, w_dim), at right
            angles; the square of an axis's length is the curvature along it. K may be 0.
        middle: Mean latent of a crowd of portraits, float32, (w_dim,).
        crowd: Axes along which that crowd spreads most, float32, (K, w_dim), at right angles, each
            divided by the standard deviation along it. K may be 0.
    """

    curvature: Tensor
    middle: Tensor
    crowd: Tensor

    def __init__(self, spec: EncoderSpec) -> None:
        super().__init__()
        self.spec = spec
        resolutions = spec.block_resolutions
        self.from_rgb = EqualConv2d(3 * spec.patch**2, spec.channels(resolutions[0]), 1)
        self.blocks = nn.ModuleList(
            DiscriminatorBlock(spec.channels(a), spec.channels(b))
            for a, b in itertools.pairwise(resolutions)
        )
        self.dense = EqualLinear(spec.channels(4) * 16, spec.w_dim, activate=True)
        self.out = EqualLinear(spec.w_dim, spec.w_dim)
        self.rows: nn.Sequential | None = None
        self.detail: nn.Sequential | None = None
        if spec.rows:
            self.rows = nn.Sequential(*_row_layers(spec.w_dim, spec))
        if spec.detail:
            seen = EqualConv2d(spec.channels(8), spec.detail, 1)
            self.detail = nn.Sequential(seen, nn.Flatten(), *_row_layers(spec.detail * 64, spec))
        for name, axes in (("curvature", spec.curvature), ("crowd", spec.crowd)):
            self.register_buffer(name, torch.zeros(axes, spec.w_dim), persistent=axes > 0)
        self.register_buffer("middle", torch.zeros(spec.w_dim), persistent=spec.crowd > 0)

    def forward(self, rgb: Tensor, *, low_precision: torch.dtype | None = None) -> Tensor:
        """Encode pictures to W, where styles, mixes and edits are at home.

        Args:
            rgb: float32, (B, 3, H, W), square, values in [-1, 1]; larger than the encoder's
                resolution by a whole factor or not at all.
            low_precision: dtype of the feature maps down to 32 px, None for float32 throughout.

        Returns:
            w, float32, (B, w_dim).
        """
        w: Tensor = self.out(self._dense(self._maps(rgb, low_precision)[-1]))
        return w

    def w_plus(self, rgb: Tensor, *, layers: int) -> Tensor:
        """Encode pictures to W+, which holds more of a person than W (Richardson et al. 2021).

        Args:
            rgb: As for `forward`.
            layers: L, those of the generator.

        Returns:
            W+, float32, (B, L, w_dim); each row is w if the encoder has none of their own.
        """
        w, apart = self.encode(rgb)
        return w[:, None].expand(-1, layers, -1) if apart is None else w[:, None] + apart

    def encode(
        self, rgb: Tensor, *, low_precision: torch.dtype | None = None
    ) -> tuple[Tensor, Tensor | None]:
        """Encode pictures to W, and how far from there each row of W+ lies.

        Args:
            rgb: As for `forward`.
            low_precision: As for `forward`.

        Returns:
            w, float32, (B, w_dim), and (B, rows, w_dim) to add to it, None if there are no rows.
        """
        maps = self._maps(rgb, low_precision)
        dense = self._dense(maps[-1])
        w: Tensor = self.out(dense)
        if self.rows is None:
            return w, None
        apart: Tensor = self.rows(dense)
        if self.detail is not None:
            apart = apart + self.detail(maps[-2])
        return w, apart.reshape(-1, self.spec.rows, self.spec.w_dim)

    def encode_with_details(self, rgb: Tensor) -> tuple[Tensor, Tensor]:
        """Encode pictures to W, and show what else is seen in them.

        Args:
            rgb: As for `forward`.

        Returns:
            w, float32, (B, w_dim), and the feature maps that are 8 px wide, (B, C, 8, 8).
        """
        maps = self._maps(rgb, None)
        w: Tensor = self.out(self._dense(maps[-1]))
        return w, maps[-2]

    def _maps(self, rgb: Tensor, low_precision: torch.dtype | None) -> list[Tensor]:
        """Feature maps after each block; the last two have 8 and 4 px."""
        if rgb.shape[-1] > self.spec.resolution:
            rgb = F.avg_pool2d(rgb, rgb.shape[-1] // self.spec.resolution)
        if self.spec.patch > 1:
            rgb = F.pixel_unshuffle(rgb, self.spec.patch)
            rgb = rgb.contiguous(memory_format=torch.channels_last)
        return feature_maps(self.from_rgb(rgb.to(low_precision or rgb.dtype)), self.blocks)

    def _dense(self, coarsest: Tensor) -> Tensor:
        dense: Tensor = self.dense(coarsest.flatten(1))
        return dense

    def remoteness(self, w: Tensor) -> Tensor:
        """How far from the middle of the crowd latents lie, in its own standard deviations.

        Args:
            w: float32, (B, w_dim).

        Returns:
            Root mean square over the axes of `crowd`, of which there is at least one, (B,); about 1
            for usual portraits.
        """
        return ((w - self.middle) @ self.crowd.T).square().mean(dim=1).sqrt()


def _row_layers(width: int, spec: EncoderSpec) -> tuple[nn.Module, nn.Module]:
    """From (B, width) to what is added to w in each row of W+; untrained, nothing."""
    last = zeroed(EqualLinear(_ROWS_WIDTH, spec.rows * spec.w_dim))
    return EqualLinear(width, _ROWS_WIDTH, activate=True), last
