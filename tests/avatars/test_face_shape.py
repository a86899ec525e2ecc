from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.face_shape import reshape
from avatarstudio.core.images import RgbImage

SIDE = 128
EYES = np.s_[48:80, 30:66], np.s_[48:80, 62:98]


def face() -> RgbImage:
    """A pale face with two round dark eyes before blue."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    picture = np.full((SIDE, SIDE, 3), (90, 120, 200), dtype=np.uint8)
    picture[((x - 64) / 36) ** 2 + ((y - 64) / 42) ** 2 < 1] = (250, 225, 205)
    for middle in (0.37, 0.63):
        picture[(x - middle * SIDE) ** 2 + (y - SIDE / 2) ** 2 < 9**2] = 20
    return picture


def is_eye(picture: RgbImage) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(picture.sum(axis=2) < 300)


def width_of_face(picture: RgbImage, row: int) -> int:
    return int((picture[row, :, 0] > 180).sum())


def test_nothing_is_asked_for() -> None:
    picture = face()
    assert reshape(picture, small_eyes=0.0, strong_jaw=0.0) is picture


def test_eyes_become_lower_rather_than_narrower_and_stay_where_they_are() -> None:
    picture = face()
    smaller = reshape(picture, small_eyes=1.0, strong_jaw=0.0)
    for eye in EYES:
        (before_y, before_x), (after_y, after_x) = (
            np.nonzero(is_eye(shown[eye])) for shown in (picture, smaller)
        )
        assert np.ptp(after_y) < 0.85 * np.ptp(before_y)
        assert 0.8 * np.ptp(before_x) < np.ptp(after_x) < np.ptp(before_x)
        assert after_y.mean() == pytest.approx(before_y.mean(), abs=0.6)
        assert after_x.mean() == pytest.approx(before_x.mean(), abs=0.6)
    assert np.array_equal(smaller[90:], picture[90:])


def test_a_jaw_becomes_wider_and_the_brow_does_not() -> None:
    picture = face()
    strong = reshape(picture, small_eyes=0.0, strong_jaw=1.0)
    assert width_of_face(strong, 90) > 1.08 * width_of_face(picture, 90)
    assert np.array_equal(strong[:64], picture[:64])
    lowest = [np.nonzero(shown[:, 64, 0] > 180)[0].max() for shown in (picture, strong)]
    assert lowest[1] > lowest[0]  # the chin lies lower


def test_half_of_it_lies_between() -> None:
    widths = [
        width_of_face(reshape(face(), small_eyes=0.0, strong_jaw=amount), 90)
        for amount in (0.0, 0.5, 1.0)
    ]
    assert widths[0] < widths[1] < widths[2]


@pytest.mark.parametrize("side", [16, 100, 256])
def test_any_size_will_do(side: int) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    assert reshape(picture, small_eyes=1.0, strong_jaw=1.0).shape == picture.shape
