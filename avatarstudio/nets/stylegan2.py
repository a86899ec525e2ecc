"""StyleGAN2: mapping network, synthesis blocks, generator and residual discriminator.

Follows Karras et al. 2020 ("Analyzing and Improving the Image Quality of StyleGAN") with the
training choices of Karras et al. 2020 (ADA): skip RGB, residual discriminator. Their clamp on
activations is for float16; the low precision here is bfloat16, which has the range of float32.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.ops import (
    SQRT2,
    EqualConv2d,
    EqualLinear,
    ModulatedConv2d,
    blur_kernel,
    leaky_relu,
)
from avatarstudio.nets.specs import GeneratorSpec


class MappingNetwork(nn.Module):
    """f: z -> w, with the running mean of w that truncation pulls toward."""

    w_avg: Tensor

    def __init__(self, spec: GeneratorSpec) -> None:
        super().__init__()
        widths = [spec.z_dim] + [spec.w_dim] * spec.mapping_layers
        self.layers = nn.ModuleList(
            EqualLinear(a, b, lr_multiplier=0.01, activate=True)
            for a, b in itertools.pairwise(widths)
        )
        self.register_buffer("w_avg", torch.zeros(spec.w_dim))

    def forward(self, z: Tensor, *, truncation: float = 1.0) -> Tensor:
        """Map latents.

        Args:
            z: float32, (B, z_dim); its length does not matter, only its direction.
            truncation: 1 leaves w as it is, 0 gives the mean of w.

        Returns:
            w, float32, (B, w_dim).
        """
        x = z * torch.rsqrt(z.square().mean(dim=1, keepdim=True) + 1e-8)
        for layer in self.layers:
            x = layer(x)
        return x if truncation == 1.0 else self.w_avg.lerp(x, truncation)


class SynthesisLayer(nn.Module):
    """Modulated convolution, optional noise, bias and leaky ReLU."""

    def __init__(
        self, in_channels: int, out_channels: int, *, w_dim: int, up: bool, noise: bool
    ) -> None:
        super().__init__()
        self.conv = ModulatedConv2d(in_channels, out_channels, 3, w_dim=w_dim, up=up)
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.noise_strength = nn.Parameter(torch.zeros(())) if noise else None

    def forward(self, x: Tensor, w: Tensor, noise: Tensor | None) -> Tensor:
        """Map (B, C, H, W) by the latent w (B, Z) and a noise map (B or 1, 1, H, W) or None."""
        x = self.conv(x, w, self.bias, gain=SQRT2)
        if noise is not None and self.noise_strength is not None:
            x = x + (noise * (self.noise_strength * SQRT2)).to(x.dtype)
        return leaky_relu(x)


class ToRgb(nn.Module):
    """Modulated 1x1 convolution from feature maps to RGB, always in float32."""

    def __init__(self, in_channels: int, *, w_dim: int) -> None:
        super().__init__()
        self.conv = ModulatedConv2d(in_channels, 3, 1, w_dim=w_dim, demodulate=False)
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        """Map (B, C, H, W) to RGB (B, 3, H, W)."""
        rgb: Tensor = self.conv(x.float(), w, self.bias)
        return rgb


class SynthesisBlock(nn.Module):
    """One resolution: two layers (one at 4 px, after the constant) and the RGB layer."""

    def __init__(self, spec: GeneratorSpec, index: int) -> None:
        super().__init__()
        resolution = spec.block_resolutions[index]
        channels = spec.channels(resolution)
        self.first: SynthesisLayer | None = None
        self.const: nn.Parameter | None = None
        if index == 0:
            self.const = nn.Parameter(torch.randn(channels, resolution, resolution))
        else:
            self.first = SynthesisLayer(
                spec.channels(resolution // 2),
                channels,
                w_dim=spec.w_dim,
                up=True,
                noise=spec.noise,
            )
        self.last = SynthesisLayer(channels, channels, w_dim=spec.w_dim, up=False, noise=spec.noise)
        self.to_rgb = ToRgb(channels, w_dim=spec.w_dim)

    def forward(
        self, x: Tensor | None, ws: Tensor, noise: Tensor | None, dtype: torch.dtype
    ) -> tuple[Tensor, Tensor]:
        """Render one block.

        Args:
            x: Feature maps of the former block, None for the first.
            ws: The block's rows of W+ and one more for its RGB layer, (B, 2 or 3, Z).
            noise: Noise map or None.
            dtype: Precision of the feature maps.

        Returns:
            Feature maps (B, C, H, W) and this block's RGB contribution (B, 3, H, W), float32.
        """
        if self.const is not None:
            x = self.const.to(dtype)[None].expand(ws.shape[0], -1, -1, -1)
        if self.first is not None and x is not None:
            x = self.first(x.to(dtype), ws[:, 0], noise)
        x = self.last(x, ws[:, -2], noise)
        return x, self.to_rgb(x, ws[:, -1])


class SynthesisNetwork(nn.Module):
    """g: W+ -> picture, block by block, with skip RGB."""

    blur_up: Tensor

    def __init__(self, spec: GeneratorSpec) -> None:
        super().__init__()
        self.spec = spec
        self.blocks = nn.ModuleList(
            SynthesisBlock(spec, i) for i in range(len(spec.block_resolutions))
        )
        self.register_buffer("blur_up", blur_kernel(gain=4.0), persistent=False)

    def block(self, index: int) -> SynthesisBlock:
        """The block at `spec.block_resolutions[index]`."""
        return cast(SynthesisBlock, self.blocks[index])

    def forward(
        self,
        ws: Tensor,
        *,
        stop_at: int | None = None,
        noise: list[Tensor] | None = None,
        low_precision: torch.dtype | None = None,
    ) -> Tensor:
        """Render latents.

        Args:
            ws: W+, float32, (B, L, Z).
            stop_at: Resolution of the last block to run; the skip RGB there is a small picture.
            noise: One map (B or 1, 1, H, W) per block, or None for no noise.
            low_precision: dtype of the feature maps from 32 px on, None for float32 throughout.

        Returns:
            RGB, float32, (B, 3, H, W), about [-1, 1] but not clamped.
        """
        x: Tensor | None = None
        rgb: Tensor | None = None
        for index, resolution in enumerate(self.spec.block_resolutions):
            layers = self.spec.layers_of_block(index)
            rows = ws[:, layers.start : layers.stop + 1]
            dtype = low_precision if low_precision and resolution >= 32 else torch.float32
            noise_map = None if noise is None else noise[index]
            x, contribution = self.block(index)(x, rows, noise_map, dtype)
            rgb = contribution if rgb is None else _upsample(rgb, self.blur_up) + contribution
            if resolution == stop_at:
                break
        assert rgb is not None
        return rgb


def _upsample(rgb: Tensor, kernel: Tensor) -> Tensor:
    """Double (B, 3, H, W) by zero insertion and the [1, 3, 3, 1] filter."""
    channels = rgb.shape[1]
    weight = kernel.expand(channels, 1, 4, 4)
    return F.conv_transpose2d(rgb, weight, stride=2, padding=1, groups=channels)


class Generator(nn.Module):
    """Mapping and synthesis networks together; the g of the thesis."""

    def __init__(self, spec: GeneratorSpec) -> None:
        super().__init__()
        self.spec = spec
        self.mapping = MappingNetwork(spec)
        self.synthesis = SynthesisNetwork(spec)

    def broadcast(self, w: Tensor) -> Tensor:
        """Repeat w (B, Z) for every layer: W+ (B, L, Z)."""
        return w[:, None].expand(-1, self.spec.num_layers, -1)

    def forward(
        self, z: Tensor, *, truncation: float = 1.0, low_precision: torch.dtype | None = None
    ) -> Tensor:
        """Render latents z (B, z_dim) to RGB (B, 3, H, W), about [-1, 1]."""
        ws = self.broadcast(self.mapping(z, truncation=truncation))
        picture: Tensor = self.synthesis(ws, low_precision=low_precision)
        return picture

    def prepare_for_inference(self) -> Generator:
        """Freeze, lay weights channels last and precompute demodulation; returns itself."""
        self.eval().requires_grad_(False)
        self.to(memory_format=torch.channels_last)
        for module in self.modules():
            if isinstance(module, ModulatedConv2d):
                module.precompute()
        return self


class DiscriminatorBlock(nn.Module):
    """Residual block that halves the resolution."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.conv0 = EqualConv2d(in_channels, in_channels, 3)
        self.conv1 = EqualConv2d(in_channels, out_channels, 3, down=True)
        self.skip = EqualConv2d(in_channels, out_channels, 1, down=True, bias=False, activate=False)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, in_channels, H, W) to (B, out_channels, H/2, W/2)."""
        y: Tensor = self.conv1(self.conv0(x))
        total: Tensor = y + self.skip(x)
        return total / SQRT2


def feature_maps(x: Tensor, blocks: Iterable[nn.Module]) -> list[Tensor]:
    """What each of a row of halving blocks gives, in float32 from those below 32 px on.

    Args:
        x: Feature maps (B, C, H, W) of what comes before them, in any precision.
        blocks: From the finest to the coarsest.
    """
    maps: list[Tensor] = []
    for block in blocks:
        x = block(x if x.shape[-1] >= 32 else x.float())
        maps.append(x)
    return maps


def minibatch_stddev(x: Tensor, *, group: int) -> Tensor:
    """Append one feature map with the standard deviation across groups of pictures.

    Args:
        x: (B, C, H, W).
        group: Largest group; the batch is split into groups of at most this size.

    Returns:
        (B, C + 1, H, W).
    """
    batch, channels, height, width = x.shape
    size = next(n for n in range(min(group, batch), 0, -1) if batch % n == 0)
    y = x.float().reshape(size, -1, channels, height, width)
    y = (y - y.mean(dim=0)).square().mean(dim=0)
    deviation = (y + 1e-8).sqrt().mean(dim=(1, 2, 3))  # (B / size,)
    maps = deviation.repeat(size)[:, None, None, None].expand(-1, 1, height, width)
    return torch.cat([x, maps.to(x.dtype)], dim=1)


class Discriminator(nn.Module):
    """Residual StyleGAN2 discriminator for pictures of the generator's spec."""

    def __init__(self, spec: GeneratorSpec, *, stddev_group: int = 4) -> None:
        super().__init__()
        self.spec = spec
        resolutions = spec.block_resolutions[::-1]
        self._stddev_group = stddev_group
        self.from_rgb = EqualConv2d(3, spec.channels(spec.resolution), 1)
        self.blocks = nn.ModuleList(
            DiscriminatorBlock(spec.channels(r), spec.channels(r // 2)) for r in resolutions[:-1]
        )
        channels = spec.channels(4)
        self.conv = EqualConv2d(channels + 1, channels, 3)
        self.dense = EqualLinear(channels * 16, channels, activate=True)
        self.out = EqualLinear(channels, 1)

    def features(
        self, rgb: Tensor, *, blocks: int, low_precision: torch.dtype | None = None
    ) -> list[Tensor]:
        """Feature maps after the first `blocks` residual blocks, for a perceptual distance."""
        x = self.from_rgb(rgb.to(low_precision or rgb.dtype))
        return feature_maps(x, self.blocks[:blocks])

    def forward(self, rgb: Tensor, *, low_precision: torch.dtype | None = None) -> Tensor:
        """Judge pictures.

        Args:
            rgb: float32, (B, 3, H, W), about [-1, 1].
            low_precision: dtype of the feature maps down to 32 px, None for float32 throughout.

        Returns:
            Logits, float32, (B,); positive means real.
        """
        x = self.features(rgb, blocks=len(self.blocks), low_precision=low_precision)[-1]
        x = self.conv(minibatch_stddev(x.float(), group=self._stddev_group))
        logits: Tensor = self.out(self.dense(x.flatten(1)))
        return logits[:, 0]
