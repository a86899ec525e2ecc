"""Styles: fine-tuning the last synthesis blocks on drawings (thesis 4.3; FreezeG, FreezeD).

Mapping and front blocks stay those of the human generator, so a latent keeps its pose and outline.
Three options go beyond the thesis, all for the likeness: a part of each batch is rendered from the
encoder's latents of real portraits, so that the discriminator sees what people will see, a
structure loss ties the small picture of the skip generator to the parent's, and the mask network
ties silhouettes to the portraits'.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from avatarstudio.avatars.first_wall import TRUNCATION
from avatarstudio.core.errors import UsageError
from avatarstudio.inversion.style_start import style_start
from avatarstudio.nets.catalog import ModelKind
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.surgery import block_prefix
from avatarstudio.nets.weights import load_strictly
from avatarstudio.training.axes import latent_axes
from avatarstudio.training.checkpoint import find_checkpoint, load_checkpoint, load_network
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Precision, Running, Terms, place, refill
from avatarstudio.training.frozen import hold
from avatarstudio.training.growth import added_blocks, grown_discriminator, grown_generator
from avatarstudio.training.loop import run
from avatarstudio.training.losses import generator_loss
from avatarstudio.training.opponent import Opponent
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
from avatarstudio.training.silhouette import hair_as_in_portraits, silhouette_error
from avatarstudio.training.trained import has_bundled, load_matte_net


@dataclass(frozen=True, slots=True)
class FinetuneConfig:
    """What is tuned and what holds it.

    Attributes:
        blocks: Last synthesis blocks to tune, the k of g_fin_k.
        freeze_d: Discriminator blocks, from the picture on, that stay fixed (FreezeD).
        learning_rate: Adam's, betas (0, 0.99); the thesis used 2e-3.
        r1_gamma: Weight of R1.
        r1_interval: Steps between two R1 phases.
        augment: Probability of each DiffAugment change.
        ema_kimg: Half-life of the average.
        portraits: Share of each batch that comes from encoded portraits; 0 is plain FreezeG.
        truncation: Pull of the portraits' latents toward the mean of w; their first avatars are
            drawn there.
        structure_weight: Weight of the structure loss; 0 is plain FreezeG. At 1 and 3 it is lost
            beside the adversarial loss and everybody gets the drawings' hair; at 25 outlines hold.
        structure_px: Resolution of the small picture that the structure loss compares.
        silhouette_weight: Weight of keeping the portraits' silhouettes, given a mask network; 0
            lets drawings decide on hair.
        decay: Share of the run, at its end, over which the rate falls to zero.
        precision: Precision of the feature maps from 32 px on.
    """

    blocks: int = 4
    freeze_d: int = 0
    learning_rate: float = 2e-3
    r1_gamma: float = 0.1
    r1_interval: int = 16
    augment: float = 0.3
    ema_kimg: float = 5.0
    portraits: float = 0.5
    truncation: float = TRUNCATION
    structure_weight: float = 25.0
    structure_px: int = 16
    silhouette_weight: float = 5.0
    decay: float = 0.0
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if self.blocks < 1:
            raise ValueError("at least one block must be tuned")
        if not 0 <= self.portraits <= 1:
            raise ValueError("the share of portraits lies between 0 and 1")
        if not 0 < self.truncation <= 1:
            raise ValueError("the truncation lies above 0 and up to 1")
        require_share(self.decay)


class Finetuning:
    """An `Experiment` for `loop.run`: the child generator, its discriminator and its average."""

    def __init__(
        self,
        drawings: PictureSet,
        portraits: PictureSet | None,
        *,
        parent: Parent,
        config: FinetuneConfig,
        device: torch.device,
        seed: int,
        mask: MatteNet | None = None,
        schedule: Schedule = constant,
    ) -> None:
        spec = parent.generator.spec
        if config.blocks > len(spec.block_resolutions):
            raise UsageError(f"The generator has only {len(spec.block_resolutions)} blocks.")
        if config.portraits > 0 and (portraits is None or parent.encoder is None):
            wanted = "Give --portraits-data" if portraits is None else "Take a base with encoder"
            raise UsageError(f"{wanted}, or --portraits 0 for plain FreezeG.")
        self._drawings = drawings.to(device)
        self._portraits = None if portraits is None else portraits.to(device)
        self._config, self._device, self._mask = config, device, mask
        self._low = config.precision.low_precision(device)
        self.generator = torch.Generator().manual_seed(seed)
        self._parent = parent.generator.requires_grad_(False)
        self._encode = None if parent.encoder is None else parent.encoder.requires_grad_(False)
        self._g = copy.deepcopy(parent.generator)
        self._average = copy.deepcopy(parent.generator)
        self._d = copy.deepcopy(parent.discriminator)
        self.networks: Mapping[str, nn.Module] = {
            "g": self._g,
            "d": self._d,
            "g_ema": self._average,
        }
        if self._encode is not None:
            axes = latent_axes(self._drawings.pictures, self._encode)
            # Named like an average: what belongs to the finished style is kept in snapshots.
            self.networks = {**self.networks, "axes_ema": Running(axes)}
        for network in (self._g, self._average):
            hold(network, self._fixed_state(config.blocks))
        self._opponent = Opponent(
            self._d, config=config, generator=self.generator, low_precision=self._low
        )
        self._real = self._people = self._starts = self._z = torch.empty(0)
        self._inside = torch.ones(1, 1, 1, 1, device=device)
        self.phases = self._make_phases(schedule)
        seeded = torch.Generator().manual_seed(1)
        self._sample_z = torch.randn(16, spec.z_dim, generator=seeded)
        people = self._portraits
        self._sample_people = None if people is None else people.draw(16, generator=seeded)

    def start_from(self, run: Path) -> None:
        """Begin with what an earlier style tuned, and with its opponent.

        Its base may be an earlier state of this one, as when the human generator has learned on or
        has grown.

        Raises:
            NoCheckpointError: There is no run.
            CheckpointMismatchError: It has other specs.
        """
        tensors, meta = load_checkpoint(find_checkpoint(run))
        spec = GeneratorSpec.from_dict(meta["spec"])
        generator = place(Generator(spec), self._device)
        front = _named("g_ema", generator.state_dict())  # a packed state has none, nor is it kept
        load_network(generator, {**front, **tensors}, name="g_ema", file=str(run))
        grown = grown_generator(generator, self._g.spec).state_dict()
        kept = {**added_blocks(self._g, spec), **self._fixed_state(self._config.blocks)}
        for network in (self._g, self._average):
            load_strictly(network, {**grown, **kept}, file=str(run))
        opponent = place(Discriminator(spec), self._device)
        load_network(opponent, tensors, name="d", file=str(run))
        opponent = grown_discriminator(opponent, self._d.spec, self._drawings)
        load_strictly(self._d, opponent.state_dict(), file=str(run))

    def _fixed_state(self, blocks: int) -> Mapping[str, Tensor]:
        """The parent's tensors that the child keeps."""
        count = len(self._parent.spec.block_resolutions)
        tuned = tuple(block_prefix(i) for i in range(count - blocks, count))
        state = self._parent.state_dict()
        return {name: value for name, value in state.items() if not name.startswith(tuned)}

    def _make_phases(self, schedule: Schedule) -> Sequence[Phase]:
        c = self._config
        front = len(self._g.spec.block_resolutions) - c.blocks
        tuned = [p for block in self._g.synthesis.blocks[front:] for p in block.parameters()]
        fixed: set[nn.Parameter] = set()
        if c.freeze_d > 0:
            fixed.update(self._d.from_rgb.parameters())
            fixed.update(p for b in self._d.blocks[: c.freeze_d] for p in b.parameters())
        judge = [p for p in self._d.parameters() if p not in fixed]
        g = torch.optim.Adam(tuned, lr=c.learning_rate, betas=(0.0, 0.99), eps=1e-8)
        return (
            Phase("g", g, tuned, self._generator_phase, schedule=schedule, capturable=True),
            *self._opponent.phases(
                judge,
                real=lambda: self._shown(self._real),
                fake=self._fakes,
                schedule=schedule,
            ),
        )

    def draw(self, batch: int) -> None:
        """Draw the step's drawings, portraits, random latents and augmentation."""
        drawn, inside = self._drawings.draw_inside(batch, generator=self.generator)
        self._real = refill(self._real, drawn, self._device)
        if inside is not None:
            self._inside = refill(self._inside, inside.float(), self._device)
        people = round(batch * self._config.portraits)
        if self._portraits is not None and people:
            drawn = self._portraits.draw(people, generator=self.generator)
            self._people = refill(self._people, drawn, self._device)
            self._starts = refill(self._starts, self._encoded(self._people), self._device)
        # Of the generator's step, and of the discriminator's.
        shape = (2, batch - len(self._people), self._g.spec.z_dim)
        self._z = refill(self._z, torch.randn(shape, generator=self.generator), self._device)
        self._opponent.draw(batch)

    @torch.no_grad()
    def _latents(self, z: Tensor) -> Tensor:
        """Latents w of random samples and of this step's portraits, (B, Z)."""
        mapped: Tensor = self._parent.mapping(z)
        return torch.cat([mapped, self._starts]) if len(self._starts) else mapped

    @torch.no_grad()
    def _encoded(self, people: Tensor) -> Tensor:
        """Latents w of portraits, where their avatars are drawn, (B, Z)."""
        assert self._encode is not None
        start = style_start(people, self._parent, self._encode, low_precision=self._low)
        return self._parent.mapping.w_avg.lerp(start, self._config.truncation)

    def _generator_phase(self) -> Terms:
        c = self._config
        ws = self._g.broadcast(self._latents(self._z[0]))
        fake = self._g.synthesis(ws, low_precision=self._low)
        adversarial = generator_loss(self._opponent.logits(self._shown(fake)))
        terms = {"g": adversarial}
        if c.structure_weight > 0:
            with torch.no_grad():
                wanted = self._parent.synthesis(ws, stop_at=c.structure_px)
            small = self._g.synthesis(ws, stop_at=c.structure_px)
            terms["structure"] = (small - wanted).square().mean()
        if c.silhouette_weight > 0 and self._mask is not None and len(self._people):
            # The latents of portraits are the last ones.
            avatars, people = fake[-len(self._people) :], self._people
            terms["silhouette"] = silhouette_error(
                self._mask, avatars, people, low_precision=self._low
            )
        weights = {
            "g": 1.0,
            "structure": c.structure_weight,
            "silhouette": c.silhouette_weight,
        }
        total = torch.stack([weights[name] * term for name, term in terms.items()]).sum()
        return total, terms

    @torch.no_grad()
    def _fakes(self) -> Tensor:
        ws = self._g.broadcast(self._latents(self._z[1]))
        return self._shown(self._g.synthesis(ws, low_precision=self._low))

    def _shown(self, pictures: Tensor) -> Tensor:
        """Blank what the step's drawings do not fill: nobody has drawn there.

        The discriminator would otherwise teach how the edge of a moved drawing smears.
        """
        return pictures * self._inside[: len(pictures)]

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._g, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Portraits, the parent's copies and the avatars below; then random samples."""
        rows: list[Tensor] = []
        if self._encode is not None and self._sample_people is not None:
            ws = self._parent.broadcast(self._encoded(self._sample_people))
            copies, avatars = self._parent.synthesis(ws), self._average.synthesis(ws)
            for part in (slice(8), slice(8, 16)):
                rows += [self._sample_people[part], copies[part], avatars[part]]
        samples = self._average(self._sample_z.to(self._device))
        return tile([*rows, *samples.split(8)])


