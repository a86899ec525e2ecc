"""Export: a variant to the picture of an avatar file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageEnhance

from avatarstudio.avatars.background import Backdrop, Cutter, Matte, clean_colours, parse_background
from avatarstudio.avatars.encode import encode
from avatarstudio.avatars.presets import FileKind, Finish, Shape
from avatarstudio.core.files import write_atomically
from avatarstudio.core.images import RgbImage

SMALLEST_PX = 32
LARGEST_PX = 2048
"""Limits of the command line; the window offers those of `presets`."""

_FACE_CENTRE = (0.5, 0.54)
"""What zooming closes in on, as shares of the portrait's framing."""
_CORNER = 0.18
"""Radius of rounded corners, as a share of the side."""
_SUPERSAMPLING = 4


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A variant with what is found about it once, for any number of finishes.

    Attributes:
        picture: RGB, uint8, (S, S, 3).
        matte: The person in it.
    """

    picture: RgbImage
    matte: Matte

    @classmethod
    def of(cls, picture: RgbImage, cutter: Cutter) -> Subject:
        """Cut the person out of a variant, RGB, uint8, (S, S, 3)."""
        return cls(picture=picture, matte=cutter.find_matte(picture))


def finish_picture(subject: Subject, finish: Finish) -> Image.Image:
    """Make the picture of an avatar file.

    Args:
        subject: The variant.
        finish: How it shall look.

    Returns:
        RGBA, `finish.size_px` square, or RGB for a JPEG file, over white.

    Raises:
        UsageError: The background is none.
    """
    inner_px = finish.size_px - 2 * finish.margin_px
    box = zoom_box(subject.picture.shape[0], finish.zoom)
    image = _resized(subject.picture, box, inner_px)
    image = adjust_light(image, finish)
    wanted = parse_background(finish.background)
    if wanted != "photo":
        matte = _resized(subject.matte, box, inner_px)
        image = _over(image, matte, wanted if isinstance(wanted, Backdrop) else None)
    image = image.convert("RGBA")
    image.putalpha(ImageChops.multiply(image.getchannel("A"), shape_mask(finish.shape, inner_px)))
    if finish.margin_px:
        framed = Image.new("RGBA", (finish.size_px, finish.size_px))
        framed.paste(image, (finish.margin_px, finish.margin_px))
        image = framed
    return image if finish.kind.keeps_transparency else on_white(image)


def zoom_box(side: int, zoom: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the part of a portrait that a zoom shows, in its pixels."""
    span = side / zoom
    left = min(max(_FACE_CENTRE[0] * side - span / 2, 0.0), side - span)
    top = min(max(_FACE_CENTRE[1] * side - span / 2, 0.0), side - span)
    return left, top, left + span, top + span


def adjust_light(image: Image.Image, finish: Finish) -> Image.Image:
    """Apply brightness, contrast and saturation to an RGB picture."""
    if finish.brightness:
        # A gamma curve: white stays white, so nothing is clipped.
        exponent = 2.0**-finish.brightness
        levels = np.rint(255 * (np.arange(256) / 255) ** exponent)
        image = image.point(levels.astype(int).tolist() * 3)
    if finish.contrast:
        image = ImageEnhance.Contrast(image).enhance(1 + 0.6 * finish.contrast)
    if finish.saturation:
        image = ImageEnhance.Color(image).enhance(1 + finish.saturation)
    return image


def shape_mask(shape: Shape, side_px: int) -> Image.Image:
    """The opacity of a shape, mode L, with smooth edges."""
    if shape is Shape.SQUARE:
        return Image.new("L", (side_px, side_px), 255)
    large = side_px * _SUPERSAMPLING
    mask = Image.new("L", (large, large))
    radius = large / 2 if shape is Shape.CIRCLE else large * _CORNER
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, large - 1, large - 1), radius, fill=255)
    return mask.resize((side_px, side_px), Image.Resampling.BOX)


def on_white(image: Image.Image) -> Image.Image:
    """An RGBA picture without its transparency, RGB."""
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def compose(picture: RgbImage, *, size_px: int, background: str, cutter: Cutter) -> Image.Image:
    """Bring a variant to its final size and background.

    Args:
        picture: RGB, uint8, (H, W, 3).
        size_px: Side of the result.
        background: As `Finish.background`.
        cutter: Cuts the person out where another background is wanted.

    Returns:
        An RGB image, RGBA for a transparent background.

    Raises:
        UsageError: The background is none.
    """
    wanted = parse_background(background)
    image = Image.fromarray(picture)
    if picture.shape[:2] != (size_px, size_px):
        image = image.resize((size_px, size_px), Image.Resampling.LANCZOS)
    if wanted == "photo":
        return image
    matte = Image.fromarray(cutter.find_matte(np.array(image)))
    return _over(image, matte, wanted if isinstance(wanted, Backdrop) else None)


def save_png(image: Image.Image, path: Path) -> None:
    """Write a PNG, whole or not at all, without personal metadata.

    Args:
        image: RGB or RGBA.
        path: The target; an existing file is replaced.

    Raises:
        ExportError: It cannot be written.
    """
    write_atomically(path, encode(image, FileKind.PNG))


def _over(image: Image.Image, matte: Image.Image, backdrop: Backdrop | None) -> Image.Image:
    """Put a person before a backdrop, or before nothing; RGB or RGBA."""
    clean = Image.fromarray(clean_colours(np.array(image), np.array(matte)))
    if backdrop is None:
        clean.putalpha(matte)
        return clean
    painted = Image.fromarray(backdrop.paint(image.width))
    painted.paste(clean, mask=matte)
    return painted


def _resized(
    array: npt.NDArray[np.uint8], box: tuple[float, float, float, float], side_px: int
) -> Image.Image:
    image = Image.fromarray(array)
    return image.resize((side_px, side_px), Image.Resampling.LANCZOS, box=box)
