"""CycleGAN's networks: the ResNet generator of Johnson et al. 2016 and PatchGAN.

Layers and initialisation follow Zhu et al. 2017 (appendix 7) as the stable implementation of the
report does; its first implementation and its ablations are options of the specs.
"""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.specs import PatchSpec, TranslatorSpec

INIT_STD = 0.02
"""Standard deviation of the initial weights (Zhu et al. 2017, section 4)."""


class ResnetBlock(nn.Module):
    """Two 3x3 convolutions with instance norm and a way around them."""

    def __init__(self, channels: int, *, relu_after_sum: bool) -> None:
        super().__init__()
        self.body = nn.Sequential(
            *_convolution(channels, channels, 3), nn.ReLU(), *_convolution(channels, channels, 3)
        )
        self._relu_after_sum = relu_after_sum

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, C, H, W) to the same shape."""
        total: Tensor = x + self.body(x)
        return F.relu(total) if self._relu_after_sum else total


class Translator(nn.Module):
    """The ResNet generator: c7s1-64, d128, d256, R256 times `blocks`, u128, u64, c7s1-3."""

    def __init__(self, spec: TranslatorSpec) -> None:
        super().__init__()
        self.spec = spec
        w = spec.width
        self.body = nn.Sequential(
            *_convolution(3, w, 7),
            nn.ReLU(),
            *_halving(w, 2 * w),
            *_halving(2 * w, 4 * w),
            *(ResnetBlock(4 * w, relu_after_sum=spec.relu_after_sum) for _ in range(spec.blocks)),
            *_doubling(4 * w, 2 * w),
            *_doubling(2 * w, w),
            nn.Conv2d(w, 3, 7, padding=3, padding_mode="reflect"),
            nn.ReLU() if spec.relu_output else nn.Tanh(),
        )
        self.apply(_initialise)

    def forward(self, rgb: Tensor) -> Tensor:
        """Translate pictures.

        Args:
            rgb: float32, (B, 3, H, W), values in [-1, 1]; H and W multiples of 4, at least 16.

        Returns:
            float32, (B, 3, H, W), values in [-1, 1], or not negative with `relu_output`.
        """
        translated: Tensor = self.body(rgb)
        return translated


class PatchDiscriminator(nn.Module):
    """PatchGAN: judges each patch of a picture by itself; C64-C128-C256-C512 for 70 px."""

    def __init__(self, spec: PatchSpec) -> None:
        super().__init__()
        self.spec = spec
        widths = [spec.width * min(2**i, 8) for i in range(spec.layers + 1)]
        layers: list[nn.Module] = [nn.Conv2d(3, widths[0], 4, stride=2, padding=1)]
        for i in range(1, spec.layers + 1):
            stride = 2 if i < spec.layers else 1
            layers += [
                nn.LeakyReLU(0.2),
                nn.Conv2d(widths[i - 1], widths[i], 4, stride=stride, padding=1),
                nn.InstanceNorm2d(widths[i]),
            ]
        # A patch of 16, 32, 34, 70 or 286 px always leaves 7x7 feature maps for the one output.
        kernel, padding = (7, 0) if spec.sigmoid else (4, 1)
        layers += [nn.LeakyReLU(0.2), nn.Conv2d(widths[-1], 1, kernel, padding=padding)]
        self.body = nn.Sequential(*layers)
        self.apply(_initialise)

    def forward(self, rgb: Tensor) -> Tensor:
        """Judge pictures.

        Args:
            rgb: float32, (B, 3, H, W), values in [-1, 1]; `patch` high and wide with `sigmoid`.

        Returns:
            float32, one value per patch, (B, 1, h, w): near 1 for real patches and near 0 for
            translated ones, or with `sigmoid` one logit per picture, (B, 1, 1, 1).
        """
        judgement: Tensor = self.body(rgb)
        return judgement


def _convolution(in_channels: int, out_channels: int, kernel: int) -> list[nn.Module]:
    """A convolution that keeps the size by reflection, and instance norm."""
    convolution = nn.Conv2d(
        in_channels, out_channels, kernel, padding=kernel // 2, padding_mode="reflect"
    )
    return [convolution, nn.InstanceNorm2d(out_channels)]


def _halving(in_channels: int, out_channels: int) -> list[nn.Module]:
    convolution = nn.Conv2d(in_channels, out_channels, 3, stride=2, padding=1)
    return [convolution, nn.InstanceNorm2d(out_channels), nn.ReLU()]


def _doubling(in_channels: int, out_channels: int) -> list[nn.Module]:
    convolution = nn.ConvTranspose2d(
        in_channels, out_channels, 3, stride=2, padding=1, output_padding=1
    )
    return [convolution, nn.InstanceNorm2d(out_channels), nn.ReLU()]


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, INIT_STD)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
