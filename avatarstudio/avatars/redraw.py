"""Redrawing: an avatar's lines as drawings have them.

SDEdit (Meng et al. 2022): so much noise is put over an avatar that loops and blots drown in it and
face and hair are still seen. A network that knows drawings takes it out again, step by step.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.core.images import RgbImage
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.pictures import to_rgb_image, to_tensor

_LEAST_NOISE = 0.03
_FALL = 2.7
"""About how many times less noise each step leaves: four steps from 0.6. From 6 and 12 nobody can
tell the pictures (KD-judge 0.225, 0.221 and 0.218)."""

_FACE_NOISE = 0.15
"""Most noise over eyes, nose and mouth, where a stroke more is another person. With as much as over
hair a drawing's finder misses eyes of two more among 100 people."""
_FACE_AT, _FACE_REACH, _FACE_SOFT = (0.56, 0.5), (0.30, 0.27), 0.16
"""Middle and half axes, down and across, of the ellipse where portraits are aligned to have them,
in sides of the picture, and its soft edge in half axes; looked at for 18 people."""


class Redrawing:
    """Redraws pictures of the one size that its network learned from."""

    def __init__(self, network: Denoiser, device: torch.device) -> None:
        """Hold a network that lies on the device."""
        self._network = network
        self._device = device
        # Beyond its pictures a network sees zeros and leaves noise along their edges, so it
        # gets them with a margin.
        self._margin = network.spec.multiple // 2
        # Always the same noise, so that neighbouring looks are drawn alike.
        self._noise = self.draw_noise(1, generator=torch.Generator().manual_seed(0))
        self._face = F.pad(_face(network.spec.resolution), (self._margin,) * 4).to(device)

    def draw_noise(self, count: int, *, generator: torch.Generator) -> Tensor:
        """Noise of unit variance for pictures to be redrawn from."""
        side = self._network.spec.resolution + 2 * self._margin
        return torch.randn(count, 3, side, side, generator=generator).to(self._device)

    @torch.no_grad()
    def redraw(self, pictures: Tensor, *, amount: float, noise: Tensor | None = None) -> Tensor:
        """Draw pictures anew.

        Args:
            pictures: float32, (B, 3, S, S), values in [-1, 1]; S is the network's resolution.
            amount: How freely, 0 (not at all) to 1.
            noise: What `draw_noise` gave for as many; None takes the same noise for all, each time.

        Returns:
            Pictures like them, about [-1, 1]; themselves where there is next to no noise.
        """
        first = amount * self._network.spec.sigma_max
        if first <= _LEAST_NOISE:
            return pictures
        falls = max(round(math.log(first / _LEAST_NOISE, _FALL)), 1)
        sigmas = [first * (_LEAST_NOISE / first) ** (step / falls) for step in range(falls + 1)]
        drawn = F.pad(pictures, (self._margin,) * 4, mode="reflect")
        noise = self._noise if noise is None else noise
        x = drawn + first * noise
        for sigma, following in itertools.pairwise([*sigmas, 0.0]):
            # Euler's step of Karras et al. 2022, algorithm 1; the last one ends at the mean.
            clean = self._network(x, torch.full((len(x),), sigma, device=self._device))
            x = clean + (x - clean) * (following / sigma)
            if sigma > _FACE_NOISE:
                x = torch.lerp(x, drawn + following * noise, self._face)
        within = slice(self._margin, -self._margin)
        redrawn: Tensor = x[..., within, within]
        return redrawn


class Redrawer:
    """Redraws avatars of the sizes that there are networks for, and leaves others alone."""

    def __init__(self, networks: Sequence[Denoiser], device: torch.device) -> None:
        """Take networks for drawings of different sizes."""
        self._by_side = {net.spec.resolution: Redrawing(net, device) for net in networks}
        self._device = device

    def redraw(self, picture: RgbImage, *, amount: float) -> RgbImage:
        """Draw an avatar anew.

        Args:
            picture: RGB, uint8, (S, S, 3).
            amount: How freely, 0 (not at all) to 1.

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
            return to_rgb_image(redrawing.redraw(drawn, amount=amount))


def _face(side: int) -> Tensor:
    """Where eyes, nose and mouth are, float32, (1, 1, side, side), values in [0, 1]."""
    place = (torch.arange(side) + 0.5) / side
    down, across = ((place - m) / r for m, r in zip(_FACE_AT, _FACE_REACH, strict=True))
    distance = (down.square()[:, None] + across.square()).sqrt()
    return (0.5 + (1 - distance) / (2 * _FACE_SOFT)).clamp(0, 1)[None, None]
