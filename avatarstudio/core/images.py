"""The one kind of picture that travels through the program."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RgbImage = npt.NDArray[np.uint8]
"""RGB, uint8, shape (H, W, 3), values in [0, 255]."""

FloatArray = npt.NDArray[np.float64]
"""float64, shape and meaning given where it is used."""
