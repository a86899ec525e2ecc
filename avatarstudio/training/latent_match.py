"""Random latents learn to lie where portraits lie.

The encoder's latents fill a thin cloud in W (94 % of its variance lies along 50 of 512 axes). A
mapping that learns from the adversarial loss ends elsewhere: portraits became faces while random
samples stayed blobs (seen at 64 px after 9 and after 53 kimg). So the mapping has one task of its
own: the distribution of its latents is to be that of the encoded portraits. Samples, mixes and
edits then profit from every step on portraits.

The measure is the energy distance (Székely & Rizzo 2013). A latent discriminator overpowered the
mapping within a hundred steps; a sliced Wasserstein distance hardly sees a thin cloud in 512
dimensions and left the mapping at four times its energy.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.training.distributed import join_processes, mean_over_processes
from avatarstudio.training.experiment import Phase, Terms, refill

QUEUE = 4096
"""Latest encoded latents to compare with. The encoder moves little while so many pass, and with
512 the mapping learned those people by heart."""

CROWD = 256
"""Latents of each kind in one comparison; they cost two matrix products."""

RATE = 1e-2
"""Adam's, for the mapping (whose layers scale it by 0.01). From a fresh mapping the distance fell
to 0.01 within 1000 steps at 2e-2 and half of that is steadier beside a moving encoder."""

W_AVG_RATE = 0.01
"""Share of a crowd's mean in the running mean of w."""


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

    def pick(self, places: Tensor) -> Tensor:
        """Latents (N, w_dim) at places (N,) of those that are there, as shares in [0, 1)."""
        known = self.count.clamp(max=QUEUE)
        # A share just below 1 can round up to the end.
        return self.latents.index_select(0, torch.minimum((places * known).long(), known - 1))


class MappingMatch:
    """The mapping's own optimiser step: its latents against the queue's."""

    def __init__(
        self, network: Generator, queue: LatentQueue, *, generator: torch.Generator
    ) -> None:
        self._mapping = network.mapping
        self._z_dim = network.spec.z_dim
        self._queue = queue
        self._generator = generator
        self._z = self._places = torch.empty(0)

    def draw(self) -> None:
        """Draw what the step compares."""
        device, g = self._queue.latents.device, self._generator
        self._z = refill(self._z, torch.randn(CROWD, self._z_dim, generator=g), device)
        self._places = refill(self._places, torch.rand(CROWD, generator=g), device)

    def phase(self) -> Phase:
        """The step; it also keeps the running mean of w."""
        parameters = list(self._mapping.parameters())
        adam = torch.optim.Adam(parameters, lr=RATE, betas=(0.9, 0.99))
        return Phase("m", adam, parameters, self._loss, capturable=True)

    def _loss(self) -> Terms:
        encoded = self._queue.pick(self._places)
        mapped: Tensor = self._mapping(self._z)
        with torch.no_grad():
            self._mapping.w_avg.lerp_(mean_over_processes(mapped.mean(dim=0)), W_AVG_RATE)
        distance = energy_distance(mapped, encoded)
        return distance, {"mapping": distance}


def energy_distance(first: Tensor, second: Tensor) -> Tensor:
    """Energy distance of two clouds, as a share of the second's spread; 0 for the same law.

    Unbiased, so that it can fall slightly below 0.

    Args:
        first: (N, w_dim).
        second: (N, w_dim); the reference.

    Returns:
        Scalar.
    """
    spread = _spread(second)
    return (2 * torch.cdist(first, second).mean() - _spread(first) - spread) / spread.clamp(
        min=1e-3
    )


def _spread(cloud: Tensor) -> Tensor:
    """Mean distance of two different latents of a cloud."""
    count = len(cloud)
    return torch.cdist(cloud, cloud).sum() / (count * (count - 1))
