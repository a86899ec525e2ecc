"""Short hair: styles give everybody hair to the shoulders, since that is what drawings show.

What hangs beside the face and the neck is cut away along a line from the temples to the jaw that
the avatar itself has. Where a portrait shows hair there, hair stays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from torch import Tensor

from avatarstudio.avatars.colours import under_top
from avatarstudio.avatars.parts import grid, lengths, skin_distance, to_lab
from avatarstudio.core.images import RgbImage

FloatMap = npt.NDArray[np.float32]
"""float32, (S, S)."""

_SMALL = 128
"""Side at which faces and hair are looked for."""

_BESIDE_ROWS, _BESIDE_COLUMNS = (0.62, 0.8), (0.06, 0.28)
"""Where hair hangs beside the neck of a portrait, and as far from the right."""
_SHORT, _LONG = 0.17, 0.26
"""How much of that is person but no skin, and half as much where its colour is not that of the
hair above the face: a scarf, a collar. Of 86 portraits whose hair is clear by eye 55 have short or
tied hair, 40 of them less than the one and 49 less than the other, and of the 31 with long hair 2
and 3. As an AUC it is 0.93; whatever the colour 0.90, without looking at skin 0.88."""
_HAIR = 16.0
"""As near to a tone of that hair, in Lab units, another pixel is hair."""
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
_FINE, _SKIN_ROUND = 384, 0.8
"""Side at which a face's outline is looked for, and the blur of its colours in 128ths of it."""
_STRAND = 8
"""Skin that is narrower than so many pixels there is between strands. A sample photo at rest
flickers 1.2 times as much as its video with it, 3.0 at 5, 1.4 at 7 and 2.3 at 9."""

_TEMPLES, _JAW = 0.44, 0.68
_WIDE, _CLOSE = 0.14, 0.012
"""How far from the face short hair reaches at either height; looked at for twenty people."""
_BARE = 0.09
"""How far from it a bare head does."""
_ABOVE = 0.08
"""How far above the picture the ellipse of a head would close: hair is cut round there, too, or
strays and haze would be left above a step (looked at for twelve people)."""
_LONGER = 0.4
"""How much lower all of that lies at a shortness of next to nothing."""
_NECK = 0.10
"""Half the width of a neck, ..."""
_SHOULDERS, _SLOPE = 0.84, 0.3
"""... and where the shoulders beside it begin and how steeply they fall: there clothes stay."""
_ROUND = 0.018
"""Width of the blur that rounds the line, ..."""
_BEYOND = 8
"""... and the rows above the picture that it reaches."""


def room_for_hair(picture: RgbImage, *, shortness: float, bald: float = 0.0) -> FloatMap | None:
    """What a haircut leaves of an avatar.

    Args:
        picture: RGB, uint8, square, in the portrait framing.
        shortness: Above 0 (to the shoulders) and up to 1 (to the ears).
        bald: How bare the head is, 0 (not) to 1.

    Returns:
        How far inside of the cut each place lies, in sides of the picture, negative where it is cut
        away, (128, 128); None where no face is found to cut around.
    """
    face = find_face(picture)
    if face is None:
        return None
    y, x = _places()
    # Its width as that of an ellipse: a corner's own place trembles on video.
    moments = cv2.moments(face.hull)
    half = 2 * math.sqrt(moments["mu20"] / moments["m00"])
    aside = np.abs(x - moments["m10"] / moments["m00"])
    away = np.minimum(_outside(face.hull), np.maximum(aside - half, y - _CHEEKS))
    top = _TEMPLES + _LONGER * (1 - shortness)
    way = np.clip((y - top) / (_JAW - _TEMPLES), 0, 1)
    wide = _WIDE + bald * (_BARE - _WIDE)
    room = wide + (_CLOSE - wide) * way * way * (3 - 2 * way)
    # Above the temples a head is round.
    up = np.maximum(_TEMPLES - y, 0) / (_TEMPLES + _ABOVE)
    inside = np.where(y < top, (half + wide) * np.sqrt(1 - up * up) - aside, room - away)
    # A turned head is beside its neck.
    beside = np.abs(x - face.middle / 2) - abs(face.middle) / 2 - _NECK
    inside = np.maximum(inside, np.where(y > _CHEEKS, -beside, -1.0))
    inside = np.maximum(inside, y - _SHOULDERS - _SLOPE * np.maximum(beside, 0))
    # Above the picture a head goes on as it does at its edge.
    beyond = inside[0] - np.arange(_BEYOND, 0, -1)[:, None] * (inside[1] - inside[0])
    whole = np.concatenate([beyond, inside]).astype(np.float32)
    rounded = cv2.GaussianBlur(whole, (0, 0), _ROUND * _SMALL)[_BEYOND:]
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
    hair = (person > 0.5) * _hair_by_colour(_small(portrait), np.asarray(person, np.float32))
    top, bottom = (round(share * _SMALL) for share in _BESIDE_ROWS)
    outer, inner = (round(share * _SMALL) for share in _BESIDE_COLUMNS)
    rows = hair[top:bottom]
    left, right = rows[:, outer:inner].mean(), rows[:, _SMALL - inner : _SMALL - outer].mean()
    beside = float(np.sqrt(left * right))  # a shoulder or a hand is on one side only
    return min(max((_LONG - beside) / (_LONG - _SHORT), 0.0), 1.0)


