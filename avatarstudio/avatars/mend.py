"""Mending a face that a style drew, before it is redrawn: both eyes whole, cheeks clean.

Styles blur the eye that is farther away or under hair, and leave marks where a photo has shadows
and folds. A network that knows drawings redraws what it sees, so it would draw those, too.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import torch

from avatarstudio.avatars.parts import FloatImage, ellipse, grid, skin_distance, smooth
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.eyes import EyeFinder

# Places and lengths are shares of the picture's side; all were looked at for forty people.
_EYE = (0.12, 0.103)
"""Half axes, across and down, of what is an eye, ..."""
_EDGE = 0.3
"""... and how much of them its soft edge takes."""
_FAINT, _PALE = 0.8, 0.5
"""From what contrast on, beside the other's, an eye is faint, and how much that counts."""
_LIT = 0.7
"""How much of the other side's light an eye takes on."""
_BRIGHT = 0.75
"""Of an eye's place, this share is darker than its skin."""

_CHEEKS, _CHEEKS_BELOW = (0.19, 0.094), 0.148
_NOSE, _NOSE_BELOW = (0.05, 0.078), 0.1
"""Half axes of what is cleaned, and how far below the eyes that lies."""
_FADE, _AROUND = 0.25, 1.6
"""How much of the half axes an edge takes, and how far around them skin is looked for."""
_MARK, _MARK_SOFT = 6.0, 5.0
"""From where on a colour is none of skin, by `skin_distance`, and over what units."""
_FILL = 4 / 128
"""Width of the blur that mixes skin for what is filled."""

_Map = npt.NDArray[np.float32]
Place = tuple[float, float]


def find_usual_eyes(face: RgbImage) -> EyeFinder:
    """Learn what eyes a style draws from its mean face, which has two.

    Args:
        face: RGB, uint8, (S, S, 3), in the portrait framing.
    """
    faces = torch.from_numpy(np.stack([face, face[:, ::-1]])).permute(0, 3, 1, 2)
    return EyeFinder(faces)


def mend(picture: RgbImage, usual: EyeFinder) -> RgbImage:
    """Give a face the better one of its eyes twice, and clean its cheeks.

    Args:
        picture: RGB, uint8, (S, S, 3), in the portrait framing.
        usual: Knows what the style's eyes look like.

    Returns:
        RGB, uint8, (S, S, 3).
    """
    eyes = usual.find(torch.from_numpy(picture.copy()).permute(2, 0, 1)[None])
    left, right = ((x, y) for x, y in eyes.places[0].tolist())
    strong = _PALE * (eyes.contrast[0] / eyes.contrast.max().clamp_min(1e-6)).clamp_max(_FAINT)
    worth = eyes.likeness[0] + strong
    better, worse = (left, right) if worth[0] >= worth[1] else (right, left)
    even = _with_mirrored(picture, better, worse)
    return _cleaned(even, ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2))


def _with_mirrored(picture: RgbImage, source: Place, target: Place) -> RgbImage:
    """A picture with the mirror image of one eye in place of another."""
    side = len(picture)
    y, x = grid(side)
    across = side * (source[0] + target[0] - x) - 0.5 + 0 * y
    down = side * (y + source[1] - target[1]) - 0.5 + 0 * x
    mirrored = cv2.remap(
        picture.astype(np.float32),
        across.astype(np.float32),
        down.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    there, here = ellipse(side, source, _EYE), ellipse(side, target, _EYE)
    there, here = ((1 - away) / _EDGE for away in (there, here))
    mirrored = mirrored + _LIT * (_bright(picture, here) - _bright(picture, there))
    cover = smooth(here)[..., None]
    return np.asarray(np.rint(picture + cover * (mirrored - picture)).clip(0, 255), np.uint8)


def _bright(picture: RgbImage, where: _Map) -> npt.NDArray[np.float64]:
    """The mean of the brightest colours of an eye's place, which are skin, (3,)."""
    colours = picture[where > 0.3].astype(np.float64)
    light = colours.mean(axis=1)
    return np.asarray(colours[light >= np.quantile(light, _BRIGHT)].mean(axis=0))


def _cleaned(picture: RgbImage, between: Place) -> RgbImage:
    """A picture with skin in place of marks on cheeks and nose, below the middle of its eyes."""
    side = len(picture)
    x, y = between
    cheeks = ellipse(side, (x, y + _CHEEKS_BELOW), _CHEEKS)
    nose = ellipse(side, (x, y + _NOSE_BELOW), _NOSE)
    where = np.clip((1 - np.minimum(cheeks, nose)) / _FADE, 0, 1)
    mark = np.clip((skin_distance(picture) - _MARK) / _MARK_SOFT, 0, 1)
    skin = (1 - mark) * np.clip((_AROUND - cheeks) / _FADE, 0, 1)
    broad = _blurred(picture * skin[..., None], _FILL * side)
    broad /= _blurred(skin, _FILL * side)[..., None] + 1e-3
    grown = cv2.dilate(mark, np.ones((3, 3), np.uint8))
    cover = (where * _blurred(np.asarray(grown), 0.7 * side / 128))[..., None]
    return np.asarray(np.rint(picture + cover * (broad - picture)).clip(0, 255), np.uint8)


def _blurred(values: FloatImage | _Map, width: float) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values.astype(np.float32), (0, 0), width), np.float32)
