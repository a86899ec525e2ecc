"""Redrawing: an avatar's lines as drawings have them.

SDEdit (Meng et al. 2022): so much noise is put over an avatar that loops and blots drown in it and
face and hair are still seen. A network that knows drawings takes it out again, step by step.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.core.images import RgbImage
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.pictures import to_rgb_image, to_tensor

Within: TypeAlias = Callable[[int], npt.NDArray[np.float32]]
"""Says of pictures of some side where they may change, (S, S), values in [0, 1]."""

_LEAST_NOISE = 0.03
_FALL = 2.7
"""About how many times less noise each step leaves: five steps from 1, three from 0.28. With six
and four, and with nine and six, lines are hardly crisper (looked at for eight people)."""

_EYES_DOWN, _EYES_ACROSS, _EYE_REACH = 0.48, (0.37, 0.63), (0.11, 0.1)
"""Where avatars have their eyes, and half axes of the ellipses around them, down and across, in
sides of the picture; measured on faces that look ahead."""


class Redrawing:
    """Redraws pictures of the one size that its network learned from."""

    def __init__(self, network: Denoiser, device: torch.device) -> None:
        """Hold a network that lies on the device."""
        self._network = network
        self._device = device
        # Beyond its pictures a network sees zeros and leaves noise along their edges, so it
        # gets them with a margin.
        self._margin = network.spec.multiple // 2
        self._eyes = _eyes(network.spec.resolution, margin=self._margin)

    @torch.no_grad()
    def redraw(
        self,
        pictures: Tensor,
        *,
        amount: float,
        seed: int,
        within: Tensor | None = None,
    ) -> Tensor:
        """Draw pictures anew.

        Args:
            pictures: float32, (B, 3, S, S), values in [-1, 1]; S is the network's resolution.
            amount: How freely, 0 (not at all) to 1.
            seed: Of the noise, which is the same for all of them.
            within: Where, float32, (1, 1, S, S), values in [0, 1]; everywhere for None.

        Returns:
            Pictures like them, about [-1, 1]; themselves where there is next to no noise.
        """
        sigmas = _sigmas(amount * self._network.spec.sigma_max)
        if not sigmas:
            return pictures
        drawn = F.pad(pictures, (self._margin,) * 4, mode="reflect")
        kept = None if within is None else 1 - F.pad(within, (self._margin,) * 4)
        randomness = torch.Generator().manual_seed(seed)
        noise = self._noise(drawn, randomness)
        x = drawn + sigmas[0] * noise
        for sigma, following in itertools.pairwise([*sigmas, 0.0]):
            clean = self._network(x, torch.full((len(x),), sigma, device=self._device))
            # Song et al. 2021 (DDIM), equation 16 at eta = 1: of the noise that is left a part is
            # new, so that no stroke is drawn where the first noise happened to have one.
            new = following * math.sqrt(1 - (following / sigma) ** 2)
            fresh = self._noise(drawn, randomness)
            x = clean + (x - clean) * (following / sigma) ** 2 + new * fresh
            if kept is not None:
                x = torch.lerp(x, drawn + following * noise, kept)
        at = slice(self._margin, -self._margin)
        redrawn: Tensor = x[..., at, at]
        return redrawn

    def _noise(self, pictures: Tensor, generator: torch.Generator) -> Tensor:
        noise = torch.randn(1, *pictures.shape[1:], generator=generator)
        # Both eyes are drawn from the same noise: else each has other colours.
        mirrored = (noise + noise.flip(-1)) / math.sqrt(2)
        return torch.where(self._eyes, mirrored, noise).to(self._device)


def _sigmas(first: float) -> list[float]:
    """How much noise there is before each step, falling; none if there is next to none at all."""
    if first <= _LEAST_NOISE:
        return []
    falls = max(round(math.log(first / _LEAST_NOISE, _FALL)), 1)
    return [first * (_LEAST_NOISE / first) ** (step / falls) for step in range(falls + 1)]


class Redrawer:
    """Redraws avatars of the sizes that there are networks for, and leaves others alone."""

    def __init__(self, networks: Sequence[Denoiser], device: torch.device) -> None:
        """Take networks for drawings of different sizes."""
        self._by_side = {net.spec.resolution: Redrawing(net, device) for net in networks}
        self._device = device

    def redraw(
        self,
        picture: RgbImage,
        *,
        amount: float,
        seed: int = 0,
        within: Within | None = None,
    ) -> RgbImage:
        """Draw an avatar anew.

        Args:
            picture: RGB, uint8, (S, S, 3).
            amount: How freely, 0 (not at all) to 1.
            seed: Of the noise; the same one gives the same strokes.
            within: Where; everywhere for None.

        Returns:
            A picture like it; itself where no network has learned from drawings of its size.

        Raises:
            DeviceMemoryError: The device is too small.
        """
        redrawing = self._by_side.get(picture.shape[0])
        if redrawing is None or amount <= 0:
            return picture
        with memory_guard(self._device):
            drawn = to_tensor(picture, self._device)
            reach = None
            if within is not None:
                reach = torch.from_numpy(within(len(picture)))[None, None].to(self._device)
            return to_rgb_image(redrawing.redraw(drawn, amount=amount, seed=seed, within=reach))


def _eyes(side: int, *, margin: int) -> Tensor:
    """Where the eyes are in pictures of a side with a margin around, bool, (1, 1, H, W)."""
    place = (torch.arange(-margin, side + margin) + 0.5) / side
    down = ((place - _EYES_DOWN) / _EYE_REACH[0]).square()[:, None]
    beside = torch.stack([place - middle for middle in _EYES_ACROSS]).abs().amin(dim=0)
    across = (beside / _EYE_REACH[1]).square()
    return (down + across < 1)[None, None]
