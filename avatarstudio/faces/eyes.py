"""Finds the two eyes of aligned faces, drawn or photographed.

Landmark detectors do not find the eyes of drawings. In the framing that all faces share here an
eye lies near one known place, so the mean eye of a set of faces, sought in its neighbourhood, is
enough; fitting it anew to what was found (congealing, Learned-Miller 2006) sharpens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

SEARCH_PX = 64
"""Pictures are searched at this size."""

_HEIGHT, _WIDTH = 9, 13
"""An eye with a little skin around it."""

PLACES = ((0.37, 0.47), (0.63, 0.47))
"""Where the eyes of aligned faces lie on average, as (x, y) shares: read off the mean pictures."""

_REACH = 7
"""How far from there, in pixels of the search, an eye is sought: a tenth of the width."""

_USUAL_MOVE, _USUAL_PAIR = 5.0, (4.0, 2.0)
"""Spread of an eye about its place, and of one eye against the other (across, down), in pixels."""

_PRIOR = 0.05
"""Weight of those spreads against two correlations."""

_ROUNDS = 3

_MISSED = 0.02
"""Share of the eyes of real faces that a finder may miss; it sets the thresholds."""


@dataclass(frozen=True, slots=True, eq=False)
class Eyes:
    """What was found in N pictures; columns are left and right in the picture.

    Attributes:
        present: bool, (N, 2).
        places: Centres as shares of width and height, x then y, float32, (N, 2, 2).
        likeness: Correlation with the finder's mean eyes, float32, (N, 2).
        contrast: Standard deviation of their values in [-1, 1], likewise.
    """

    present: Tensor
    places: Tensor
    likeness: Tensor
    contrast: Tensor

    @property
    def level(self) -> Tensor:
        """Height of the line between the eyes, a share of the picture's height, (N,)."""
        return self.places[:, :, 1].mean(dim=1)


class EyeFinder:
    """Mean eyes of a set of faces, and how like them the eyes of a real face are at least."""

    def __init__(self, faces: Tensor) -> None:
        """Fit to faces that have two eyes each.

        Args:
            faces: uint8, (N, 3, H, W).
        """
        patches = _neighbourhoods(faces)
        everyone = torch.arange(len(faces))
        chosen = torch.full((2, len(faces)), (2 * _REACH + 1) ** 2 // 2)
        for _ in range(_ROUNDS):
            self._means = [p[everyone, c].mean(dim=0) for p, c in zip(patches, chosen, strict=True)]
            chosen, likeness, contrast = self._choose(patches)
        self._likeness = likeness.quantile(_MISSED, dim=1, keepdim=True)
        self._contrast = contrast.quantile(_MISSED, dim=1, keepdim=True)

    def find(self, pictures: Tensor) -> Eyes:
        """Look for both eyes.

        Args:
            pictures: uint8, (N, 3, H, W).
        """
        patches = _neighbourhoods(pictures)
        chosen, likeness, contrast = self._choose(patches)
        present = (likeness >= self._likeness) & (contrast >= self._contrast)
        offset = _offsets()[chosen] / SEARCH_PX  # (2, N, 2)
        places = torch.tensor(PLACES)[:, None] + offset
        return Eyes(
            present=present.T,
            places=places.transpose(0, 1),
            likeness=likeness.T,
            contrast=contrast.T,
        )

    def _choose(self, patches: Sequence[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """The best pair: its positions, likenesses and contrasts, each (2, N)."""
        compared = [_compare(p, mean) for p, mean in zip(patches, self._means, strict=True)]
        (left, _), (right, _) = compared
        penalty = _pair_penalty()
        best = torch.cat(
            [
                (a[:, :, None] + b[:, None] - penalty).flatten(1).argmax(dim=1)
                for a, b in zip(torch.split(left, 64), torch.split(right, 64), strict=True)
            ]
        )
        chosen = torch.stack([best // left.shape[1], best % left.shape[1]])
        likeness, contrast = (
            torch.stack(
                [c[k].gather(1, i[:, None])[:, 0] for c, i in zip(compared, chosen, strict=True)]
            )
            for k in (0, 1)
        )
        return chosen, likeness, contrast


def _offsets() -> Tensor:
    """Distance of each position from the expected place in pixels of the search, (P, 2)."""
    steps = torch.arange(2 * _REACH + 1) - _REACH
    rows, columns = torch.meshgrid(steps, steps, indexing="ij")
    return torch.stack([columns, rows], dim=2).flatten(0, 1).float()


def _pair_penalty() -> Tensor:
    """How unlikely two positions are as the eyes of one face, (P, P)."""
    offset = _offsets()
    apart = offset[:, None] - offset[None]
    own = (offset / _USUAL_MOVE).square().sum(dim=1)
    pair = (apart / torch.tensor(_USUAL_PAIR)).square().sum(dim=2)
    return _PRIOR * (pair + own[:, None] + own[None])


def _neighbourhoods(pictures: Tensor) -> list[Tensor]:
    """The patches around each eye's place."""
    grey = _grey(pictures)
    return [_patches(grey, place) for place in PLACES]


def _grey(pictures: Tensor) -> Tensor:
    """float32, (N, 1, 64, 64), [-1, 1]."""
    small = [
        F.interpolate(
            part.float().mean(dim=1, keepdim=True) / 127.5 - 1,
            (SEARCH_PX, SEARCH_PX),
            mode="bilinear",
            antialias=True,
        )
        for part in torch.split(pictures, 256)
    ]
    return torch.cat(small)


def _patches(grey: Tensor, place: tuple[float, float]) -> Tensor:
    """All patches around a place, row by row; (N, (2 reach + 1)^2, height * width)."""
    x, y = round(place[0] * SEARCH_PX), round(place[1] * SEARCH_PX)
    top, left = y - _HEIGHT // 2 - _REACH, x - _WIDTH // 2 - _REACH
    window = grey[:, :, top : top + _HEIGHT + 2 * _REACH, left : left + _WIDTH + 2 * _REACH]
    return F.unfold(window, (_HEIGHT, _WIDTH)).transpose(1, 2)


def _compare(patches: Tensor, mean: Tensor) -> tuple[Tensor, Tensor]:
    """Correlation of each patch with the mean eye, and each patch's contrast; (N, positions)."""
    pattern = mean - mean.mean()
    flat = patches - patches.mean(dim=2, keepdim=True)
    contrast = flat.square().mean(dim=2).sqrt()
    likeness = (flat @ pattern) / (contrast * pattern.square().mean().sqrt() * len(pattern) + 1e-4)
    return likeness, contrast
