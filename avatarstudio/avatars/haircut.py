"""Short hair: styles give everybody hair to the shoulders, since that is what drawings show.

What hangs beside the face and the neck is cut away along a line from the temples to the jaw that
the avatar itself has. Where a portrait shows hair there, hair stays.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from torch import Tensor

from avatarstudio.avatars.colours import grid, skin_distance
from avatarstudio.core.images import RgbImage

FloatMap = npt.NDArray[np.float32]
"""float32, (S, S)."""

_SMALL = 128
"""Side at which faces and hair are looked for."""

_BESIDE_ROWS, _BESIDE_COLUMNS = (0.62, 0.8), (0.06, 0.28)
"""Where hair hangs beside the neck of a portrait, and as far from the right."""
_SHORT, _LONG = 0.25, 0.35
"""How much of that is person but no skin. Of 86 portraits whose hair is clear by eye 55 have short
or tied hair, 39 of them less than the one and 46 less than the other, and of the 31 with long hair
2 and 4. As an AUC it is 0.90, without looking at skin 0.88."""
_SOFT = 8.0
"""Over so many units of `skin_distance` skin becomes hair."""

# Places and lengths are shares of the picture's side.
_SKIN = 14.0
"""Skin is nearer than this to the cheeks, in the units of `skin_distance`."""
_EYES, _CHEEKS, _CHIN = 0.4, 0.56, 0.8
_FACE_HALF = 0.3
"""Rows of an avatar's face, and how far it may reach to either side."""
_LEAST_FACE = 0.03
"""Share of the picture that a face has at least; what is smaller is a patch between strands."""

_LEAST_HALF = 0.15
"""Half the width that every face fills."""

_TEMPLES, _JAW = 0.36, 0.66
_WIDE, _CLOSE = 0.17, 0.012
"""How far from the face short hair reaches at either height; looked at for twenty people."""
_ABOVE = 0.04
"""How far above the picture the ellipse of a head would close: hair is cut round there, too, or
strays and haze would be left above a step (looked at for six people)."""
_LONGER = 0.4
"""How much lower all of that lies at a shortness of next to nothing."""
_NECK = 0.10
"""Half the width of a neck, ..."""
_SHOULDERS, _SLOPE = 0.84, 0.3
"""... and where the shoulders beside it begin and how steeply they fall: there clothes stay."""
_ROUND = 0.018
"""Width of the blur that rounds the line."""


def room_for_hair(picture: RgbImage, *, shortness: float) -> FloatMap | None:
    """What a haircut leaves of an avatar.

    Args:
        picture: RGB, uint8, square, in the portrait framing.
        shortness: Above 0 (to the shoulders) and up to 1 (to the ears).

    Returns:
        How far inside of the cut each place lies, in sides of the picture, negative where it is cut
        away, (128, 128); None where no face is found to cut around.
    """
    found = _face(_small(picture))
    if found is None:
        return None
    face, middle = found
    first, last = np.nonzero(face.any(axis=0))[0][[0, -1]]
    face[: round(_CHEEKS * _SMALL), first : last + 1] = 1
    away = cv2.distanceTransform(1 - face, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) / _SMALL
    y, x = _places()
    top = _TEMPLES + _LONGER * (1 - shortness)
    way = np.clip((y - top) / (_JAW - _TEMPLES), 0, 1)
    room = _WIDE + (_CLOSE - _WIDE) * way * way * (3 - 2 * way)
    # Above the temples a head is round.
    up = np.maximum(_TEMPLES - y, 0) / (_TEMPLES + _ABOVE)
    half, centre = (last + 1 - first) / 2 / _SMALL, (first + last + 1) / 2 / _SMALL - 0.5
    crown = (half + _WIDE) * np.sqrt(1 - up * up) - np.abs(x - centre)
    inside = np.where(y < top, crown, room - away)
    # A turned head is beside its neck.
    beside = np.abs(x - middle / 2) - abs(middle) / 2 - _NECK
    inside = np.maximum(inside, np.where(y > _CHEEKS, -beside, -1.0))
    inside = np.maximum(inside, y - _SHOULDERS - _SLOPE * np.maximum(beside, 0))
    rounded = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), _ROUND * _SMALL)
    return np.asarray(rounded, dtype=np.float32)


def read_short_hair(portrait: RgbImage, matte: Tensor | None) -> float:
    """How short hair is to be cut to be like a person's.

    Args:
        portrait: RGB, uint8, (S, S, 3), aligned.
        matte: Of the person, float32, (1, 1, H, H), values in [0, 1]; None where nothing finds it.

    Returns:
        1 for hair that ends above the jaw or is tied, 0 for hair to the shoulders and without a
        matte; between for what can be seen as either, so that video does not flicker.
    """
    if matte is None:
        return 0.0
    person = np.asarray(matte[0, 0].numpy())
    person = cv2.resize(person, (_SMALL, _SMALL), interpolation=cv2.INTER_LINEAR)
    unlike_skin = np.clip((skin_distance(_small(portrait)) - _SKIN) / _SOFT + 0.5, 0, 1)
    hair = (person > 0.5) * unlike_skin
    top, bottom = (round(share * _SMALL) for share in _BESIDE_ROWS)
    outer, inner = (round(share * _SMALL) for share in _BESIDE_COLUMNS)
    rows = hair[top:bottom]
    left, right = rows[:, outer:inner].mean(), rows[:, _SMALL - inner : _SMALL - outer].mean()
    beside = float(np.sqrt(left * right))  # a shoulder or a hand is on one side only
    return min(max((_LONG - beside) / (_LONG - _SHORT), 0.0), 1.0)


def _face(small: RgbImage) -> tuple[npt.NDArray[np.uint8], float] | None:
    """The face from eyes to chin without gaps, 1 inside, (128, 128), and its middle column."""
    y, x = _places()
    skin = (skin_distance(small) < _SKIN) & (np.abs(x) < _FACE_HALF) & (y > _EYES) & (y < _CHIN)
    patches = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(patches)
    if count < 2:
        return None
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    if stats[largest, cv2.CC_STAT_AREA] < _LEAST_FACE * _SMALL**2:
        return None
    patch = labels == largest
    upper = patch & (y < _CHEEKS)
    if not upper.any():
        return None
    middle = float(np.broadcast_to(x, patch.shape)[upper].mean())
    aside, down = np.abs(x - middle), np.maximum(y - _CHEEKS, 0)
    # A neck and a chest are of the same colour, and narrower or wider than a chin.
    widest = (aside / _FACE_HALF) ** 2 + (down / (_CHIN - _CHEEKS)) ** 2 < 1
    # Strands and dark glasses may leave less of a face than there is.
    least = (aside / _LEAST_HALF) ** 2 + ((y - _CHEEKS) / (_CHIN - _CHEEKS - 0.04)) ** 2 < 1
    points = np.argwhere((patch & widest) | least)[:, ::-1].astype(np.int32)
    face = np.zeros((_SMALL, _SMALL), np.uint8)
    cv2.fillConvexPoly(face, cv2.convexHull(points), 1)
    return face, middle


def _small(picture: RgbImage) -> RgbImage:
    small = cv2.resize(picture, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _places() -> tuple[FloatMap, FloatMap]:
    """Rows (128, 1) from the top and columns (1, 128) from the middle."""
    y, x = grid(_SMALL)
    return y, x - 0.5
