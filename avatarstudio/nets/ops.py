"""Building bricks of StyleGAN2 in plain PyTorch, fast on CPUs and twice differentiable.

Two choices carry the speed on a CPU (measured with `benchmarks/`): feature maps lie channels
last, and modulation scales activations instead of weights, so that one static weight serves the
whole batch and demodulation needs only the squared weight summed over its window.
"""

from __future__ import annotations

import math
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

L = TypeVar("L", bound=nn.Module)

SQRT2 = math.sqrt(2.0)
_FIR = (1.0, 3.0, 3.0, 1.0)


def blur_kernel(*, gain: float) -> Tensor:
    """The separable [1, 3, 3, 1] low-pass filter, float32, (1, 1, 4, 4), summing to `gain`."""
    row = torch.tensor(_FIR)
    kernel = torch.outer(row, row)
    return (kernel * (gain / kernel.sum()))[None, None]


def blur(x: Tensor, kernel: Tensor, *, padding: int) -> Tensor:
    """Filter each feature map of (B, C, H, W) by itself."""
    channels = x.shape[1]
    weight = kernel.to(x.dtype).expand(channels, 1, 4, 4)
    return F.conv2d(x, weight, padding=padding, groups=channels)


def leaky_relu(x: Tensor) -> Tensor:
    """Leaky ReLU with slope 0.2, without the gain of sqrt 2 that keeps the variance.

    Callers fold the gain into the weights before it, which saves one pass over the feature maps.

    Args:
        x: Any shape; expected to be scaled by `SQRT2` already.
    """
    return F.leaky_relu(x, 0.2)


def zeroed(layer: L) -> L:
    """Let a layer begin with no contribution; returns it."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


class EqualLinear(nn.Module):
    """Fully connected layer whose weight is scaled at run time (equalised learning rate)."""

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        lr_multiplier: float = 1.0,
        bias: float = 0.0,
        activate: bool = False,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features) / lr_multiplier)
        self.bias = nn.Parameter(torch.full((out_features,), bias / lr_multiplier))
        gain = SQRT2 if activate else 1.0
        self._weight_gain = gain * lr_multiplier / math.sqrt(in_features)
        self._bias_gain = gain * lr_multiplier
        self._activate = activate

    def forward(self, x: Tensor) -> Tensor:
        """Map (..., in_features) to (..., out_features)."""
        weight = self.weight.to(x.dtype) * self._weight_gain
        bias = self.bias.to(x.dtype) * self._bias_gain
        x = F.linear(x, weight, bias)
        return leaky_relu(x) if self._activate else x


class EqualConv2d(nn.Module):
    """Convolution with equalised learning rate, optional blurred halving and activation."""

    blur_down: Tensor

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        down: bool = False,
        bias: bool = True,
        activate: bool = True,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.bias = nn.Parameter(torch.zeros(out_channels)) if bias else None
        self._activation_gain = SQRT2 if activate else 1.0
        self._gain = self._activation_gain / math.sqrt(in_channels * kernel_size**2)
        self._down = down
        self._activate = activate
        self.register_buffer("blur_down", blur_kernel(gain=1.0), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, in_channels, H, W) to (B, out_channels, H or H/2, W or W/2)."""
        weight = self.weight.to(x.dtype) * self._gain
        bias = None if self.bias is None else self.bias.to(x.dtype) * self._activation_gain
        size = weight.shape[-1]
        if self._down:
            # A blur with stride 2 would do before a 1x1 kernel, but in bfloat16 its gradient takes
            # CPUs three to nine times as long as all of this.
            x = F.conv2d(blur(x, self.blur_down, padding=size // 2 + 1), weight, bias, stride=2)
        else:
            x = F.conv2d(x, weight, bias, padding=size // 2)
        return leaky_relu(x) if self._activate else x


class ModulatedConv2d(nn.Module):
    """Style-modulated convolution (StyleGAN2, section 2.2), by scaling activations.

    `y = d(s) * conv(W, s * x)` with `d(s) = rsqrt(sum_ikl (W_oikl s_i)^2 + 1e-8)`, equal to the
    per-sample weights of the paper. `weight_square()` is the only part of `d` that depends on W.
    """

    blur_up: Tensor

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        w_dim: int,
        up: bool = False,
        demodulate: bool = True,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel_size, kernel_size))
        self.affine = EqualLinear(w_dim, in_channels, bias=1.0)
        self._gain = 1.0 / math.sqrt(in_channels * kernel_size**2)
        self._up = up
        self._demodulate = demodulate
        self._weight_square: Tensor | None = None
        self.register_buffer("blur_up", blur_kernel(gain=4.0), persistent=False)

    def precompute(self) -> None:
        """Keep the squared weight for inference; call again after the weight changed."""
        self._weight_square = self.weight_square().detach()

    def weight_square(self) -> Tensor:
        """Squared weight, summed over the window: (out_channels, in_channels)."""
        return (self.weight.float() * self._gain).square().sum(dim=(2, 3))

    def forward(self, x: Tensor, w: Tensor, bias: Tensor, *, gain: float = 1.0) -> Tensor:
        """Convolve.

        Args:
            x: (B, in_channels, H, W).
            w: float32, (B, w_dim).
            bias: (out_channels,), added at the end.
            gain: Factor of the result, the bias included.

        Returns:
            (B, out_channels, H, W), or twice the height and width when the layer goes up.
        """
        style = self.affine(w)  # (B, in_channels)
        x = x * style.to(x.dtype)[:, :, None, None]
        weight = self.weight.to(x.dtype) * self._gain
        if self._up:
            x = F.conv_transpose2d(x, weight.transpose(0, 1), stride=2)
            x = blur(x, self.blur_up, padding=1)
        else:
            x = F.conv2d(x, weight, padding=weight.shape[-1] // 2)
        shift = (bias * gain).to(x.dtype)[None, :, None, None]
        if not self._demodulate:
            return x + shift
        square = self.weight_square() if self._weight_square is None else self._weight_square
        demodulation = torch.rsqrt(F.linear(style.square(), square) + 1e-8) * gain
        return torch.addcmul(shift, x, demodulation.to(x.dtype)[:, :, None, None])
