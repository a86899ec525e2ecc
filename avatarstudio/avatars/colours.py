"""Colours kept from the photo, in the light of drawings: broad ones over the drawing's lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.core.images import RgbImage

_SIGMA_SHARE = 0.05
"""Width of the blur as a share of the picture: wide enough to drop the photo's lines, narrow
enough that hair does not colour the face (looked at for 0.02, 0.05 and 0.1)."""

_LIGHT_SIGMA_SHARE = 0.2
"""The same for lightness, much wider, so that it leaves the drawing's contrasts alone: of 100
people's avatars 97 have both eyes with it, 93 at 0.1, 96 without photo's colours."""

_DRAWN = (16.0, -4.0, -6.0)
"""How much lighter and cooler people are drawn than photographed, in L*, a* and b*: the mean of 80
TV drawings is (61.0, 7.2, 5.8), that of 153 portraits (45.5, 10.6, 11.7), each behind its mask;
the deviations from them are alike. Without it, avatars look like tinted photographs: over 50 people
(`instant`) KD-judge is 0.94, and 0.32 with it, and their portrait is found for as many."""

FloatImage = npt.NDArray[np.float32]
"""float32, (H, W, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class ColourShift:
    """What moves one picture's broad colours to those of another, as drawings show them.

    Attributes:
        lab: Difference of L*, a* and b*, place by place, float32, (H, W, 3).
    """

    lab: FloatImage

    def apply(self, avatar: RgbImage, *, amount: float) -> RgbImage:
        """Move a picture.

        Args:
            avatar: The picture that was measured, or a variation of it, RGB, uint8, (H, W, 3).
            amount: 0 leaves it as it is, 1 goes the whole way.

        Returns:
            RGB, uint8, (H, W, 3).
        """
        moved = _to_lab(avatar) + amount * self.lab
        rgb = cv2.cvtColor(np.asarray(moved, dtype=np.float32), cv2.COLOR_LAB2RGB)
        return np.asarray(np.clip(rgb, 0, 1) * 255 + 0.5, dtype=np.uint8)


def measure_shift(avatar: RgbImage, photo: RgbImage) -> ColourShift:
    """Compare an avatar with the photo at the same place.

    Args:
        avatar: RGB, uint8, (H, W, 3).
        photo: The portrait or the generator's copy of it, in the same framing, (H, W, 3).
    """
    way = _to_lab(photo) + np.array(_DRAWN, dtype=np.float32) - _to_lab(avatar)
    side = avatar.shape[1]
    light = cv2.GaussianBlur(way[..., 0], (0, 0), side * _LIGHT_SIGMA_SHARE)
    chroma = cv2.GaussianBlur(way[..., 1:], (0, 0), side * _SIGMA_SHARE)
    return ColourShift(lab=np.dstack([light, chroma]))


def _to_lab(picture: RgbImage) -> FloatImage:
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab, dtype=np.float32)
