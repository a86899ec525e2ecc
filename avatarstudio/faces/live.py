"""Advice to a person in front of a camera: one thing at a time, the most important first."""

from __future__ import annotations

import enum

import cv2
import numpy as np

from avatarstudio.core.images import RgbImage
from avatarstudio.faces.detect import Face

_LEAST_HEIGHT = 0.24
"""Height of the box, brows to chin, as a share of the picture's shorter side."""
_MOST_HEIGHT = 0.62
"""More, and the portrait's hair and chin would lie outside the picture."""
_LARGEST_YAW = 0.3
"""Stricter than `quality` is with photos: here a person can simply look up."""
_DARKEST = 60.0
_BRIGHTEST = 225.0


class LiveAdvice(enum.StrEnum):
    """What would make the picture better."""

    GOOD = "good"
    NO_FACE = "no-face"
    TOO_FAR = "too-far"
    TOO_CLOSE = "too-close"
    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"
    TURNED_AWAY = "turned-away"


def advise(frame: RgbImage, face: Face | None) -> LiveAdvice:
    """Judge a live picture.

    Args:
        frame: RGB, uint8, (H, W, 3).
        face: The face in it, if one was seen.
    """
    if face is None:
        return LiveAdvice.NO_FACE
    left, top, right, bottom = face.box
    height = (bottom - top) / min(frame.shape[:2])
    if height < _LEAST_HEIGHT:
        return LiveAdvice.TOO_FAR
    if height > _MOST_HEIGHT:
        return LiveAdvice.TOO_CLOSE
    light = float(cv2.cvtColor(frame[top:bottom, left:right], cv2.COLOR_RGB2GRAY).mean())
    if light < _DARKEST:
        return LiveAdvice.TOO_DARK
    if light > _BRIGHTEST:
        return LiveAdvice.TOO_BRIGHT
    return LiveAdvice.TURNED_AWAY if abs(_yaw(face)) > _LARGEST_YAW else LiveAdvice.GOOD


def _yaw(face: Face) -> float:
    """Offset of the nose tip from the middle of the eyes, in distances of the eyes."""
    left_eye = face.landmarks[36:42].mean(axis=0)
    right_eye = face.landmarks[42:48].mean(axis=0)
    eyes = right_eye - left_eye
    nose = face.landmarks[30] - (left_eye + right_eye) / 2
    return float(nose @ eyes / max(float(np.dot(eyes, eyes)), 1e-6))
