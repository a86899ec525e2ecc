from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.colours import measure_shift
from avatarstudio.core.images import FloatArray, RgbImage
from tests.avatars.lab import lab_mean


def plain(*rgb: int) -> RgbImage:
    return np.full((64, 64, 3), rgb, dtype=np.uint8)


BEHIND = np.s_[4:28, :6]


def behind(photo: RgbImage) -> FloatArray:
    """L*, a* and b* of what is behind one drawing, led to a photo's colours."""
    avatar = drawing()
    return lab_mean(measure_shift(avatar, photo).apply(avatar, amount=1.0)[BEHIND])


def test_colours_go_to_those_that_the_photo_would_have_as_a_drawing() -> None:
    photo = plain(150, 110, 90)
    drawn = lab_mean(photo) + np.array((16, -4, -6))  # people are drawn lighter and cooler
    # Lightness follows so widely that the face counts, too.
    assert behind(photo) == pytest.approx(drawn, abs=6)
    assert behind(photo)[1:] == pytest.approx(drawn[1:], abs=1.5)


def test_black_stays_nearly_black() -> None:
    grey, black = behind(plain(120, 118, 116)), behind(plain(40, 30, 30))
    assert black[0] < 20
    assert grey[0] > black[0] + 35


def test_a_face_has_one_tone_however_the_light_falls_on_it() -> None:
    """Broad colours would lie over it like a veil."""
    avatar, photo = drawing(), plain(205, 150, 130)
    photo[:, 32:] = (130, 90, 75)
    led = measure_shift(avatar, photo, person=matte()).apply(avatar, amount=1.0, skin=1.0)
    left, right = lab_mean(led[36:48, 20:28]), lab_mean(led[36:48, 36:44])
    assert left == pytest.approx(right, abs=0.5)
    assert np.abs(led[30:32, 23:27].astype(int) - 15).max() <= 3  # an eye is as it was drawn


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


def person(hair: tuple[int, int, int] | None, *, wall: tuple[int, int, int]) -> RgbImage:
    """A portrait: a face with hair above it, or a bare head, before a wall."""
    picture = plain(*wall)
    picture[6:54, 16:48] = (205, 150, 130)
    if hair is not None:
        picture[6:22, 14:50] = hair
    return picture


def matte() -> Tensor:
    """Of such a person, float32, (1, 1, 64, 64)."""
    inside = np.zeros((64, 64), np.float32)
    inside[6:, 14:50] = 1
    return torch.from_numpy(inside)[None, None]


HAIR = np.s_[12:22, 20:44]


def led(avatar: RgbImage, photo: RgbImage, *, amount: float = 1.0) -> RgbImage:
    return measure_shift(avatar, photo, person=matte()).apply(avatar, amount=amount)


@pytest.mark.parametrize("wall", [(20, 20, 30), (240, 240, 240)])
def test_hair_is_as_dark_as_the_persons_whatever_is_behind(wall: tuple[int, int, int]) -> None:
    avatar, tone = drawing(), {}
    for name, hair in {
        "black": (25, 20, 20),
        "brown": (90, 60, 45),
        "blond": (220, 190, 130),
    }.items():
        tone[name] = lab_mean(led(avatar, person(hair, wall=wall))[HAIR])[0]
    assert tone["black"] < 30 < tone["brown"] < 50 < tone["blond"]


def test_red_hair_is_red_and_black_hair_is_not_blue() -> None:
    red, black = (
        lab_mean(led(drawing(), person(hair, wall=(90, 120, 200)))[HAIR])
        for hair in ((150, 60, 40), (15, 15, 15))
    )
    assert red[1] > 20
    assert np.abs(black[1:]).max() < 6


def test_hair_takes_nothing_else_along() -> None:
    avatar, photo = drawing(), person((220, 190, 130), wall=(90, 120, 200))
    broadly = measure_shift(avatar, photo).apply(avatar, amount=1.0).astype(int)
    change = np.abs(led(avatar, photo) - broadly).max(axis=2)
    assert change[HAIR].min() > 20
    assert change[34:48, 20:44].max() <= 2  # the face
    assert change[30:33, 22:28].max() <= 2  # an eye, as dark as the hair
    assert change[54:].max() <= 2  # the shirt
    assert change[:, :8].max() <= 2  # what is behind


