"""Cut the portrait out of a photo: the FFHQ framing that the generators are trained on.

The quad follows the FFHQ dataset (Karras et al., "A Style-Based Generator Architecture for
Generative Adversarial Networks", 2019): eyes and mouth decide its place, size and roll. Beyond the
photo's edge it shows the mirrored photo, which melts into blur and then into the middle colour; the
photo's own pixels stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.detect import Face
from avatarstudio.faces.geometry import quad_around, quad_transform, sample_quad
from avatarstudio.faces.mouth import MouthShape, read_mouth

PORTRAIT_SIZE_PX = 256

_BLUR_SIGMA = 0.02
_BLUR_REACH = 0.1
_MEDIAN_REACH = 0.3
"""Shares of the portrait's side: blur, and how far outside the photo each fill is complete."""


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """An aligned face.

    Attributes:
        image: RGB, uint8, (S, S, 3).
        quad: Its corners in the photo (top left, bottom left, bottom right, top right), float64,
            (4, 2), photo pixels.
        transform: Affine map from portrait pixels to photo pixels, float64, (2, 3).
        inverse: Affine map from photo pixels to portrait pixels, float64, (2, 3).
        overflow: Share of the portrait that lies outside the photo, in [0, 1].
        mouth: What the person's mouth does; None where nobody knows.
    """

    image: RgbImage
    quad: FloatArray
    transform: FloatArray
    inverse: FloatArray
    overflow: float
    mouth: MouthShape | None = None


def align(photo: RgbImage, face: Face, *, size_px: int = PORTRAIT_SIZE_PX) -> Portrait:
    """Cut out a detected face.

    Args:
        photo: RGB, uint8, (H, W, 3).
        face: A face of that photo.
        size_px: Side of the portrait.
    """
    portrait = _cut(photo, ffhq_quad(face.landmarks), size_px)
    return replace(portrait, mouth=read_mouth(face.landmarks))


def align_manual(
    photo: RgbImage,
    *,
    center: tuple[float, float],
    side: float,
    angle: float = 0.0,
    size_px: int = PORTRAIT_SIZE_PX,
) -> Portrait:
    """Cut out a square that a person has placed, for faces that no detector finds.

    Args:
        photo: RGB, uint8, (H, W, 3).
        center: Middle of the square, photo pixels.
        side: Length of its edge, photo pixels, > 0.
        angle: Degrees by which it is turned, clockwise as seen on the screen.
        size_px: Side of the portrait.

    Raises:
        ValueError: `side` is not positive.
    """
    if not side > 0:
        raise ValueError(f"the side of a crop must be positive, not {side}")
    return _cut(photo, quad_around(center=center, side=side, angle=angle), size_px)


def ffhq_quad(landmarks: FloatArray) -> FloatArray:
    """Place the FFHQ square.

    Args:
        landmarks: The 68 points, float64, (68, 2), photo pixels.

    Returns:
        The quad, float64, (4, 2), photo pixels.
    """
    left_eye = landmarks[36:42].mean(axis=0)
    right_eye = landmarks[42:48].mean(axis=0)
    eyes = (left_eye + right_eye) / 2
    eye_to_eye = right_eye - left_eye
    eye_to_mouth = (landmarks[48] + landmarks[54]) / 2 - eyes
    # Half of the upper edge: along the eyes and across the line to the mouth, in equal parts.
    x = eye_to_eye + np.array([eye_to_mouth[1], -eye_to_mouth[0]])
    x /= np.hypot(*x)
    x *= max(np.hypot(*eye_to_eye) * 2.0, np.hypot(*eye_to_mouth) * 1.8)
    y = np.array([-x[1], x[0]])
    center = eyes + eye_to_mouth * 0.1
    return np.stack([center - x - y, center - x + y, center + x + y, center + x - y])


def _cut(photo: RgbImage, quad: FloatArray, size_px: int) -> Portrait:
    transform = quad_transform(quad, size_px)
    outside = _outside(transform, size_px, photo.shape[:2])
    image = sample_quad(photo, quad, size_px=size_px)
    return Portrait(
        image=_soften(image, outside) if outside.any() else image,
        quad=quad,
        transform=transform,
        inverse=np.asarray(cv2.invertAffineTransform(transform), dtype=np.float64),
        overflow=float((outside > 0).mean()),
    )


def _outside(transform: FloatArray, size_px: int, shape: tuple[int, ...]) -> FloatArray:
    """How far each portrait pixel lies outside the photo, float64, (S, S), in portrait sides."""
    height, width = shape[:2]
    grid = np.arange(size_px, dtype=np.float64)
    x, y = (row[0] * grid[None, :] + row[1] * grid[:, None] + row[2] for row in transform)
    beyond = np.maximum.reduce(
        [-0.5 - x, x - (width - 0.5), -0.5 - y, y - (height - 0.5), np.zeros_like(x)]
    )
    side = np.hypot(*transform[:, 0]) * size_px
    return np.asarray(beyond / side, dtype=np.float64)


def _soften(image: RgbImage, outside: FloatArray) -> RgbImage:
    """Melt the mirrored part into blur, then into the portrait's middle colour."""
    soft = image.astype(np.float32)
    blurred = cv2.GaussianBlur(soft, (0, 0), sigmaX=_BLUR_SIGMA * image.shape[0])
    soft += (blurred - soft) * np.clip(outside / _BLUR_REACH, 0, 1)[..., None]
    soft += (np.median(soft, axis=(0, 1)) - soft) * np.clip(outside / _MEDIAN_REACH, 0, 1)[
        ..., None
    ]
    return np.rint(soft).clip(0, 255).astype(np.uint8)
