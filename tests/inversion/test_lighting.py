from __future__ import annotations

import pytest
import torch
from torch import Tensor

from avatarstudio.inversion.lighting import lit


def _portrait(skin: float, *, hair: float = 0.05, wall: float = 1.0, size: int = 64) -> Tensor:
    """A wall, hair around a face, and the face; values in [-1, 1] of luminance in [0, 1]."""
    picture = torch.full((1, 3, size, size), wall)
    q = size // 8
    picture[..., q : 7 * q, q : 7 * q] = hair
    picture[..., 2 * q : 7 * q, 2 * q : 6 * q] = skin
    return picture * 2 - 1


def _unit(pictures: Tensor) -> Tensor:
    return (pictures + 1) / 2


@pytest.mark.parametrize("size", [64, 128])
def test_a_dark_face_becomes_light_while_black_and_white_stay(size: int) -> None:
    found = _unit(lit(_portrait(0.2, hair=0.0, size=size)))[0, 0]
    assert found[size // 2, size // 2] == pytest.approx(0.5, abs=1e-3)
    assert found[0, 0] == pytest.approx(1.0, abs=1e-4)
    assert found[size // 2, size // 6] == pytest.approx(0.0, abs=1e-4)


def test_skin_and_dark_hair_part() -> None:
    before, after = _unit(_portrait(0.2)), _unit(lit(_portrait(0.2)))
    face, hair = (0, 0, 32, 32), (0, 0, 32, 10)
    assert after[face] - after[hair] > 2 * (before[face] - before[hair])


def test_a_light_face_stays_as_it_is() -> None:
    portrait = _portrait(0.6)
    assert lit(portrait) is portrait


def test_each_face_of_a_batch_is_lit_by_itself() -> None:
    both = torch.cat([_portrait(0.6), _portrait(0.2)])
    found = lit(both)
    torch.testing.assert_close(found[:1], both[:1])
    assert _unit(found)[1, 0, 32, 32] == pytest.approx(0.5, abs=1e-3)


def test_hues_are_kept() -> None:
    portrait = _portrait(0.2)
    portrait[:, 2] = portrait[:, 2] * 0.5 - 0.5  # half as much blue
    found = _unit(lit(portrait))[0, :, 32, 32]
    assert float(found[2] / found[0]) == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize("value", [-1.0, 1.0])
def test_pictures_without_a_face_stay_pictures(value: float) -> None:
    found = lit(torch.full((1, 3, 32, 32), value))
    assert torch.equal(found, torch.full((1, 3, 32, 32), value))
