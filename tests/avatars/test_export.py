from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatarstudio.avatars.background import Cutter
from avatarstudio.avatars.encode import encode, read_origin
from avatarstudio.avatars.export import (
    Subject,
    adjust_light,
    finish_picture,
    shape_mask,
    zoom_box,
)
from avatarstudio.avatars.presets import PRESETS, FileKind, Finish, Shape
from avatarstudio.avatars.sheet import compose_sheet, sticker_px
from avatarstudio.core.errors import ExportError

PLAIN = Finish(size_px=128)
WALL, SKIN = (120, 180, 250), (190, 130, 100)


@pytest.fixture(scope="module")
def subject() -> Subject:
    """A brown head before a bright blue wall."""
    picture = np.zeros((128, 128, 3), dtype=np.uint8)
    picture[:] = WALL
    y, x = np.mgrid[:128, :128]
    picture[((x - 64) / 34) ** 2 + ((y - 70) / 44) ** 2 < 1] = SKIN
    return Subject.of(picture, Cutter(None))


@pytest.fixture(scope="module")
def noise() -> Image.Image:
    """As hard to compress as avatars are at worst: coarse noise in a circle."""
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    image = Image.fromarray(pixels).resize((512, 512), Image.Resampling.BICUBIC)
    image.putalpha(shape_mask(Shape.CIRCLE, 512))
    return image


def test_a_plain_finish_is_the_picture_itself(subject: Subject) -> None:
    image = finish_picture(subject, PLAIN)
    assert image.mode == "RGBA"
    assert (np.asarray(image)[..., :3] == subject.picture).all()
    assert image.getchannel("A").getextrema() == (255, 255)


def test_a_circle_is_clear_outside_and_touches_the_edges(subject: Subject) -> None:
    alpha = np.asarray(finish_picture(subject, replace(PLAIN, shape=Shape.CIRCLE)).getchannel("A"))
    assert alpha[2, 2] == alpha[-3, -3] == 0
    assert alpha[64, 64] == 255
    assert min(alpha[0, 64], alpha[64, 0], alpha[-1, 64], alpha[64, -1]) > 128


def test_rounded_corners_lie_between_square_and_circle() -> None:
    areas = [
        np.asarray(shape_mask(shape, 128), dtype=float).mean()
        for shape in (Shape.SQUARE, Shape.ROUNDED, Shape.CIRCLE)
    ]
    assert areas == sorted(areas, reverse=True)
    assert len(set(areas)) == 3


def test_a_gradient_stands_behind_the_person(subject: Subject) -> None:
    image = finish_picture(subject, replace(PLAIN, background="#ff0000-#0000ff"))
    top, bottom = image.getpixel((2, 2)), image.getpixel((2, 125))
    assert top[0] > 240 > 20 > top[2]
    assert bottom[2] > 240 > 20 > bottom[0]
    assert np.abs(np.array(image.getpixel((64, 70))[:3]) - SKIN).max() < 8


def test_no_rim_of_the_old_wall_is_left_around_a_cut_out(subject: Subject) -> None:
    pixels = np.asarray(finish_picture(subject, replace(PLAIN, background="transparent")))
    rim = pixels[(pixels[..., 3] > 40) & (pixels[..., 3] < 200)].astype(int)
    assert len(rim) > 20
    nearer_to_skin = np.abs(rim[:, :3] - SKIN).sum(axis=1) < np.abs(rim[:, :3] - WALL).sum(axis=1)
    assert nearer_to_skin.mean() > 0.95


def test_zoom_stays_inside_and_keeps_the_face() -> None:
    for zoom in (1.0, 1.3, 2.0, 3.0):
        left, top, right, bottom = zoom_box(256, zoom)
        assert 0 <= left < 128 < right <= 256
        assert 0 <= top < 138 < bottom <= 256
        assert right - left == pytest.approx(256 / zoom)


@pytest.mark.parametrize("name", ["brightness", "contrast", "saturation"])
def test_light_sliders_do_what_they_say(name: str) -> None:
    ramp = np.linspace(20, 235, 64 * 64).reshape(64, 64)
    image = Image.fromarray(np.stack([ramp, ramp * 0.8, ramp * 0.6], axis=2).astype(np.uint8))

    def value(amount: float) -> float:
        pixels = np.asarray(adjust_light(image, replace(PLAIN, **{name: amount})), dtype=float)
        if name == "brightness":
            return float(pixels.mean())
        return float(
            pixels.std() if name == "contrast" else (pixels[..., 0] - pixels[..., 2]).mean()
        )

    assert value(-0.6) < value(0.0) < value(0.6)


