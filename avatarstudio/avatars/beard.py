"""Beards: drawn along an avatar's jaw in the colour of its hair.

No drawing that styles learn from has one, so styles draw everybody shaven. Along the outline of the
avatar's own face another pen draws what drawings of bearded men show: one tone, with tips of
strands that fade toward the cheeks.
"""

from __future__ import annotations

import cv2
import numpy as np

from avatarstudio.avatars.haircut import FaceOutline, FloatMap, find_face
from avatarstudio.avatars.parts import distance_to_cheeks, find_crown, grid, to_lab
from avatarstudio.core.images import RgbImage

# Places and lengths are shares of the picture's side; all were looked at for 24 bearded people.
_FROM, _OVER = 0.57, 0.04
"""From which row on a beard grows, and over how many it begins."""
_LEAST, _MOST, _LOW = 0.014, 0.085, 0.17
"""How far from the jaw's edge it reaches at the temples and at a chin that lies so much lower."""
_STRANDS, _TIP = (11, 29), 0.004
"""Strands in half a turn around the middle of the face, large and small, and how far their tips
reach."""
_MIDDLE = 0.62
"""Row around which strands turn."""
_CHIN, _CHIN_HALF = 0.79, (0.085, 0.055)
"""Where the chin's own patch is, below all mouths, and its half axes, across and down."""
_OUTSIDE = 0.012
"""How far it reaches beyond the face's edge."""
_THIN, _SHADOW = 0.55, 0.4
"""How far the thinnest beard reaches beside the fullest, and the amount below which skin shines
through: on video a beard that is seen or not fades."""
_SHADE, _BRIGHTEST = 0.8, 115.0
"""Its values beside those of the hair, and their mean at most: on fair skin a fair one is not seen,
and what is under a cap is seldom as pale as the cap."""
_FADE = 0.014
"""Over what length it grows dense."""
_SKIN, _SOFT, _ROUND = 16.0, 8.0, 0.006
"""Up to what `skin_distance` it grows, over how many units that ends, and the blur of it."""


def draw_beard(picture: RgbImage, amount: float, *, within: FloatMap | None = None) -> RgbImage:
    """Draw a beard.

    Args:
        picture: An avatar, RGB, uint8, (S, S, 3), in the portrait framing.
        amount: How full, 0 (none) to 1.
        within: How much of each place is the avatar's, of any size, values in [0, 1]; without it
            what is behind is told from a face by its colour alone.

    Returns:
        RGB, uint8, (S, S, 3); the picture itself where no face or no hair is found.
    """
    if amount <= 0:
        return picture
    drawn, side = to_lab(picture), len(picture)
    distance = distance_to_cheeks(drawn)
    face, crown = find_face(picture), find_crown(drawn, distance)
    if face is None or crown is None:
        return picture
    hair = np.rint(255 * cv2.cvtColor(crown[0].reshape(1, 1, 3), cv2.COLOR_LAB2RGB)[0, 0])
    inside = _grown(face, side, amount)
    # A face is convex here and may reach over hair and what is behind.
    skin = np.clip((_SKIN - distance) / _SOFT + 0.5, 0, 1)
    skin = np.asarray(cv2.GaussianBlur(skin, (0, 0), _ROUND * side))
    cover = np.clip(inside / _FADE, 0, 1) * np.clip(3 * skin - 0.5, 0, 1)
    cover *= min(amount / _SHADOW, 1.0)
    if within is not None:
        cover *= np.asarray(cv2.resize(within, (side, side)))
    tone = hair * min(_SHADE, _BRIGHTEST / max(float(hair.mean()), 1.0))
    bearded = picture + cover[..., None] * (tone - picture)
    return np.asarray(np.rint(bearded).clip(0, 255), dtype=np.uint8)


def _grown(face: FaceOutline, side: int, amount: float) -> FloatMap:
    """How far inside of a beard each place lies, negative outside, (side, side)."""
    y, x = grid(side)
    x = x - 0.5 - face.middle
    depth = np.asarray(cv2.resize(face.inside, (side, side), interpolation=cv2.INTER_CUBIC))
    full = _THIN + (1 - _THIN) * amount
    lower = np.clip((y - _FROM) / _LOW, 0, 1)
    turn = np.arctan2(y - _MIDDLE, x) / np.pi
    tips = sum(4 * np.abs(turn * count % 1 - 0.5) - 1 for count in _STRANDS)
    strand = _TIP * tips * np.clip((y - _MIDDLE) / _OVER, 0, 1)
    width = full * (_LEAST + (_MOST - _LEAST) * lower**1.3) + strand
    # Above, the width falls below nothing.
    width = width - 2 * _MOST * np.clip((_FROM + _OVER - y) / _OVER, 0, 1)
    grown = np.maximum(width - depth, full * _ellipse(x, y - _CHIN, _CHIN_HALF))
    return np.asarray(np.minimum(grown, depth + _OUTSIDE), dtype=np.float32)


def _ellipse(x: FloatMap, y: FloatMap, half: tuple[float, float]) -> FloatMap:
    """About how far inside of an ellipse around the origin each place lies."""
    return np.asarray((1 - np.hypot(x / half[0], y / half[1])) * min(half), dtype=np.float32)
