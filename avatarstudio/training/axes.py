"""The directions in which drawings differ, as an encoder sees them: part of a finished style."""

from __future__ import annotations

import torch
from torch import Tensor

from avatarstudio.nets.encoder import Encoder
from avatarstudio.training.data import to_unit_range

_AXES = 32
"""Axes of the drawings' latents that a style keeps: 84 % of their variance for TV anime."""

_FROM = 1000
"""Drawings that they are measured on."""


@torch.no_grad()
def latent_axes(drawings: Tensor, encode: Encoder) -> Tensor:
    """Principal axes of drawings' latents, each as long as the standard deviation along it.

    Args:
        drawings: uint8, (N, 3, H, W); the first thousand tell.
        encode: Pictures to w.

    Returns:
        (K, Z), the longest first; K is at most 32.
    """
    w = torch.cat([encode(to_unit_range(part)) for part in torch.split(drawings[:_FROM], 64)])
    _, lengths, directions = torch.linalg.svd(w - w.mean(dim=0), full_matrices=False)
    axes: Tensor = directions[:_AXES] * (lengths[:_AXES, None] / len(w) ** 0.5)
    return axes
