from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.ink import ink
from avatarstudio.core.images import RgbImage

SKIN, LINE = (250, 225, 205), (180, 140, 130)


def drawing(side: int = 256) -> RgbImage:
    """Skin with a soft reddish line across and a soft light one, and a wall beside it."""
    picture = np.full((side, side, 3), SKIN, dtype=np.float32)
    picture[:, side // 2 :] = (90, 120, 200)
    across = (np.arange(side) + 0.5)[:, None, None] / side
    width = 0.006
    picture += np.exp(-(((across - 0.3) / width) ** 2)) * (np.float32(LINE) - picture)
    picture += np.exp(-(((across - 0.7) / width) ** 2)) * np.float32((35, 35, 35))
    return np.asarray(np.rint(picture), dtype=np.uint8)


@pytest.mark.parametrize("side", [128, 256, 512])
def test_lines_get_darker_and_flat_colours_stay(side: int) -> None:
    before = drawing(side)
    row, column = round(0.3 * side), side // 4
    darkness = [
        float(ink(before, amount)[row, column].astype(int).sum()) for amount in (0.0, 0.5, 1.0)
    ]
    assert darkness[0] > darkness[1] + 15 > darkness[2] + 30
    flat = np.s_[round(0.45 * side) : round(0.55 * side), : round(0.45 * side)]
    assert np.array_equal(ink(before, 1.0)[flat], before[flat])


def test_what_is_lighter_gets_lighter_by_less() -> None:
    before = drawing()
    after = ink(before, 1.0).astype(int)
    light = after[179, 192] - before[179, 192]
    dark = before[76, 64].astype(int) - after[76, 64]
    # The light line stands out by 35, the dark one by 77.
    assert 0 < light.sum() / 35 < 0.5 * dark.sum() / 77


def test_a_line_keeps_its_hue() -> None:
    before = drawing()
    line = ink(before, 1.0)[76, 64].astype(float)
    share = line / before[76, 64]
    assert share.max() - share.min() < 0.02
    assert share.max() < 0.9


def test_nothing_is_asked_for() -> None:
    picture = drawing()
    assert ink(picture, 0.0) is picture


@pytest.mark.parametrize("side", [16, 100])
@pytest.mark.parametrize("value", [0, 255])
def test_black_and_white_stay(side: int, value: int) -> None:
    picture = np.full((side, side, 3), value, dtype=np.uint8)
    assert np.array_equal(ink(picture, 1.0), picture)
