"""From a picture as it was collected to square crops of one size: faces, or drawings as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch
from PIL import Image

from avatarstudio.core.images import RgbImage
from avatarstudio.nets.carn import Carn, upscale
from avatarstudio.nets.pictures import to_rgb_image, to_tensor

if TYPE_CHECKING:
    from avatarstudio.faces.detect import Face

Resize: TypeAlias = Callable[[RgbImage, int], RgbImage]
"""Brings a square picture to a size."""

Cropper: TypeAlias = Callable[[RgbImage], Sequence[RgbImage]]
"""Square crops of a picture, at the resolution that it has; raises `Rejected`."""


class Rejected(Exception):  # noqa: N818 - not an error: a picture that the set does not want
    """A picture is left out; its text is the reason as the report gives it."""


class Crop(Enum):
    """How drawings become square."""

    CENTRE = "centre"
    WHOLE = "whole"


def crop_drawing(image: RgbImage, crop: Crop) -> RgbImage:
    """Cut the middle square out, or keep the whole and mirror what is missing at its edges."""
    height, width = image.shape[:2]
    side = min(height, width) if crop is Crop.CENTRE else max(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    if crop is Crop.CENTRE:
        return image[top : top + side, left : left + side]
    before, after = (-top, -left), (side - height + top, side - width + left)
    pad = ((before[0], after[0]), (before[1], after[1]), (0, 0))
    return np.pad(image, pad, mode="symmetric")


def crop_faces(photo: RgbImage, detect: Callable[[RgbImage], Sequence[Face]]) -> list[RgbImage]:
    """Align every face of a photo, each at the resolution that it has there.

    Args:
        photo: RGB, uint8, (H, W, 3).
        detect: Finds its faces.

    Raises:
        Rejected: There is none.
    """
    # dlib and OpenCV are not on the machines that only train.
    from avatarstudio.faces.align import align, ffhq_quad
    from avatarstudio.faces.geometry import quad_side

    faces = detect(photo)
    if not faces:
        raise Rejected("no face was found")
    sides = [max(round(quad_side(ffhq_quad(face.landmarks))), 1) for face in faces]
    return [align(photo, f, size_px=side).image for f, side in zip(faces, sides, strict=True)]


def resize_by_lanczos(image: RgbImage, size: int) -> RgbImage:
    """Resize a square picture."""
    if image.shape[0] == size:
        return image
    return np.asarray(Image.fromarray(image).resize((size, size), Image.Resampling.LANCZOS))


def resize_by_network(model: Carn) -> Resize:
    """A `Resize` that enlarges with a super-resolution network (thesis 4.2)."""

    def resize(image: RgbImage, size: int) -> RgbImage:
        factor = -(-size // image.shape[0])
        if factor > 1:
            enlarged = upscale(model, to_tensor(image, torch.device("cpu")), scale=factor)
            image = to_rgb_image(enlarged)
        return resize_by_lanczos(image, size)

    return resize
