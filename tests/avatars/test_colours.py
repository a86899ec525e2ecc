from __future__ import annotations

import numpy as np
import pytest

from avatarstudio.avatars.colours import measure_shift
from avatarstudio.core.images import RgbImage
from tests.avatars.lab import lab_mean


def plain(*rgb: int) -> RgbImage:
    return np.full((64, 64, 3), rgb, dtype=np.uint8)


def test_colours_go_to_those_that_the_photo_would_have_as_a_drawing() -> None:
    avatar, photo = plain(200, 180, 190), plain(150, 110, 90)
    moved = lab_mean(measure_shift(avatar, photo).apply(avatar, amount=1.0))
    drawn = lab_mean(photo) + np.array((16, -4, -6))  # people are drawn lighter and cooler
    assert moved == pytest.approx(drawn, abs=0.5)


def test_black_hair_stays_black() -> None:
    avatar, photo = plain(200, 180, 190), plain(40, 30, 30)
    moved = lab_mean(measure_shift(avatar, photo).apply(avatar, amount=1.0))
    assert lab_mean(photo)[0] < moved[0] < lab_mean(photo)[0] + 5


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


def drawing(*, skin: tuple[int, int, int] = (250, 225, 205)) -> RgbImage:
    """A face with dark eyes before blue, hair above it and a white shirt below."""
    picture = plain(90, 120, 200)
    picture[8:28, 14:50] = (60, 40, 40)
    picture[26:52, 18:46] = skin
    picture[29:33, 22:28] = picture[29:33, 36:42] = 15
    picture[50:] = 255
    return picture


def tones(*photos: RgbImage) -> list[float]:
    """L* of the cheeks of one drawing, led to the skin of each photo."""
    avatar = drawing()
    led = (measure_shift(avatar, photo).apply(avatar, amount=0.0, skin=1.0) for photo in photos)
    return [lab_mean(picture[36:42, 28:36])[0] for picture in led]


def test_skin_becomes_as_dark_as_the_person() -> None:
    dark, usual, light = tones(plain(95, 62, 48), plain(205, 150, 130), plain(240, 205, 190))
    assert dark < usual - 15
    assert usual < light
    assert dark > 50  # as drawings show dark skin, not as photographs do


def test_dark_skin_is_brown_however_grey_its_light() -> None:
    avatar, photo = drawing(), plain(72, 62, 58)
    led = measure_shift(avatar, photo).apply(avatar, amount=0.0, skin=1.0)
    _, red, yellow = lab_mean(led[36:42, 28:36])
    assert red > 5
    assert yellow > 15


def test_a_beard_and_a_shadow_do_not_darken_skin() -> None:
    shaven = plain(205, 150, 130)
    bearded = shaven.copy()
    bearded[40:] = (60, 45, 40)
    bearded[:, :24] = (90, 60, 50)
    both = tones(shaven, bearded)
    assert both[0] == pytest.approx(both[1], abs=2)


def test_a_skin_tone_leaves_eyes_hair_shirt_and_background() -> None:
    avatar = drawing()
    led = measure_shift(avatar, plain(95, 62, 48)).apply(avatar, amount=0.0, skin=1.0)
    change = np.abs(led.astype(int) - avatar).max(axis=2)
    assert change[36:42, 28:36].min() > 30
    for rows, columns in (
        (slice(30, 32), slice(23, 27)),
        (slice(10, 24), slice(16, 48)),
        (slice(52, 64), slice(0, 64)),
        (slice(0, 64), slice(0, 10)),
    ):
        assert change[rows, columns].max() <= 3


def test_a_skin_tone_is_the_same_whatever_share_of_the_photos_colours_is_kept() -> None:
    avatar, photo = drawing(), plain(120, 80, 60)
    shift = measure_shift(avatar, photo)
    none, most = (
        lab_mean(shift.apply(avatar, amount=amount, skin=1.0)[36:42, 28:36])
        for amount in (0.0, 0.75)
    )
    assert none == pytest.approx(most, abs=2)
