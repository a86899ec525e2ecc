"""An encoder for a generator that stays as it is.

Portraits are compared with their copies: they are what people bring. A share of each batch may be
the generator's own pictures, whose latents are known: they say where in W a picture lies, which
portraits say only through the whole generator. A prior keeps the latents within the cloud of known
ones, where styles, mixes and edits work.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet, feature_distance
from avatarstudio.nets.specs import EncoderSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.training.curvature import PORTRAITS, mean_curvature
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Precision, Terms, lowered, place
from avatarstudio.training.frozen import hold
from avatarstudio.training.growth import grown_encoder
from avatarstudio.training.loop import run
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_loop_options,
    data_source,
    from_options,
    loop_config,
)
from avatarstudio.training.parents import Parent, load_parent
from avatarstudio.training.schedules import Schedule, constant, decay_at_end, require_share
from avatarstudio.training.trained import load_perceptual
from avatarstudio.training.views import nudge

_SHAPE = ("channel_base", "channel_max", "patch", "curvature", "crowd", "rows", "detail")
"""Options of an encoder's shape; one that is improved may have more of each."""

_CROWD = 4096
"""Latents that tell the middle and the spread of W; their error is below 2 %."""


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """Weights and rates of an encoder's training.

    Attributes:
        learning_rate: Adam's, betas (0.9, 0.99).
        ema_kimg: Half-life of the average.
        portraits: Share of each batch that are portraits; the rest are the generator's pictures.
        pixel_weight: Weight of the portraits' MSE.
        feature_weight: Weight of their perceptual distance; 0 needs no perceptual net.
        latent_weight: Weight of the error on known latents, as a share of the spread of W.
        prior_weight: Weight that keeps encoded latents within the cloud of known ones, direction by
            direction.
        keep_weight: Weight that keeps each portrait's w where the base's own encoder has it, while
            the rows of W+ learn; styles were trained there.
        nudge: Share of the portraits that are moved and recoloured a little, so that those seen
            often are not learned by heart.
        decay: Share of the run, at its end, over which the rate falls to zero.
        precision: Precision of the feature maps; on a CPU, bfloat16 takes 0.6 of the time.
    """

    learning_rate: float = 1e-3
    ema_kimg: float = 5.0
    portraits: float = 0.5
    pixel_weight: float = 10.0
    feature_weight: float = 1.0
    latent_weight: float = 1.0
    prior_weight: float = 1.0
    keep_weight: float = 0.0
    nudge: float = 0.0
    decay: float = 0.0
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if not 0 < self.portraits <= 1:
            raise ValueError("the share of portraits lies above 0 and up to 1")
        if self.portraits == 1 and self.latent_weight:
            raise ValueError("without the generator's own pictures their latents weigh nothing")
        if not 0 <= self.nudge <= 1:
            raise ValueError("the share of nudged portraits lies between 0 and 1")
        require_share(self.decay)


