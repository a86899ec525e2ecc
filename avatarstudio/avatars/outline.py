"""The photo's outline: an avatar's hair ends where the person's does, before a calm background.

Styles give everybody the hair of their drawings and draw rings and drops behind it. Both end at
the outline of the human generator's copy of the person. What is redrawn then may stray over that
line by the tip of a strand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from avatarstudio.avatars.bare_head import bare_head
from avatarstudio.avatars.haircut import FloatMap, room_for_hair
from avatarstudio.avatars.mend_hair import mend_hair
from avatarstudio.avatars.parts import grid, lengths, to_lab
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.matte import broad_background
from avatarstudio.nets.pictures import to_rgb_image, to_tensor

# Lengths are shares of the picture's side; all were looked at for 24 people.
_ROOM, _MORE_ROOM = 0.02, 0.2
"""How far outside of the photo's outline hair may reach, and how much farther at an amount of 0."""
_ROUND = 0.02
"""Width of the blur that takes the steps and specks out of the outline."""
_DOME_FROM, _DOME_TOP, _DOME_POWER = 0.26, 0.025, 2.3
"""Row above which heads are round, that at which they close, and the exponent of their
superellipse: a photo's hair often leaves the picture, where a style draws a blur above its own."""
_LOWER = 0.04
"""How much lower bare heads close: there is no hair on them."""
_EDGE = 1 / 160
"""Width of the cut's soft edge."""
_PEN = 0.005
"""Half the width of the line that is drawn along the cut, as drawings have one, ..."""
_INSIDE = 0.004
"""... and how far inside it lies."""
_INK, _SHADE = 0.7, 0.28
"""How much the line covers, and its lightness beside what is around it."""

_DEEP, _STRAY, _FADE = 0.012, 0.024, 0.008
"""From how far inside of the cut all is the avatar's, how far outside a strand may end, and over
what length."""
_LIKE, _UNLIKE = 6.0, 14.0
"""How far, in Lab units, redrawn pixels along the cut are from what is behind when they are that,
and when they are the avatar's: between lie noise and shadows of a network that knew no edge."""
_KEY_ROUND = 0.6 / 256
"""Blur of both the redrawn picture and what is found in it, against specks."""

_MOST_LIGHT = 0.5
"""What a background's values lose of the exponent 1 at the most: half is their square root."""

_BROAD_PX = 64
"""Side at which broad colours are mixed."""

Cover = npt.NDArray[np.float32]
"""float32, (S, S), values in [0, 1]."""


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """An avatar that was cut out along an outline.

    Attributes:
        picture: RGB, uint8, (S, S, 3), before broad colours of its own background.
        cover: How much of each place is the avatar's, of any size.
        inside: How far inside of the cut each place lies, in sides of the picture, near it.
        behind: The colours behind it, RGB, uint8, (64, 64, 3).
        hidden: Where the photo shows the person, so that its colours there are no background's.
    """

    picture: RgbImage
    cover: Cover
    inside: FloatMap
    behind: RgbImage
    hidden: Cover

    def within_reach(self, side: int) -> Cover:
        """Where strands may be drawn anew, up to a little outside of the cut, float32, (S, S)."""
        reach = (_at(self.inside, side) + _STRAY) / _FADE
        return np.asarray(np.clip(reach, 0, 1), dtype=np.float32)

    def with_mended_hair(self) -> Self:
        """The same without pale patches in its hair (`mend_hair`)."""
        inside = _at(self.inside, len(self.picture))
        return replace(self, picture=mend_hair(self.picture, inside))

    def with_bare_head(self, picture: RgbImage, amount: float) -> RgbImage:
        """This one, square and of any size, with skin for hair (`bare_head`)."""
        if amount <= 0:  # live pictures come this way
            return picture
        return bare_head(picture, _at(self.inside, len(picture)), amount)

    def redrawn(self, picture: RgbImage) -> Self:
        """The same with a picture that was drawn anew, whose strands need not keep to the cut.

        Args:
            picture: RGB, uint8, square, of any size.
        """
        side = picture.shape[0]
        inside, behind = _at(self.inside, side), _at(self.behind, side).astype(np.uint8)
        drawn = cv2.GaussianBlur(picture, (0, 0), _KEY_ROUND * side)
        apart = lengths(to_lab(np.asarray(drawn, np.uint8)) - to_lab(behind))
        own = np.clip((apart - _LIKE) / (_UNLIKE - _LIKE), 0, 1)
        own[inside > _DEEP] = 1
        own *= self.within_reach(side)
        cover = cv2.GaussianBlur(own.astype(np.float32), (0, 0), _KEY_ROUND * side)
        return replace(self, picture=picture, cover=np.asarray(cover))

    def before_calm(self, picture: RgbImage, *, light: float = 0.0) -> RgbImage:
        """Put the broad colours of its own background behind the avatar once more.

        Args:
            picture: This one, coloured or enlarged, RGB, uint8, square.
            light: How much lighter they are, 0 (not) to 1.
        """
        side = picture.shape[0]
        wide = cv2.dilate(self.cover, np.ones((5, 5), np.uint8))
        small = cv2.resize(wide, self.hidden.shape, interpolation=cv2.INTER_AREA)
        broad = _behind(_broad(picture), np.maximum(np.asarray(small), self.hidden))
        lit = 255 * (broad.astype(np.float32) / 255) ** np.float32(1 - _MOST_LIGHT * light)
        return _mixed(picture, _at(np.asarray(lit, dtype=np.float32), side), _at(self.cover, side))


