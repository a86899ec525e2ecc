"""Mouths: drawn on an avatar in place of its own.

Drawings that styles learn from have small mouths, whatever people do, so a laugh is lost, and one
at rest is redrawn as a slanting stroke. Where the face of an avatar is skin around a small mouth,
another one takes its place, as a pen would draw it at the size that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.avatars.parts import skin_distance
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape

_USUAL = (0.5, 0.68)
_AROUND = (0.065, 0.034)
"""Where an avatar's mouth lies, and how far around its lines may, as shares of the side: read off
60 avatars, whose noses and chins lie beyond."""
_FAINT = 3.0
_TRUST = 120.0
"""From what distance to the skin on a pixel counts as a line (`skin_distance`), and how many pixels
of full ink it takes, at 256 px, to believe them half against the usual place."""
_SKIN_DISTANCE = 13.0
_SKIN_SHARE = 0.8
"""How much of a mouth's place must be skin when the former one is gone: hair, hands and chins are
not drawn over."""

_LINE = (84, 44, 48)
_INSIDE = (150, 60, 62)
_TEETH = (252, 248, 244)
_TONGUE = (222, 120, 120)
_PEN = 0.0075
_WINDOW = 0.08
"""How far around its middle a mouth may reach, as a share of the side."""

_SUBPIXEL_BITS = 4

Points = npt.NDArray[np.float64]
"""float64, (N, 2), (x, y), pixels of the window."""
Cover = npt.NDArray[np.float32]
"""How much of each pixel is covered, float32, (H, W, 1), in [0, 1]."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A mouth's measures, in shares of the side.

    Attributes:
        half_width: Half of its width.
        sag: How far the upper lip's line hangs in its middle.
        depth: How far the lower lip lies below the corners; 0 for closed lips.
        teeth: How much of that depth teeth take.
    """

    half_width: float
    sag: float
    depth: float = 0.0
    teeth: float = 0.0


_FORMS = {
    MouthShape.REST: _Form(half_width=0.026, sag=0.004),
    MouthShape.SMILE: _Form(half_width=0.045, sag=0.014),
    MouthShape.LAUGH: _Form(half_width=0.05, sag=0.008, depth=0.05, teeth=0.36),
    MouthShape.OPEN: _Form(half_width=0.026, sag=-0.012, depth=0.036),
}


def draw_mouth(picture: RgbImage, shape: MouthShape) -> RgbImage:
    """Draw a mouth on an avatar in place of its own.

    Args:
        picture: RGB, uint8, (S, S, 3).
        shape: What to draw.

    Returns:
        The same picture where there is no skin to draw on.
    """
    around = _near_mouth(picture.shape[0])
    filled = cv2.inpaint(picture, around.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    clean = np.asarray(filled, dtype=np.uint8)
    if (skin_distance(clean)[around] < _SKIN_DISTANCE).mean() < _SKIN_SHARE:
        return picture
    return _drawn(clean, _place(picture, around), _FORMS[shape])


def _near_mouth(side: int) -> npt.NDArray[np.bool_]:
    """Where an avatar's mouth may have its lines, (side, side)."""
    places = (np.arange(side) + 0.5) / side
    x, y = (places - _USUAL[0]) / _AROUND[0], (places - _USUAL[1]) / _AROUND[1]
    return np.asarray(x[None] ** 2 + y[:, None] ** 2 < 1)


def _place(picture: RgbImage, around: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The middle of the avatar's own mouth, shares of the side."""
    side = picture.shape[0]
    ink = np.clip(skin_distance(picture) - _FAINT, 0, 1) * around
    rows, columns = np.nonzero(ink)
    weights = ink[rows, columns]
    doubt = _TRUST * (side / 256) ** 2
    total = doubt + weights.sum()
    x = (doubt * _USUAL[0] + weights @ (columns + 0.5) / side) / total
    y = (doubt * _USUAL[1] + weights @ (rows + 0.5) / side) / total
    return float(x), float(y)


def _drawn(picture: RgbImage, place: tuple[float, float], form: _Form) -> RgbImage:
    """A picture with a mouth; only a window around it is painted, which live pictures need."""
    side = picture.shape[0]
    reach = round(_WINDOW * side)
    left, top = (round(share * side) - reach for share in place)
    drawn = picture.copy()
    window = drawn[top : top + 2 * reach, left : left + 2 * reach]
    middle = (place[0] * side - left, place[1] * side - top)
    painted = window.astype(np.float32)
    for cover, colour in _layers(middle, form, side, 2 * reach):
        painted += cover * (np.array(colour, dtype=np.float32) - painted)
    window[...] = np.rint(painted)
    return drawn


def _layers(
    place: tuple[float, float], form: _Form, side: int, window: int
) -> list[tuple[Cover, tuple[int, int, int]]]:
    """What is painted over what; `place` in pixels of the window, lengths in shares of `side`."""
    t = np.linspace(-1, 1, 61)
    half_width, depth = form.half_width * side, form.depth * side
    x, y = place[0] + half_width * t, place[1] - depth / 4
    upper = np.stack([x, y + form.sag * side * (1 - t**2)], axis=1)
    lips = (_stroke(upper, window, _PEN * side), _LINE)
    if not depth:
        return [lips]
    lower = np.stack([x, y + depth * (1 - t**2) ** 0.62], axis=1)
    inside = _filled(np.concatenate([upper, lower[::-1]]), window)
    tongue = _ellipse((place[0], y + depth), 0.6 * half_width, 0.38 * depth)
    layers = [(inside, _INSIDE), (np.minimum(_filled(tongue, window), inside), _TONGUE)]
    if form.teeth:
        edge = upper + np.stack([0 * t, form.teeth * depth * (1 - t**2) ** 0.5], axis=1)
        teeth = _filled(np.concatenate([upper, edge[::-1]]), window)
        layers.append((np.minimum(teeth, inside), _TEETH))
    return [*layers, (_stroke(lower, window, 0.7 * _PEN * side), _LINE), lips]


def _ellipse(middle: tuple[float, float], half_width: float, half_height: float) -> Points:
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ring = np.stack([half_width * np.cos(angles), half_height * np.sin(angles)], axis=1)
    return np.asarray(np.array(middle) + ring)


def _filled(outline: Points, side: int) -> Cover:
    corners = np.rint((outline - 0.5) * 2**_SUBPIXEL_BITS).astype(np.int32)  # OpenCV's fixed point
    cover = np.zeros((side, side), dtype=np.uint8)
    cv2.fillPoly(cover, [corners], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    return np.asarray(cover[..., None] / np.float32(255))


def _stroke(line: Points, side: int, width: float) -> Cover:
    """A line that is thinner at its ends, as a pen's."""
    ahead = np.gradient(line, axis=0)
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    t = np.linspace(-1, 1, len(line))[:, None]
    half = across * width / 2 * (1 - 0.6 * t**2)
    return _filled(np.concatenate([line + half, (line - half)[::-1]]), side)
