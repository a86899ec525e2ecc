"""Mending the hair that a style drew, before it is redrawn: no pale patches.

Where a photo shows an ear or skin beside the temple, styles leave patches as pale as skin, and a
network that knows drawings redraws them as holes.
"""

from __future__ import annotations

import cv2
import numpy as np

from avatarstudio.avatars.haircut import FloatMap
from avatarstudio.avatars.parts import (
    CHEEKS,
    distance_to_cheeks,
    ellipse,
    find_crown,
    from_lab,
    grid,
    median_of,
    to_lab,
)
from avatarstudio.core.images import RgbImage

# Places and lengths are shares of the picture's side; all were looked at for forty people.
_LIGHTER, _PALE = 14.0, 20.0
"""How much lighter than the crown a patch is (L*), and how much lighter than that cheeks are at
least: pale hair shows no patches."""
_LARGEST, _LIKE_SKIN = 0.03, 18.0
"""Share of the picture that a patch has at the most, and how far from the cheeks' colour it is
(`skin_distance`): what is larger or of another colour is light on hair."""
_DOWN_TO, _FADE = 0.56, 0.06
"""Row above which hair is mended: below are clothes. What it fades over."""
_FACE_DOWN, _FACE = 0.58, (0.27, 0.25)
"""Middle row and half axes, across and down, of what may be a face, eyes included."""
_INSIDE = 0.005
"""How far inside of the cut hair has its own colour."""
_HAIR = 10.0
"""How far from the cheeks' colour hair is (`skin_distance`)."""
_FILL = 0.035
"""Width of the blur that mixes hair for what is filled."""
_TRUST = 20.0
"""Where less than one in so many pixels around is hair, the crown's colour is taken."""
_SOFT = 0.8 / 128
"""Blur of a patch's edge."""


def mend_hair(picture: RgbImage, inside: FloatMap) -> RgbImage:
    """Give pale patches the colour of the hair around them.

    Args:
        picture: RGB, uint8, (S, S, 3), in the portrait framing.
        inside: How far inside of its outline each place lies, in sides of the picture, (S, S).

    Returns:
        RGB, uint8, (S, S, 3); the picture itself where no hair is found or it is pale.
    """
    side = len(picture)
    lab = to_lab(picture)
    distance = distance_to_cheeks(lab)
    crown = find_crown(lab, distance)
    if crown is None or crown[0][0] > median_of(lab, CHEEKS)[0] - _PALE:
        return picture
    y, _ = grid(side)
    light = lab[..., 0] > crown[0][0] + _LIGHTER
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (light & (inside > 0)).astype(np.uint8), connectivity=4
    )
    sizes = stats[:, cv2.CC_STAT_AREA]
    is_patch = sizes <= _LARGEST * side**2
    apart = np.bincount(labels.ravel(), weights=distance.ravel(), minlength=count)
    is_patch &= apart < _LIKE_SKIN * sizes
    face = ellipse(side, (0.5, _FACE_DOWN), _FACE) < 1
    fading = np.clip((_DOWN_TO - y) / _FADE + 0.5, 0, 1)
    patches = is_patch[labels] * fading * ~face
    grown = cv2.dilate(patches.astype(np.float32), np.ones((3, 3), np.uint8))
    cover = cv2.GaussianBlur(grown, (0, 0), _SOFT * side)[..., None]
    own = ~light & ~face & (inside > _INSIDE) & (distance > _HAIR) & (y < _DOWN_TO + _FADE)
    own = own.astype(np.float32)
    near = cv2.GaussianBlur(own, (0, 0), _FILL * side)[..., None]
    mixed = cv2.GaussianBlur(lab * own[..., None], (0, 0), _FILL * side) / (near + 1e-4)
    hair = crown[0] + np.minimum(_TRUST * near, 1) * (mixed - crown[0])
    return from_lab(lab + cover * (hair - lab))
