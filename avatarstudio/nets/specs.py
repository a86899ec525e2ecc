"""What a network is made of, as small values that a manifest can hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Self


def _require_power_of_two(resolution: int) -> None:
    if resolution < 1 or resolution & (resolution - 1) or not 16 <= resolution <= 1024:
        raise ValueError(f"resolution must be a power of two in 16..1024: {resolution}")


@dataclass(frozen=True, slots=True)
class Spec:
    """Base of the specs: to and from the plain values of a manifest."""

    def to_dict(self) -> dict[str, object]:
        """The spec as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Self:
        """Read a spec.

        Raises:
            ValueError: A name is unknown or a value impossible.
        """
        unknown = set(values) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"unknown options: {sorted(unknown)}")
        fractions = {f.name for f in fields(cls) if f.type == "float"}
        for name, value in values.items():
            if not isinstance(value, (int, float) if name in fractions else int):
                raise ValueError("options must be numbers or true and false")
        return cls(**values)


@dataclass(frozen=True, slots=True)
class GeneratorSpec(Spec):
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
        _require_power_of_two(self.resolution)
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
        """Rows of W+ (B, L, Z) that the block's own convolutions take.

        A block's RGB layer takes the row after them, which it shares with the next block's first
        convolution, as in StyleGAN2.
        """
        return range(1) if index == 0 else range(2 * index - 1, 2 * index + 1)