def _hair_by_colour(small: RgbImage, person: FloatMap) -> FloatMap:
    """How much of each pixel may be hair: not skin's colour, rather that above the face."""
    soft = np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.uint8)
    distance, lab = skin_distance(soft), to_lab(soft)
    unlike_skin = np.clip((distance - _SKIN) / _SOFT + 0.5, 0, 1)
    above = lab[(under_top(person) > 0.5) & (distance > _SKIN)]
    like_hair = np.zeros_like(distance)
    for tone in np.array_split(above[np.argsort(above[:, 0])], 3):  # in shadow, lit and between
        if len(tone):
            away = lengths(lab - np.median(tone, axis=0).astype(np.float32))
            like_hair = np.maximum(like_hair, np.clip((_HAIR - away) / _SOFT + 0.5, 0, 1))
    return np.asarray(unlike_skin * (1 + like_hair) / 2, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class FaceOutline:
    """An avatar's face from eyes to chin.

    Attributes:
        hull: Corners of its convex outline, columns from the middle and rows, float32, (N, 2).
        middle: Its middle column, from that of the picture.
    """

    hull: FloatMap
    middle: float

    @property
    def inside(self) -> FloatMap:
        """How far inside of it each place is, negative outside, (128, 128)."""
        return -_outside(self.hull)


def find_face(picture: RgbImage) -> FaceOutline | None:
    """The largest patch of the colour of an avatar's cheeks, made convex; None if there is none.

    Args:
        picture: RGB, uint8, square, in the portrait framing.
    """
    return _face(_small(picture))


def _face(small: RgbImage) -> FaceOutline | None:
    # Looked at between pixels, or on video the outline would jump from one to the next.
    distance = cv2.GaussianBlur(skin_distance(small), (0, 0), _SKIN_ROUND)
    fine = cv2.resize(distance, (_FINE, _FINE), interpolation=cv2.INTER_LINEAR)
    y, x = grid(_FINE)
    x = x - 0.5
    skin = (fine < _SKIN) & (np.abs(x) < _FACE_HALF) & (y > _EYES) & (y < _CHIN)
    strand = np.ones((_STRAND, _STRAND), np.uint8)
    patches = cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, strand)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(patches)
    if count < 2:
        return None
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    if stats[largest, cv2.CC_STAT_AREA] < _LEAST_FACE * _FINE**2:
        return None
    patch = labels == largest
    upper = patch & (y < _CHEEKS)
    if not upper.any():
        return None
    middle = float(np.broadcast_to(x, patch.shape)[upper].mean())
    # A neck and a chest are of the same colour, and narrower or wider than a chin.
    aside, down = np.abs(x - middle), np.maximum(y - _CHEEKS, 0)
    face = patch & ((aside / _FACE_HALF) ** 2 + (down / (_CHIN - _CHEEKS)) ** 2 < 1)
    outlines, _ = cv2.findContours(
        face.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    edge = (np.concatenate(outlines)[:, 0] + 0.5) / _FINE - (0.5, 0.0)
    # Strands and dark glasses may leave less of a face than there is.
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    least = np.stack(
        [
            middle + _LEAST_HALF * np.cos(turn),
            _CHEEKS + (_CHIN - _CHEEKS - 0.04) * np.sin(turn),
        ],
        axis=1,
    )
    hull = cv2.convexHull(np.concatenate([edge, least]).astype(np.float32))[:, 0]
    return FaceOutline(hull=np.asarray(hull, dtype=np.float32), middle=middle)


def _outside(hull: FloatMap) -> FloatMap:
    """How far outside of a convex outline each place is, negative inside of it, (128, 128)."""
    y, x = _places()
    edges = np.roll(hull, -1, axis=0) - hull
    normals = np.stack([edges[:, 1], -edges[:, 0]], axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    away = np.einsum("nc,nc->n", normals, hull - hull.mean(axis=0))
    normals *= np.sign(away)[:, None]
    offsets = np.einsum("nc,nc->n", normals, hull)
    across = normals[:, 0, None, None] * x + normals[:, 1, None, None] * y
    return np.asarray((across - offsets[:, None, None]).max(axis=0), dtype=np.float32)


def _small(picture: RgbImage) -> RgbImage:
    small = cv2.resize(picture, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _places() -> tuple[FloatMap, FloatMap]:
    """Rows (128, 1) from the top and columns (1, 128) from the middle."""
    y, x = grid(_SMALL)
    return y, x - 0.5
