from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatarstudio.core.images import RgbImage
from avatarstudio.faces.live import LiveAdvice, advise
from tests.tiny_models import frontal_face

FACE = frontal_face(x=320, y=240, size=180)


@pytest.fixture
def frame() -> RgbImage:
    return np.full((480, 640, 3), 130, dtype=np.uint8)


def test_a_face_of_the_right_size_in_good_light_is_good(frame: RgbImage) -> None:
    assert advise(frame, FACE) is LiveAdvice.GOOD


def test_nobody_is_told_to_come(frame: RgbImage) -> None:
    assert advise(frame, None) is LiveAdvice.NO_FACE


@pytest.mark.parametrize(
    ("size", "expected"), [(90, LiveAdvice.TOO_FAR), (330, LiveAdvice.TOO_CLOSE)]
)
def test_distance_is_judged(frame: RgbImage, size: float, expected: LiveAdvice) -> None:
    assert advise(frame, frontal_face(x=320, y=240, size=size)) is expected


@pytest.mark.parametrize(
    ("level", "expected"), [(20, LiveAdvice.TOO_DARK), (245, LiveAdvice.TOO_BRIGHT)]
)
def test_light_is_judged_on_the_face_only(
    frame: RgbImage, level: int, expected: LiveAdvice
) -> None:
    left, top, right, bottom = FACE.box
    frame[top:bottom, left:right] = level
    assert advise(frame, FACE) is expected
    surroundings = np.full_like(frame, level)
    surroundings[top:bottom, left:right] = 130
    assert advise(surroundings, FACE) is LiveAdvice.GOOD


@pytest.mark.parametrize("shift", [-0.15, 0.15])
def test_a_nose_beside_the_middle_is_a_turned_face(frame: RgbImage, shift: float) -> None:
    landmarks = FACE.landmarks.copy()
    landmarks[30] = (320 + shift * 180 * 1.1, 240)
    assert advise(frame, replace(FACE, landmarks=landmarks)) is LiveAdvice.TURNED_AWAY
