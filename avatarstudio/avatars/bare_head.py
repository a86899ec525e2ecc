"""Bare heads: no drawing that styles learn from shows one, so skin is painted over the hair.

It is painted before an avatar is redrawn, which rounds what is left of a fringe, and once more in
its last colours.
"""

from __future__ import annotations

import numpy as np

from avatarstudio.avatars.haircut import FloatMap
from avatarstudio.avatars.parts import CHEEKS, ellipse, from_lab, grid, median_of, to_lab
from avatarstudio.core.images import RgbImage

# Places and lengths are shares of the picture's side; all were looked at for ten people.
_EYES_ACROSS, _EYES_DOWN = (0.37, 0.63), 0.48
_EYE, _EYE_EDGE = (0.125, 0.085), 0.25
"""Where avatars have eyes and brows, half axes, across and down, of what is left of them, and how
much of those their soft edge takes."""
_DOWN_TO, _FADE = 0.6, 0.04
"""Row above which a head is bare, and over what it ends."""
_LINE = 0.006
"""How far inside of the outline its line is left."""
_SHADE, _ROUND = 4.0, 0.03
"""How much darker skin is along the outline (L*), and how far from it."""
_SHINE, _SHINE_AT, _SHINE_SIZE = 2.0, (0.45, 0.17), (0.1, 0.05)
"""How much lighter it is above the forehead, where, and how wide and high that is."""


def bare_head(picture: RgbImage, inside: FloatMap, amount: float) -> RgbImage:
    """Paint skin over an avatar's hair.

    Args:
        picture: RGB, uint8, (S, S, 3), in the portrait framing.
        inside: How far inside of its outline each place lies, in sides of the picture, (S, S).
        amount: How much of the hair goes, 0 (nothing) to 1.

    Returns:
        RGB, uint8, (S, S, 3); the picture itself where nothing goes.
    """
    if amount <= 0:
        return picture
    lab, side = to_lab(picture), len(picture)
    y, x = grid(side)
    cover = np.clip((_DOWN_TO - y) / _FADE + 0.5, 0, 1) * np.clip(inside / _LINE, 0, 1)
    for middle in _EYES_ACROSS:
        away = ellipse(side, (middle, _EYES_DOWN), _EYE)
        cover = cover * np.clip((away - 1) / _EYE_EDGE + 1, 0, 1)
    (across, down), (wide, high) = _SHINE_AT, _SHINE_SIZE
    skin = np.broadcast_to(median_of(lab, CHEEKS), lab.shape).copy()
    skin[..., 0] -= _SHADE * np.exp(-np.maximum(inside, 0) / _ROUND)
    skin[..., 0] += _SHINE * np.exp(-(((x - across) / wide) ** 2) - ((y - down) / high) ** 2)
    return from_lab(lab + amount * cover[..., None] * (skin - lab))
