"""Backgrounds: cutting head and shoulders out of an avatar, smoothing what is behind a portrait."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.avatars.grabcut import Seeds, grab_cut, shrunk
from avatarstudio.core.errors import UsageError, WeightsError
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.matte import (
    MatteNet,
    find_matte,
    guided_filter,
    person_colours,
    smooth_background,
)
from avatarstudio.nets.pictures import to_rgb_image, to_tensor
from avatarstudio.nets.weights import load_matte_net

log = logging.getLogger(__name__)

Matte = npt.NDArray[np.uint8]
"""Opacity, uint8, (H, W): 0 background, 255 person."""

_CUT_PX = 160
"""Side at which colours are compared: hair is still there, and four times the pixels took 0.2 s."""
_ITERATIONS = 3
_SURE = 0.92
"""What the network says is taken as it is from here on, and from as near to 0; colours decide the
rest. By eye on 60 pictures."""
_EDGE_PX = 512
"""Largest side at which the edge is drawn along the hair; above, it is enlarged."""
_CPU = torch.device("cpu")
"""One picture takes less time there than its way to another device."""

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind a cut-out person.

    Attributes:
        top: Colour at the upper edge.
        bottom: Colour at the lower edge.
    """

    top: Colour
    bottom: Colour

    def paint(self, size_px: int) -> RgbImage:
        """A square of it, RGB, uint8, (size_px, size_px, 3)."""
        share = np.linspace(0, 1, size_px)[:, None]
        rows = np.array(self.top) * (1 - share) + np.array(self.bottom) * share
        picture = np.repeat(np.rint(rows)[:, None], size_px, axis=1)
        return picture.astype(np.uint8)


def parse_background(text: str) -> Backdrop | str | None:
    """Read a background option.

    Args:
        text: `photo`, `transparent`, `#rrggbb`, or `#rrggbb-#rrggbb` for a gradient downwards.

    Returns:
        `"photo"` for the picture's own, None for transparent, or what stands behind.

    Raises:
        UsageError: It is none of these.
    """
    if text == "photo":
        return "photo"
    if text == "transparent":
        return None
    match = re.fullmatch(r"#([0-9a-fA-F]{6})(?:-#([0-9a-fA-F]{6}))?", text)
    if match is None:
        raise UsageError(
            f"“{text}” is no background; use photo, transparent, a colour like #3366cc or two "
            "like #3366cc-#ffffff."
        )
    top = _colour(match[1])
    return Backdrop(top=top, bottom=_colour(match[2]) if match[2] else top)


def _colour(digits: str) -> Colour:
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


class Cutter:
    """Cuts people out.

    The mask network says where head and shoulders are, GrabCut finds the edge between what is sure,
    and a guided filter lets the edge follow the hair. Without a network, the framing that all
    portraits share takes its place.
    """

    def __init__(self, network: MatteNet | None) -> None:
        self._network = network

    @torch.no_grad()
    def find_matte(self, picture: RgbImage) -> Matte:
        """Separate head and shoulders from the background.

        Args:
            picture: RGB, uint8, (H, W, 3), in the portrait framing.
        """
        height, width = picture.shape[:2]
        small = _resized(picture, _CUT_PX, _CUT_PX)
        cut = grab_cut(small, self._seeds(small), iterations=_ITERATIONS)
        rough = torch.from_numpy(cut.astype(np.float32))[None, None]
        share = min(1.0, _EDGE_PX / max(height, width))
        shown = _resized(picture, max(round(width * share), 1), max(round(height * share), 1))
        rough = _enlarged(rough, *shown.shape[:2])
        radius = max(max(shown.shape) // 64, 1)
        guide = to_tensor(shown, _CPU)
        matte = guided_filter(guide, rough, radius=radius, smoothness=4e-3)
        large = _enlarged(matte, height, width)[0, 0].numpy()
        return np.asarray(np.rint(large * 255), dtype=np.uint8)

    @torch.no_grad()
    def rough_matte(self, picture: RgbImage) -> Tensor | None:
        """What the network alone says: `find_matte` without hair's edges, in a quarter of its time.

        Args:
            picture: RGB, uint8, (S, S, 3), in the portrait framing.

        Returns:
            float32, (1, 1, MATTE_PX, MATTE_PX), values in [0, 1]; None without a network.
        """
        if self._network is None:
            return None
        return find_matte(self._network, to_tensor(picture, _CPU))

    @torch.no_grad()
    def smooth_background(self, picture: RgbImage, matte: Tensor | None) -> Tensor:
        """Leave only broad colours behind the person, as generators know it.

        Args:
            picture: RGB, uint8, (S, S, 3), in the portrait framing.
            matte: What `rough_matte` gave for it.

        Returns:
            float32, (1, 3, S, S), values in [-1, 1], on the CPU; without a matte, the picture.
        """
        rgb = to_tensor(picture, _CPU)
        return rgb if matte is None else smooth_background(rgb, matte)

    def _seeds(self, small: RgbImage) -> Seeds:
        size = small.shape[0]
        if self._network is None:
            return Seeds.of_framing(size)
        matte = find_matte(self._network, to_tensor(small, _CPU))
        found = _enlarged(matte, size, size)[0, 0].numpy()
        return Seeds(
            background=shrunk(found < 1 - _SURE, 1),
            person=shrunk(found > _SURE, 1),
            guess=found > 0.5,
        )


def load_cutter(catalog: Catalog) -> Cutter:
    """Load what cuts people out; without a usable mask network, the framing has to do."""
    cards = catalog.of_kind(ModelKind.MASK)
    try:
        return Cutter(load_matte_net(cards[0], _CPU) if cards else None)
    except WeightsError as error:
        log.warning("people are cut out without the mask network: %s", error)
        return Cutter(None)


def clean_colours(picture: RgbImage, matte: Matte) -> RgbImage:
    """Take the old background's colour out of half-covered pixels, so that no halo is left.

    Args:
        picture: RGB, uint8, (H, W, 3).
        matte: Of that picture.
    """
    opacity = torch.from_numpy(matte.astype(np.float32) / 255)[None, None]
    radius = max(max(matte.shape) // 32, 1)
    return to_rgb_image(person_colours(to_tensor(picture, _CPU), opacity, radius=radius))


def _resized(picture: RgbImage, width: int, height: int) -> RgbImage:
    if picture.shape[:2] == (height, width):
        return picture
    return np.asarray(
        cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8
    )


def _enlarged(matte: Tensor, height: int, width: int) -> Tensor:
    """Bring (1, 1, H, W) in [0, 1] to another size."""
    return F.interpolate(matte, size=(height, width), mode="bicubic").clamp(0, 1)
