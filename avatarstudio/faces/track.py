"""Following one face through live pictures: quickly, and without a trembling frame.

To look for faces of every size in a whole picture takes several times as long as to look for one
where it was a moment ago. And what a detector says of two pictures of a still face differs by a
pixel or two, which an avatar would show as a tremble.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.detect import Face, FaceDetector

_REACH = 2.0
"""Side of the surroundings in which a face is looked for again, in sides of its box."""
_FORGET_S = 1.0
"""A face that was seen longer ago than this says little about where one is now."""

_REST_HZ = 0.8
_HZ_PER_SPEED = 16.0
_SPEED_HZ = 1.0
"""Cutoffs: of a face at rest, added per box diagonal that it moves in a second, of its speed.

Tuned with `benchmarks/live.py` at 5 to 15 pictures a second: a face at rest trembles a fifth to a
half as much as it does without the filter, and one that sways is half a hundredth of the portrait's
side behind.
"""


class FaceTracker:
    """Finds the same face again in picture after picture."""

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._seen: Face | None = None
        self._seen_s = 0.0

    def follow(self, frame: RgbImage, *, seconds: float) -> Face | None:
        """The face in the newest picture, or None if nobody is there.

        Args:
            frame: RGB, uint8, (H, W, 3).
            seconds: When it was taken, on any clock that never goes back.
        """
        found = None
        if self._seen is not None and seconds - self._seen_s <= _FORGET_S:
            found = self._look_near(frame, self._seen)
        if found is None:
            found = self._detector.glance(frame)
        self._seen, self._seen_s = found, seconds
        return found

    def _look_near(self, frame: RgbImage, near: Face) -> Face | None:
        """Look only where the face was."""
        left, top, right, bottom = near.box
        side = max(right - left, bottom - top, 1)
        reach = round(_REACH * side / 2)
        x, y = max((left + right) // 2 - reach, 0), max((top + bottom) // 2 - reach, 0)
        surroundings = frame[y : y + 2 * reach, x : x + 2 * reach]
        found = self._detector.glance(np.ascontiguousarray(surroundings), expected_px=side)
        if found is None:
            return None
        left, top, right, bottom = found.box
        return replace(
            found,
            box=(left + x, top + y, right + x, bottom + y),
            landmarks=found.landmarks + np.array([x, y]),
        )


class Steadier:
    """Takes the tremble out of a face without letting it lag behind: the 1€ filter.

    Casiez et al., "1€ Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive
    Systems", 2012: a low-pass filter whose cutoff rises with speed. All points share one cutoff, so
    that they keep their shape.
    """

    def __init__(self) -> None:
        self._raw: FloatArray | None = None
        self._steady: FloatArray = np.zeros(0)
        self._velocity: FloatArray = np.zeros(2)
        self._seconds = 0.0

    def steady(self, face: Face, *, seconds: float) -> Face:
        """The face with steadied box and landmarks.

        Args:
            face: As it was detected.
            seconds: When its picture was taken; of later faces later.
        """
        corners = np.array(face.box, dtype=np.float64).reshape(2, 2)
        points = np.concatenate([corners, face.landmarks])
        passed = seconds - self._seconds
        if self._raw is None or not 0 < passed <= _FORGET_S:
            self._steady, self._velocity = points, np.zeros(2)
        else:
            velocity = (points - self._raw).mean(axis=0) / passed
            self._velocity += _weight(_SPEED_HZ, passed) * (velocity - self._velocity)
            speed = np.hypot(*self._velocity) / max(np.hypot(*(corners[1] - corners[0])), 1.0)
            weight = _weight(_REST_HZ + _HZ_PER_SPEED * speed, passed)
            self._steady = self._steady + weight * (points - self._steady)
        self._raw, self._seconds = points, seconds
        left, top, right, bottom = (round(value) for value in self._steady[:2].flat)
        return replace(face, box=(left, top, right, bottom), landmarks=self._steady[2:])


def _weight(cutoff_hz: float, passed_s: float) -> float:
    """Share of the new value in a low-pass filter, in (0, 1) (Casiez et al., eq. 2 and 6)."""
    return passed_s / (passed_s + 1 / (2 * math.pi * cutoff_hz))
