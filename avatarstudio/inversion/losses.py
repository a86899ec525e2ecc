"""The loss of reverse generation (thesis eq. 2.3) against one target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.perceptual import FeatureNet, feature_distance


class PerceptualDistance(Protocol):
    """A perceptual distance; `name` is shown with every result."""

    name: str

    def prepare(self, target: Tensor) -> object:
        """Compute what is fixed for a target (1, 3, H, W) in [-1, 1]."""

    def distance(self, picture: Tensor, prepared: object) -> Tensor:
        """Distance (B,) of pictures (B, 3, H, W) to the prepared target."""


class BundledDistance:
    """The project's own perceptual net."""

    def __init__(self, network: FeatureNet, *, name: str) -> None:
        self._network = network
        self.name = name

    def prepare(self, target: Tensor) -> list[Tensor]:
        """Feature maps of the target."""
        with torch.no_grad():
            maps: list[Tensor] = self._network(target)
        return maps

    def distance(self, picture: Tensor, prepared: object) -> Tensor:
        """Distance in feature maps of unit length."""
        assert isinstance(prepared, list)
        wanted = [m.expand(len(picture), -1, -1, -1) for m in prepared]
        return feature_distance(self._network(picture), wanted)


@dataclass(frozen=True, slots=True)
class LossValue:
    """One evaluation.

    Attributes:
        mse: Mean squared error on [-1, 1].
        perceptual: Perceptual distance.
    """

    mse: float
    perceptual: float

    def total(self, alpha: float) -> float:
        """Eq. 2.3."""
        return alpha * self.perceptual + (1 - alpha) * self.mse


class ReconstructionLoss:
    """Eq. 2.3 against one target, at the target's resolution or below."""

    def __init__(self, target: Tensor, *, perceptual: PerceptualDistance, alpha: float) -> None:
        """Prepare a target.

        Args:
            target: (1, 3, H, W), values in [-1, 1], at the generator's resolution.
            perceptual: The distance in use.
            alpha: Weight of the perceptual part.
        """
        self._perceptual = perceptual
        self._alpha = alpha
        self._targets: dict[int, tuple[Tensor, object]] = {}
        self._full = target
        self.resolution = target.shape[-1]

    def _target(self, resolution: int) -> tuple[Tensor, object]:
        if resolution not in self._targets:
            small = self._full
            if resolution != self.resolution:
                small = F.interpolate(small, size=(resolution, resolution), mode="area")
            self._targets[resolution] = (small, self._perceptual.prepare(small))
        return self._targets[resolution]

    def terms(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """MSE and perceptual distance (B,) of pictures (B, 3, h, w)."""
        target, prepared = self._target(picture.shape[-1])
        mse = (picture - target).square().mean(dim=(1, 2, 3))
        return mse, self._perceptual.distance(picture, prepared)

    def total(self, mse: Tensor, perceptual: Tensor) -> Tensor:
        """Eq. 2.3, `a * perceptual + (1 - a) * MSE`, (B,)."""
        return self._alpha * perceptual + (1 - self._alpha) * mse


def to_target(portrait: Tensor, resolution: int) -> Tensor:
    """Bring square portraits (B, 3, H, W) in [-1, 1] to a network's resolution."""
    if portrait.shape[-1] == resolution:
        return portrait
    return F.interpolate(
        portrait, size=(resolution, resolution), mode="bicubic", antialias=True
    ).clamp(-1, 1)
