"""Enlarging pictures with super-resolution networks, where there are any."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress
from avatarstudio.nets.carn import Carn, upscale
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.pictures import to_rgb_image, to_tensor

SHOWN_PX = 256
"""Side that every variant has at least: smaller generators are enlarged to it."""


class Enlarger:
    """Enlarges by doublings; without a network it leaves pictures alone."""

    def __init__(self, networks: Sequence[Carn], device: torch.device) -> None:
        """Take networks of different factors.

        Args:
            networks: Each picture goes through the one with the smallest factor that is enough, or
                through the one with the largest, several times.
            device: Where they are.
        """
        self._networks = sorted(networks, key=lambda network: network.spec.scale)
        self._device = device

    def enlarge(
        self,
        picture: RgbImage,
        *,
        at_least_px: int = SHOWN_PX,
        progress: Progress | None = None,
    ) -> RgbImage:
        """Enlarge a picture until its side reaches a wanted one.

        Args:
            picture: RGB, uint8, (S, S, 3).
            at_least_px: Wanted side; the result may be larger, never smaller, unless there is no
                network.
            progress: Hears of every tile and may stop it.

        Returns:
            RGB, uint8, square; the picture itself where it is large enough.

        Raises:
            Cancelled: `progress` asked for it.
            DeviceMemoryError: The device is too small.
        """
        side = picture.shape[0]
        if not self._networks or side >= at_least_px:
            return picture
        scale = 1
        while side * scale < at_least_px:
            scale *= 2
        enough = (network for network in self._networks if network.spec.scale >= scale)
        network = next(enough, self._networks[-1])
        with memory_guard(self._device):
            rgb = to_tensor(picture, self._device)
            return to_rgb_image(upscale(network, rgb, scale=scale, progress=progress))
