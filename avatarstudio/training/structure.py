"""Where a picture's outlines lie, blind to its colours: for likeness across domains, and pose."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.training.distances import cosines

_SIZE = 64
_CELLS = 8
_BINS = 8


def structure_features(pictures: Tensor) -> Tensor:
    """Histograms of oriented gradients (Dalal and Triggs 2005) over an 8 x 8 grid.

    Args:
        pictures: uint8, (N, 3, H, W).

    Returns:
        float32, (N, 8 * 8 * 8); each cell's histogram has at most length 1.
    """
    return torch.cat([_structure(part.float() / 127.5 - 1) for part in torch.split(pictures, 256)])


def _structure(rgb: Tensor) -> Tensor:
    grey = rgb.mean(dim=1, keepdim=True)
    grey = F.interpolate(grey, (_SIZE, _SIZE), mode="bilinear", antialias=True)
    grey = F.pad(grey, (1, 1, 1, 1), mode="replicate")
    dx = grey[:, :, 1:-1, 2:] - grey[:, :, 1:-1, :-2]
    dy = grey[:, :, 2:, 1:-1] - grey[:, :, :-2, 1:-1]
    strength = (dx.square() + dy.square()).sqrt()
    # An outline counts the same from dark to bright and back; between two bins it counts in both.
    place = torch.atan2(dy, dx) / math.pi * _BINS  # modulo the number of bins
    low = place.floor()
    share = place - low
    bins = torch.arange(_BINS, device=rgb.device)[None, :, None, None]
    lower = low.remainder(_BINS) == bins
    upper = (low + 1).remainder(_BINS) == bins
    votes = strength * (lower * (1 - share) + upper * share)  # (B, bins, H, W)
    cells = F.avg_pool2d(votes, _SIZE // _CELLS)
    # Half of the picture's mean strength keeps even cells from shouting.
    floor = cells.square().sum(dim=1, keepdim=True).mean(dim=(2, 3), keepdim=True).sqrt() / 2
    length = (cells.square().sum(dim=1, keepdim=True) + floor.square() + 1e-8).sqrt()
    return (cells / length).flatten(1)


def pose_consistency(portraits: Tensor, avatars: Tensor) -> float:
    """Share of avatars more like their portrait than like its mirror image, in structure.

    A head turned left must not become one turned right. It needs no landmarks, which detectors do
    not find in drawings, and is 1/2 for avatars that know nothing of their portraits.

    Args:
        portraits: uint8, (N, 3, H, W).
        avatars: uint8, (N, 3, H', W'), in the same order.
    """
    photo, drawing = structure_features(portraits), structure_features(avatars)
    mirrored = structure_features(portraits.flip(3))
    # One mean for both, or what is taken away would itself tell left from right.
    mean = (photo.mean(dim=0) + mirrored.mean(dim=0)) / 2
    avatar = drawing - (drawing.mean(dim=0) + structure_features(avatars.flip(3)).mean(dim=0)) / 2
    own = cosines(avatar, photo - mean).diagonal()
    other = cosines(avatar, mirrored - mean).diagonal()
    return float((own > other).double().mean() + (own == other).double().mean() / 2)
