from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.background import find_matte, parse_background
from avatarstudio.avatars.export import compose
from avatarstudio.core.errors import UsageError
from avatarstudio.core.images import RgbImage


@pytest.fixture
def figure() -> RgbImage:
    """A brown head and dark shoulders before a bright blue wall."""
    picture = np.zeros((128, 128, 3), dtype=np.uint8)
    picture[:] = (120, 180, 250)
    y, x = np.mgrid[:128, :128]
    picture[((x - 64) / 34) ** 2 + ((y - 70) / 44) ** 2 < 1] = (190, 130, 100)
    picture[((x - 64) / 60) ** 2 + ((y - 128) / 20) ** 2 < 1] = (40, 30, 60)
    return picture


def test_head_and_shoulders_are_cut_from_the_wall(figure: RgbImage) -> None:
    matte = find_matte(figure)
    person = np.abs(figure.astype(int) - (120, 180, 250)).sum(axis=2) > 30
    wrong = (matte > 127) != person
    assert wrong.mean() < 0.03
    assert matte[64, 64] == 255
    assert matte[3, 3] == 0


def test_the_same_picture_gives_the_same_matte(figure: RgbImage) -> None:
    assert (find_matte(figure) == find_matte(figure)).all()


@pytest.mark.parametrize("size", [32, 100, 512])
def test_any_size_and_plain_pictures_give_a_matte(size: int) -> None:
    for value in (0, 128, 255):
        flat = np.full((size, size, 3), value, dtype=np.uint8)
        assert find_matte(flat).shape == (size, size)


def test_backgrounds_are_composed(figure: RgbImage) -> None:
    assert compose(figure, size_px=64, background="photo").size == (64, 64)
    clear = compose(figure, size_px=128, background="transparent")
    assert clear.mode == "RGBA"
    assert clear.getpixel((2, 2))[3] == 0
    red = compose(figure, size_px=128, background="#ff0000")
    assert red.getpixel((2, 2)) == (255, 0, 0)
    assert np.abs(np.array(red.getpixel((64, 70))) - figure[70, 64]).max() < 8


@pytest.mark.parametrize("text", ["", "blue", "#12345", "#gggggg", "Photo"])
def test_other_backgrounds_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="transparent"):
        parse_background(text)
