"""Turned squares in a photo: how they map to pixels and how their content is resampled.

Points are (x, y) in pixels with x to the right and y down; a whole number is the centre of a pixel,
so the photo spans [-0.5, W - 0.5] by [-0.5, H - 0.5]. A quad is a square given by its corners,
float64, (4, 2), in the order top left, bottom left, bottom right, top right of what it shows
upright (the order of the FFHQ alignment and of Pillow's QUAD transform).
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from avatarstudio.core.images import FloatArray, RgbImage

_MAX_SUPERSAMPLING = 16
"""Enough for a quad of 4096 px shown at 256 px; bounds the memory for hand-drawn giants."""


def quad_around(*, center: tuple[float, float], side: float, angle: float) -> FloatArray:
    """Corners of a square.

    Args:
        center: Its middle, photo pixels.
        side: Length of an edge, photo pixels.
        angle: Degrees by which it is turned, clockwise as seen on the screen.

    Returns:
        The quad, float64, (4, 2).
    """
    right = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    down = np.array([-right[1], right[0]])
    corners = np.array([[-0.5, -0.5], [-0.5, 0.5], [0.5, 0.5], [0.5, -0.5]])
    return np.asarray(side * (corners @ np.stack([right, down])) + center, dtype=np.float64)


def quad_side(quad: FloatArray) -> float:
    """Length of an edge in pixels."""
    return math.dist(quad[0], quad[3])


def quad_transform(quad: FloatArray, size_px: int) -> FloatArray:
    """Affine map from a size_px x size_px view of the quad to the photo, float64, (2, 3)."""
    right = (quad[3] - quad[0]) / size_px
    down = (quad[1] - quad[0]) / size_px
    # The view's first pixel has its centre half a pixel inside the corner.
    return np.stack([right, down, quad[0] + (right + down) / 2], axis=1)


def transform_points(transform: FloatArray, points: FloatArray) -> FloatArray:
    """Map points, float64, (N, 2), with an affine transform, float64, (2, 3)."""
    return points @ transform[:, :2].T + transform[:, 2]


def sample_quad(photo: RgbImage, quad: FloatArray, *, size_px: int) -> RgbImage:
    """Show a quad upright; beyond the edges the photo is mirrored.

    Detail finer than the result can hold is averaged instead of aliased: the quad is sampled on a
    grid at least as fine as the photo's own and reduced from there.

    Args:
        photo: RGB, uint8, (H, W, 3).
        quad: Float64, (4, 2), photo pixels.
        size_px: Side of the result.

    Returns:
        RGB, uint8, (size_px, size_px, 3).
    """
    factor = min(max(math.ceil(quad_side(quad) / size_px - 1e-6), 1), _MAX_SUPERSAMPLING)
    fine_px = size_px * factor
    fine = cv2.warpAffine(
        photo,
        quad_transform(quad, fine_px),
        (fine_px, fine_px),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    shown = cv2.resize(fine, (size_px, size_px), interpolation=cv2.INTER_AREA)
    return np.asarray(shown, dtype=np.uint8)
