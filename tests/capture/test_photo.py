from __future__ import annotations

import io
import os
import struct
import threading
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageFile, features

from avatarstudio.capture.photo import MAX_SIDE_PX, decode_photo, load_photo
from avatarstudio.core.errors import PhotoUnreadableError
from avatarstudio.core.images import RgbImage

RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 200, 40), (40, 50, 210), (128, 128, 128)
ORIENTATION = 0x0112

# How a camera stores an upright picture under each EXIF orientation: the tag says which side of the
# scene the first row and the first column are (EXIF 2.32, section 4.6.4).
STORED_AS = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: np.rot90(upright, 1),
    7: lambda upright: upright[::-1, ::-1].swapaxes(0, 1),
    8: lambda upright: np.rot90(upright, -1),
}


@pytest.fixture(autouse=True, scope="module")
def heif_encoder() -> None:
    pillow_heif.register_heif_opener()


def quarters(*, height: int = 48, width: int = 64) -> RgbImage:
    """Four colours, so that every turn and mirroring of the picture can be told from the others."""
    picture = np.empty((height, width, 3), dtype=np.uint8)
    picture[: height // 2, : width // 2] = RED
    picture[: height // 2, width // 2 :] = GREEN
    picture[height // 2 :, : width // 2] = BLUE
    picture[height // 2 :, width // 2 :] = GREY
    return picture


def encoded(picture: Image.Image, file_format: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, file_format, **options)
    return stream.getvalue()


def orientation(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = value
    return exif


def refusal(path: Path) -> str:
    with pytest.raises(PhotoUnreadableError) as caught:
        load_photo(path)
    assert caught.value.path == path
    assert path.name in str(caught.value)
    return caught.value.reason


def assert_shows_quarters(photo: RgbImage, *, within: int) -> None:
    assert photo.dtype == np.uint8
    assert photo.shape == (48, 64, 3)
    # A coder with reduced colour resolution smears across the seams.
    rows, columns = np.r_[2:22, 26:46], np.r_[2:30, 34:62]
    difference = photo.astype(int) - quarters()
    assert np.abs(difference[np.ix_(rows, columns)]).max() <= within


@pytest.mark.parametrize(
    ("file_format", "options", "within"),
    [
        ("JPEG", {"quality": 95}, 6),
        ("JPEG", {"quality": 95, "progressive": True}, 6),
        ("PNG", {}, 0),
        ("WEBP", {"lossless": True}, 0),
        ("BMP", {}, 0),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("GIF", {}, 0),
        (
            "MPO",
            {"quality": 95, "save_all": True, "append_images": [Image.new("RGB", (64, 48))]},
            6,
        ),
    ],
)
def test_each_format_gives_its_pixels(
    tmp_path: Path, file_format: str, options: dict[str, object], within: int
) -> None:
    path = tmp_path / "no ending"
    Image.fromarray(quarters()).save(path, file_format, **options)
    assert_shows_quarters(load_photo(path), within=within)


@pytest.mark.parametrize("value", [1, 3, 5, 8])
def test_heic_is_read_upright(value: int) -> None:
    if not pillow_heif.libheif_info()["HEIF"]:
        pytest.skip("this build of libheif cannot write HEIC")
    stored = Image.fromarray(np.ascontiguousarray(STORED_AS[value](quarters())))
    # Only given as bytes does the orientation become a property of the picture, as phones write it.
    data = encoded(stored, "HEIF", quality=95, exif=orientation(value).tobytes())
    assert_shows_quarters(decode_photo(data, name="phone.heic"), within=12)


@pytest.mark.parametrize("value", [1, 3, 5, 8])
def test_avif_is_read_upright(value: int) -> None:
    if not features.check("avif"):
        pytest.skip("this build of Pillow cannot write AVIF")
    stored = Image.fromarray(np.ascontiguousarray(STORED_AS[value](quarters())))
    data = encoded(stored, "AVIF", quality=95, exif=orientation(value))
    assert_shows_quarters(decode_photo(data, name="phone.avif"), within=12)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("value", range(1, 9))
def test_the_exif_orientation_is_applied(file_format: str, value: int) -> None:
    stored = Image.fromarray(np.ascontiguousarray(STORED_AS[value](quarters())))
    data = encoded(stored, file_format, quality=95, exif=orientation(value))
    assert_shows_quarters(decode_photo(data, name="turned"), within=12)


def test_a_large_turned_picture_is_reduced_and_upright() -> None:
    large = Image.fromarray(quarters()).resize((9000, 1200), Image.Resampling.NEAREST)
    data = encoded(large.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=orientation(6))
    photo = decode_photo(data, name="large.jpg")
    assert photo.shape == (546, MAX_SIDE_PX, 3)
    for row, column, colour in ((9, 9, RED), (9, -9, GREEN), (-9, 9, BLUE), (-9, -9, GREY)):
        assert np.abs(photo[row, column].astype(int) - colour).max() <= 6


def test_transparency_shows_white() -> None:
    cut_out = Image.fromarray(quarters()).convert("RGBA")
    cut_out.paste((0, 0, 0, 0), (0, 0, 32, 48))
    cut_out.paste((*GREEN, 128), (32, 0, 64, 24))
    photo = decode_photo(encoded(cut_out, "PNG"), name="cut out.png")
    assert (photo[:, :32] == 255).all()
    assert np.abs(photo[:24, 32:].astype(int) - (142, 227, 147)).max() <= 1
    assert (photo[24:, 32:] == GREY).all()


def test_a_palette_with_a_transparent_colour_shows_white_there() -> None:
    palette = Image.fromarray(quarters()).quantize(4)
    hidden = palette.getpixel((0, 0))
    photo = decode_photo(encoded(palette, "PNG", transparency=hidden), name="palette.png")
    assert (photo[:24, :32] == 255).all()
    assert (photo[24:, 32:] == GREY).all()


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_scaled_and_not_clipped(file_format: str) -> None:
    ramp = np.linspace(0, 65535, 256).round().astype(np.uint16)[None, :].repeat(4, axis=0)
    photo = decode_photo(encoded(Image.fromarray(ramp), file_format), name="deep.png")
    assert (photo == np.arange(256)[None, :, None]).all()


def test_cmyk_becomes_rgb() -> None:
    data = encoded(Image.fromarray(quarters()).convert("CMYK"), "JPEG", quality=95)
    assert_shows_quarters(decode_photo(data, name="print.jpg"), within=12)


def test_an_embedded_colour_profile_is_applied() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A colour space whose first channel is green and whose second is red.
    swapped = srgb.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
    data = encoded(Image.fromarray(quarters()), "PNG", icc_profile=swapped)
    photo = decode_photo(data, name="profile.png")
    assert np.abs(photo.astype(int) - quarters()[..., [1, 0, 2]]).max() <= 2


@pytest.mark.parametrize("profile", [b"no profile", None])
def test_a_profile_that_does_not_fit_is_passed_over(profile: bytes | None) -> None:
    grey = Image.new("L", (64, 48), 77)
    rgb_profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(grey, "PNG", icc_profile=profile or rgb_profile)
    assert (decode_photo(data, name="grey.png") == 77).all()


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animation_gives_its_first_frame(file_format: str) -> None:
    first, second = (Image.new("RGB", (64, 48), colour) for colour in (RED, BLUE))
    data = encoded(first, file_format, save_all=True, append_images=[second], lossless=True)
    assert (decode_photo(data, name="moving") == RED).all()


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_damaged_metadata_does_not_spoil_a_good_picture() -> None:
    exif = orientation(1).tobytes()
    data = encoded(Image.fromarray(quarters()), "JPEG", quality=95, exif=exif[:-9])
    assert_shows_quarters(decode_photo(data, name="photo.jpg"), within=6)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing.jpg") == "it does not exist"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "it is a folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of POSIX")
def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jpg"
    os.mkfifo(path)
    # Whoever opens the pipe would wait for this writer, and the test would fail instead of hanging.
    writer = threading.Timer(5, lambda: os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK)))
    writer.start()
    try:
        assert refusal(path) == "it is not a file"
    finally:
        writer.cancel()
        writer.join()


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.jpg"
    path.touch()
    assert refusal(path) == "it is empty"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "private.png"
    path.write_bytes(encoded(Image.new("RGB", (8, 8)), "PNG"))

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Not by its mode: the tests may run as root, who reads everything.
    monkeypatch.setattr(Path, "open", deny)
    assert refusal(path) == "you have no permission to read it"


def test_text_named_png_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("buy milk\n" * 100)
    assert "not a readable JPEG" in refusal(path)


def test_a_picture_of_a_format_outside_the_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    Image.fromarray(quarters()).save(path, "PPM")
    assert "not a readable JPEG" in refusal(path)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_truncated_jpeg_is_refused(
    tmp_path: Path, sample_photo: Path, options: dict[str, bool], share: float
) -> None:
    with Image.open(sample_photo) as picture:
        data = encoded(picture, "JPEG", quality=90, **options)
    path = tmp_path / "half.jpg"
    path.write_bytes(data[: int(share * len(data))])
    assert refusal(path) == "it is damaged or incomplete"


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "TIFF", "GIF", "BMP", "HEIF", "AVIF"])
def test_other_truncated_pictures_are_refused(
    tmp_path: Path, sample_photo: Path, file_format: str
) -> None:
    with Image.open(sample_photo) as picture:
        small = picture.resize((128, 128))
    try:
        data = encoded(small, file_format)
    except (KeyError, OSError):
        pytest.skip(f"this build cannot write {file_format}")
    path = tmp_path / "half"
    path.write_bytes(data[: len(data) // 2])
    reason = refusal(path)
    assert "damaged" in reason or "not a readable" in reason


def black_png(*, width: int, height: int) -> bytes:
    """A valid black-and-white PNG, made without ever holding its pixels as a picture."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (11_000, 11_000)])
def test_a_picture_with_too_many_pixels_is_refused_undecoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int, height: int
) -> None:
    def load(_: object) -> None:
        raise AssertionError("the picture was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    path = tmp_path / "huge.png"
    path.write_bytes(black_png(width=width, height=height))
    assert refusal(path) == "it has more than 120 megapixels"


def test_the_limit_holds_when_somebody_else_lifts_the_one_of_pillow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decode_photo(encoded(Image.new("RGB", (8, 8)), "PNG"), name="first.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(PhotoUnreadableError, match="megapixels"):
        decode_photo(black_png(width=20_000, height=20_000), name="huge.png")


def test_a_long_thin_picture_keeps_at_least_one_row() -> None:
    data = encoded(Image.new("L", (30_000, 2), 9), "PNG")
    assert decode_photo(data, name="thin.png").shape == (1, MAX_SIDE_PX, 3)


def test_pictures_from_memory_are_named_in_errors() -> None:
    with pytest.raises(PhotoUnreadableError, match="“the clipboard” cannot be used: it is empty"):
        decode_photo(b"", name="the clipboard")


def test_the_sample_photo_comes_out_as_it_is(sample_photo: Path) -> None:
    photo = load_photo(sample_photo)
    with Image.open(sample_photo) as picture:
        assert (photo == np.asarray(picture)).all()
    assert photo.shape == (512, 512, 3)
    assert photo.flags.writeable
    assert photo.flags.c_contiguous
