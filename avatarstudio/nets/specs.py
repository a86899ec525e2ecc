"""What a network is made of, as small values that a manifest can hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class GeneratorSpec:
    """A StyleGAN2 generator (Karras et al. 2020, configuration with skip RGB).

    Attributes:
        resolution: Output width and height in pixels, a power of two from 16 to 1024.
        z_dim: Width of the latent z.
        w_dim: Width of the latent w.
        mapping_layers: Fully connected layers of the mapping network.
        channel_base: Feature maps at a resolution r are `channel_base // r`, ...
        channel_max: ... but never more than this.
        noise: Whether the synthesis layers take noise maps.
    """

    resolution: int = 256
    z_dim: int = 512
    w_dim: int = 512
    mapping_layers: int = 8
    channel_base: int = 8192
    channel_max: int = 256
    noise: bool = False

    def __post_init__(self) -> None:
        log2 = math.log2(self.resolution) if self.resolution > 0 else 0.0
        if log2 != int(log2) or not 16 <= self.resolution <= 1024:
            raise ValueError(f"resolution must be a power of two in 16..1024: {self.resolution}")
        if min(self.z_dim, self.w_dim, self.mapping_layers, self.channel_max) < 1:
            raise ValueError("widths and layer counts must be positive")
        if self.channel_base < self.resolution:
            raise ValueError("channel_base leaves the last block without feature maps")

    @property
    def block_resolutions(self) -> tuple[int, ...]:
        """Resolutions of the synthesis blocks, 4 first; 7 of them at 256 px."""
        return tuple(2**i for i in range(2, int(math.log2(self.resolution)) + 1))

    @property
    def num_layers(self) -> int:
        """Latents that one picture takes (L of W+): 14 at 256 px."""
        return 2 * len(self.block_resolutions)

    def channels(self, resolution: int) -> int:
        """Feature maps of the block at that resolution."""
        return min(self.channel_base // resolution, self.channel_max)

    def layers_of_block(self, index: int) -> range:
        """Rows of W+ (B, L, Z) at which that block's own convolutions begin and end.

        A block's RGB layer takes the row after its convolutions, shared with the next block's
        first convolution, as in StyleGAN2.
        """
        return range(1) if index == 0 else range(2 * index - 1, 2 * index + 1)

    def to_dict(self) -> dict[str, object]:
        """The spec as plain values for a manifest."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Self:
        """Read a spec from a manifest.

        Raises:
            ValueError: A name is unknown or a value impossible.
        """
        known = {f.name: f.type for f in fields(cls)}
        unknown = set(values) - set(known)
        if unknown:
            raise ValueError(f"unknown generator options: {sorted(unknown)}")
        return cls(**values)  # type: ignore[arg-type]
