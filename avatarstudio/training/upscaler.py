"""Super-resolution: CARN learns to undo the shrinking of pictures (Ahn et al. 2018, section 4)."""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.carn import CARN, CARN_M, CARN_S, CARN_XS, Carn, bicubic
from avatarstudio.nets.specs import UpscalerSpec
from avatarstudio.training.crops import random_crops
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.degrade import DegradeConfig, degrade
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Terms, place
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

SIZES: Mapping[str, UpscalerSpec] = {
    "carn": CARN,
    "carn-m": CARN_M,
    "small": CARN_S,
    "tiny": CARN_XS,
}
"""What `--size` offers; `--scale` decides how much each enlarges."""


@dataclass(frozen=True, slots=True)
class UpscalerConfig:
    """How the network is trained.

    Attributes:
        patch: Height and width of the small patches.
        learning_rate: Adam's, betas (0.9, 0.999).
        ema_kimg: Half-life of the average.
        decay: Share of the run, at its end, over which the rate falls to zero.
    """

    patch: int = 32
    learning_rate: float = 1e-3
    ema_kimg: float = 2.0
    decay: float = 0.5

    def __post_init__(self) -> None:
        if self.patch < 8:
            raise ValueError("patches need 8 px")
        require_share(self.decay)


class Upscaling:
    """An `Experiment` for `loop.run`: the network and its average."""

    def __init__(
        self,
        data: PictureSet,
        *,
        spec: UpscalerSpec,
        config: UpscalerConfig,
        degrade_config: DegradeConfig,
        kimg: float,
        device: torch.device,
        seed: int,
    ) -> None:
        if data.pictures.shape[-1] < config.patch * spec.scale:
            raise UsageError(
                f"Pictures of {data.pictures.shape[-1]} px are smaller than a patch of "
                f"{config.patch} px times {spec.scale}; use --patch with a smaller number."
            )
        torch.manual_seed(seed)
        self._data = data.to(device)
        self._config, self._degrade_config = config, degrade_config
        self.generator = torch.Generator().manual_seed(seed)
        self._net = place(Carn(spec), device)
        self._average = copy.deepcopy(self._net)
        self.networks: Mapping[str, nn.Module] = {"up": self._net, "up_ema": self._average}
        parameters = list(self._net.parameters())
        adam = torch.optim.Adam(parameters, lr=config.learning_rate)
        schedule = decay_at_end(kimg, config.decay)
        self.phases = (Phase("up", adam, parameters, self._phase, schedule=schedule),)
        self._large = self._small = torch.empty(0)
        self._samples = self._data.draw(8, generator=torch.Generator().manual_seed(1))

    def draw(self, batch: int) -> None:
        """Draw the step's patches and shrink them."""
        pictures = self._data.draw(batch, generator=self.generator)
        size = self._config.patch * self._net.spec.scale
        self._large = random_crops(pictures, size, generator=self.generator)
        self._small = self._shrink(self._large, self._degrade_config, self.generator)

    def _shrink(
        self, pictures: Tensor, config: DegradeConfig, generator: torch.Generator
    ) -> Tensor:
        scale = self._net.spec.scale
        small = degrade(pictures, scale=scale, config=config, generator=generator)
        return small.contiguous(memory_format=torch.channels_last)

    def _phase(self) -> Terms:
        enlarged = self._net(self._small)
        loss = (enlarged - self._large).abs().mean()
        return loss, {"l1": loss}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._net, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Bicubic, ours and the original: cleanly shrunk pictures, then spoilt ones."""
        rows: list[Tensor] = []
        seeded = torch.Generator().manual_seed(1)
        for share in (1.0, 0.0):
            config = DegradeConfig(clean=share)
            small = self._shrink(self._samples, config, seeded)
            rows += [bicubic(small, self._net.spec.scale), self._average(small), self._samples]
        return tile(rows)


def _command(options: argparse.Namespace) -> None:
    size = SIZES[options.size]
    spec = UpscalerSpec.from_dict(size.to_dict() | {"scale": options.scale})
    experiment = Upscaling(
        load_pictures(options.data, resolution=options.resolution, minimum=MIN_PICTURES),
        spec=spec,
        config=from_options(UpscalerConfig, options),
        degrade_config=from_options(DegradeConfig, options),
        kimg=options.kimg,
        device=torch.device(options.device),
        seed=options.seed,
    )
    run(experiment, loop_config(options), meta={"spec": spec.to_dict()}, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `upscaler` to the toolkit."""
    parser = commands.add_parser("upscaler", help="train a super-resolution network")
    parser.set_defaults(run=_command)
    parser.add_argument("--data", nargs="+", type=data_source, required=True)
    parser.add_argument("--resolution", type=int, default=256, help="size of the pictures")
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--scale", type=int, choices=(2, 4), default=4)
    add_loop_options(parser)
    add_dataclass(parser, UpscalerConfig)
    add_dataclass(parser, DegradeConfig)
