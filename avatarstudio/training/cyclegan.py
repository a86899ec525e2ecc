"""CycleGAN between portraits and drawings (Zhu et al. 2017), as the report trained it.

The stable recipe is the default; the report's first implementation (section III.A) is `--sigmoid
--buffer 0 --relu-output --relu-after-sum`, its smaller patches (III.B) `--patch 32` and its
ablation of the generator (III.C) `--blocks 3` and `6`.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.cyclegan import PatchDiscriminator, Translator
from avatarstudio.nets.specs import PatchSpec, TranslatorSpec
from avatarstudio.training.crops import random_crops
from avatarstudio.training.data import (
    MIN_PICTURES,
    PictureSet,
    load_pictures,
    tile,
    to_uint8,
    to_unit_range,
)
from avatarstudio.training.experiment import Phase, Precision, Terms, lowered, place
from avatarstudio.training.loop import run
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_loop_options,
    data_source,
    from_options,
    loop_config,
)
from avatarstudio.training.schedules import linear_decay

MARGIN = 287 / 256
"""Size of the pictures over that of the random crops from them (report, section II.B)."""


@dataclass(frozen=True, slots=True)
class CycleConfig:
    """Weights and rates of the training.

    Attributes:
        learning_rate: Adam's, betas (0.5, 0.999), for all networks.
        cycle: Weight of the cycle loss, 10 in the paper.
        identity: Weight of the identity loss relative to `cycle`.
        buffer: Translated pictures that each discriminator is shown again; 0 shows the newest.
        epochs: Passes through the larger set at the full rate.
        decay_epochs: Passes over which the rate then falls to zero.
        recompute: Whether translations are computed again for their gradients instead of kept: a
            third slower, but a batch of 4 at full size fits 8 GiB.
        precision: Precision of the convolutions; bfloat16 takes processors that compute in it
            three fifths of the time.
    """

    learning_rate: float = 2e-4
    cycle: float = 10.0
    identity: float = 0.5
    buffer: int = 50
    epochs: float = 100.0
    decay_epochs: float = 100.0
    recompute: bool = False
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if min(self.cycle, self.identity, self.buffer, self.epochs, self.decay_epochs) < 0:
            raise ValueError("weights, the buffer and epochs cannot be negative")


class PictureBuffer(nn.Module):
    """Pictures translated before, which a discriminator must not forget (Shrivastava et al. 2017).

    It is a module so that it travels in checkpoints; the pictures are kept in 8 bits like those of
    the training set.
    """

    pictures: Tensor
    filled: Tensor

    def __init__(self, capacity: int, resolution: int) -> None:
        super().__init__()
        size = (capacity, 3, resolution, resolution)
        self.register_buffer("pictures", torch.zeros(size, dtype=torch.uint8))
        self.register_buffer("filled", torch.zeros((), dtype=torch.int64))

    @torch.no_grad()
    def exchange(self, pictures: Tensor, *, generator: torch.Generator) -> Tensor:
        """Put pictures in and, once the buffer is full, take older ones out for half of them.

        Args:
            pictures: float32, (B, 3, H, W), values in [-1, 1].
            generator: CPU randomness.

        Returns:
            float32, (B, 3, H, W): each picture or, with probability one half, an older one whose
            place it takes.
        """
        capacity = len(self.pictures)
        shown = pictures.detach().clone()
        for index, picture in enumerate(to_uint8(shown)):
            filled = int(self.filled)
            if filled < capacity:
                self.pictures[filled] = picture
                self.filled += 1
            elif capacity and float(torch.rand((), generator=generator)) < 0.5:
                place_taken = int(torch.randint(capacity, (), generator=generator))
                shown[index] = to_unit_range(self.pictures[place_taken])
                self.pictures[place_taken] = picture
        return shown


class CycleTraining:
    """An `Experiment` for `loop.run`: both translators and their discriminators."""

    def __init__(
        self,
        portraits: PictureSet,
        drawings: PictureSet,
        *,
        spec: TranslatorSpec,
        patch_spec: PatchSpec,
        config: CycleConfig,
        device: torch.device,
        seed: int,
    ) -> None:
        _require_fit(patch_spec, spec.resolution)
        torch.manual_seed(seed)
        self._portraits, self._drawings = portraits.to(device), drawings.to(device)
        self._resolution, self._config = spec.resolution, config
        self._patch_spec, self._device = patch_spec, device
        self._low = config.precision.low_precision(device)
        self.generator = torch.Generator().manual_seed(seed)
        self._to_drawing, self._to_portrait = (place(Translator(spec), device) for _ in range(2))
        self._judge_drawing, self._judge_portrait = (
            place(PatchDiscriminator(patch_spec), device) for _ in range(2)
        )
        self._old_drawings, self._old_portraits = (
            PictureBuffer(config.buffer, spec.resolution).to(device) for _ in range(2)
        )
        self.networks: Mapping[str, nn.Module] = {
            "to_drawing": self._to_drawing,
            "to_portrait": self._to_portrait,
            "judge_drawing": self._judge_drawing,
            "judge_portrait": self._judge_portrait,
            "old_drawings": self._old_drawings,
            "old_portraits": self._old_portraits,
        }
        self.epoch_kimg = max(len(portraits.pictures), len(drawings.pictures)) / 1000
        self.phases = self._make_phases()
        self._portrait = self._drawing = torch.empty(0)
        self._fake_drawing = self._fake_portrait = torch.empty(0)
        seeded = torch.Generator().manual_seed(1)
        self._sample_portraits, self._sample_drawings = (
            self._crop(pictures.draw(8, generator=seeded), seeded)
            for pictures in (self._portraits, self._drawings)
        )

    def _make_phases(self) -> Sequence[Phase]:
        c = self._config
        translators = [*self._to_drawing.parameters(), *self._to_portrait.parameters()]
        judges = [*self._judge_drawing.parameters(), *self._judge_portrait.parameters()]
        g, d = (
            torch.optim.Adam(p, lr=c.learning_rate, betas=(0.5, 0.999))
            for p in (translators, judges)
        )
        schedule = linear_decay(
            hold_kimg=c.epochs * self.epoch_kimg, decay_kimg=c.decay_epochs * self.epoch_kimg
        )
        return (
            Phase("g", g, translators, self._lowered(self._translator_phase), schedule=schedule),
            Phase("d", d, judges, self._lowered(self._judge_phase), schedule=schedule),
        )

    def _lowered(self, phase: Callable[[], Terms]) -> Callable[[], Terms]:
        """The phase with its convolutions in low precision, where that is wanted."""

        def in_low_precision() -> Terms:
            with lowered(self._device, self._low):
                return phase()

        return in_low_precision

    def draw(self, batch: int) -> None:
        """Draw the step's portraits and drawings."""
        self._portrait, self._drawing = (
            self._crop(pictures.draw(batch, generator=self.generator), self.generator)
            for pictures in (self._portraits, self._drawings)
        )

    def _crop(self, pictures: Tensor, generator: torch.Generator) -> Tensor:
        crops = random_crops(pictures, self._resolution, generator=generator)
        return crops.contiguous(memory_format=torch.channels_last)

    def _translator_phase(self) -> Terms:
        c = self._config
        portrait, drawing = self._portrait, self._drawing
        to_drawing = self._translate(self._to_drawing)
        to_portrait = self._translate(self._to_portrait)
        fake_drawing, fake_portrait = to_drawing(portrait), to_portrait(drawing)
        self._fake_drawing, self._fake_portrait = fake_drawing.detach(), fake_portrait.detach()
        adversarial = self._adversarial(self._judge_drawing, fake_drawing, real=True)
        adversarial += self._adversarial(self._judge_portrait, fake_portrait, real=True)
        cycle = F.l1_loss(to_portrait(fake_drawing), portrait)
        cycle += F.l1_loss(to_drawing(fake_portrait), drawing)
        total = adversarial + c.cycle * cycle
        terms = {"g": adversarial, "cycle": cycle}
        if c.identity > 0:
            identity = F.l1_loss(to_drawing(drawing), drawing)
            identity += F.l1_loss(to_portrait(portrait), portrait)
            total = total + c.cycle * c.identity * identity
            terms["identity"] = identity
        return total, terms

    def _translate(self, network: Translator) -> Callable[[Tensor], Tensor]:
        if self._config.recompute:
            return partial(checkpoint, network, use_reentrant=False)
        return network

    def _judge_phase(self) -> Terms:
        sides = (
            (self._judge_drawing, self._drawing, self._fake_drawing, self._old_drawings),
            (self._judge_portrait, self._portrait, self._fake_portrait, self._old_portraits),
        )
        loss = torch.zeros((), device=self._device)
        for judge, real, fake, old in sides:
            shown = old.exchange(fake, generator=self.generator)
            # Halved, which slows the discriminators down (Zhu et al. 2017, section 4).
            loss += 0.5 * self._adversarial(judge, real, real=True)
            loss += 0.5 * self._adversarial(judge, shown, real=False)
        return loss, {"d": loss}

    def _adversarial(self, judge: nn.Module, pictures: Tensor, *, real: bool) -> Tensor:
        """How far the judgement of pictures is from what is wanted; least squares or BCE."""
        if self._patch_spec.sigmoid:
            patches = random_crops(pictures, self._patch_spec.patch, generator=self.generator)
            logits: Tensor = judge(patches)
            return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, float(real)))
        judgement: Tensor = judge(pictures)
        return (judgement - float(real)).square().mean()

    def after_step(self, batch: int, seen: int) -> None:
        """Nothing: the paper keeps no averages."""

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Portraits, as drawings, and back; drawings, as portraits, and back."""
        rows: list[Tensor] = []
        for pictures, there, back in (
            (self._sample_portraits, self._to_drawing, self._to_portrait),
            (self._sample_drawings, self._to_portrait, self._to_drawing),
        ):
            # One at a time: at full size a batch of eight would need more memory than training.
            translated = torch.cat([cast(Tensor, there(p[None])) for p in pictures])
            returned = torch.cat([cast(Tensor, back(p[None])) for p in translated])
            rows += [pictures, translated, returned]
        return tile(rows)


def _require_fit(spec: PatchSpec, resolution: int) -> None:
    """Refuse pictures that are too small for patches.

    Raises:
        UsageError: They are.
    """
    # After the halvings two convolutions take one pixel each, and instance norm needs two.
    smallest = spec.patch if spec.sigmoid else 4 << spec.layers
    if resolution < smallest:
        raise UsageError(f"Patches of {spec.patch} px need pictures of {smallest} px or more.")


def _command(options: argparse.Namespace) -> None:
    spec = from_options(TranslatorSpec, options)
    size = math.ceil(spec.resolution * MARGIN)
    portraits, drawings = (
        load_pictures(sources, resolution=size, minimum=MIN_PICTURES)
        for sources in (options.portraits, options.drawings)
    )
    patch_spec = from_options(PatchSpec, options, width=options.judge_width)
    config = from_options(CycleConfig, options)
    experiment = CycleTraining(
        portraits,
        drawings,
        spec=spec,
        patch_spec=patch_spec,
        config=config,
        device=torch.device(options.device),
        seed=options.seed,
    )
    limits = loop_config(options)
    whole = (config.epochs + config.decay_epochs) * experiment.epoch_kimg
    limits = dataclasses.replace(limits, kimg=min(limits.kimg, whole))
    meta = {"spec": spec.to_dict(), "patch_spec": patch_spec.to_dict()}
    run(experiment, limits, meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `cyclegan` to the toolkit."""
    parser = commands.add_parser("cyclegan", help="train translators between photos and drawings")
    parser.add_argument("--portraits", nargs="+", type=data_source, required=True)
    parser.add_argument("--drawings", nargs="+", type=data_source, required=True)
    parser.add_argument("--blocks", type=int, choices=(3, 6, 9), default=9, help="residual blocks")
    parser.add_argument("--patch", type=int, choices=(16, 32, 34, 70, 286), default=70)
    parser.add_argument("--sigmoid", action="store_true", help="one output and cross-entropy")
    parser.add_argument("--judge-width", type=int, default=64, help="width of the discriminators")
    add_loop_options(parser)
    add_dataclass(parser, TranslatorSpec, skip=("blocks",))
    add_dataclass(parser, CycleConfig)
    # The epochs end a run; --kimg can end it earlier. Batches of one are the paper's.
    parser.set_defaults(run=_command, kimg=math.inf, batch=1)
