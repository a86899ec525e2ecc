from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.haircut import FloatMap
from avatarstudio.avatars.mend_hair import mend_hair
from avatarstudio.core.images import RgbImage

SKIN, HAIR, WALL, SHINE = (250, 225, 205), (100, 66, 54), (200, 230, 250), (150, 150, 200)
TEMPLE, EYE = np.s_[36:46, 26:36], np.s_[58:66, 42:52]


def head(side: int = 128, *, hair: tuple[int, int, int] = HAIR) -> tuple[RgbImage, FloatMap]:
    """A face under hair before a wall, and how far inside of its outline each place lies."""
    y, x = (np.mgrid[:side, :side] + 0.5) / side
    inside = (1 - np.hypot((x - 0.5) / 0.4, (y - 0.5) / 0.46)) * 0.4
    inside = np.where(y > 0.8, np.maximum(inside, 0.3 - np.abs(x - 0.5)), inside)
    picture = np.full((side, side, 3), WALL, dtype=np.uint8)
    picture[inside > 0] = hair
    face = np.hypot((x - 0.5) / 0.24, (y - 0.6) / 0.22) < 1
    picture[face] = SKIN
    return picture, inside.astype(np.float32)


def off(picture: RgbImage, colour: tuple[int, int, int], place: tuple[slice, slice]) -> float:
    return float(np.abs(picture[place].astype(int) - colour).mean())


def test_a_patch_of_skin_in_hair_becomes_hair() -> None:
    before, inside = head()
    before[TEMPLE] = SKIN
    after = mend_hair(before, inside)
    assert off(after, HAIR, TEMPLE) < 8
    mended = np.abs(after.astype(int) - before).max(axis=2) > 8
    rows, columns = np.nonzero(mended)
    assert 34 <= rows.min() < rows.max() <= 47
    assert 24 <= columns.min() < columns.max() <= 37


def test_faces_shine_and_what_is_behind_stay() -> None:
    for spoil in (
        np.s_[0:0, 0:0],
        np.s_[40:60, 60:68],  # a high forehead, which touches the face
    ):
        before, inside = head()
        before[spoil] = SKIN
        assert np.array_equal(mend_hair(before, inside), before)
    before, inside = head()
    before[54:70, 38:56] = HAIR
    before[EYE] = SKIN  # between strands before the face
    assert off(mend_hair(before, inside), SKIN, EYE) < 2
    before, inside = head()
    before[TEMPLE] = SHINE
    assert off(mend_hair(before, inside), SHINE, TEMPLE) < 2


def test_clothes_stay() -> None:
    before, inside = head()
    shirt = np.s_[110:122, 50:60]
    before[shirt] = SKIN
    assert np.array_equal(mend_hair(before, inside), before)


def test_a_patch_takes_the_colour_of_the_hair_around_it() -> None:
    before, inside = head()
    lower = np.s_[30:, :40]
    fair = (120, 86, 74)
    place = np.zeros(before.shape[:2], dtype=bool)
    place[lower] = True
    before[place & (before == HAIR).all(axis=2)] = fair
    before[TEMPLE] = SKIN
    assert off(mend_hair(before, inside), fair, np.s_[39:43, 29:33]) < 6


def test_pale_hair_has_no_patches() -> None:
    before, inside = head(hair=(225, 200, 170))
    before[TEMPLE] = SKIN
    assert mend_hair(before, inside) is before


@pytest.mark.parametrize("side", [16, 100, 256])
def test_any_picture_will_do(side: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    everywhere = np.ones((side, side), dtype=np.float32)
    for picture in (noise, np.zeros_like(noise), np.full_like(noise, 255)):
        assert mend_hair(picture, everywhere).shape == picture.shape
