"""The shape of a face: smaller eyes and a stronger jaw than styles give everybody.

Drawings that styles learn from show girls, so men get a girl's eyes and chin. A style's picture is
warped before it is cut and redrawn, and what the warp blurs is drawn anew.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.avatars.parts import grid, smooth
from avatarstudio.core.images import RgbImage

# Places and lengths are shares of the picture's side; all were looked at for 32 people.
_EYES_ACROSS, _EYES_DOWN = (0.37, 0.63), 0.5
_EYE_HALF = (0.13, 0.11)
"""Where avatars have their eyes, and half axes, across and down, of what moves around each."""
_SMALLER, _NARROWER = 0.28, 0.11
"""How much lower and narrower eyes become at the most."""
_WIDER, _LONGER = 0.15, 0.02
"""How much wider a jaw becomes, as a share of its width, and how much lower a chin lies."""
_JAW_FROM, _CHEEK, _NECK, _BELOW = 0.52, 0.66, 0.76, 0.86
"""Rows from which a jaw widens, where it does so wholly, and where that ends again."""
_HEAD_HALF, _CHIN_HALF = 0.42, 0.3
"""How far from the middle a jaw and a chin reach, whatever hair is beside them."""

_Map = npt.NDArray[np.float32]


def reshape(picture: RgbImage, *, small_eyes: float, strong_jaw: float) -> RgbImage:
    """Give an avatar's face another shape.

    Args:
        picture: RGB, uint8, (S, S, 3), in the portrait framing.
        small_eyes: How much smaller eyes are, 0 (as drawn) to 1.
        strong_jaw: How much wider the jaw is, 0 (as drawn) to 1.

    Returns:
        RGB, uint8, (S, S, 3); the picture itself where nothing is asked for.
    """
    if small_eyes == 0 and strong_jaw == 0:
        return picture
    side = len(picture)
    y, x = grid(side)
    eyes, jaw, chin = _weights(side)
    # Where each place of the result lay before.
    across = np.array(x - strong_jaw * _WIDER * jaw * (x - 0.5), dtype=np.float32)
    down = np.array(y - strong_jaw * _LONGER * chin, dtype=np.float32)
    for middle, near in zip(_EYES_ACROSS, eyes, strict=True):
        down += (y - _EYES_DOWN) * (1 / (1 - small_eyes * _SMALLER * near) - 1)
        across += (x - middle) * (1 / (1 - small_eyes * _NARROWER * near) - 1)
    warped = cv2.remap(
        picture,
        side * across - np.float32(0.5),
        side * down - np.float32(0.5),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REFLECT,
    )
    return np.asarray(warped, dtype=np.uint8)


@functools.lru_cache(maxsize=2)
def _weights(side: int) -> tuple[tuple[_Map, ...], _Map, _Map]:
    """How much each place goes with each eye, the jaw and the chin, (side, side), in [0, 1]."""
    y, x = grid(side)
    eyes = tuple(
        smooth(1 - ((x - middle) / _EYE_HALF[0]) ** 2 - ((y - _EYES_DOWN) / _EYE_HALF[1]) ** 2)
        for middle in _EYES_ACROSS
    )
    rows = smooth((y - _JAW_FROM) / (_CHEEK - _JAW_FROM)) * smooth((_BELOW - y) / (_BELOW - _NECK))
    jaw = rows * np.clip(1 - ((x - 0.5) / _HEAD_HALF) ** 2, 0, 1)
    chin = smooth((y - 0.55) / 0.25) * smooth((0.98 - y) / 0.14)
    chin = chin * np.clip(1 - ((x - 0.5) / _CHIN_HALF) ** 2, 0, 1)
    return eyes, np.asarray(jaw), np.asarray(chin)
