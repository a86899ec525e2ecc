"""Where drawings lie in W: a style draws its random looks from there."""

from __future__ import annotations

import torch
from torch import Tensor

from avatarstudio.nets.encoder import Encoder
from avatarstudio.training.data import to_unit_range

AXES = 32
"""Axes of the drawings' latents that a style keeps: 84 % of their variance for TV anime."""

AXES_FROM = 1000
"""Drawings that they are measured on."""


@torch.no_grad()
def latent_axes(drawings: Tensor, encode: Encoder) -> Tensor:
    """Principal axes of drawings' latents, each as long as the standard deviation along it.

    Args:
        drawings: uint8, (N, 3, H, W).
        encode: Pictures to w.

    Returns:
        (K, Z), the longest first; K is at most 32.
    """
    w = torch.cat([encode(to_unit_range(part)) for part in torch.split(drawings, 64)])
    _, lengths, directions = torch.linalg.svd(w - w.mean(dim=0), full_matrices=False)
    axes: Tensor = directions[:AXES] * (lengths[:AXES, None] / len(w) ** 0.5)
    return axes
