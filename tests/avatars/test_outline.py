from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.outline import Cutout, cut_out
from avatarstudio.core.images import RgbImage

SIDE = 256
WALL, HAIR, SHIRT = (120, 180, 250), (150, 100, 60), (200, 60, 60)


def head(radius: float) -> Tensor:
    """The matte of a round head, (1, 1, 128, 128)."""
    y, x = np.mgrid[:128, :128] / 128
    inside = (x - 0.5) ** 2 + (y - 0.5) ** 2 < radius**2
    return torch.from_numpy(inside.astype(np.float32))[None, None]


def avatar(radius: float) -> RgbImage:
    """A head full of hair before a wall."""
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE
    inside = (x - 0.5) ** 2 + (y - 0.5) ** 2 < radius**2
    return np.where(inside[..., None], HAIR, WALL).astype(np.uint8)


def far(picture: RgbImage, colour: tuple[int, int, int]) -> np.ndarray:
    """How far each pixel is from a colour, (S, S)."""
    return np.abs(picture.astype(int) - colour).max(axis=2)


def cut_round(drawn: RgbImage, *, own: float, kept: float, amount: float = 1.0) -> Cutout:
    """A drawn head of one radius cut along the outline of another."""
    cutout = cut_out(drawn, person=head(own), outline=head(kept), amount=amount)
    assert cutout is not None
    return cutout


