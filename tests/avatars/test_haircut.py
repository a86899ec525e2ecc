from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.haircut import read_short_hair, room_for_hair
from avatarstudio.avatars.outline import cut_out
from avatarstudio.core.images import RgbImage

SIDE = 128
SKIN, HAIR, SHIRT, WALL = (250, 220, 205), (90, 50, 40), (60, 80, 160), (120, 180, 250)

Where = npt.NDArray[np.bool_]


def _places() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    y, x = (np.mgrid[:SIDE, :SIDE] + 0.5) / SIDE
    return y, x


def _face(turned: float = 0.0) -> Where:
    y, x = _places()
    return ((x - 0.5 - turned) / 0.2) ** 2 + ((y - 0.56) / 0.2) ** 2 < 1


def _hair(until: float) -> Where:
    """Around a head and down to a row."""
    y, x = _places()
    return (np.abs(x - 0.5) < 0.34) & (y > 0.12) & (y < until)


def _person(until: float, *, turned: float = 0.0) -> RgbImage:
    """A face amid hair that hangs down to a row, over a neck and a shirt."""
    y, x = _places()
    picture = np.full((SIDE, SIDE, 3), WALL, np.uint8)
    picture[y > 0.86] = SHIRT
    picture[(np.abs(x - 0.5) < 0.08) & (y > 0.6) & (y <= 0.9)] = SKIN
    hair = _hair(until) & ~((np.abs(x - 0.5) < 0.08) & (y > 0.6))
    picture[hair] = HAIR
    picture[_face(turned)] = SKIN
    return picture


def _room(shortness: float = 1.0, *, turned: float = 0.0) -> npt.NDArray[np.float32]:
    room = room_for_hair(_person(1.0, turned=turned), shortness=shortness)
    assert room is not None
    return room


def test_hair_beside_face_and_neck_is_cut_and_nothing_else() -> None:
    y, x = _places()
    room = _room()
    beside = (np.abs(x - 0.5) > 0.2) & (np.abs(x - 0.5) < 0.34)
    assert (room[beside & (y > 0.66) & (y < 0.8)] < 0).all()
    assert (room[_face()] > 0).all()
    assert (room[(np.abs(x - 0.5) < 0.26) & (y > 0.15) & (y < 0.36)] > 0).all()  # the crown
    assert (room[(np.abs(x - 0.5) < 0.08) & (y > 0.6)] > 0).all()  # the neck
    assert (room[y > 0.97] > 0).all()  # the shirt


def test_hair_ends_the_lower_the_less_it_is_cut() -> None:
    y, x = _places()
    beside = np.abs(np.abs(x - 0.5) - 0.25) < 0.04
    cut = [int((_room(shortness)[beside] < 0).sum()) for shortness in (1.0, 0.7, 0.4)]
    assert cut[0] > cut[1] > cut[2]
    assert (_room(0.5)[beside & (y > 0.2) & (y < 0.54)] > 0).all()
    assert (_room(0.01)[beside & (y > 0.2) & (y < 0.74)] > 0).all()


def test_a_bare_neck_and_chest_are_no_face() -> None:
    y, x = _places()
    bare = _person(1.0)
    bare[(y > 0.7) & (np.abs(x - 0.5) < 0.3)] = SKIN
    room = room_for_hair(bare, shortness=1.0)
    assert room is not None
    assert (room[(y > 0.74) & (y < 0.78) & (np.abs(np.abs(x - 0.5) - 0.24) < 0.03)] < 0).all()


@pytest.mark.parametrize("turned", [-0.08, 0.08])
def test_a_turned_head_keeps_its_chin_and_its_neck(turned: float) -> None:
    y, x = _places()
    room = _room(turned=turned)
    assert (room[_face(turned)] > -0.01).all()
    assert (room[(np.abs(x - 0.5) < 0.08) & (y > 0.7)] > 0).all()
    # No gap is cut between them.
    between = (y > 0.72) & (y < 0.8) & (np.abs(x - 0.5 - turned / 2) < 0.04)
    assert (room[between] > 0).all()


