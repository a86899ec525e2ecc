"""A person's picture file, whatever it is, as one upright sRGB picture.

Only Pillow ever sees such a file: `cv2.imread` crashes on some file names and Qt's reader accepts
truncated JPEGs in silence.
"""

from __future__ import annotations

import contextlib
import functools
import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from avatarstudio.core.errors import PhotoUnreadableError
from avatarstudio.core.images import RgbImage

MAX_SIDE_PX = 4096
"""Longer side of a loaded photo; at this size the smallest usable face still has its detail."""

MAX_PIXELS = 120_000_000
"""Largest picture that is decoded: the 108 megapixels of today's largest phone cameras pass."""

# AVIF stands before HEIF because both claim the brand "mif1" and only Pillow's AVIF plugin steps
# back when the content is the other's. "JPEG" covers MPO, which Pillow does not accept as a name.
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "GIF", "BMP")

# What Pillow and its plugins are known to raise on damaged content.
_DECODE_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,
    LookupError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


def load_photo(path: Path) -> RgbImage:
    """Read a picture file.

    JPEG (MPO too), PNG, WebP, AVIF, HEIC, TIFF, GIF and BMP are read; of several frames the first
    counts. EXIF orientation and colour profile are applied, transparency shows white (what viewers
    and web pages put behind a cut-out), 16-bit grey is scaled.

    Args:
        path: The file.

    Returns:
        RGB, uint8, (H, W, 3), upright, sRGB, reduced to `MAX_SIDE_PX` on the longer side if it was
        larger. Everything measured in “photo pixels” refers to this picture.

    Raises:
        PhotoUnreadableError: The file is missing, empty, damaged, too large or not a picture.
    """
    try:
        if path.exists() and not path.is_file():
            # Asked first: opening a named pipe would wait for ever.
            raise PhotoUnreadableError(
                path=path, reason="it is a folder" if path.is_dir() else "it is not a file"
            )
        with path.open("rb") as stream:
            return _read(stream, path)
    except FileNotFoundError as error:
        raise PhotoUnreadableError(path=path, reason="it does not exist") from error
    except PermissionError as error:
        reason = "you have no permission to read it"
        raise PhotoUnreadableError(path=path, reason=reason) from error
    except OSError as error:
        raise PhotoUnreadableError(path=path, reason="it cannot be opened") from error


def decode_photo(data: bytes, *, name: str) -> RgbImage:
    """Read a picture from memory, as `load_photo` does from a file.

    Args:
        data: The bytes of a picture file, from the clipboard or a drop.
        name: What errors call it.

    Returns:
        As `load_photo`.

    Raises:
        PhotoUnreadableError: The bytes are none, damaged, too large a picture or not a picture.
    """
    return _read(io.BytesIO(data), Path(name))


def _read(stream: BinaryIO, path: Path) -> RgbImage:
    """Turn everything that a decoder may raise into one sentence about `path`."""
    if not stream.read(1):
        raise PhotoUnreadableError(path=path, reason="it is empty")
    stream.seek(0)
    try:
        with Image.open(stream, formats=_prepare_pillow()) as image:
            _refuse_too_large(image.size)
            return _decode(image)
    except UnidentifiedImageError as error:
        reason = "it is not a readable JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture"
        raise PhotoUnreadableError(path=path, reason=reason) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        reason = f"it has more than {MAX_PIXELS // 1_000_000} megapixels"
        raise PhotoUnreadableError(path=path, reason=reason) from error
    except MemoryError as error:
        reason = "there is too little free memory for its size"
        raise PhotoUnreadableError(path=path, reason=reason) from error
    except _DECODE_ERRORS as error:
        reason = "it is damaged or incomplete"
        raise PhotoUnreadableError(path=path, reason=reason) from error


@functools.cache
def _prepare_pillow() -> tuple[str, ...]:
    """Add HEIC, set Pillow's own size guard to our limit, and list the formats that are there."""
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    # Damaged metadata does not matter here, and up to twice its limit Pillow only warns.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.init()
    return tuple(name for name in _FORMATS if name in Image.OPEN)


def _refuse_too_large(size: tuple[int, int]) -> None:
    """Hold the limit even where somebody else has changed Pillow's guard or the warnings."""
    if size[0] * size[1] > MAX_PIXELS:
        raise Image.DecompressionBombError(f"{size[0]}x{size[1]}")


def _decode(image: Image.Image) -> RgbImage:
    """Decode an opened picture; the order keeps large ones cheap and each step in its mode."""
    profile = image.info.get("icc_profile")
    reduction = min(1.0, MAX_SIDE_PX / max(image.size))
    # JPEG alone can decode at a half, a quarter or an eighth; others ignore the call.
    image.draft(None, (round(image.width * reduction), round(image.height * reduction)))
    upright = _flatten(ImageOps.exif_transpose(image))
    upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
    return np.array(_to_srgb(upright, profile), dtype=np.uint8)


def _flatten(image: Image.Image) -> Image.Image:
    """Bring any pixel layout to opaque 8-bit L, RGB or CMYK."""
    if image.mode == "I" or image.mode.startswith("I;16"):
        # Pillow's own conversion to 8 bits clips at 255. 16-bit PNGs open as "I" before Pillow 11.
        deep = np.asarray(image).clip(0, 65535).astype(np.uint32)
        return Image.fromarray(((deep + 128) // 257).astype(np.uint8))
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply an embedded colour profile; one that is broken or of another mode is passed over."""
    if profile:
        source, srgb = io.BytesIO(profile), ImageCms.createProfile("sRGB")
        with contextlib.suppress(ImageCms.PyCMSError):
            image = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB") or image
    return image.convert("RGB")
