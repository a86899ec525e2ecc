"""Random latents learn to lie where portraits lie.

Without it the encoder's latents and the mapping's settle in different regions of W, and the
generator learns each by itself: portraits became faces while random samples stayed blobs (seen
after 9 kimg at 64 px). A sliced Wasserstein distance (Rabin et al. 2011) between mapped latents and
recent encoded ones pulls the mapping over, so that every step on portraits also serves samples,
mixes and edits. A latent discriminator was tried first; it overpowered the mapping within a
hundred steps.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.training.distributed import join_processes

QUEUE = 512
"""Latest encoded latents to compare with: about a hundred steps, in which the encoder moves
little."""

CROWD = 256
"""Latents of each kind in one comparison; they cost a matrix product and a sort."""

_SLICES = 128


class LatentQueue(nn.Module):
    """The latest encoded latents of all processes; a module, so that they travel in checkpoints."""

    latents: Tensor
    count: Tensor

    def __init__(self, w_dim: int) -> None:
        super().__init__()
        self.register_buffer("latents", torch.zeros(QUEUE, w_dim))
        self.register_buffer("count", torch.zeros((), dtype=torch.int64))

    def push(self, w: Tensor) -> None:
        """Take this process's encoded latents (B, w_dim), and those of the others."""
        fresh = join_processes(w.detach().float())[-QUEUE:]
        places = (torch.arange(len(fresh), device=w.device) + self.count) % QUEUE
        self.latents[places] = fresh
        self.count += len(fresh)

    def draw(self, count: int, *, generator: torch.Generator) -> Tensor:
        """Draw latents (count, w_dim) of those that are there."""
        known = min(int(self.count), QUEUE)
        index = torch.randint(known, (count,), generator=generator)
        return self.latents[index.to(self.latents.device)]


def sliced_distance(mapped: Tensor, encoded: Tensor, *, generator: torch.Generator) -> Tensor:
    """Squared sliced Wasserstein-2 distance of two clouds of latents.

    Half of the directions are random; the others join random pairs of encoded latents, because
    portraits spread along few axes of W and random directions hardly see those.

    Args:
        mapped: (N, w_dim).
        encoded: (N, w_dim).
        generator: CPU randomness.

    Returns:
        Scalar.
    """
    width = mapped.shape[1]
    anywhere = torch.randn(_SLICES // 2, width, generator=generator).to(mapped)
    pairs = torch.randint(len(encoded), (2, _SLICES // 2), generator=generator).to(encoded.device)
    # A pair may be one latent twice; the small random part keeps such a direction defined.
    along = encoded[pairs[0]] - encoded[pairs[1]] + 1e-4 * anywhere
    directions = F.normalize(torch.cat([anywhere, along]))
    first = (mapped @ directions.T).sort(dim=0).values
    second = (encoded @ directions.T).sort(dim=0).values
    return (first - second).square().mean()
