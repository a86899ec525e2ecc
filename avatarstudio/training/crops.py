"""Random crops."""

from __future__ import annotations

import torch
from torch import Tensor


def random_crops(pictures: Tensor, size: int, *, generator: torch.Generator) -> Tensor:
    """Cut a square from a place of its own out of each picture.

    Args:
        pictures: (B, C, H, W), at least `size` high and wide.
        size: Height and width of the crops.
        generator: CPU randomness.

    Returns:
        (B, C, size, size), like the pictures.
    """
    batch, _, height, width = pictures.shape
    tops = torch.randint(height - size + 1, (batch,), generator=generator).tolist()
    lefts = torch.randint(width - size + 1, (batch,), generator=generator).tolist()
    return torch.stack(
        [
            picture[:, top : top + size, left : left + size]
            for picture, top, left in zip(pictures, tops, lefts, strict=True)
        ]
    )
