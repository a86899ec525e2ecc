"""The parts of an avatar, told by their colours and places: skin, hair, and what else there is."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.core.images import RgbImage

FloatImage = npt.NDArray[np.float32]
"""float32, (H, W, 3)."""

Box = tuple[tuple[float, float], tuple[float, float]]
"""First and last row and column, as shares of the side."""

CHEEKS: Box = ((0.56, 0.68), (0.36, 0.64))
"""Where an aligned face shows cheeks and nose."""

_LIKE_CHEEKS, _LIKE_CHEEKS_BELOW = 13.0, 9.0
"""How far from the cheeks' colour skin still is, in Lab units with lightness counted less, on the
face and below the chin, where a shirt may be nearly as pale."""
_UNLIKE_CHEEKS = 12.0
"""Hair of an avatar is farther than this from them, where it counts more."""
_CROWN_ROWS, _CROWN_HALF, _LEAST_CROWN = (0.08, 0.34), 0.25, 0.1
"""Where avatars have hair, to either side of the middle, and how much of that is hair at least."""
_LIKE_CROWN = 16.0
"""How far from the crown's colour hair still is."""

_RIM = 0.016
"""Width of the outline's edge, in sides of the picture."""
_SKIN_EDGE = 0.6 / 128
"""Blur of the skin's edge, in sides of the picture: as soft as the lines that it must not cross."""


def to_lab(picture: RgbImage) -> FloatImage:
    """L*, a* and b* of each pixel of a picture, float32, (H, W, 3)."""
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, dtype=np.float32)


def from_lab(lab: FloatImage) -> RgbImage:
    """The picture of such colours, RGB, uint8, (H, W, 3); what no screen shows is clipped."""
    rgb = cv2.cvtColor(np.asarray(lab, dtype=np.float32), cv2.COLOR_LAB2RGB)
    return np.asarray(np.clip(rgb, 0, 1) * 255 + 0.5, dtype=np.uint8)


def lengths(colours: FloatImage) -> npt.NDArray[np.float32]:
    """Euclidean lengths of (H, W, C), float32, (H, W); `numpy.linalg.norm` takes thrice as long."""
    return np.asarray(np.sqrt(np.einsum("hwc,hwc->hw", colours, colours)), dtype=np.float32)


def grid(side: int) -> tuple[FloatImage, FloatImage]:
    """Rows (side, 1) and columns (1, side) of pixels' middles, float32, as shares of the side."""
    places = ((np.arange(side) + 0.5) / side).astype(np.float32)
    return places[:, None], places[None]


def ellipse(
    side: int, middle: tuple[float, float], half_axes: tuple[float, float]
) -> npt.NDArray[np.float32]:
    """How far from the middle of an ellipse each place is, 1 on its line, float32, (side, side).

    Args:
        side: Of the picture, in pixels.
        middle: Across and down, as shares of the side; so the half axes.
        half_axes: How far it reaches.
    """
    y, x = grid(side)
    across, down = (x - middle[0]) / half_axes[0], (y - middle[1]) / half_axes[1]
    return np.asarray(np.sqrt(across**2 + down**2), dtype=np.float32)


