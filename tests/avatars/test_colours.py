from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.colours import measure_shift
from avatarstudio.core.images import RgbImage
from tests.avatars.lab import lab_mean


def plain(*rgb: int) -> RgbImage:
    return np.full((64, 64, 3), rgb, dtype=np.uint8)


def test_colours_go_to_those_that_the_photo_would_have_as_a_drawing() -> None:
    avatar, photo = plain(200, 180, 190), plain(120, 80, 60)
    moved = lab_mean(measure_shift(avatar, photo).apply(avatar, amount=1.0))
    drawn = lab_mean(photo) + np.array((16, -4, -6))  # people are drawn lighter and cooler
    assert moved == pytest.approx(drawn, abs=0.5)


def test_dark_people_stay_darker_than_light_ones() -> None:
    avatar = plain(230, 200, 190)
    dark, light = (
        lab_mean(measure_shift(avatar, photo).apply(avatar, amount=0.75))[0]
        for photo in (plain(90, 60, 50), plain(220, 180, 160))
    )
    assert dark < light - 15


def test_lines_are_the_drawings_own() -> None:
    avatar, photo = plain(220, 200, 200), plain(150, 110, 90)
    avatar[:, 31:33] = 20
    photo[20:44, 20:44] = 230
    moved = measure_shift(avatar, photo).apply(avatar, amount=1.0).astype(int)
    across = moved[32].sum(axis=1)
    assert across[28] - across[31] > 300
    # Broad colours have no edge where the photo has one.
    assert np.abs(np.diff(moved[:, 10].sum(axis=1))).max() < 30
