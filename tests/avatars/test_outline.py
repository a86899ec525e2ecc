from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.outline import keep_outline
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


def test_hair_ends_where_the_persons_does() -> None:
    drawn = avatar(0.4)
    cut = keep_outline(drawn, person=head(0.4), outline=head(0.25), amount=1.0)
    row = far(cut, WALL)[SIDE // 2]  # from the left edge to the middle
    ends = int(np.argmax(row > 60)) / SIDE
    assert 0.5 - 0.25 - 0.03 < ends < 0.5 - 0.25  # with a little room
    assert row[: int((0.5 - 0.25 - 0.03) * SIDE)].max() < 40
    inner = np.s_[90:166, 90:166]
    assert np.array_equal(cut[inner], drawn[inner])


def test_a_line_is_drawn_along_the_cut_and_nowhere_else() -> None:
    drawn = avatar(0.4)
    cut = keep_outline(drawn, person=head(0.4), outline=head(0.25), amount=1.0)
    darker = cut.astype(int).sum(axis=2) < 0.8 * sum(HAIR)
    y, x = np.nonzero(darker)
    distance = np.hypot(x - SIDE / 2, y - SIDE / 2) / SIDE
    assert 0.25 < distance.min() < distance.max() < 0.28
    turns = np.unique(np.round(np.arctan2(y - SIDE / 2, x - SIDE / 2), 1))
    assert len(turns) >= 60  # all around
    # Inside of an outline that hair does not reach there is nothing to draw a line on.
    small = avatar(0.2)
    kept = keep_outline(small, person=head(0.2), outline=head(0.35), amount=1.0)
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE
    assert far(kept, WALL)[(x - 0.5) ** 2 + (y - 0.5) ** 2 > 0.28**2].max() < 30


def test_what_styles_draw_behind_people_is_calmed() -> None:
    drawn = avatar(0.25)
    drawn[10:14, :] = (255, 255, 255)
    drawn[200:210, 5:15] = (0, 0, 0)
    cut = keep_outline(drawn, person=head(0.25), outline=head(0.25), amount=1.0)
    for strip in (cut[5:30, :], cut[190:220, :30]):
        assert far(strip, WALL).max() < 30
        steps = np.abs(np.diff(strip.astype(int), axis=0)).max()
        assert steps <= 3


def test_less_of_it_leaves_more_room_and_nothing_leaves_all() -> None:
    drawn = avatar(0.45)
    areas = []
    for amount in (1.0, 0.5, 0.01):
        cut = keep_outline(drawn, person=head(0.45), outline=head(0.2), amount=amount)
        areas.append((far(cut, HAIR) < 20).sum())
    assert areas[0] < areas[1] < areas[2]
    assert keep_outline(drawn, person=head(0.45), outline=head(0.2), amount=0.0) is drawn


@pytest.mark.parametrize("side", [64, 128, 512])
def test_pictures_of_any_size_are_cut_alike(side: int) -> None:
    y, x = np.mgrid[:side, :side] / side
    inside = (x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.4**2
    drawn = np.where(inside[..., None], HAIR, SHIRT).astype(np.uint8)
    cut = keep_outline(drawn, person=head(0.4), outline=head(0.25), amount=1.0)
    hair = far(cut, SHIRT) > far(cut, HAIR)
    assert np.sqrt(hair.mean() / np.pi) == pytest.approx(0.26, abs=0.015)


def test_without_anybody_all_is_background() -> None:
    drawn = avatar(0.3)
    nobody = torch.zeros(1, 1, 128, 128)
    cut = keep_outline(drawn, person=nobody, outline=nobody, amount=1.0)
    assert np.abs(np.diff(cut.astype(int), axis=1)).max() <= 4
    everybody = torch.ones(1, 1, 128, 128)
    whole = keep_outline(drawn, person=everybody, outline=everybody, amount=1.0)
    assert np.array_equal(whole, drawn)