@dataclass(frozen=True, slots=True)
class EncoderSpec(Spec):
    """A residual encoder from pictures to w.

    Attributes:
        resolution: Width and height of the pictures that it takes.
        w_dim: Width of the latent w.
        channel_base: Feature maps at a resolution r are `channel_base // r`, ...
        channel_max: ... but never more than this.
        patch: Pixels on a side that the first layer takes as one; 2 sees twice the resolution of 1
            in the same time.
        curvature: Axes of the loss's curvature over W that lie beside the encoder; 0 for none.
        crowd: Axes of the crowd of portraits' latents that lie beside the encoder; 0 for none.
        rows: Rows of W+ that get latents of their own, which are as many as the generator has
            layers; 0 for none.
        detail: Channels through which the rows see the feature maps of 8 px, too, not only what w
            is told from; 0 for none.
    """

    resolution: int = 256
    w_dim: int = 512
    channel_base: int = 4096
    channel_max: int = 256
    patch: int = 1
    curvature: int = 0
    crowd: int = 0
    rows: int = 0
    detail: int = 0

    def __post_init__(self) -> None:
        _require_power_of_two(self.resolution)
        if min(self.w_dim, self.channel_max) < 1 or self.channel_base < self.resolution:
            raise ValueError("widths must be positive")
        if self.patch not in {1, 2, 4}:
            raise ValueError(f"patch must be 1, 2 or 4: {self.patch}")
        for axes in (self.curvature, self.crowd):
            if not 0 <= axes <= self.w_dim:
                raise ValueError(f"W has {self.w_dim} axes, not {axes}")
        if min(self.rows, self.detail) < 0:
            raise ValueError("rows and their detail are not negative")
        if self.detail and not self.rows:
            raise ValueError("without rows there is nothing to add detail to")
        if self.detail and self.resolution // self.patch < 16:
            raise ValueError("detail is seen by the last block but one")

    @property
    def block_resolutions(self) -> tuple[int, ...]:
        """Resolutions from the first block's down to 4 px."""
        return tuple(2**i for i in range(int(math.log2(self.resolution // self.patch)), 1, -1))

    def channels(self, resolution: int) -> int:
        """Feature maps at that resolution."""
        return min(self.channel_base // resolution, self.channel_max)


@dataclass(frozen=True, slots=True)
class FeatureSpec(Spec):
    """The trunk of a perceptual distance.

    Attributes:
        resolution: Width and height of the pictures that it was trained on.
        blocks: Residual blocks, each of which halves the resolution and gives feature maps.
        channel_base: Feature maps at a resolution r are `channel_base // r`, ...
        channel_max: ... but never more than this.
    """

    resolution: int = 256
    blocks: int = 3
    channel_base: int = 8192
    channel_max: int = 256

    def __post_init__(self) -> None:
        _require_power_of_two(self.resolution)
        if self.blocks < 1 or self.resolution >> self.blocks < 4:
            raise ValueError(f"{self.blocks} blocks do not fit {self.resolution} px")

    def channels(self, depth: int) -> int:
        """Feature maps after that many blocks."""
        return min(self.channel_base // (self.resolution >> depth), self.channel_max)


@dataclass(frozen=True, slots=True)
class UpscalerSpec(Spec):
    """A cascading super-resolution network (CARN, Ahn et al. 2018).

    Attributes:
        scale: Factor of width and height, 2 or 4.
        width: Feature maps of the trunk.
        blocks: Cascading blocks.
        units: Residual units of each block.
        groups: Groups of the 3x3 convolutions after the first; more than one makes the units
            efficient ones, with a 1x1 convolution at their end.
        shared: Whether the units of a block share their weights.
        tail: Feature maps between and after the doublings, where pictures are large.
    """

    scale: int = 4
    width: int = 64
    blocks: int = 3
    units: int = 3
    groups: int = 1
    shared: bool = False
    tail: int = 64

    def __post_init__(self) -> None:
        if self.scale not in {2, 4}:
            raise ValueError(f"scale must be 2 or 4: {self.scale}")
        if min(self.width, self.blocks, self.units, self.groups, self.tail) < 1:
            raise ValueError("widths and counts must be positive")
        if self.width % self.groups or self.tail % self.groups:
            raise ValueError(f"{self.groups} groups do not divide the widths")

    @property
    def doublings(self) -> int:
        """Steps of pixel shuffle by two."""
        return self.scale // 2

    @property
    def reach(self) -> int:
        """How far an input pixel can be from an output pixel that it changes, in input pixels."""
        # One pixel for each 3x3 convolution of the trunk, its entry and the first doubling; what
        # follows works at twice the resolution and more and reaches at most two more, which is
        # also what the bicubic filter takes.
        return 2 * self.blocks * self.units + 4


@dataclass(frozen=True, slots=True)
class TranslatorSpec(Spec):
    """A CycleGAN generator (Zhu et al. 2017, appendix 7.2).

    The last two attributes bring back the report's first implementation (section III.A).

    Attributes:
        resolution: Width and height of the pictures that it learns from. It takes others, but
            knows faces of that size only.
        blocks: Residual blocks: 9, or 6 and 3 in the report's ablation.
        width: Feature maps at full resolution; 64 in the paper, fewer for a live preview.
        relu_after_sum: Whether a residual block ends with a ReLU after the addition.
        relu_output: Whether the last layer is a ReLU instead of tanh.
    """

    resolution: int = 256
    blocks: int = 9
    width: int = 64
    relu_after_sum: bool = False
    relu_output: bool = False

    def __post_init__(self) -> None:
        if min(self.blocks, self.width) < 1:
            raise ValueError("blocks and width must be positive")
        if self.resolution % 4:
            raise ValueError(
                f"pictures of {self.resolution} px cannot be halved twice; take a multiple of 4"
            )


_PATCH_LAYERS = {16: 1, 32: 2, 34: 2, 70: 3, 286: 5}
"""Halving layers of a PatchGAN by the size of its patches; 34 is the nearest it has to 32."""


@dataclass(frozen=True, slots=True)
class PatchSpec(Spec):
    """A PatchGAN discriminator (Isola et al. 2017, appendix 6.1.2).

    Attributes:
        patch: Height and width of what one output sees: 16, 34, 70 or 286; 32 is the report's
            smaller patch (section III.B), made of the layers of 34.
        width: Feature maps of the first layer.
        sigmoid: Whether it is the report's first implementation (section III.A): pictures of
            exactly the patch's size and one output, the logit of a sigmoid.
    """

    patch: int = 70
    width: int = 64
    sigmoid: bool = False

    def __post_init__(self) -> None:
        if self.patch not in _PATCH_LAYERS:
            raise ValueError(f"patch must be one of {sorted(_PATCH_LAYERS)}: {self.patch}")
        if self.width < 1:
            raise ValueError("width must be positive")

    @property
    def layers(self) -> int:
        """Layers that halve the resolution."""
        return _PATCH_LAYERS[self.patch]


@dataclass(frozen=True, slots=True)
class UnetSpec(Spec):
    """A small U-Net from pictures to maps of their size.

    Attributes:
        width: Feature maps at half the resolution.
        width_max: Most feature maps of any level.
        levels: Levels of the encoder, each at half the resolution of the one before.
        blocks: Residual blocks at the lowest level.
    """

    width: int = 24
    width_max: int = 160
    levels: int = 4
    blocks: int = 4

    def __post_init__(self) -> None:
        if min(self.width, self.width_max, self.levels) < 1 or self.blocks < 0:
            raise ValueError("widths and counts must be positive")

    @property
    def multiple(self) -> int:
        """Height and width of the pictures must be multiples of this."""
        return 1 << self.levels

    def channels(self, level: int) -> int:
        """Feature maps of a level, 0 at half the resolution."""
        return min(self.width << level, self.width_max)


@dataclass(frozen=True, slots=True)
class DistilledSpec(UnetSpec):
    """The U-Net that learns what the slow path draws of portraits.

    Attributes:
        resolution: Width and height of the pictures that it learns from. It takes others, but
            knows faces of that size only.
    """

    resolution: int = 128

    def __post_init__(self) -> None:
        UnetSpec.__post_init__(self)  # a class with slots cannot call super() without arguments
        if self.resolution < 1 or self.resolution % self.multiple:
            raise ValueError(f"resolution must be a multiple of {self.multiple}: {self.resolution}")


@dataclass(frozen=True, slots=True)
class DenoiserSpec(Spec):
    """The U-Net that takes noise out of drawings.

    Attributes:
        resolution: Width and height of the drawings that it learns from. It takes others, but
            knows faces of that size only.
        width: Feature maps at half the resolution, a multiple of 8.
        width_max: Most feature maps of any level, likewise.
        levels: Levels of the encoder, each at half the resolution of the one before.
        blocks: Residual blocks of each level, on the way down and on the way up.
        sigma_max: Standard deviation of the strongest noise that it takes out, on the scale of
            pictures in [-1, 1]: what a picture is redrawn from, at most.
        attention: How many of the coarsest levels see all of a drawing at once.
    """

    resolution: int = 128
    width: int = 32
    width_max: int = 128
    levels: int = 4
    blocks: int = 2
    attention: int = 0
    sigma_max: float = 0.8

    def __post_init__(self) -> None:
        if not 0 < self.sigma_max < math.inf:
            raise ValueError("the strongest noise lies above 0")
        if min(self.width, self.width_max, self.levels, self.blocks) < 1:
            raise ValueError("widths and counts must be positive")
        if self.width % 8 or self.width_max % 8:
            raise ValueError("the feature maps must be a multiple of 8")
        attending = range(max(self.levels - self.attention, 0), self.levels)
        if self.attention < 0 or any(self.channels(level) % 32 for level in attending):
            raise ValueError("feature maps of levels with attention must be a multiple of 32")
        if self.resolution < 1 or self.resolution % self.multiple:
            raise ValueError(f"resolution must be a multiple of {self.multiple}: {self.resolution}")

    @property
    def multiple(self) -> int:
        """Height and width of the pictures must be multiples of this."""
        return 1 << self.levels

    def channels(self, level: int) -> int:
        """Feature maps of a level, 0 at half the resolution."""
        return min(self.width * (level + 1), self.width_max)

    def attends(self, level: int) -> bool:
        """Whether a level sees all of a drawing at once."""
        return level >= self.levels - self.attention


@dataclass(frozen=True, slots=True)
class JudgeSpec(Spec):
    """The network in whose features metrics compare pictures.

    Attributes:
        resolution: Width and height that pictures are brought to.
        channels: Feature maps of the first stage, a multiple of 8; doubled in the second and the
            third, which the fourth repeats.
    """

    resolution: int = 64
    channels: int = 32

    def __post_init__(self) -> None:
        _require_power_of_two(self.resolution)
        if self.channels < 8 or self.channels % 8:
            raise ValueError(f"channels must be a multiple of 8: {self.channels}")

    @property
    def widths(self) -> tuple[int, int, int, int]:
        """Feature maps of the four stages, each at half the former's resolution."""
        c = self.channels
        return (c, 2 * c, 4 * c, 4 * c)

    @property
    def feature_dim(self) -> int:
        """Length of a feature vector."""
        return self.widths[0] + self.widths[1] + self.widths[3]
