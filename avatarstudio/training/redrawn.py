"""A style that draws by itself as if it was redrawn, for pictures that there is no time to redraw.

From the same noise always the same drawing comes of a picture, so a style can learn to give it in
one pass: it is shown what becomes of its own pictures and nothing else. Nothing is asked of
drawings, so it takes minutes.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.avatars.first_wall import FADE, REDRAW, TRUNCATION, first_blocks
from avatarstudio.avatars.redraw import Redrawing
from avatarstudio.core.errors import UsageError
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.inversion.style_start import style_start
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import Style
from avatarstudio.nets.weights import load_encoder, load_generator, load_strictly, load_style
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Precision, Running, Terms, lowered, place
from avatarstudio.training.loop import run
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_loop_options,
    data_source,
    from_options,
    loop_config,
)
from avatarstudio.training.schedules import decay_at_end, require_share
from avatarstudio.training.trained import load_denoiser

_SEED = 3
"""Of the noise. Not that of the first look: eyes that are drawn twice from the same grow black."""


@dataclass(frozen=True, slots=True)
class RedrawnConfig:
    """How the style learns.

    Attributes:
        learning_rate: Adam's, betas (0, 0.99), as styles are tuned with.
        portraits: Share of each batch that comes from encoded portraits; the rest are random.
        amount: How freely pictures are redrawn.
        ema_kimg: Half-life of the average.
        decay: Share of the run, at its end, over which the rate falls to zero.
        precision: Precision of the feature maps from 32 px on.
    """

    learning_rate: float = 1e-3
    portraits: float = 0.75
    amount: float = REDRAW
    ema_kimg: float = 1.0
    decay: float = 0.8
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if not 0 <= self.portraits <= 1:
            raise ValueError("the share of portraits lies between 0 and 1")
        require_share(self.decay)


class RedrawnLearning:
    """An `Experiment` for `loop.run`: the style as avatars are drawn with it first."""

    def __init__(
        self,
        portraits: PictureSet,
        *,
        style: Style,
        encoder: Encoder,
        denoiser: Denoiser,
        config: RedrawnConfig,
        kimg: float,
        device: torch.device,
        seed: int,
    ) -> None:
        spec = style.base.spec
        if denoiser.spec.resolution != spec.resolution:
            raise UsageError(
                f"The denoiser redraws pictures of {denoiser.spec.resolution} px, the style draws "
                f"some of {spec.resolution} px; train one of that size first."
            )
        self._portraits = portraits.to(device)
        self._base, self._encode, self._config = style.base, encoder, config
        self._device, self._low = device, config.precision.low_precision(device)
        self._redrawing = Redrawing(denoiser, device)
        self.generator = torch.Generator().manual_seed(seed)
        drawn = first_blocks(style.tuned_blocks)
        # What fades toward the base when avatars are drawn stays as it is.
        self._former = style.use(drawn, fade=FADE)
        self._front = style.num_blocks - drawn
        self._g, self._average = (place(Generator(spec), device) for _ in range(2))
        load_strictly(self._g, self._former.state_dict(), file=style.id)
        load_strictly(self._average, style.use(style.tuned_blocks).state_dict(), file=style.id)
        self.networks: Mapping[str, nn.Module] = {"g": self._g, "g_ema": self._average}
        if style.axes is not None:
            self.networks = {**self.networks, "axes_ema": Running(style.axes)}
        tuned = list(self._tuned(self._g).parameters())
        adam = torch.optim.Adam(tuned, lr=config.learning_rate, betas=(0.0, 0.99))
        schedule = decay_at_end(kimg, config.decay)
        self.phases: Sequence[Phase] = (Phase("g", adam, tuned, self._phase, schedule=schedule),)
        self._w = torch.empty(0)
        self._sample = self._draw(16, torch.Generator().manual_seed(1))

    def _tuned(self, generator: Generator) -> nn.ModuleList:
        return generator.synthesis.blocks[self._front :]

    def _draw(self, batch: int, randomness: torch.Generator) -> tuple[Tensor, Tensor]:
        """Portraits (P, 3, S, S) and random latents z (B - P, Z)."""
        count = round(batch * self._config.portraits)
        people = self._portraits.draw(count, generator=randomness) if count else torch.empty(0)
        z = torch.randn(batch - count, self._base.spec.z_dim, generator=randomness)
        return people.to(self._device), z.to(self._device)

    @torch.no_grad()
    def _latents(self, people: Tensor, z: Tensor) -> Tensor:
        """Where their avatars are drawn: w, (B, Z)."""
        w: Tensor = self._base.mapping(z)
        if len(people):
            start = style_start(people, self._base, self._encode, low_precision=self._low)
            w = torch.cat([start, w])
        return self._base.mapping.w_avg.lerp(w, TRUNCATION)

    def draw(self, batch: int) -> None:
        """Draw the step's latents."""
        self._w = self._latents(*self._draw(batch, self.generator))

    def _redrawn(self, pictures: Tensor) -> Tensor:
        return self._redrawing.redraw(pictures, amount=self._config.amount, seed=_SEED)

    def _phase(self) -> Terms:
        ws = self._base.broadcast(self._w)
        with torch.no_grad(), lowered(self._device, self._low):
            wanted = self._redrawn(self._former.synthesis(ws))
        loss = F.l1_loss(self._g.synthesis(ws, low_precision=self._low), wanted.float())
        return loss, {"l1": loss}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        average, network = self._tuned(self._average), self._tuned(self._g)
        half_life = self._config.ema_kimg
        update_ema(average, network, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Avatars as they were, redrawn, and as they are."""
        ws = self._base.broadcast(self._latents(*self._sample))
        now = copy.deepcopy(self._g)
        load_strictly(self._tuned(now), self._tuned(self._average).state_dict(), file="average")
        former = self._former.synthesis(ws)
        shown = former, self._redrawn(former), now.synthesis(ws)
        rows = zip(*(pictures.chunk(2) for pictures in shown), strict=True)
        return tile([part for row in rows for part in row])


def _load(style_id: str, device: torch.device) -> tuple[Style, Encoder]:
    catalog = Catalog.read(weights_dir(), user_styles=user_styles_dir())
    card = catalog.get(ModelKind.STYLE, style_id)
    base_card = catalog.get(ModelKind.GENERATOR, str(card.base))
    base = load_generator(base_card, device)
    encoder_card = catalog.for_base(ModelKind.ENCODER, base_card)
    if encoder_card is None:
        raise UsageError(f"The generator “{base_card.id}” has no encoder; train one first.")
    style = load_style(card, base=base, base_card=base_card, device=device)
    return style, load_encoder(encoder_card, device)


def _command(options: argparse.Namespace) -> None:
    device = torch.device(options.device)
    style, encoder = _load(options.style, device)
    spec = style.base.spec
    experiment = RedrawnLearning(
        load_pictures(options.portraits_data, resolution=spec.resolution, minimum=MIN_PICTURES),
        style=style,
        encoder=encoder,
        denoiser=load_denoiser(options.denoiser, device),
        config=from_options(RedrawnConfig, options),
        kimg=options.kimg,
        device=device,
        seed=options.seed,
    )
    meta = {"spec": spec.to_dict(), "blocks": style.tuned_blocks}
    run(experiment, loop_config(options), meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `redrawn` to the toolkit."""
    parser = commands.add_parser("redrawn", help="teach a style to draw as if it was redrawn")
    parser.set_defaults(run=_command)
    parser.add_argument("--style", required=True, help="id of the style, bundled or your own")
    parser.add_argument(
        "--portraits-data", nargs="+", type=data_source, required=True, help="photographs"
    )
    parser.add_argument(
        "--denoiser", type=Path, help="run of `denoiser` that redraws, or the program's own"
    )
    add_loop_options(parser)
    add_dataclass(parser, RedrawnConfig)
