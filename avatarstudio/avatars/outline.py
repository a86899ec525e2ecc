"""The photo's outline: an avatar's hair ends where the person's does, before a calm background.

Styles give everybody the hair of their drawings and draw rings and drops behind it. Both end at
the outline of the human generator's copy of the person.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from avatarstudio.avatars.haircut import room_for_hair
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.matte import broad_background
from avatarstudio.nets.pictures import to_rgb_image, to_tensor

# Lengths are shares of the picture's side; all were looked at for 24 people.
_ROOM, _MORE_ROOM = 0.02, 0.2
"""How far outside of the photo's outline hair may reach, and how much farther at an amount of 0."""
_ROUND = 0.02
"""Width of the blur that takes the steps and specks out of the outline."""
_EDGE = 1 / 160
"""Width of the cut's soft edge."""
_PEN = 0.003
"""Half the width of the line that is drawn along the cut, as drawings have one, ..."""
_INSIDE = 0.0025
"""... and how far inside it lies."""
_INK, _SHADE = 0.75, 0.28
"""How much the line covers, and its lightness beside what is around it."""

_BROAD_PX = 64
"""Side at which broad colours are mixed."""

Cover = npt.NDArray[np.float32]
"""float32, (S, S), values in [0, 1]."""


def keep_outline(
    picture: RgbImage,
    *,
    person: Tensor | None,
    outline: Tensor | None,
    amount: float,
    short_hair: float = 0.0,
) -> RgbImage:
    """Cut an avatar out along an outline and put the broad colours of its background behind it.

    Args:
        picture: RGB, uint8, (S, S, 3).
        person: Where the avatar itself is: its matte, float32, (1, 1, H, H), values in [0, 1].
        outline: The matte of whose outline is kept, likewise.
        amount: How closely, 0 (not at all) to 1.
        short_hair: How short hair is cut besides, 0 (not) to 1.

    Returns:
        The same picture if nothing is to be cut, or if there is no network to see one of them.
    """
    kept = outline if amount > 0 else None
    hair = room_for_hair(picture, shortness=short_hair) if short_hair > 0 else None
    if person is None or (kept is None and hair is None):
        return picture
    side = picture.shape[0]
    inside = np.ones((side, side), dtype=np.float32)
    everyone = _plain(person)
    if kept is not None:
        grown, missing = _grown(kept, _ROOM + _MORE_ROOM * (1 - amount))
        # Beside a straight edge the blurred outline rises by this much over the picture's width.
        slope = 1 / (_ROUND * (2 * np.pi) ** 0.5)
        inside = (_at(grown, side) - 0.5) / slope + missing
        everyone = np.maximum(everyone, grown)
    if hair is not None:
        inside = np.minimum(inside, _at(hair, side))
    shown = np.clip(inside / _EDGE + 0.5, 0, 1)
    own = np.clip(2 * _at(_plain(person), side) - 0.6, 0, 1)
    line = _INK * np.exp(-(((inside - _INSIDE) / _PEN) ** 2)) * own

    small = cv2.resize(picture, (_BROAD_PX, _BROAD_PX), interpolation=cv2.INTER_AREA)
    broad = np.asarray(small, dtype=np.uint8)
    around = cv2.GaussianBlur(broad, (0, 0), _ROUND * _BROAD_PX)
    dark = _SHADE * _at(np.asarray(around, dtype=np.uint8), side)
    behind = _at(_behind(broad, everyone), side)
    drawn = picture + line[..., None] * (dark - picture)
    mixed = behind + shown[..., None] * (drawn - behind)
    return np.asarray(np.rint(mixed).clip(0, 255), dtype=np.uint8)


def _grown(matte: Tensor, room: float) -> tuple[Cover, float]:
    """A round outline that lies some share of the side farther out, but for what is left."""
    small = _plain(matte)
    side = small.shape[0]
    pixels = round(room * side)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * pixels + 1, 2 * pixels + 1))
    grown = cv2.GaussianBlur(cv2.dilate(small, disc), (0, 0), _ROUND * side)
    return np.asarray(grown), room - pixels / side


def _behind(broad: RgbImage, everyone: Cover) -> RgbImage:
    matte = torch.from_numpy(everyone)[None, None]
    return to_rgb_image(broad_background(to_tensor(broad, torch.device("cpu")), matte))


def _plain(matte: Tensor) -> Cover:
    return np.asarray(matte[0, 0].numpy())


def _at(cover: Cover | RgbImage, side: int) -> npt.NDArray[np.float32]:
    """What is known at a small size, (side, side) or (side, side, 3)."""
    large = cv2.resize(cover, (side, side), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large, dtype=np.float32)
