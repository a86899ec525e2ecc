"""Export: a variant to the bytes of an avatar file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from avatarstudio.avatars.background import find_matte, parse_background
from avatarstudio.core.files import write_atomically
from avatarstudio.core.images import RgbImage

SMALLEST_PX = 32
LARGEST_PX = 2048


def compose(picture: RgbImage, *, size_px: int, background: str) -> Image.Image:
    """Bring a variant to its final size and background.

    Args:
        picture: RGB, uint8, (H, W, 3).
        size_px: Side of the result.
        background: `photo`, `transparent` or `#rrggbb`.

    Returns:
        An RGB image, RGBA for a transparent background.

    Raises:
        UsageError: The background is none of these.
    """
    wanted = parse_background(background)
    image = Image.fromarray(picture)
    if picture.shape[:2] != (size_px, size_px):
        image = image.resize((size_px, size_px), Image.Resampling.LANCZOS)
    if wanted == "photo":
        return image
    matte = Image.fromarray(find_matte(np.asarray(image)))
    if wanted is None:
        image.putalpha(matte)
        return image
    plain = Image.new("RGB", image.size, wanted)
    plain.paste(image, mask=matte)
    return plain


def save_png(image: Image.Image, path: Path, *, recipe_json: str | None = None) -> None:
    """Write a PNG, whole or not at all, without personal metadata.

    Args:
        image: RGB or RGBA.
        path: The target; an existing file is replaced.
        recipe_json: Put into the file as text when a person wants it there.

    Raises:
        ExportError: It cannot be written.
    """
    facts = PngInfo()
    if recipe_json is not None:
        facts.add_text("avatarstudio-recipe", recipe_json)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=facts, optimize=True)
    write_atomically(path, buffer.getvalue())