class EncoderTraining:
    """An `Experiment` for `loop.run`: the encoder and its average, beside the fixed generator."""

    def __init__(
        self,
        data: PictureSet,
        *,
        base: Generator,
        encoder: Encoder,
        perceptual: FeatureNet | None,
        config: EncoderConfig,
        device: torch.device,
        seed: int,
        known: Encoder | None = None,
        schedule: Schedule = constant,
    ) -> None:
        """Set the experiment up.

        Args:
            data: Portraits at the generator's resolution.
            base: The generator; it is not changed.
            encoder: What to train.
            perceptual: Compares portraits with their copies; None where its weight is 0.
            config: Weights and rates.
            device: Where everything is.
            seed: Of all draws.
            known: The encoder that the generator has already, whose latents of portraits say where
                styles and edits over it are at home; None where random latents have to say so.
            schedule: Of the learning rate.
        """
        self._data = data.to(device)
        self._config, self._device, self._perceptual = config, device, perceptual
        self._low = config.precision.low_precision(device)
        self.generator = torch.Generator().manual_seed(seed)
        self._g = base.requires_grad_(False)
        self._e, self._known = encoder, known
        hold(self._g, {name: value.clone() for name, value in self._g.state_dict().items()})
        seeded = torch.Generator().manual_seed(1)
        crowd = self._map(_CROWD, seeded) if known is None else self._encoded(known, seeded)
        if encoder.spec.curvature and not encoder.curvature.any():
            bends = mean_curvature(
                base,
                crowd[:PORTRAITS],
                perceptual,
                axes=encoder.spec.curvature,
                randomness=torch.Generator().manual_seed(seed),
            )
            encoder.curvature.copy_(bends)
        self._middle = crowd.mean(dim=0)
        centred = crowd - self._middle
        variances, axes = torch.linalg.eigh(centred.T @ centred / len(centred))
        if encoder.spec.crowd:
            scaled = axes * variances.clamp(min=1e-12).rsqrt()
            encoder.middle.copy_(self._middle)
            encoder.crowd.copy_(scaled.T.flip(0)[: encoder.spec.crowd])
        self._average = copy.deepcopy(encoder)
        # The generator travels along, so that export and styles find the pair together.
        self.networks: Mapping[str, nn.Module] = {
            "e": self._e,
            "e_ema": self._average,
            "g_ema": self._g,
        }
        self._spread = centred.square().mean()
        self._whiten = _whitening(variances, axes)
        self._real = self._fake = self._latents = torch.empty(0)
        parameters = list(self._e.parameters())
        adam = torch.optim.Adam(parameters, lr=config.learning_rate, betas=(0.9, 0.99))
        self.phases: Sequence[Phase] = (
            Phase("e", adam, parameters, self._phase, schedule=schedule),
        )
        self._sample = torch.cat(
            [self._data.draw(16, generator=seeded), self._render(self._map(8, seeded))]
        )

    @torch.no_grad()
    def _map(self, count: int, randomness: torch.Generator) -> Tensor:
        """Random latents w, (count, w_dim)."""
        z = torch.randn(count, self._g.spec.z_dim, generator=randomness)
        w: Tensor = self._g.mapping(z.to(self._device))
        return w

    @torch.no_grad()
    def _encoded(self, known: Encoder, randomness: torch.Generator) -> Tensor:
        """Latents w of a crowd of portraits, (count, w_dim)."""
        parts = (self._data.draw(64, generator=randomness) for _ in range(_CROWD // 64))
        return torch.cat([known(part) for part in parts])

    def _render(self, ws: Tensor) -> Tensor:
        """Pictures of latents w (B, w_dim) or W+ (B, L, w_dim)."""
        ws = self._g.broadcast(ws) if ws.ndim == 2 else ws
        picture: Tensor = self._g.synthesis(ws, low_precision=self._low)
        return picture

    def draw(self, batch: int) -> None:
        """Draw the step's portraits and make its pictures with known latents."""
        c = self._config
        least = 1 if c.latent_weight else 0  # of either kind
        people = min(max(round(batch * c.portraits), 1), max(batch - least, 1))
        self._real = self._data.draw(people, generator=self.generator)
        nudged = torch.rand(people, generator=self.generator) < c.nudge
        if nudged.any():
            self._real[nudged] = nudge(self._real[nudged], generator=self.generator)
        self._latents = self._map(max(batch - people, least), self.generator)
        with torch.no_grad():
            self._fake = self._render(self._latents)

    def _phase(self) -> Terms:
        c = self._config
        both = torch.cat([self._real, self._fake])
        w, apart = self._e.encode(both, low_precision=self._low)
        encoded, found = w[: len(self._real)], w[len(self._real) :]
        rows = encoded[:, None]
        if apart is not None:
            rows = rows + apart[: len(self._real)]
        copies = self._render(rows.expand(-1, self._g.spec.num_layers, -1))
        radius = ((rows - self._middle) @ self._whiten).square().mean(dim=2)
        terms = {
            "mse": (copies - self._real).square().mean(),
            "prior": torch.relu(radius - 1.0).mean(),
        }
        weights = {"mse": c.pixel_weight, "latent": c.latent_weight, "prior": c.prior_weight}
        if len(self._latents):
            terms["latent"] = (found - self._latents).square().mean() / self._spread
        if self._known is not None and c.keep_weight:
            with torch.no_grad():
                kept = self._known(self._real, low_precision=self._low)
            terms["kept"] = ((encoded - kept) @ self._whiten).square().mean()
            weights["kept"] = c.keep_weight
        if self._perceptual is not None:
            with lowered(self._device, self._low):
                with torch.no_grad():
                    wanted = self._perceptual(self._real)
                drawn = self._perceptual(copies)
            terms["features"] = feature_distance(drawn, wanted).mean()
            weights["features"] = c.feature_weight
        total = torch.stack([weights[name] * term for name, term in terms.items()]).sum()
        return total, terms

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._e, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Portraits above their copies, then the generator's pictures above theirs."""
        layers = self._g.spec.num_layers
        rows = ((row, self._average.w_plus(row, layers=layers)) for row in self._sample.chunk(3))
        pairs = ((row, self._render(ws)) for row, ws in rows)
        return tile([pictures for pair in pairs for pictures in pair])


def _whitening(variances: Tensor, axes: Tensor) -> Tensor:
    """The map (Z, Z) that gives latents about their middle unit variance along each of their axes.

    They are a thin cloud: 50 of 512 axes hold nine tenths of its variance. A distance that counts
    all directions alike lets an encoder leave it where it is thin: the generator draws portraits a
    little better there, and the same generator after 28 kimg more, or a style over it, nothing of
    use. Directions with less than a hundredth of the mean variance count as if they had that much.
    """
    whiten: Tensor = axes * torch.rsqrt(variances.clamp(min=0) + 0.01 * variances.mean())
    return whiten


def _encoder(options: argparse.Namespace, base: Parent) -> Encoder:
    """The base's own encoder, grown where options ask for more, or a fresh one."""
    resolution = base.generator.spec.resolution
    layers = base.generator.spec.num_layers
    if options.rows not in {None, 0, layers}:
        raise UsageError(f"“{options.base}” has {layers} layers; give --rows {layers} or none.")
    shape = {n: v for n in _SHAPE if (v := getattr(options, n)) is not None}
    try:
        if not options.improve:
            torch.manual_seed(options.seed)
            spec = EncoderSpec(resolution, base.generator.spec.w_dim, **shape)
            return place(Encoder(spec), torch.device(options.device))
        if base.encoder is None:
            raise UsageError(f"“{options.base}” has no encoder to improve; leave --improve out.")
        spec = replace(base.encoder.spec, **shape)
        spec = replace(spec, resolution=spec.resolution * spec.patch // base.encoder.spec.patch)
        if spec.resolution > resolution:
            raise UsageError(f"A patch of {spec.patch} pixels wants a base of larger pictures.")
        return grown_encoder(base.encoder, spec, seed=options.seed)
    except ValueError as error:
        raise UsageError(f"{error}.") from error


def _command(options: argparse.Namespace) -> None:
    device = torch.device(options.device)
    config = from_options(EncoderConfig, options)
    base = load_parent(options.base, device=device)
    encoder = _encoder(options, base)
    spec = base.generator.spec
    experiment = EncoderTraining(
        load_pictures(options.data, resolution=spec.resolution, minimum=MIN_PICTURES),
        base=base.generator,
        encoder=encoder,
        perceptual=load_perceptual(options.perceptual, device) if config.feature_weight else None,
        known=base.encoder,
        config=config,
        device=device,
        seed=options.seed,
        schedule=decay_at_end(options.kimg, config.decay),
    )
    meta = {"spec": spec.to_dict(), "encoder_spec": encoder.spec.to_dict()}
    run(experiment, loop_config(options), meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `encoder` to the toolkit."""
    parser = commands.add_parser("encoder", help="train an encoder for a generator that stays")
    parser.set_defaults(run=_command)
    parser.add_argument(
        "--base", required=True, help="run of pretrain or autoencode, or a bundled generator's id"
    )
    parser.add_argument("--data", nargs="+", type=data_source, required=True, help="portraits")
    parser.add_argument(
        "--improve", action="store_true", help="begin with the base's encoder, not a fresh one"
    )
    parser.add_argument(
        "--perceptual", type=Path, help="run or weight file; the program's own if left out"
    )
    add_loop_options(parser)
    add_dataclass(parser, EncoderSpec, skip=("resolution", "w_dim"))
    parser.set_defaults(**dict.fromkeys(_SHAPE))  # what is left out stays as it was
    add_dataclass(parser, EncoderConfig)
