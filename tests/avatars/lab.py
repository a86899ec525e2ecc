"""Mean colours of pictures as people see them apart."""

from __future__ import annotations

import cv2
import numpy as np

from avatarstudio.core.images import FloatArray, RgbImage


def lab_mean(picture: RgbImage) -> FloatArray:
    """Mean L*, a* and b* of a picture, (3,)."""
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab.reshape(-1, 3).mean(axis=0), dtype=np.float64)
