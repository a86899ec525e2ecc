from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.mouth import draw_mouth
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape

SKIN = (250, 222, 204)


def avatar(side: int = 256, *, at: tuple[float, float] = (0.5, 0.68)) -> RgbImage:
    """A face with a small mouth at a place, before blue."""
    picture = np.full((side, side, 3), (80, 120, 200), dtype=np.uint8)
    picture[round(0.35 * side) : round(0.78 * side), round(0.28 * side) : round(0.72 * side)] = SKIN
    x, y = (round(value * side) for value in at)
    half, high = max(side // 40, 1), max(side // 130, 1)
    picture[y - high : y + high, x - half : x + half] = (150, 90, 90)
    return picture


def changed(before: RgbImage, after: RgbImage) -> np.ndarray:
    return np.abs(after.astype(int) - before).max(axis=2) > 24


@pytest.mark.parametrize("shape", MouthShape)
@pytest.mark.parametrize("side", [128, 256, 512])
def test_a_mouth_is_drawn_where_the_avatars_was(shape: MouthShape, side: int) -> None:
    before = avatar(side)
    rows, columns = np.nonzero(changed(avatar(side, at=(0.5, 0.2)), draw_mouth(before, shape)))
    rows, columns = rows[rows > side / 2], columns[rows > side / 2]
    assert 0.48 < columns.mean() / side < 0.52
    assert 0.66 < rows.mean() / side < 0.71
    assert 0.04 < np.ptp(columns) / side < 0.12


def test_it_follows_the_avatars_own_a_little() -> None:
    places = []
    for x in (0.47, 0.53):
        drawn = draw_mouth(avatar(at=(x, 0.68)), MouthShape.LAUGH)
        places.append(np.nonzero(changed(avatar(at=(0.5, 0.1)), drawn)[140:])[1].mean() / 256)
    assert 0.005 < places[1] - places[0] < 0.06


def test_nothing_is_left_of_the_one_before() -> None:
    beside = avatar(at=(0.46, 0.68))
    drawn = draw_mouth(beside, MouthShape.OPEN)
    assert np.abs(drawn[172:176, 112:116].astype(int) - SKIN).max() < 12


def test_a_laugh_shows_teeth_and_a_smile_goes_up() -> None:
    laugh = draw_mouth(avatar(), MouthShape.LAUGH)
    assert laugh[165:185].min(axis=2).max() > 230  # no skin is as white
    smile = changed(avatar(at=(0.5, 0.1)), draw_mouth(avatar(), MouthShape.SMILE))
    smile[:140] = False
    rows, columns = np.nonzero(smile)
    middle = rows[np.abs(columns - 128) < 3].mean()
    corners = rows[np.abs(columns - 128) > 7].mean()
    assert corners < middle - 0.5


def test_hair_and_hands_are_not_drawn_over() -> None:
    covered = avatar()
    covered[160:200, 100:156] = (60, 40, 40)
    for shape in MouthShape:
        assert np.array_equal(draw_mouth(covered, shape), covered)
