from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.beard import draw_beard
from avatarstudio.core.images import RgbImage

SKIN, HAIR = (250, 225, 205), (90, 55, 40)


def avatar(side: int = 256, *, chin: float = 0.79) -> RgbImage:
    """A face under brown hair, with eyes and a mouth, above a white shirt."""
    place = (np.arange(side) + 0.5) / side
    y, x = place[:, None], place[None] - 0.5
    picture = np.full((side, side, 3), (200, 215, 235), dtype=np.uint8)
    picture[(x / 0.4) ** 2 + ((y - 0.42) / 0.4) ** 2 < 1] = HAIR
    picture[(np.abs(x) < 0.08) & (y > 0.7)] = SKIN
    picture[(x / 0.24) ** 2 + ((y - 0.58) / (chin - 0.58)) ** 2 < 1] = SKIN
    for middle in (-0.12, 0.12):
        picture[((x - middle) / 0.05) ** 2 + ((y - 0.5) / 0.06) ** 2 < 1] = 25
    picture[(x / 0.03) ** 2 + ((y - 0.69) / 0.01) ** 2 < 1] = (150, 60, 62)
    picture[np.broadcast_to(y > 0.9, picture.shape[:2])] = 255
    return picture


def changed(before: RgbImage, after: RgbImage) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(np.abs(before.astype(int) - after).max(axis=2) > 8)


def at(y: float, x: float, side: int = 256) -> tuple[int, int]:
    return int(y * side), int(x * side)


def test_a_beard_grows_along_the_jaw_in_the_colour_of_the_hair() -> None:
    picture = avatar()
    bearded = draw_beard(picture, 1.0)
    chin = bearded[at(0.765, 0.5)].astype(int)
    assert np.abs(chin - 0.8 * np.array(HAIR)).max() < 12
    grown = changed(picture, bearded)
    rows, columns = np.nonzero(grown)
    assert rows.min() / 256 > 0.55
    assert rows.max() / 256 < 0.84
    assert 0.22 < columns.min() / 256 < 0.4
    assert 0.6 < columns.max() / 256 < 0.78


def test_it_leaves_mouth_eyes_hair_and_shirt() -> None:
    picture = avatar()
    grown = changed(picture, draw_beard(picture, 1.0))
    for place in (at(0.69, 0.5), at(0.69, 0.46), at(0.5, 0.38), at(0.2, 0.5), at(0.95, 0.5)):
        assert not grown[place]
    assert not grown[:, : int(0.2 * 256)].any()  # the background


def test_a_mouth_stays_free_however_short_the_chin() -> None:
    picture = avatar(chin=0.76)
    grown = changed(picture, draw_beard(picture, 1.0))
    assert grown[at(0.745, 0.5)]
    for x in (0.46, 0.5, 0.54):
        assert not grown[at(0.705, x)]


def test_nothing_grows_beside_the_avatar() -> None:
    picture = avatar()
    left = np.ones((64, 64), np.float32)
    left[:, 32:] = 0
    grown = changed(picture, draw_beard(picture, 1.0, within=left))
    assert grown[:, :124].any()
    assert not grown[:, 132:].any()


def test_the_fuller_the_more() -> None:
    picture = avatar()
    shares = [changed(picture, draw_beard(picture, amount)).mean() for amount in (0.3, 0.6, 1.0)]
    assert 0 < shares[0] < shares[1] < shares[2] < 0.2
    assert draw_beard(picture, 0.0) is picture


def test_the_same_beard_at_another_size() -> None:
    small, large = (changed(avatar(s), draw_beard(avatar(s), 0.8)).mean() for s in (128, 512))
    assert small == pytest.approx(large, rel=0.15)


@pytest.mark.parametrize("kind", ["black", "white", "noise"])
@pytest.mark.filterwarnings("error")
def test_where_no_face_is_nothing_breaks(kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    picture = {"black": np.zeros_like(noise), "white": np.full_like(noise, 255), "noise": noise}
    assert draw_beard(picture[kind], 1.0).shape == (64, 64, 3)
