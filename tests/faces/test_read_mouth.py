from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.align import align
from avatarstudio.faces.detect import Face
from avatarstudio.faces.mouth import MouthShape, read_mouth


def landmarks(*, width: float, gap: float = 0.0, lift: float = 0.0) -> FloatArray:
    """A mouth of these measures, in distances between the eyes."""
    points: FloatArray = np.zeros((68, 2))
    points[36:42], points[42:48] = (-0.5, 0.0), (0.5, 0.0)
    points[48], points[54] = (-width / 2, 1.0 - lift), (width / 2, 1.0 - lift)
    points[62], points[66] = (0.0, 1.0 - gap / 2), (0.0, 1.0 + gap / 2)
    return points


REST = landmarks(width=0.8)
LAUGH = landmarks(width=1.05, gap=0.18, lift=0.06)
SMILE = landmarks(width=0.95, gap=0.01, lift=0.08)
OPEN = landmarks(width=0.75, gap=0.2, lift=-0.04)


@pytest.mark.parametrize(
    ("points", "shape"),
    [
        (REST, MouthShape.REST),
        (LAUGH, MouthShape.LAUGH),
        (SMILE, MouthShape.SMILE),
        (OPEN, MouthShape.OPEN),
    ],
)
def test_a_mouth_is_read_at_any_size_and_tilt(points: FloatArray, shape: MouthShape) -> None:
    for degrees in (0, 30, -80):
        turn = np.deg2rad(degrees)
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        assert read_mouth(70 * points @ rotation.T + (300, 200)) is shape


def test_in_a_video_a_mouth_does_not_flicker() -> None:
    nearly = {
        MouthShape.LAUGH: landmarks(width=0.98, gap=0.08, lift=0.0),
        MouthShape.SMILE: landmarks(width=0.9, lift=0.05),
        MouthShape.OPEN: landmarks(width=0.75, gap=0.13),
    }
    for shape, points in nearly.items():
        assert read_mouth(points, shape) is shape
        assert read_mouth(points, None) is not shape
        assert read_mouth(REST, shape) is MouthShape.REST


def test_landmarks_that_coincide_are_at_rest() -> None:
    assert read_mouth(np.zeros((68, 2))) is MouthShape.REST


def test_a_portrait_knows_its_mouth(photo: RgbImage, face: Face) -> None:
    assert align(photo, face).mouth is MouthShape.LAUGH  # the sample's shows her teeth
