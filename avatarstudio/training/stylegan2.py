"""Pre-training of the human generator: StyleGAN2 with an encoder that learns beside it.

The recipe is StyleGAN2's (non-saturating loss, lazy R1, EMA) with DiffAugment. A part of each
fake batch comes from random latents, the rest from the encoder's latents of real portraits. That
rest is also compared with its portraits (pixels and the discriminator's features, as in Larsen et
al. 2016), so that real people have a latent long before samples are sharp.
"""

from __future__ import annotations

import argparse
import copy
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import feature_distance
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.weights import load_strictly
from avatarstudio.training.autoencoder import portrait_grid
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Precision, Terms, place, refill
from avatarstudio.training.growth import grown_discriminator, grown_encoder, grown_generator
from avatarstudio.training.latent_match import LatentQueue, MappingMatch
from avatarstudio.training.loop import run
from avatarstudio.training.losses import generator_loss
from avatarstudio.training.opponent import Opponent
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_generator_options,
    add_loop_options,
    from_options,
    generator_specs,
    loop_config,
)
from avatarstudio.training.parents import Parent, load_parent
from avatarstudio.training.schedules import Schedule, constant, decay_at_end, require_share


@dataclass(frozen=True, slots=True)
class PretrainConfig:
    """Weights and rates of the pre-training.

    Attributes:
        learning_rate: Adam's, betas (0, 0.99), for all networks.
        r1_gamma: Weight of R1; 0.0002 * pixels / batch is StyleGAN2's rule of thumb.
        r1_interval: Steps between two R1 phases.
        augment: Probability of each DiffAugment change.
        ema_kimg: Half-life of the averages.
        portraits: Share of each fake batch that comes from encoded portraits.
        pixel_weight: Weight of the encoder path's MSE.
        feature_weight: Weight of its distance in discriminator features.
        latent_weight: Weight of the encoder's error on latents of fakes.
        prior_weight: Weight that keeps encoded latents near unit variance.
        feature_blocks: Discriminator blocks that the feature distance looks at.
        decay: Share of the run, at its end, over which the rate falls to zero.
        precision: Precision of the feature maps from 32 px on.
    """

    learning_rate: float = 2.5e-3
    r1_gamma: float = 0.1
    r1_interval: int = 16
    augment: float = 0.3
    ema_kimg: float = 10.0
    portraits: float = 0.75
    pixel_weight: float = 10.0
    feature_weight: float = 1.0
    latent_weight: float = 0.2
    prior_weight: float = 1.0
    feature_blocks: int = 3
    decay: float = 0.0
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if not 0 < self.portraits < 1:
            raise ValueError("the share of portraits lies between 0 and 1")
        require_share(self.decay)


