"""Where an avatar ends and its background begins, held to its portrait's.

A discriminator that has seen long hair alone gives it to everyone. Hair that hangs where the
portrait shows background is what the mask network can see, on drawings as on photographs. Avatars
are held to their portraits' silhouettes, and drawings with short hair are drawn more often.
"""

from __future__ import annotations

from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from avatarstudio.nets.matte import MatteNet, find_matte, matte_logits
from avatarstudio.training.data import PictureSet, to_unit_range
from avatarstudio.training.distributed import rank
from avatarstudio.training.experiment import lowered


def silhouette_error(
    network: MatteNet, avatars: Tensor, portraits: Tensor, *, low_precision: torch.dtype | None
) -> Tensor:
    """How much the mattes of avatars differ from those of their portraits.

    Args:
        network: Finds people; it stays as it is.
        avatars: float32, (B, 3, S, S), values in [-1, 1].
        portraits: The same, in the same order.
        low_precision: Of the network's convolutions, None for float32.

    Returns:
        Mean cross entropy of the mattes in nats, a scalar; its gradient stays where the network is
        sure of hair that should not be there.
    """
    with lowered(avatars.device, low_precision):
        logits = matte_logits(network, avatars)
        with torch.no_grad():
            wanted = find_matte(network, portraits)
    return F.binary_cross_entropy_with_logits(logits.float(), wanted.float())


_HAIR_ROWS = 0.66, 0.84
_HAIR_COLUMNS = 0.06, 0.28
"""Where hair hangs beside the neck in a framed portrait, as shares of its sides: from the mouth to
the shoulders, and as far again from the right. By eye on 40 drawings with the least person there,
all have short or tied hair."""

_HAIR_BINS = 10
_PORTRAITS = 1000
"""So many of them tell how long hair is: each bin to one in a hundred."""
_MOST = 4.0
"""How many times as often a drawing may be drawn at most, so that a few do not become all."""


@torch.no_grad()
def hanging_hair(network: MatteNet, pictures: Tensor) -> Tensor:
    """How much of the place beside the neck belongs to the person.

    Args:
        network: Finds people.
        pictures: uint8, (N, 3, S, S).

    Returns:
        float32, (N,), values in [0, 1], on the CPU: near 0 for short or tied hair.
    """
    device = next(network.parameters()).device
    shares = []
    # A minute for a few thousand pictures on one core.
    batches = torch.split(pictures, 64)
    for part in tqdm(batches, desc="measuring hair", unit="batch", disable=rank() > 0):
        matte = find_matte(network, to_unit_range(part.to(device)))[:, 0]
        side = matte.shape[-1]
        top, bottom = (round(share * side) for share in _HAIR_ROWS)
        outer, inner = (round(share * side) for share in _HAIR_COLUMNS)
        rows = matte[:, top:bottom]
        beside = torch.cat([rows[..., outer:inner], rows[..., side - inner : side - outer]], 2)
        shares.append(beside.mean(dim=(1, 2)))
    return torch.cat(shares).cpu()


def hair_as_in_portraits(
    drawings: PictureSet,
    portraits: PictureSet,
    network: MatteNet,
    *,
    generator: torch.Generator,
) -> PictureSet:
    """Drawings with weights that make their hair as long, as a crowd, as that of portraits.

    Drawn girls have long hair. A discriminator that sees them as they come teaches it to
    everybody, against whatever else asks for short hair.

    Args:
        drawings: What the discriminator takes for real.
        portraits: Whose hair it is to be.
        network: Finds people.
        generator: CPU randomness.

    Returns:
        The same pictures, some drawn up to four times as often.
    """
    some = torch.multinomial(portraits.weights, _PORTRAITS, replacement=True, generator=generator)
    theirs = _bins(hanging_hair(network, portraits.pictures[some]))
    bins = _bins(hanging_hair(network, drawings.pictures))
    wanted = torch.bincount(theirs, minlength=_HAIR_BINS) / len(theirs)
    there = torch.bincount(bins, drawings.weights, _HAIR_BINS) / drawings.weights.sum()
    ratio = (wanted / there.clamp(min=1e-6)).clamp(max=_MOST)
    return replace(drawings, weights=drawings.weights * ratio[bins])


def _bins(shares: Tensor) -> Tensor:
    """Which tenth each share (N,) in [0, 1] lies in."""
    return (shares * _HAIR_BINS).long().clamp(max=_HAIR_BINS - 1)