def test_hair_ends_where_the_persons_does() -> None:
    drawn = avatar(0.4)
    cut = cut_round(drawn, own=0.4, kept=0.25).picture
    row = far(cut, WALL)[SIDE // 2]  # from the left edge to the middle
    ends = int(np.argmax(row > 60)) / SIDE
    assert 0.5 - 0.25 - 0.03 < ends < 0.5 - 0.25  # with a little room
    assert row[: int((0.5 - 0.25 - 0.03) * SIDE)].max() < 40
    inner = np.s_[90:166, 90:166]
    assert np.array_equal(cut[inner], drawn[inner])


def test_a_line_is_drawn_along_the_cut_and_nowhere_else() -> None:
    drawn = avatar(0.4)
    cut = cut_round(drawn, own=0.4, kept=0.25).picture
    darker = cut.astype(int).sum(axis=2) < 0.8 * sum(HAIR)
    y, x = np.nonzero(darker)
    distance = np.hypot(x - SIDE / 2, y - SIDE / 2) / SIDE
    assert 0.25 < distance.min() < distance.max() < 0.28
    turns = np.unique(np.round(np.arctan2(y - SIDE / 2, x - SIDE / 2), 1))
    assert len(turns) >= 60  # all around
    # Inside of an outline that hair does not reach there is nothing to draw a line on.
    small = avatar(0.2)
    kept = cut_round(small, own=0.2, kept=0.35).picture
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE
    assert far(kept, WALL)[(x - 0.5) ** 2 + (y - 0.5) ** 2 > 0.28**2].max() < 30


def test_what_styles_draw_behind_people_is_calmed() -> None:
    drawn = avatar(0.25)
    drawn[10:14, :] = (255, 255, 255)
    drawn[200:210, 5:15] = (0, 0, 0)
    cut = cut_round(drawn, own=0.25, kept=0.25).picture
    for strip in (cut[5:30, :], cut[190:220, :30]):
        assert far(strip, WALL).max() < 30
        steps = np.abs(np.diff(strip.astype(int), axis=0)).max()
        assert steps <= 3


def test_less_of_it_leaves_more_room_and_nothing_leaves_all() -> None:
    drawn = avatar(0.45)
    areas = []
    for amount in (1.0, 0.5, 0.01):
        cut = cut_round(drawn, own=0.45, kept=0.2, amount=amount).picture
        areas.append((far(cut, HAIR) < 20).sum())
    assert areas[0] < areas[1] < areas[2]
    assert cut_out(drawn, person=head(0.45), outline=head(0.2), amount=0.0) is None
    assert cut_out(drawn, person=None, outline=head(0.2), amount=1.0) is None


@pytest.mark.parametrize("side", [64, 128, 512])
def test_pictures_of_any_size_are_cut_alike(side: int) -> None:
    y, x = np.mgrid[:side, :side] / side
    inside = (x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.4**2
    drawn = np.where(inside[..., None], HAIR, SHIRT).astype(np.uint8)
    cut = cut_round(drawn, own=0.4, kept=0.25).picture
    hair = far(cut, SHIRT) > far(cut, HAIR)
    assert np.sqrt(hair.mean() / np.pi) == pytest.approx(0.26, abs=0.015)


def test_without_anybody_all_is_background() -> None:
    drawn = avatar(0.3)
    nobody = torch.zeros(1, 1, 128, 128)
    cut = cut_out(drawn, person=nobody, outline=nobody, amount=1.0)
    assert cut is not None
    assert np.abs(np.diff(cut.picture.astype(int), axis=1)).max() <= 4
    everybody = torch.ones(1, 1, 128, 128)
    whole = cut_out(drawn, person=everybody, outline=everybody, amount=1.0)
    assert whole is not None
    below = np.s_[round(0.27 * SIDE) :]  # above that heads are round
    assert np.array_equal(whole.picture[below], drawn[below])
    assert np.array_equal(whole.redrawn(drawn).before_calm(drawn)[below], drawn[below])


def column(half: float) -> Tensor:
    """The matte of hair that leaves the picture above, (1, 1, 128, 128)."""
    x = (np.arange(128) + 0.5) / 128 - 0.5
    inside = np.broadcast_to(np.abs(x) < half, (128, 128))
    return torch.from_numpy(inside.astype(np.float32))[None, None]


@pytest.mark.parametrize("half", [0.2, 0.3, 0.45])
def test_a_head_is_round_where_its_hair_leaves_the_picture(half: float) -> None:
    drawn = np.full((SIDE, SIDE, 3), HAIR, dtype=np.uint8)
    drawn[:, :8] = drawn[:, -8:] = WALL
    kept = column(half)
    widths = []
    for amount in (1.0, 0.0001):
        cutout = cut_out(drawn, person=kept, outline=kept, amount=amount)
        assert cutout is not None
        widths.append((cutout.cover > 0.5).sum(axis=1) / SIDE)
    round_head, hardly_cut = widths
    assert round_head[0] == 0
    steps = np.diff(round_head[round(0.03 * SIDE) : round(0.26 * SIDE)])
    assert (steps >= 0).all()
    assert np.abs(np.diff(steps)).max() < 0.06  # no corner
    middle = round_head[SIDE // 2]
    assert middle == pytest.approx(2 * (half + 0.02), abs=0.02)
    assert 0.6 * middle < round_head[round(0.1 * SIDE)] < 0.95 * middle
    assert hardly_cut[0] > 0.3


def test_strands_may_end_a_little_outside_of_the_cut_and_haze_may_not() -> None:
    cutout = cut_round(avatar(0.4), own=0.4, kept=0.25)
    y, x = (np.mgrid[:SIDE, :SIDE] + 0.5) / SIDE
    away = np.hypot(x - 0.5, y - 0.5)
    drawn = cutout.picture.copy()
    haze = (away > 0.27) & (y < 0.5)
    drawn[haze] = (drawn[haze] + np.array((3, -3, 3))).astype(np.uint8)
    strand = (np.abs(x - 0.5) < 0.02) & (y > 0.7)
    drawn[strand] = HAIR
    shown = cutout.redrawn(drawn).before_calm(drawn)
    assert (far(shown, HAIR)[strand & (away < 0.275)] < 40).mean() > 0.8
    assert far(shown, WALL)[strand & (away > 0.32)].max() < 30
    steps = np.abs(np.diff(shown.astype(int), axis=1)).max(axis=2)
    assert steps[haze[:, 1:] & (away[:, 1:] > 0.29)].max() <= 3
    inner = np.s_[90:166, 90:166]
    assert np.array_equal(shown[inner], drawn[inner])


def test_the_persons_own_place_in_the_photo_lends_the_background_no_colour() -> None:
    cutout = cut_round(avatar(0.4), own=0.4, kept=0.25)
    y, x = (np.mgrid[:SIDE, :SIDE] + 0.5) / SIDE
    away = np.hypot(x - 0.5, y - 0.5)
    ring = (away > 0.29) & (away < 0.38)
    coloured = cutout.picture.copy()
    coloured[ring] = SHIRT
    hidden = np.asarray(head(0.4)[0, 0].numpy())
    assert far(replace(cutout, hidden=hidden).before_calm(coloured), WALL)[ring].max() < 10
    assert far(cutout.before_calm(coloured), WALL)[ring].max() > 40


def test_the_background_gets_lighter_and_the_avatar_does_not() -> None:
    drawn = avatar(0.3)
    cutout = cut_round(drawn, own=0.3, kept=0.3)
    plain, half, full = (cutout.before_calm(drawn, light=light) for light in (0.0, 0.5, 1.0))
    corner, middle = np.s_[:40, :40], np.s_[100:156, 100:156]
    assert np.array_equal(plain[middle], full[middle])
    assert (plain[corner] < half[corner]).all()
    assert (half[corner] < full[corner]).all()
    root = 255 * (plain[corner] / 255.0) ** 0.5
    assert np.abs(full[corner] - root).max() <= 1


def test_strands_are_drawn_anew_up_to_a_little_outside_of_the_cut() -> None:
    cutout = cut_round(avatar(0.4), own=0.4, kept=0.25)
    for side in (64, SIDE):
        row = cutout.within_reach(side)[side // 2, : side // 2]
        ends = 0.5 - float(np.argmax(row > 0.5)) / side
        assert 0.25 < ends < 0.25 + 0.06
        assert row[0] == 0
        assert row[-1] == 1
