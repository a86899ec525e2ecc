"""Colours kept from the photo: its broad chroma over the drawing's own lines and shading."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.core.images import RgbImage

_SIGMA_SHARE = 0.05
"""Width of the blur as a share of the picture: wide enough to drop the photo's lines, narrow
enough that hair does not colour the face (looked at for 0.02, 0.05 and 0.1)."""

FloatImage = npt.NDArray[np.float32]
"""float32, (H, W, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class ColourShift:
    """What moves one picture's broad colours to those of another.

    Chroma follows place by place; lightness only as a whole (mean and spread), so that the
    drawing keeps its flat shades.

    Attributes:
        chroma: Difference of a* and b*, float32, (H, W, 2).
        from_light: Mean L* of the picture that is moved.
        to_light: Mean L* of the other.
        spread: Factor of the deviations from the mean.
    """

    chroma: FloatImage
    from_light: float
    to_light: float
    spread: float

    def apply(self, avatar: RgbImage, *, amount: float) -> RgbImage:
        """Move a picture.

        Args:
            avatar: The picture that was measured, or a variation of it, RGB, uint8, (H, W, 3).
            amount: 0 leaves it as it is, 1 goes the whole way.

        Returns:
            RGB, uint8, (H, W, 3).
        """
        lab = _to_lab(avatar)
        lab[..., 1:] += amount * self.chroma
        light = lab[..., 0]
        moved = (light - self.from_light) * self.spread + self.to_light
        lab[..., 0] = light + 0.5 * amount * (moved - light)
        rgb = cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
        return np.asarray(np.clip(rgb, 0, 1) * 255 + 0.5, dtype=np.uint8)


def measure_shift(avatar: RgbImage, photo: RgbImage) -> ColourShift:
    """Compare an avatar with the photo at the same place.

    Args:
        avatar: RGB, uint8, (H, W, 3).
        photo: The generator's copy of the portrait, in the same framing, (H, W, 3).
    """
    drawn, taken = _to_lab(avatar), _to_lab(photo)
    sigma = avatar.shape[1] * _SIGMA_SHARE
    light, wanted = drawn[..., 0], taken[..., 0]
    spread = np.clip(wanted.std() / max(float(light.std()), 1e-3), 0.7, 1.4)
    return ColourShift(
        chroma=np.asarray(cv2.GaussianBlur(taken - drawn, (0, 0), sigma)[..., 1:], np.float32),
        from_light=float(light.mean()),
        to_light=float(wanted.mean()),
        spread=float(spread),
    )


def _to_lab(picture: RgbImage) -> FloatImage:
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, dtype=np.float32)