def cut_out(
    picture: RgbImage,
    *,
    person: Tensor | None,
    outline: Tensor | None,
    amount: float,
    short_hair: float = 0.0,
    bald: float = 0.0,
) -> Cutout | None:
    """Cut an avatar out along an outline and put the broad colours of its background behind it.

    Args:
        picture: RGB, uint8, (S, S, 3).
        person: Where the avatar itself is: its matte, float32, (1, 1, H, H), values in [0, 1].
        outline: The matte of whose outline is kept, likewise.
        amount: How closely, 0 (not at all) to 1.
        short_hair: How short hair is cut besides, 0 (not) to 1.
        bald: How bare the head is, 0 (not) to 1; whose hair goes, its ends go, too.

    Returns:
        None if nothing is to be cut, or if there is no network to see one of them.
    """
    kept = outline if amount > 0 else None
    shortness = max(short_hair, bald)
    hair = room_for_hair(picture, shortness=shortness, bald=bald) if shortness > 0 else None
    if person is None or (kept is None and hair is None):
        return None
    side = picture.shape[0]
    own = _plain(person)
    inside = np.ones((side, side), dtype=np.float32)
    hidden = np.zeros_like(own)
    if kept is not None:
        hidden, missing = _grown(kept, _ROOM + _MORE_ROOM * (1 - amount))
        # Beside a straight edge the blurred outline rises by this much over the picture's width.
        slope = 1 / (_ROUND * (2 * np.pi) ** 0.5)
        inside = (_at(hidden, side) - 0.5) / slope + missing
    if hair is not None:
        inside = np.minimum(inside, _at(hair, side))
    if kept is not None:
        top = _DOME_TOP + _LOWER * bald - _MORE_ROOM * (1 - amount)
        inside = np.minimum(inside, _under_dome(inside, top))
    broad = _broad(picture)
    behind = _behind(broad, np.maximum(own, hidden))
    around = cv2.GaussianBlur(broad, (0, 0), _ROUND * _BROAD_PX)
    dark = _SHADE * _at(np.asarray(around, dtype=np.uint8), side)
    line = _INK * np.exp(-(((inside - _INSIDE) / _PEN) ** 2))
    line *= np.clip(2 * _at(own, side) - 0.6, 0, 1)
    drawn = picture + line[..., None] * (dark - picture)
    cover = np.clip(inside / _EDGE + 0.5, 0, 1)
    return Cutout(
        picture=_mixed(drawn, _at(behind, side), cover),
        cover=cover,
        inside=inside,
        behind=behind,
        hidden=hidden,
    )


def _under_dome(inside: FloatMap, top: float) -> FloatMap:
    """How far each place lies inside of a crown that goes on roundly from a head's sides.

    Args:
        inside: How far each place lies inside of a cut, (S, S).
        top: Row at which the crown closes.

    Returns:
        (S, S), likewise; 1 where there is no crown to close.
    """
    side = len(inside)
    y, x = grid(side)
    row = inside[round(_DOME_FROM * side)]
    middle = int(np.argmin(np.abs(x[0] - 0.5) + (row <= 0)))
    if row[middle] <= 0:
        return np.ones_like(inside)
    left, right = middle - _reach(row[middle::-1]), middle + _reach(row[middle:])
    half = (right - left) / 2 / side
    height = _DOME_FROM - top
    aside = np.abs(x - (left + right + 1) / 2 / side) / half
    up = np.maximum(_DOME_FROM - y, 0) / height
    away = 1 - (aside**_DOME_POWER + up**_DOME_POWER) ** (1 / _DOME_POWER)
    crown = np.where(y < _DOME_FROM, min(half, height) * away, 1)
    return np.asarray(crown, dtype=np.float32)


def _reach(row: npt.NDArray[np.float32]) -> float:
    """How many pixels beyond its first one, which is, a row is above 0."""
    ends = np.flatnonzero(row <= 0)
    if not len(ends):
        return len(row) - 0.5
    end = int(ends[0])
    return end - float(row[end] / (row[end] - row[end - 1]))


def _mixed(picture: RgbImage | FloatMap, behind: FloatMap, cover: Cover) -> RgbImage:
    mixed = behind + cover[..., None] * (picture - behind)
    return np.asarray(np.rint(mixed).clip(0, 255), dtype=np.uint8)


def _broad(picture: RgbImage) -> RgbImage:
    small = cv2.resize(picture, (_BROAD_PX, _BROAD_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


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