class Pretraining:
    """An `Experiment` for `loop.run`: generator, discriminator, encoder and their averages."""

    def __init__(
        self,
        data: PictureSet,
        *,
        spec: GeneratorSpec,
        encoder_spec: EncoderSpec,
        config: PretrainConfig,
        device: torch.device,
        seed: int,
        schedule: Schedule = constant,
    ) -> None:
        torch.manual_seed(seed)
        self._data = data.to(device)
        self._config = config
        self._device = device
        self.generator = torch.Generator().manual_seed(seed)
        self._g = place(Generator(spec), device)
        self._d = place(Discriminator(spec), device)
        self._e = place(Encoder(encoder_spec), device)
        self._queue = LatentQueue(spec.w_dim).to(device)
        self._averages = [copy.deepcopy(n) for n in (self._g, self._d, self._e)]
        self.networks: Mapping[str, nn.Module] = {
            "g": self._g,
            "d": self._d,
            "e": self._e,
            "g_ema": self._averages[0],
            "d_ema": self._averages[1],
            "e_ema": self._averages[2],
            "queue": self._queue,
        }
        self._low = config.precision.low_precision(device)
        self._opponent = Opponent(
            self._d, config=config, generator=self.generator, low_precision=self._low
        )
        self._match = MappingMatch(self._g, self._queue, generator=self.generator)
        self._real = self._z = torch.empty(0)
        self.phases = self._make_phases(schedule)
        self._sample_z = torch.randn(24, spec.z_dim, generator=torch.Generator().manual_seed(1))
        self._sample_real = self._data.draw(16, generator=torch.Generator().manual_seed(2))

    def _make_phases(self, schedule: Schedule) -> Sequence[Phase]:
        c = self._config
        forward = list(itertools.chain(self._g.synthesis.parameters(), self._e.parameters()))
        judge = list(self._d.parameters())
        g = torch.optim.Adam(forward, lr=c.learning_rate, betas=(0.0, 0.99), eps=1e-8)
        return (
            Phase("g", g, forward, self._generator_phase, schedule=schedule, capturable=True),
            *self._opponent.phases(
                judge, real=lambda: self._real, fake=self._fakes, schedule=schedule
            ),
            self._match.phase(),
        )

    def draw(self, batch: int) -> None:
        """Draw the step's portraits, random latents, augmentation and crowds."""
        drawn = self._data.draw(batch, generator=self.generator)
        self._real = refill(self._real, drawn, self._device)
        # Of the generator's step, and of the discriminator's.
        shape = (2, batch - self._people(batch), self._g.spec.z_dim)
        self._z = refill(self._z, torch.randn(shape, generator=self.generator), self._device)
        self._opponent.draw(batch)
        self._match.draw()

    def _people(self, batch: int) -> int:
        """Fakes that come from encoded portraits."""
        return round(batch * self._config.portraits)

    def start_from(self, parent: Parent) -> None:
        """Begin with networks that were trained before, such as those of `autoencode`.

        Those of a lower resolution or fewer feature maps are grown; the encoder stays as it is.

        Raises:
            CheckpointMismatchError: They have other specs.
        """
        generator, discriminator, spec = parent.generator, parent.discriminator, self._g.spec
        if generator.spec != spec:
            generator = grown_generator(generator, spec)
        if discriminator.spec != spec:
            discriminator = grown_discriminator(discriminator, spec, self._data)
        encoder = parent.encoder
        if encoder is not None:  # what it knows of W is of the generator before
            encoder = grown_encoder(encoder, replace(encoder.spec, curvature=0, crowd=0), seed=0)
        origins = {"g": generator, "d": discriminator, "e": encoder}
        for name, origin in origins.items():
            if origin is not None:
                for network in (self.networks[name], self.networks[f"{name}_ema"]):
                    load_strictly(network, origin.state_dict(), file="--start")

    def _latents(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """W of random latents and of the step's first portraits."""
        people = self._people(len(self._real))
        mapped: Tensor = self._g.mapping(z)
        encoded: Tensor = self._e(self._real[:people], low_precision=self._low)
        return mapped, encoded

    def _render(self, w: Tensor) -> Tensor:
        return cast(Tensor, self._g.synthesis(self._g.broadcast(w), low_precision=self._low))

    def _features(self, pictures: Tensor) -> list[Tensor]:
        return self._d.features(
            pictures, blocks=self._config.feature_blocks, low_precision=self._low
        )

    def _generator_phase(self) -> Terms:
        c = self._config
        mapped, encoded = self._latents(self._z[0])
        self._queue.push(encoded)
        fake = self._render(torch.cat([mapped, encoded]))
        samples, copies = fake[: len(mapped)], fake[len(mapped) :]
        real = self._real[: len(encoded)]
        with torch.no_grad():
            wanted = self._features(real)
        seen = self._features(copies)
        found = self._e(samples.detach(), low_precision=self._low)
        terms = {
            "g": generator_loss(self._opponent.logits(fake)),
            "mse": (copies - real).square().mean(),
            "features": feature_distance(seen, wanted).mean(),
            "latent": (found - mapped).square().mean(),
            "prior": torch.relu(encoded.square().mean(dim=1) - 1.0).mean(),
        }
        weights = {
            "g": 1.0,
            "mse": c.pixel_weight,
            "features": c.feature_weight,
            "latent": c.latent_weight,
            "prior": c.prior_weight,
        }
        total = torch.stack([weights[name] * term for name, term in terms.items()]).sum()
        return total, terms

    @torch.no_grad()
    def _fakes(self) -> Tensor:
        return self._render(torch.cat(self._latents(self._z[1])))

    def after_step(self, batch: int, seen: int) -> None:
        """Move the averages."""
        for average, network in zip(self._averages, (self._g, self._d, self._e), strict=True):
            update_ema(
                average, network, batch=batch, seen=seen, half_life_kimg=self._config.ema_kimg
            )

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Portraits above their copies, then samples at truncation 1."""
        generator, _, encoder = self._averages
        z = self._sample_z.to(self._device)
        return portrait_grid(generator, encoder, self._sample_real, z)


def _command(options: argparse.Namespace) -> None:
    spec, encoder_spec = generator_specs(options)
    config = from_options(PretrainConfig, options)
    experiment = Pretraining(
        load_pictures(options.data, resolution=spec.resolution, minimum=MIN_PICTURES),
        spec=spec,
        encoder_spec=encoder_spec,
        config=config,
        device=torch.device(options.device),
        seed=options.seed,
        schedule=decay_at_end(options.kimg, config.decay),
    )
    if options.start is not None:
        experiment.start_from(
            load_parent(
                options.start,
                device=torch.device(options.device),
                discriminator=options.discriminator,
            )
        )
    meta = {"spec": spec.to_dict(), "encoder_spec": encoder_spec.to_dict()}
    run(experiment, loop_config(options), meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `pretrain` to the toolkit."""
    parser = commands.add_parser("pretrain", help="train a generator and its encoder")
    parser.set_defaults(run=_command)
    parser.add_argument(
        "--start",
        help="run to begin with, such as one of autoencode, or a bundled generator's id; from one "
        "of a lower resolution or of fewer feature maps the networks are grown",
    )
    parser.add_argument(
        "--discriminator", type=Path, help="run or packed state that brings it, with a bundled one"
    )
    add_loop_options(parser)
    add_generator_options(parser)
    add_dataclass(parser, PretrainConfig)
