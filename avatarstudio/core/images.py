"""The one kind of picture that travels through the program, and what names of photos end in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RgbImage = npt.NDArray[np.uint8]
"""RGB, uint8, shape (H, W, 3), values in [0, 255]."""

PHOTO_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif"}
    | {".tif", ".tiff", ".gif", ".bmp"}
)
"""What names of photos end in, in small letters."""

FloatArray = npt.NDArray[np.float64]
"""float64, shape and meaning given where it is used."""
