from __future__ import annotations

import numpy as np
import pytest
import torch

from avatarstudio.avatars.bare_head import bare_head
from avatarstudio.avatars.haircut import FloatMap, room_for_hair
from avatarstudio.avatars.outline import cut_out
from avatarstudio.core.images import RgbImage

SKIN, HAIR, WALL, SHIRT = (250, 225, 205), (100, 66, 54), (120, 160, 210), (60, 90, 60)
CROWN = np.s_[20:34, 44:84]


def head(side: int = 128) -> tuple[RgbImage, FloatMap]:
    """A face with eyes under hair before a wall, and how far inside each place lies."""
    y, x = (np.mgrid[:side, :side] + 0.5) / side
    inside = (1 - np.hypot((x - 0.5) / 0.38, (y - 0.5) / 0.46)) * 0.4
    picture = np.full((side, side, 3), WALL, dtype=np.uint8)
    picture[inside > 0] = HAIR
    picture[np.hypot((x - 0.5) / 0.24, (y - 0.6) / 0.22) < 1] = SKIN
    picture[y > 0.85] = SHIRT
    for middle in (0.37, 0.63):
        picture[np.hypot(x - middle, y - 0.5) < 0.05] = (40, 60, 80)
    return picture, inside.astype(np.float32)


def test_skin_takes_the_place_of_hair_and_nothing_else() -> None:
    before, inside = head()
    after = bare_head(before, inside, 1.0)
    assert np.abs(after[CROWN].astype(int) - SKIN).mean() < 10
    eyes = np.s_[58:70, 42:86]
    assert np.abs(after[eyes].astype(int) - before[eyes]).mean() < 6
    assert np.array_equal(after[80:], before[80:])
    behind = inside < -0.02
    assert np.abs(after[behind].astype(int) - before[behind]).max() <= 1


def test_half_of_it_is_thin_hair() -> None:
    before, inside = head()
    darkness = [
        float(765 - bare_head(before, inside, amount)[CROWN].sum(axis=2).mean())
        for amount in (0.0, 0.5, 1.0)
    ]
    assert darkness[0] > darkness[1] + 60 > darkness[2] + 120
    assert bare_head(before, inside, 0.0) is before


def test_a_bare_head_is_smaller() -> None:
    picture, inside = head()
    matte = torch.from_numpy((inside > 0).astype(np.float32))[None, None]
    rooms = [room_for_hair(picture, shortness=1.0, bald=bald) for bald in (0.0, 1.0)]
    assert rooms[0] is not None
    assert rooms[1] is not None
    assert (rooms[1] <= rooms[0] + 1e-6).all()
    tall = torch.ones_like(matte)
    sizes = []
    for bald in (0.0, 1.0):
        cutout = cut_out(picture, person=tall, outline=tall, amount=1.0, short_hair=1.0, bald=bald)
        assert cutout is not None
        covered = cutout.cover > 0.5
        sizes.append((int(covered[60].sum()), int(np.nonzero(covered.any(axis=1))[0][0])))
    (wide, top), (bare_wide, bare_top) = sizes
    assert bare_wide < wide - 4
    assert bare_top > top + 2


def test_hair_to_the_shoulders_goes_with_the_rest() -> None:
    picture, inside = head()
    matte = torch.from_numpy((inside > -1).astype(np.float32))[None, None]
    cutout = cut_out(picture, person=matte, outline=None, amount=0.0, bald=1.0)
    assert cutout is not None
    assert cutout.cover[85, 20] < 0.1


@pytest.mark.parametrize("side", [16, 100, 256])
def test_any_picture_will_do(side: int) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)
    everywhere = np.ones((side, side), dtype=np.float32)
    for picture in (noise, np.zeros_like(noise), np.full_like(noise, 255)):
        assert bare_head(picture, everywhere, 1.0).shape == picture.shape
