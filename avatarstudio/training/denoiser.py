"""The denoiser: it learns how drawings look by taking noise out of them.

Denoising score matching with the weights of Karras et al. 2022 (table 1): every strength of noise
counts the same. What it knows of drawings' lines redraws avatars (`avatars.redraw`).
"""

from __future__ import annotations

import argparse
import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.denoiser import DATA_DEVIATION, Denoiser
from avatarstudio.nets.specs import DenoiserSpec
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.ema import update_ema
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
from avatarstudio.training.schedules import decay_at_end, require_share
from avatarstudio.training.trained import load_denoiser


@dataclass(frozen=True, slots=True)
class DenoiserConfig:
    """How the network is trained.

    Attributes:
        sigma_min: Least standard deviation of the noise, on the scale of pictures in [-1, 1]; all
            logarithms between it and the network's `sigma_max` are as likely.
        learning_rate: Adam's, betas (0.9, 0.99).
        ema_kimg: Half-life of the average.
        decay: Share of the run, at its end, over which the rate falls to zero.
        crop: Side of the piece of each drawing that a step sees, so that large drawings cost no
            more than small ones; 0 shows them whole.
        precision: Precision of the convolutions.
    """

    sigma_min: float = 0.03
    learning_rate: float = 1e-3
    ema_kimg: float = 2.0
    decay: float = 0.5
    crop: int = 0
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if not self.sigma_min > 0:
            raise ValueError("the least noise lies above 0")
        require_share(self.decay)


class Denoising:
    """An `Experiment` for `loop.run`: the network and its average."""

    def __init__(
        self,
        drawings: PictureSet,
        *,
        spec: DenoiserSpec,
        config: DenoiserConfig,
        kimg: float,
        device: torch.device,
        seed: int,
    ) -> None:
        if config.crop % spec.multiple or config.crop > spec.resolution:
            raise UsageError(
                f"A crop is a multiple of {spec.multiple} px, up to {spec.resolution}: not "
                f"{config.crop}."
            )
        if config.sigma_min >= spec.sigma_max:
            raise UsageError("The least noise must lie below the strongest.")
        torch.manual_seed(seed)
        self._sigma_max = spec.sigma_max
        self._drawings = drawings.to(device)
        self._config, self._device = config, device
        self._low = config.precision.low_precision(device)
        self.generator = torch.Generator().manual_seed(seed)
        self._net = place(Denoiser(spec), device)
        self._average = copy.deepcopy(self._net)
        self.networks: Mapping[str, nn.Module] = {
            "denoiser": self._net,
            "denoiser_ema": self._average,
        }
        parameters = list(self._net.parameters())
        adam = torch.optim.Adam(parameters, lr=config.learning_rate, betas=(0.9, 0.99))
        schedule = decay_at_end(kimg, config.decay)
        self.phases: Sequence[Phase] = (
            Phase("denoiser", adam, parameters, self._phase, schedule=schedule),
        )
        self._clean = self._noisy = self._sigma = torch.empty(0)
        self._inside: Tensor | None = None
        seeded = torch.Generator().manual_seed(1)
        self._samples = self._drawings.draw(8, generator=seeded)

    def start_from(self, trained: Denoiser) -> None:
        """Begin with what a trained network draws.

        Args:
            trained: One of the same widths and levels; it may lack attention.

        Raises:
            UsageError: It has other widths or levels, or attention that is not asked for.
        """
        state, own = trained.state_dict(), self._net.state_dict()
        lacking = own.keys() - state.keys()
        fitting = all(name in own and own[name].shape == t.shape for name, t in state.items())
        if not fitting or any(".attention." not in name for name in lacking):
            raise UsageError("The run to start from has other widths or levels.")
        for network in (self._net, self._average):
            network.load_state_dict(state, strict=False)

    def draw(self, batch: int) -> None:
        """Draw the step's drawings and their noise."""
        drawings, randomness = self._drawings, self.generator
        clean, inside = drawings.draw_inside(batch, generator=randomness)
        if self._config.crop:
            margin = clean.shape[-1] - self._config.crop + 1
            corners = torch.randint(margin, (batch, 2), generator=randomness).tolist()
            clean = self._pieces(clean, corners)
            inside = None if inside is None else self._pieces(inside, corners)
        self._clean, self._inside = clean, inside
        least, most = (math.log(s) for s in (self._config.sigma_min, self._sigma_max))
        sigma = torch.exp(least + torch.rand(batch, generator=randomness) * (most - least))
        self._sigma = sigma.to(self._device)
        self._noisy = self._with_noise(self._clean, self._sigma, randomness)

    def _pieces(self, maps: Tensor, corners: Sequence[tuple[int, int]]) -> Tensor:
        """Of each map (B, C, H, W) the piece at its corner, (B, C, crop, crop)."""
        side = self._config.crop
        pieces = [m[:, y : y + side, x : x + side] for m, (y, x) in zip(maps, corners, strict=True)]
        return torch.stack(pieces).contiguous(memory_format=torch.channels_last)

    def _with_noise(self, clean: Tensor, sigma: Tensor, randomness: torch.Generator) -> Tensor:
        noise = torch.randn(clean.shape, generator=randomness).to(self._device)
        return clean + noise * sigma[:, None, None, None]

    def _phase(self) -> Terms:
        with lowered(self._device, self._low):
            found = self._net(self._noisy, self._sigma)
        # 1 / c_out^2 of table 1: at every strength the network's own output weighs the same.
        weight = (self._sigma**2 + DATA_DEVIATION**2) / (self._sigma * DATA_DEVIATION) ** 2
        error = (found.float() - self._clean).square() * weight[:, None, None, None]
        if self._inside is not None:  # nobody has drawn beside a drawing that was moved
            error = error * self._inside
        loss = error.mean()
        return loss, {"error": loss}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._net, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Drawings, noisy, and as they are found: with little noise, then with much."""
        rows: list[Tensor] = [self._samples]
        seeded = torch.Generator().manual_seed(1)
        for share in (0.25, 1.0):
            sigma = torch.full((8,), share * self._sigma_max, device=self._device)
            noisy = self._with_noise(self._samples, sigma, seeded)
            rows += [noisy, self._average(noisy, sigma)]
        return tile(rows)


def _command(options: argparse.Namespace) -> None:
    spec = from_options(DenoiserSpec, options)
    experiment = Denoising(
        load_pictures(options.data, resolution=spec.resolution, minimum=MIN_PICTURES),
        spec=spec,
        config=from_options(DenoiserConfig, options),
        kimg=options.kimg,
        device=torch.device(options.device),
        seed=options.seed,
    )
    if options.start is not None:
        experiment.start_from(load_denoiser(options.start, torch.device("cpu")))
    run(experiment, loop_config(options), meta={"spec": spec.to_dict()}, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `denoiser` to the toolkit."""
    parser = commands.add_parser("denoiser", help="teach a network how drawings look")
    parser.set_defaults(run=_command)
    parser.add_argument("--data", nargs="+", type=data_source, required=True, help="drawings")
    parser.add_argument(
        "--start", type=Path, help="run whose network to begin with; it may lack attention"
    )
    add_loop_options(parser)
    add_dataclass(parser, DenoiserSpec)
    add_dataclass(parser, DenoiserConfig)
