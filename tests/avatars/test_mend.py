from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatarstudio.avatars.mend import find_usual_eyes, mend
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.eyes import EyeFinder

SKIN, HAIR, WALL = (250, 225, 205), (90, 60, 50), (120, 160, 210)


def face(
    *,
    left: float = 1.0,
    right: float = 1.0,
    higher: float = 0.0,
    side: int = 128,
    mark: bool = False,
) -> RgbImage:
    """A face under a fringe; eyes as dark as said, the left reddish, the right greenish."""
    fine = 4 * side
    y, x = (np.mgrid[:fine, :fine] + 0.5) / fine
    picture = np.full((fine, fine, 3), WALL, dtype=np.float32)
    picture[((x - 0.5) / 0.4) ** 2 + ((y - 0.45) / 0.42) ** 2 < 1] = HAIR
    picture[(((x - 0.5) / 0.28) ** 2 + ((y - 0.55) / 0.3) ** 2 < 1) & (y > 0.37)] = SKIN
    for middle, height, dark, colour in (
        (0.37, 0.48, left, (80, 20, 50)),
        (0.63, 0.48 - higher, right, (20, 80, 50)),
    ):
        # Lids are longer at the outer corner.
        outward = (x - middle) * np.sign(middle - 0.5)
        lid = (outward > -0.05) & (outward < 0.09) & (np.abs(y - height + 0.055) < 0.012)
        iris = ((x - middle) / 0.04) ** 2 + ((y - height) / 0.055) ** 2 < 1
        picture[lid | iris] += dark * (np.float32(colour) - picture[lid | iris])
    if mark:
        picture[(np.abs(x - 0.58) < 0.012) & (np.abs(y - 0.62) < 0.04)] = HAIR
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(np.rint(small), dtype=np.uint8)


@pytest.fixture(scope="module")
def usual() -> EyeFinder:
    return find_usual_eyes(face())


def darkness(picture: RgbImage, x: float, y: float = 0.48) -> float:
    """How much darker than skin the middle of an eye is."""
    side = len(picture)
    row, column, reach = round(y * side), round(x * side), side // 40
    inside = picture[row - reach : row + reach, column - reach : column + reach]
    return float(np.mean(SKIN) - inside.mean())


@pytest.mark.parametrize("side", [128, 256])
@pytest.mark.parametrize("faint", ["left", "right"])
def test_a_faint_eye_becomes_the_mirror_image_of_the_other(
    usual: EyeFinder, faint: str, side: int
) -> None:
    before = face(**{faint: 0.25}, side=side)
    after = mend(before, usual)
    weak, strong = (0.37, 0.63) if faint == "left" else (0.63, 0.37)
    assert darkness(before, weak) < 0.5 * darkness(before, strong)
    assert darkness(after, weak) == pytest.approx(darkness(before, strong), rel=0.1)
    assert darkness(after, strong) == pytest.approx(darkness(before, strong), rel=0.02)
    wanted = face(side=side)
    rows = np.s_[round(0.4 * side) : round(0.5 * side)]
    columns = np.s_[round((weak - 0.1) * side) : round((weak + 0.1) * side)]
    # But for its colour, which is now the other's.
    difference = after[rows, columns].mean(axis=2) - wanted[rows, columns].mean(axis=2)
    assert np.abs(difference).mean() < 6


def test_each_eye_stays_at_its_own_height(usual: EyeFinder) -> None:
    after = mend(face(left=0.25, higher=0.05), usual)
    assert darkness(after, 0.37) > 0.8 * darkness(after, 0.63, 0.43)
    lowest = [
        np.nonzero(after[: round(0.6 * 128), column].sum(axis=1) < 300)[0].max()
        for column in (round(0.37 * 128), round(0.63 * 128))
    ]
    assert 4 <= lowest[0] - lowest[1] <= 8


def test_the_eye_that_no_hair_hides_is_the_better_one(usual: EyeFinder) -> None:
    before = face()
    before[58:68, 40:46] = HAIR  # before the left one, as reddish as dark
    after = mend(before, usual)
    for column in (47, 80):
        red, green, _ = after[60:64, column].mean(axis=0)
        assert green > red + 20


def test_marks_on_cheeks_become_skin(usual: EyeFinder) -> None:
    before = face(mark=True)
    after = mend(before, usual)
    place = np.s_[75:84, 72:77]
    assert np.abs(before[place].astype(int) - SKIN).mean() > 80
    assert np.abs(after[place].astype(int) - SKIN).mean() < 15


def test_an_even_face_and_what_is_around_it_stay(usual: EyeFinder) -> None:
    before = face()
    after = mend(before, usual)
    assert np.abs(after.astype(int) - before).mean() < 1.0
    around = np.s_[:40]
    assert np.array_equal(after[around], before[around])


@pytest.mark.parametrize("side", [16, 32, 100, 256])
def test_any_picture_will_do(usual: EyeFinder, side: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    for picture in (noise, np.zeros_like(noise), np.full_like(noise, 255)):
        assert mend(picture, usual).shape == picture.shape
    assert mend(noise, find_usual_eyes(noise)).shape == noise.shape