def smooth(share: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """From 0 to 1 and no farther, without corners."""
    way = np.clip(share, 0, 1)
    return np.asarray(way * way * (3 - 2 * way), dtype=np.float32)


def skin_distance(picture: RgbImage) -> npt.NDArray[np.float32]:
    """How far each pixel of an avatar is from the colour of its cheeks.

    Args:
        picture: RGB, uint8, (S, S, 3).

    Returns:
        float32, (S, S), Lab units with lightness counted less.
    """
    return distance_to_cheeks(to_lab(picture))


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """How much of each pixel is what, float32, (H, W, 1), in [0, 1]; eyes and mouths are neither.

    Attributes:
        skin: Skin.
        hair: Hair, with the lines and lights in it.
        rest: Clothes and what is behind.
    """

    skin: FloatImage
    hair: FloatImage
    rest: FloatImage


def find_parts(avatar: FloatImage, cover: npt.NDArray[np.float32] | None) -> Parts:
    """Tell an avatar's parts by colour and place; what is behind only where there is a cover."""
    side = avatar.shape[0]
    distance = distance_to_cheeks(avatar)
    skin = _likeness_to_cheeks(avatar, distance)
    head, features = _head(side)
    apart = features[..., None] * (1 - skin)
    like = np.zeros_like(head)
    crown = find_crown(avatar, distance)
    if crown is not None:
        away = avatar - crown[0]
        away[..., 0] /= 1.8  # strands have lights and shades
        like = np.clip(1.8 - lengths(away) / _LIKE_CROWN, 0, 1)
    covered = like
    if cover is not None:
        # Along the outline what is behind shines through, and only colours tell.
        rim = np.ones((2 * round(_RIM * side) + 1,) * 2, np.uint8)
        # A high forehead is no hair, wherever a face is looked for.
        unlike_skin = 1 - _near(distance, _LIKE_CHEEKS)
        covered = np.maximum(like * cover, head * unlike_skin * cv2.erode(cover, rim))
    hair = covered[..., None] * (1 - skin) * (1 - apart)
    soft = cv2.GaussianBlur(hair.astype(np.float32), (0, 0), _SKIN_EDGE * side)[..., None]
    rest = np.clip(1 - skin - soft - apart, 0, 1)
    return Parts(skin=skin, hair=np.asarray(soft, np.float32), rest=rest)


def find_crown(
    avatar: FloatImage, distance: npt.NDArray[np.float32]
) -> tuple[FloatImage, npt.NDArray[np.bool_]] | None:
    """The colour of an avatar's hair above the face, (3,), and where that was looked for.

    Args:
        avatar: L*, a* and b*, float32, (S, S, 3).
        distance: What `distance_to_cheeks` gives for it.
    """
    y, x = grid(avatar.shape[0])
    (top, bottom), half = _CROWN_ROWS, _CROWN_HALF
    place = (y > top) & (y < bottom) & (np.abs(x - 0.5) < half)
    where = place & (distance > _UNLIKE_CHEEKS)
    if where.sum() < _LEAST_CROWN * place.sum():
        return None
    return np.asarray(np.median(avatar[where], axis=0), dtype=np.float32), where


def part_of(lab: FloatImage, where: Box) -> FloatImage:
    """The colours of a part of a picture, (N, 3)."""
    side = lab.shape[0]
    rows, columns = (slice(round(first * side), round(end * side)) for first, end in where)
    return lab[rows, columns].reshape(-1, 3)


def median_of(lab: FloatImage, where: Box) -> FloatImage:
    """The median L*, a* and b* of a part of a picture, (3,)."""
    return np.asarray(np.median(part_of(lab, where), axis=0), dtype=np.float32)


def distance_to_cheeks(lab: FloatImage) -> npt.NDArray[np.float32]:
    """How far each colour of an avatar, (S, S, 3), is from its cheeks' (`skin_distance`)."""
    away = lab - median_of(lab, CHEEKS)
    away[..., 0] /= 1.6  # skin has lights and shades
    return lengths(away)


def _likeness_to_cheeks(lab: FloatImage, distance: npt.NDArray[np.float32]) -> FloatImage:
    """How much of each pixel is skin, by its colour and place, (H, W, 1), in [0, 1]."""
    # Whites are as light, but have less colour.
    colour = lengths(lab[..., 1:])
    paler = np.linalg.norm(median_of(lab, CHEEKS)[1:]) - colour
    distance = distance + np.maximum(paler, 0)
    face, below = _places(lab.shape[0])
    on_face = _near(distance, _LIKE_CHEEKS) * face
    on_body = _near(distance, _LIKE_CHEEKS_BELOW) * below
    soft = cv2.GaussianBlur(np.maximum(on_face, on_body), (0, 0), _SKIN_EDGE * lab.shape[0])
    return np.asarray(soft[..., None])


def _near(distance: npt.NDArray[np.float32], reach: float) -> npt.NDArray[np.float32]:
    """1 well within a reach, falling to 0 beyond it."""
    return np.asarray(np.clip(1.6 - distance / reach, 0, 1), dtype=np.float32)


@functools.lru_cache(maxsize=4)
def _places(side: int) -> tuple[FloatImage, FloatImage]:
    """Where a face may lie, and what lies below the chin, (side, side), in [0, 1]."""
    y, x = grid(side)
    face = np.clip(4 * (1 - ((x - 0.5) / 0.34) ** 2 - ((y - 0.55) / 0.36) ** 2), 0, 1)
    below = np.broadcast_to(np.clip(12 * (y - 0.78), 0, 1), face.shape)
    return np.asarray(face), np.asarray(below)


@functools.lru_cache(maxsize=4)
def _head(side: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Where heads are, above the chin, and eyes and mouths in them, (side, side), in [0, 1]."""
    y, x = grid(side)
    above = 1 - np.clip(12 * (y - 0.78), 0, 1)
    head = np.clip(8 * (1 - ((x - 0.5) / 0.44) ** 2 - ((y - 0.42) / 0.52) ** 2), 0, 1) * above
    eyes = np.clip(4 * (1 - ((x - 0.5) / 0.24) ** 2 - ((y - 0.54) / 0.12) ** 2), 0, 1)
    mouth = np.clip(4 * (1 - ((x - 0.5) / 0.12) ** 2 - ((y - 0.69) / 0.08) ** 2), 0, 1)
    return np.asarray(head), np.asarray(np.maximum(eyes, mouth))
