"""Colours kept from the photo: its broad chroma over the drawing's own lines and shading."""

from __future__ import annotations

import cv2
import numpy as np

from avatarstudio.core.images import RgbImage

_SIGMA_SHARE = 0.05
"""Width of the blur as a share of the picture: wide enough to drop the photo's lines, narrow
enough that hair does not colour the face (looked at for 0.02, 0.05 and 0.1)."""


def keep_colours(avatar: RgbImage, photo: RgbImage, *, amount: float) -> RgbImage:
    """Move an avatar's broad colours toward those of the photo at the same place.

    Chroma follows place by place; lightness only as a whole (mean and spread), so that the
    drawing keeps its flat shades.

    Args:
        avatar: RGB, uint8, (H, W, 3).
        photo: The generator's copy of the portrait, in the same framing, (H, W, 3).
        amount: 0 leaves the avatar as it is, 1 takes the photo's colours.

    Returns:
        RGB, uint8, (H, W, 3).
    """
    if amount <= 0:
        return avatar
    drawn = cv2.cvtColor(avatar.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    taken = cv2.cvtColor(photo.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    sigma = avatar.shape[1] * _SIGMA_SHARE
    shift = cv2.GaussianBlur(taken - drawn, (0, 0), sigma)
    drawn[..., 1:] = drawn[..., 1:] + amount * shift[..., 1:]
    light, wanted = drawn[..., 0], taken[..., 0]
    spread = np.clip(wanted.std() / max(float(light.std()), 1e-3), 0.7, 1.4)
    moved = (light - light.mean()) * spread + wanted.mean()
    drawn[..., 0] = light + 0.5 * amount * (moved - light)
    rgb = cv2.cvtColor(drawn, cv2.COLOR_LAB2RGB)
    return np.asarray(np.clip(rgb, 0, 1) * 255 + 0.5, dtype=np.uint8)