def test_a_margin_stays_clear(subject: Subject) -> None:
    image = finish_picture(subject, replace(PLAIN, size_px=160, margin_px=16))
    alpha = np.asarray(image.getchannel("A"))
    assert image.size == (160, 160)
    assert alpha[:16].max() == alpha[:, :16].max() == alpha[-16:].max() == 0
    assert alpha[16:-16, 16:-16].min() == 255


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_every_preset_gives_a_file_that_its_place_takes(
    preset, noise: Image.Image, tmp_path: Path
) -> None:
    image = noise.resize((preset.size_px, preset.size_px))
    for kind in preset.kinds:
        data = encode(image, kind, limit_bytes=preset.limit_bytes)
        assert len(data) <= (preset.limit_bytes or len(data))
        path = tmp_path / f"avatar.{kind}"
        path.write_bytes(data)
        with Image.open(path) as saved:
            assert saved.size == (preset.size_px, preset.size_px)
            assert saved.format == {"png": "PNG", "webp": "WEBP", "jpg": "JPEG"}[kind]


def test_transparency_survives_the_palette_of_a_small_png(noise: Image.Image) -> None:
    limit = len(encode(noise, FileKind.PNG)) // 3
    data = encode(noise, FileKind.PNG, limit_bytes=limit)
    assert len(data) <= limit
    assert b"tRNS" in data


def test_a_limit_that_nothing_can_meet_is_an_error(noise: Image.Image) -> None:
    with pytest.raises(ExportError, match="small"):
        encode(noise.resize((128, 128)), FileKind.WEBP, limit_bytes=200)


@pytest.mark.parametrize("kind", list(FileKind))
def test_nothing_personal_is_in_a_file_unless_wanted(
    kind: FileKind, noise: Image.Image, tmp_path: Path
) -> None:
    path = tmp_path / "avatar"
    small = noise.resize((64, 64))
    path.write_bytes(encode(small, kind))
    with Image.open(path) as saved:
        assert not saved.getexif()
        assert not {"xmp", "comment"} & set(saved.info)
        assert not getattr(saved, "text", {})
    assert read_origin(path) is None


@pytest.mark.parametrize("kind", [FileKind.PNG, FileKind.WEBP])
def test_a_wanted_origin_comes_back_to_the_bit(
    kind: FileKind, noise: Image.Image, tmp_path: Path
) -> None:
    origin = bytes(range(256)) * 8
    path = tmp_path / "avatar"
    path.write_bytes(encode(noise.resize((64, 64)), kind, origin=origin))
    assert read_origin(path) == origin


def test_files_without_an_origin_are_no_trouble(tmp_path: Path) -> None:
    for name, data in {"empty": b"", "text": b"hello", "cut": b"\x89PNG\r\n\x1a\n"}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert read_origin(path) is None
    assert read_origin(tmp_path / "absent") is None


@pytest.mark.parametrize(("count", "columns", "rows"), [(1, 1, 1), (5, 3, 2), (9, 3, 3)])
def test_a_sheet_has_room_for_all(count: int, columns: int, rows: int) -> None:
    stickers = [Image.new("RGB", (100, 100), (number * 20, 0, 0)) for number in range(count)]
    sheet = compose_sheet(stickers)
    assert sheet.size == (columns * 106 + 6, rows * 106 + 6)
    colours = {sheet.getpixel((x, y)) for x in range(sheet.width) for y in (56, sheet.height - 56)}
    assert {(number * 20, 0, 0, 255) for number in range(min(count, columns))} <= colours
    assert sheet.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(("count", "side_px"), [(2, 1024), (24, 768), (500, 166), (2000, 128)])
def test_many_stickers_are_smaller_than_wanted(count: int, side_px: int) -> None:
    side = sticker_px(count, wanted_px=1024)
    assert side == pytest.approx(side_px, abs=5)
    assert sticker_px(count, wanted_px=512) == min(side, 512)
    sheet = compose_sheet([Image.new("RGB", (side, side))] * count)
    assert sheet.width <= 4096 + 16 or side == 128


def test_impossible_finishes_are_refused() -> None:
    for wrong in ({"zoom": 0.5}, {"size_px": 64}, {"contrast": 2.0}, {"margin_px": 300}):
        with pytest.raises(ValueError, match=r"between|margin"):
            Finish(**wrong)


def test_a_preset_keeps_the_look_and_takes_a_format_that_fits() -> None:
    look = Finish(background="#102030", shape=Shape.CIRCLE, kind=FileKind.JPEG)
    sticker = next(p for p in PRESETS if p.id == "whatsapp-sticker")
    fitted = look.fitted(sticker)
    assert (fitted.background, fitted.shape) == ("#102030", Shape.CIRCLE)
    assert (fitted.kind, fitted.size_px, fitted.margin_px) == (FileKind.WEBP, 512, 16)