def _named(network: str, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors by their names in a checkpoint."""
    return {f"{network}.{name}": value for name, value in state.items()}


def _mask(
    options: argparse.Namespace, config: FinetuneConfig, device: torch.device
) -> MatteNet | None:
    wanted = config.portraits > 0 and config.silhouette_weight > 0
    if not wanted or not (options.mask or has_bundled(ModelKind.MASK)):
        return None
    return load_matte_net(options.mask, device)


def _command(options: argparse.Namespace) -> None:
    device = torch.device(options.device)
    parent = load_parent(options.base, device=device, discriminator=options.discriminator)
    resolution = parent.generator.spec.resolution
    config = from_options(FinetuneConfig, options)
    portraits = None
    if config.portraits > 0 and options.portraits_data:
        portraits = load_pictures(options.portraits_data, resolution=resolution)
    drawings = load_pictures(options.data, resolution=resolution, minimum=MIN_PICTURES)
    mask = _mask(options, config, device)
    if mask is not None and portraits is not None:
        generator = torch.Generator().manual_seed(options.seed)
        drawings = hair_as_in_portraits(drawings, portraits, mask, generator=generator)
    experiment = Finetuning(
        drawings,
        portraits,
        parent=parent,
        config=config,
        device=device,
        seed=options.seed,
        mask=mask,
        schedule=decay_at_end(options.kimg, config.decay),
    )
    if options.start is not None:
        experiment.start_from(options.start)
    meta = {"spec": parent.generator.spec.to_dict(), "blocks": config.blocks}
    run(experiment, loop_config(options), meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `finetune` to the toolkit."""
    parser = commands.add_parser("finetune", help="make a style from drawings")
    parser.set_defaults(run=_command)
    parser.add_argument(
        "--base", required=True, help="run or checkpoint of pretrain, or a bundled generator's id"
    )
    parser.add_argument(
        "--discriminator", type=Path, help="run or checkpoint that brings it, with a bundled base"
    )
    parser.add_argument(
        "--start", type=Path, help="run of a style whose tuned blocks and opponent to begin with"
    )
    parser.add_argument("--data", nargs="+", type=data_source, required=True, help="drawings")
    parser.add_argument("--portraits-data", nargs="+", type=data_source, help="photographs")
    parser.add_argument(
        "--mask", type=Path, help="run of `mask` that sees silhouettes, or the program's own"
    )
    add_loop_options(parser)
    add_dataclass(parser, FinetuneConfig)
