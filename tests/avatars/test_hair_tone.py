from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.colours import measure_shift
from avatarstudio.avatars.hair_tone import way_to_dark
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import Style

SPEC = GeneratorSpec(
    resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
)
SKIN, WALL, BLACK, BROWN, BLOND = (
    (205, 150, 130),
    (90, 120, 200),
    (25, 20, 20),
    (120, 85, 60),
    (225, 195, 140),
)
MATTE = torch.zeros(1, 1, 64, 64)
MATTE[:, :, 6:, 14:50] = 1


def style(*, knows: bool = True) -> Style:
    direction = torch.full((SPEC.num_layers, SPEC.w_dim), 2.0) if knows else None
    base = Generator(SPEC).prepare_for_inference()
    return Style(style_id="s", base=base, tuned={}, tuned_blocks=2, hair_light=direction)


def head(hair: tuple[int, int, int], *, skin: tuple[int, int, int] = SKIN) -> RgbImage:
    """A face under hair before a wall."""
    picture = np.full((64, 64, 3), WALL, np.uint8)
    picture[6:60, 14:50] = skin
    picture[6:24, 14:50] = hair
    return picture


def steps(drawn: RgbImage, photo: RgbImage, *, person: Tensor | None = MATTE) -> float:
    """How many times lighter hair is taken away."""
    way = way_to_dark(style(), drawn, measure_shift(drawn, photo, person=person))
    return 0.0 if way is None else float((way / -2).mean())


PALE = head((245, 220, 205), skin=(250, 225, 205))


def test_pale_hair_goes_the_farther_the_darker_the_persons_is() -> None:
    taken = [steps(PALE, head(hair)) for hair in (BLACK, BROWN, BLOND)]
    assert 1 >= taken[0] > taken[1] > 0
    assert taken[2] < 0.3


def test_dark_hair_is_dark_enough() -> None:
    assert steps(head((40, 30, 30), skin=(250, 225, 205)), head(BLACK)) == 0


def test_where_nothing_says_how_hair_stays() -> None:
    shift = measure_shift(PALE, head(BLACK), person=MATTE)
    assert way_to_dark(style(knows=False), PALE, shift) is None
    assert steps(PALE, head(BLACK), person=None) == 0
    assert steps(PALE, head(SKIN)) == 0  # a bare head


def test_from_pale_to_dark_there_is_no_jump() -> None:
    shades = [
        tuple(round(light + (dark - light) * way) for light, dark in zip(BLOND, BLACK, strict=True))
        for way in np.linspace(0, 1, 24)
    ]
    taken = [steps(PALE, head((r, g, b))) for r, g, b in shades]
    assert np.abs(np.diff(taken)).max() < 0.12
    assert taken[-1] > taken[0] + 0.5


@pytest.mark.parametrize("side", [32, 128, 512])
def test_pictures_of_any_size_are_seen_alike(side: int) -> None:
    large = np.asarray(PALE.repeat(side // 32, axis=0).repeat(side // 32, axis=1)[::2, ::2])
    assert steps(large, head(BLACK)) == pytest.approx(steps(PALE, head(BLACK)), abs=0.1)
