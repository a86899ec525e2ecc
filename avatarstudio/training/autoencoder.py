"""A first stage before adversarial training: generator and encoder as an autoencoder.

A discriminator has nothing to say to a generator that cannot draw a face yet. Reconstruction alone
gives every portrait a latent and a soft likeness at a third of the cost per picture, so that on
small computers the adversarial stage (`pretrain --start`) begins from faces, not from noise.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Terms, place, refill
from avatarstudio.training.latent_match import LatentQueue, MappingMatch
from avatarstudio.training.loop import run
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_generator_options,
    add_loop_options,
    from_options,
    generator_specs,
    loop_config,
)


@dataclass(frozen=True, slots=True)
class AutoencoderConfig:
    """Weights and rates of the first stage.

    Attributes:
        learning_rate: Adam's, betas (0.9, 0.99).
        ema_kimg: Half-life of the averages.
        pixel_weight: Weight of the MSE.
        detail_weight: Weight of the mean absolute error of what a 4x4 average leaves out.
        prior_weight: Weight that keeps encoded latents near unit variance.
    """

    learning_rate: float = 2e-3
    ema_kimg: float = 10.0
    pixel_weight: float = 10.0
    detail_weight: float = 5.0
    prior_weight: float = 1.0


class Autoencoding:
    """An `Experiment` for `loop.run`: generator, encoder and their averages."""

    def __init__(
        self,
        data: PictureSet,
        *,
        spec: GeneratorSpec,
        encoder_spec: EncoderSpec,
        config: AutoencoderConfig,
        device: torch.device,
        seed: int,
    ) -> None:
        torch.manual_seed(seed)
        self._data = data.to(device)
        self._config = config
        self._device = device
        self.generator = torch.Generator().manual_seed(seed)
        self._g = place(Generator(spec), device)
        self._e = place(Encoder(encoder_spec), device)
        self._queue = LatentQueue(spec.w_dim).to(device)
        self._averages = (copy.deepcopy(self._g), copy.deepcopy(self._e))
        self.networks: Mapping[str, nn.Module] = {
            "g": self._g,
            "e": self._e,
            "g_ema": self._averages[0],
            "e_ema": self._averages[1],
            "queue": self._queue,
        }
        self._match = MappingMatch(self._g, self._queue, generator=self.generator)
        self._real = torch.empty(0)
        parameters = [*self._g.synthesis.parameters(), *self._e.parameters()]
        adam = torch.optim.Adam(parameters, lr=config.learning_rate, betas=(0.9, 0.99))
        self.phases: Sequence[Phase] = (
            Phase("ae", adam, parameters, self._phase, capturable=True),
            self._match.phase(),
        )
        self._sample_z = torch.randn(16, spec.z_dim, generator=torch.Generator().manual_seed(1))
        self._sample_real = self._data.draw(16, generator=torch.Generator().manual_seed(2))

    def draw(self, batch: int) -> None:
        """Draw the step's portraits and what the mapping compares."""
        drawn = self._data.draw(batch, generator=self.generator)
        self._real = refill(self._real, drawn, self._device)
        self._match.draw()

    def _phase(self) -> Terms:
        c = self._config
        encoded = self._e(self._real)
        self._queue.push(encoded)
        copies = self._g.synthesis(self._g.broadcast(encoded))
        difference = copies - self._real
        pixels = difference.square().mean()
        detail = fine_detail(difference).abs().mean()
        prior = torch.relu(encoded.square().mean(dim=1) - 1.0).mean()
        total = c.pixel_weight * pixels + c.detail_weight * detail + c.prior_weight * prior
        return total, {"mse": pixels, "detail": detail, "prior": prior}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the averages."""
        for average, network in zip(self._averages, (self._g, self._e), strict=True):
            update_ema(
                average, network, batch=batch, seen=seen, half_life_kimg=self._config.ema_kimg
            )

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Portraits above their copies, then samples at truncation 1."""
        return portrait_grid(*self._averages, self._sample_real, self._sample_z.to(self._device))


def fine_detail(x: Tensor) -> Tensor:
    """What a smooth 4x4 average of (B, C, H, W) leaves out; same shape."""
    return x - F.interpolate(F.avg_pool2d(x, 4), scale_factor=4, mode="bilinear")


@torch.no_grad()
def portrait_grid(g: nn.Module, e: nn.Module, real: Tensor, z: Tensor) -> Tensor:
    """Rows of eight: portraits above their copies, then samples; uint8, (H, W, 3)."""
    generator, encoder = cast(Generator, g), cast(Encoder, e)
    copies = generator.synthesis(generator.broadcast(encoder(real)))
    count = len(real) // 8
    pairs = zip(real.chunk(count), copies.chunk(count), strict=True)
    rows = [pictures for pair in pairs for pictures in pair]
    return tile([*rows, *generator(z).chunk(len(z) // 8)])


def _command(options: argparse.Namespace) -> None:
    spec, encoder_spec = generator_specs(options)
    experiment = Autoencoding(
        load_pictures(options.data, resolution=spec.resolution, minimum=MIN_PICTURES),
        spec=spec,
        encoder_spec=encoder_spec,
        config=from_options(AutoencoderConfig, options),
        device=torch.device(options.device),
        seed=options.seed,
    )
    meta = {"spec": spec.to_dict(), "encoder_spec": encoder_spec.to_dict()}
    run(experiment, loop_config(options), meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `autoencode` to the toolkit."""
    parser = commands.add_parser(
        "autoencode", help="train a generator and its encoder without a discriminator"
    )
    parser.set_defaults(run=_command)
    add_loop_options(parser)
    add_generator_options(parser)
    add_dataclass(parser, AutoencoderConfig)
