"""Bring drawings to the framing of portraits: frozen front blocks draw eyes only in their place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from avatarstudio.faces.eyes import PLACES, Eyes

Matrix = npt.NDArray[np.float64]
"""A similarity of the picture's plane, (2, 3), in shares of its width: source to frame."""

_SCALES = (0.85, 1.25)
_TURN = math.radians(20)
"""Further an eye finder is more often wrong than a drawing is so far off."""


def placed(*, scale: float, shift: float) -> Matrix:
    """Scale about the middle, then move down.

    Args:
        scale: Size of the picture inside the frame.
        shift: Downward shift as a share of the width.
    """
    rest = (1 - scale) / 2
    return np.array([[scale, 0, rest], [0, scale, rest + shift]])


def eyes_in_place(eyes: Eyes) -> Sequence[Matrix]:
    """For each picture, what brings its eyes to where portraits have theirs.

    Pictures whose eyes were not both found stay as they are.
    """
    left, right = (np.array(place) for place in PLACES)
    middle, gap = (left + right) / 2, right[0] - left[0]
    moves = []
    for present, (first, second) in zip(
        eyes.present.all(dim=1).tolist(), eyes.places.double().numpy(), strict=True
    ):
        across, down = second - first
        scale = float(np.clip(gap / math.hypot(across, down), *_SCALES))
        turn = float(np.clip(-math.atan2(down, across), -_TURN, _TURN))
        if not present:
            scale, turn, first, second = 1.0, 0.0, left, right
        cos, sin = scale * math.cos(turn), scale * math.sin(turn)
        linear = np.array([[cos, -sin], [sin, cos]])
        moves.append(np.column_stack([linear, middle - linear @ ((first + second) / 2)]))
    return moves


def joined(first: Matrix, then: Matrix) -> Matrix:
    """One similarity after the other."""
    linear = then[:, :2] @ first[:, :2]
    return np.column_stack([linear, then[:, :2] @ first[:, 2] + then[:, 2]])


def framed(image: Image.Image, matrix: Matrix, resolution: int) -> npt.NDArray[np.uint8]:
    """Draw a square RGB picture in its frame.

    Returns:
        RGBA, uint8, (resolution, resolution, 4): opaque where the picture is, else transparent,
        with the colours of its edge going on.
    """
    size, margin = image.width, image.width // 2
    filled = Image.new("L", image.size, 255)
    if not np.array_equal(matrix, placed(scale=1.0, shift=0.0)):
        edges = ((margin, margin), (margin, margin), (0, 0))
        wide = Image.fromarray(np.pad(np.asarray(image), edges, mode="edge"))
        filled = ImageOps.expand(filled, margin)
        back = np.linalg.inv(matrix[:, :2])
        start = margin - size * back @ matrix[:, 2]
        image, filled = (
            layer.transform(
                (size, size),
                Image.Transform.AFFINE,
                tuple(np.column_stack([back, start]).ravel()),
                resample=resample,
            )
            # Together, as RGBA, the colours outside would be lost.
            for layer, resample in (
                (wide, Image.Resampling.BICUBIC),
                (filled, Image.Resampling.BILINEAR),
            )
        )
    if size != resolution:
        image, filled = (
            layer.resize((resolution, resolution), Image.Resampling.LANCZOS)
            for layer in (image, filled)
        )
    return np.dstack([np.asarray(image), np.asarray(filled)])
