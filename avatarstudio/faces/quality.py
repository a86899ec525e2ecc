"""How good a portrait is, and what a person could do to get a better one.

Advice, not refusal: an avatar can be made from every portrait.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from avatarstudio.core.images import FloatArray
from avatarstudio.faces.align import PORTRAIT_SIZE_PX, Portrait
from avatarstudio.faces.detect import Face
from avatarstudio.faces.geometry import transform_points

# Tuned on the 9,760 portraits that the generators are trained on: of those less than one in a
# hundred lies beyond each limit, so there a generator can only guess. Those next to the limits were
# looked at.
_SMALLEST_WIDTH_PX = 72.0
"""A face is 145 px wide in a portrait: smaller ones are enlarged more than twice."""
_DARKEST = 45.0
"""Well-lit people with very dark skin measure 54 and more; the advice is not for them."""
_BRIGHTEST = 220.0
_LEAST_SHARPNESS = 20.0
"""Good portraits measure 60 to 800; a blur of one pixel (sigma) brings most of them to 20."""
_LARGEST_YAW = 0.45
"""The far eye begins to hide behind the nose."""
_LARGEST_OVERFLOW = 0.12
"""Training pictures show at most this share of mirrored surroundings."""


class Advice(Enum):
    """One thing that stands between the photo and a good avatar."""

    TOO_SMALL = "too_small"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    TURNED_AWAY = "turned_away"
    CUT_OFF = "cut_off"

    @property
    def sentence(self) -> str:
        """What is wrong and what helps, in English."""
        return _SENTENCES[self]


_SENTENCES = {
    Advice.TOO_SMALL: "The face is small; come closer or use a photo with more pixels.",
    Advice.TOO_DARK: "The face is dark; turn it to a window or a lamp.",
    Advice.TOO_BRIGHT: "The face is overexposed; use softer light.",
    Advice.BLURRED: "The face is blurred; hold the camera still and let it focus.",
    Advice.TURNED_AWAY: "The face is turned away; look at the camera.",
    Advice.CUT_OFF: "The head is cut off by the edge of the photo; leave some space around it.",
}


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of a portrait.

    Attributes:
        face_width_px: From ear to ear, photo pixels.
        luminance: Mean of the face without hair and surroundings, in [0, 255].
        sharpness: Variance of the Laplacian of the face at 256 px, >= 0.
        yaw: Offset of the nose tip from the middle of the eyes over their distance, along the line
            of the eyes: 0 looks into the camera, positive is turned to the right of the picture.
        roll: Degrees by which the eyes are turned clockwise in the photo, in [-180, 180].
        overflow: Share of the portrait outside the photo, in [0, 1].
    """

    face_width_px: float
    luminance: float
    sharpness: float
    yaw: float
    roll: float
    overflow: float

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What could be better; empty for a good photo."""
        calls = {
            Advice.TOO_SMALL: self.face_width_px < _SMALLEST_WIDTH_PX,
            Advice.TOO_DARK: self.luminance < _DARKEST,
            Advice.TOO_BRIGHT: self.luminance > _BRIGHTEST,
            Advice.BLURRED: self.sharpness < _LEAST_SHARPNESS,
            Advice.TURNED_AWAY: abs(self.yaw) > _LARGEST_YAW,
            Advice.CUT_OFF: self.overflow > _LARGEST_OVERFLOW,
        }
        return tuple(advice for advice, is_called_for in calls.items() if is_called_for)


def assess(face: Face, portrait: Portrait) -> Quality:
    """Measure a portrait that was aligned to a face.

    Args:
        face: The detected face.
        portrait: What `align` made of it.
    """
    marks = face.landmarks
    left_eye, right_eye = marks[36:42].mean(axis=0), marks[42:48].mean(axis=0)
    eyes = right_eye - left_eye
    nose = marks[30] - (left_eye + right_eye) / 2
    luminance, sharpness = _measure_skin(portrait, marks)
    return Quality(
        face_width_px=math.dist(marks[0], marks[16]),
        luminance=luminance,
        sharpness=sharpness,
        yaw=float(nose @ eyes / (eyes @ eyes)),
        roll=math.degrees(math.atan2(eyes[1], eyes[0])),
        overflow=portrait.overflow,
    )


def _measure_skin(portrait: Portrait, landmarks: FloatArray) -> tuple[float, float]:
    """Luminance and sharpness between jaw and brows.

    Of the whole portrait either figure would say more about hair and surroundings: the darkest
    portraits are well-lit faces at night, the brightest ones passport photos.
    """
    size = (PORTRAIT_SIZE_PX, PORTRAIT_SIZE_PX)
    grey = cv2.cvtColor(portrait.image, cv2.COLOR_RGB2GRAY)
    if grey.shape != size:
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    points = transform_points(portrait.inverse, landmarks) * (size[0] / portrait.image.shape[0])
    mask = np.zeros(size, dtype=np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(points).astype(np.int32)), 1)
    skin = mask.astype(bool)
    laplacian = cv2.Laplacian(grey, cv2.CV_64F)
    return float(grey[skin].mean()), float(laplacian[skin].var())