def test_a_high_forehead_is_skin() -> None:
    avatar, photo = drawing(), person((25, 20, 20), wall=(90, 120, 200))
    avatar[13:28, 22:42] = avatar[36, 32]
    moved = measure_shift(avatar, photo, person=matte()).apply(
        avatar, amount=1.0, skin=1.0, cover=np.ones((64, 64), np.float32)
    )
    assert lab_mean(moved[16:18, 28:36]) == pytest.approx(lab_mean(moved[36:42, 28:36]), abs=1.5)


def test_skin_can_be_led_farther_than_the_photo_says() -> None:
    avatar, photo = drawing(), plain(205, 150, 130)
    shift, cheeks = measure_shift(avatar, photo), np.s_[36:42, 28:36]
    lighter, same, darker = (
        lab_mean(shift.apply(avatar, amount=0.0, skin=1.0, darker=way)[cheeks])
        for way in (-0.4, 0.0, 1.0)
    )
    assert darker[0] < same[0] - 20
    assert darker[2] > same[2] + 5  # brown, not grey
    assert lighter[0] > same[0] + 4


def test_a_bare_head_colours_no_hair() -> None:
    avatar, bare = drawing(), person(None, wall=(90, 120, 200))
    plainly = measure_shift(avatar, bare).apply(avatar, amount=1.0)
    assert np.array_equal(led(avatar, bare), plainly)


@pytest.mark.parametrize("inside", [0.0, 1.0])
@pytest.mark.parametrize("photo", ["noise", "black", "white", "halves"])
@pytest.mark.filterwarnings("error")
def test_odd_photos_give_colours_too(photo: str, inside: float) -> None:
    pictures = {
        "noise": np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8),
        "black": plain(0, 0, 0),
        "white": plain(255, 255, 255),
        "halves": np.where(np.arange(64)[None, :, None] % 3 == 0, plain(0, 0, 0), 250).astype(
            np.uint8
        ),
    }
    person = torch.full((1, 1, 64, 64), inside)
    for low in (0, 63):  # down to a person that only the last row shows
        person[:, :, :low] = 0
        for avatar in (drawing(), pictures["noise"], pictures["black"]):
            shift = measure_shift(avatar, pictures[photo], person=person)
            assert shift.apply(avatar, amount=1.0, skin=1.0).shape == (64, 64, 3)


def test_from_a_bare_head_to_a_full_one_there_is_no_jump() -> None:
    avatar, tones = drawing(), []
    for width in range(0, 28, 2):
        photo = person(None, wall=(240, 240, 240))
        photo[6:22, 19 : 19 + width] = (25, 20, 20)
        tones.append(lab_mean(led(avatar, photo)[HAIR])[0])
    assert tones[0] > tones[-1] + 15
    assert np.abs(np.diff(tones)).max() < 0.25 * (tones[0] - tones[-1])


def test_hair_takes_its_colour_within_the_avatar_alone() -> None:
    avatar, photo = drawing(), person((220, 190, 130), wall=(90, 120, 200))
    shift = measure_shift(avatar, photo, person=matte())
    right = np.ones((32, 32), np.float32)
    right[:, :16] = 0
    broadly = measure_shift(avatar, photo).apply(avatar, amount=1.0).astype(int)
    change = np.abs(shift.apply(avatar, amount=1.0, cover=right) - broadly).max(axis=2)
    assert change[12:22, 20:30].max() <= 2
    assert change[12:22, 34:44].min() > 20


def test_hair_that_was_made_lighter_stays_so() -> None:
    avatar, photo = drawing(), person((25, 20, 20), wall=(90, 120, 200))
    shift = measure_shift(avatar, photo, person=matte())
    lighter = avatar.copy()
    lighter[8:26, 14:50] = (90, 70, 70)
    before, after = (lab_mean(shift.apply(p, amount=0.75)[HAIR])[0] for p in (avatar, lighter))
    assert after > before + 8