def test_on_video_the_cut_goes_no_farther_than_the_face() -> None:
    person = _person(1.0)
    rooms = []
    for step in range(9):
        way = np.array([[1, 0, step / 4], [0, 1, 0]], np.float64)
        moved = cv2.warpAffine(person, way, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
        room = room_for_hair(np.asarray(moved, np.uint8), shortness=1.0)
        assert room is not None
        rooms.append(room)
    steps = np.abs(np.diff(rooms, axis=0))[:, 10:90]
    quarter = 0.25 / SIDE
    assert 0.5 * quarter < steps.max(axis=(1, 2)).min()
    assert steps.max() < 2 * quarter


def test_where_no_face_is_seen_nothing_is_cut() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    assert room_for_hair(noise, shortness=1.0) is None


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shade", [0, 255])
@pytest.mark.parametrize("patch", [np.s_[:0], np.s_[74:100, 40:90], np.s_[52:70, :30]])
def test_odd_pictures_are_no_trouble(shade: int, patch: tuple[slice, slice]) -> None:
    picture = np.full((SIDE, SIDE, 3), shade, np.uint8)
    picture[patch] = SKIN
    room = room_for_hair(picture, shortness=1.0)
    assert room is None or np.isfinite(room).all()
    assert 0 <= read_short_hair(picture, torch.ones(1, 1, SIDE, SIDE)) <= 1


def _matte(picture: RgbImage) -> Tensor:
    person = (picture != WALL).any(axis=2)
    return torch.from_numpy(person.astype(np.float32))[None, None]


def test_short_hair_is_read_off_what_is_beside_the_neck() -> None:
    long, short = _person(1.0), _person(0.55)
    assert read_short_hair(long, _matte(long)) == 0
    assert read_short_hair(short, _matte(short)) == 1
    assert read_short_hair(short, None) == 0
    # Skin is no hair: a broad neck, a hand.
    bare = long.copy()
    bare[_hair(1.0) & ~_hair(0.55)] = SKIN
    assert read_short_hair(bare, _matte(bare)) == 1
    # Nor is a scarf that leaves some of the wall.
    scarf = short.copy()
    scarf[(_hair(0.76) & ~_hair(0.66)) & (scarf == WALL).all(axis=2)] = SHIRT
    plait = np.where((scarf == SHIRT).all(axis=2, keepdims=True), HAIR, scarf).astype(np.uint8)
    assert read_short_hair(scarf, _matte(scarf)) > 0.9
    assert read_short_hair(plait, _matte(plait)) < 0.6
    # A shoulder or somebody else on one side is no long hair.
    leaning = short.copy()
    leaning[: SIDE - 10, SIDE // 2 + 20 :] = SHIRT
    assert read_short_hair(leaning, _matte(leaning)) == 1


def test_between_short_and_long_there_is_no_jump() -> None:
    found = []
    for until in np.linspace(0.55, 0.85, 31):
        person = _person(float(until))
        found.append(read_short_hair(person, _matte(person)))
    assert (found[0], found[-1]) == (1, 0)
    assert any(0.2 < value < 0.8 for value in found)
    assert found == sorted(found, reverse=True)


def test_a_haircut_shows_the_wall_whatever_outline_is_kept() -> None:
    y, x = _places()
    long = _person(1.0)
    beside = (np.abs(np.abs(x - 0.5) - 0.28) < 0.03) & (y > 0.7) & (y < 0.76)
    everywhere = torch.ones(1, 1, SIDE, SIDE)
    for outline, amount in ((None, 0.0), (everywhere, 0.0), (everywhere, 1.0)):
        cut = cut_out(long, person=_matte(long), outline=outline, amount=amount, short_hair=1.0)
        assert cut is not None
        hair_left = np.abs(cut.picture.astype(int) - HAIR).max(axis=2) < 40
        assert not hair_left[beside].any()
        assert np.array_equal(cut.picture[50:80, 56:72], long[50:80, 56:72])
    assert cut_out(long, person=None, outline=None, amount=0.0, short_hair=1.0) is None
