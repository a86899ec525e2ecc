"""The mask: a small U-Net learns from cut-outs which pixels belong to the person."""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.matte import MATTE, MATTE_PX, MatteNet
from avatarstudio.nets.specs import UnetSpec
from avatarstudio.training.data import DataSource, PictureSet, tile
from avatarstudio.training.distill import load_pairs
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Phase, Precision, Terms, lowered, place
from avatarstudio.training.loop import run
from avatarstudio.training.mask_backgrounds import load_strips
from avatarstudio.training.mask_labels import MATTES, PICTURES, SIZE_PX
from avatarstudio.training.mask_scenes import SceneConfig, make_scenes
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_loop_options,
    data_source,
    from_options,
    loop_config,
)
from avatarstudio.training.schedules import decay_at_end, require_share


@dataclass(frozen=True, slots=True)
class MaskConfig:
    """How the network is trained.

    Attributes:
        learning_rate: Adam's, betas (0.9, 0.999).
        ema_kimg: Half-life of the average.
        decay: Share of the run, at its end, over which the rate falls to zero.
        precision: Precision of the convolutions; bfloat16 takes processors that compute in it two
            thirds of the time.
    """

    learning_rate: float = 1e-3
    ema_kimg: float = 1.0
    decay: float = 0.5
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        require_share(self.decay)


def load_cut_outs(sources: Sequence[DataSource], *, resolution: int) -> PictureSet:
    """Read what `mask-labels` wrote.

    Returns:
        Pictures and mattes in one tensor, uint8, (N, 4, H, W), so that both are drawn and mirrored
        together.

    Raises:
        UsageError: A folder does not hold cut-outs.
        TooFewPicturesError: There are fewer than a network needs.
    """
    sets = []
    for source in sources:
        pictures, mattes = (replace(source, path=source.path / name) for name in (PICTURES, MATTES))
        sets.append(load_pairs(pictures, mattes, resolution=resolution))
    return PictureSet(
        pictures=torch.cat([one.pictures[:, :4] for one in sets]),
        weights=torch.cat([one.weights for one in sets]),
    )


class Masking:
    """An `Experiment` for `loop.run`: the network and its average."""

    def __init__(
        self,
        cut_outs: PictureSet,
        *,
        spec: UnetSpec,
        config: MaskConfig,
        scenes: SceneConfig,
        size: int,
        kimg: float,
        device: torch.device,
        seed: int,
        strips: Tensor | None = None,
    ) -> None:
        if size % spec.multiple:
            raise UsageError(f"--size must be a multiple of {spec.multiple}.")
        torch.manual_seed(seed)
        self._cut_outs, self._config, self._scenes = cut_outs, config, scenes
        self._strips = strips
        self._low = config.precision.low_precision(device)
        self._size, self._device = size, device
        self.generator = torch.Generator().manual_seed(seed)
        self._net = place(MatteNet(spec), device)
        self._average = copy.deepcopy(self._net)
        self.networks: Mapping[str, nn.Module] = {"mask": self._net, "mask_ema": self._average}
        parameters = list(self._net.parameters())
        adam = torch.optim.Adam(parameters, lr=config.learning_rate)
        schedule = decay_at_end(kimg, config.decay)
        self.phases = (Phase("mask", adam, parameters, self._phase, schedule=schedule),)
        self._picture = self._matte = torch.empty(0)
        self._samples = self._draw(8, torch.Generator().manual_seed(1))

    def draw(self, batch: int) -> None:
        """Draw the step's scenes."""
        self._picture, self._matte = self._draw(batch, self.generator)

    def _draw(self, batch: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        both = self._cut_outs.draw(batch, generator=generator)
        pictures, mattes = both[:, :3], (both[:, 3:] + 1) / 2
        scenes, wanted = make_scenes(
            pictures,
            mattes,
            size=self._size,
            config=self._scenes,
            generator=generator,
            strips=self._strips,
        )
        layout = torch.channels_last
        return (
            scenes.to(self._device, memory_format=layout),
            wanted.to(self._device, memory_format=layout),
        )

    def _phase(self) -> Terms:
        with lowered(self._device, self._low):
            logits = self._net(self._picture).float()
        loss = F.binary_cross_entropy_with_logits(logits, self._matte)
        error = (logits.detach().sigmoid() - self._matte).abs().mean()
        return loss, {"bce": loss, "l1": error}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._net, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Scenes, the average's mattes of them and the right ones."""
        pictures, wanted = self._samples
        found = self._average(pictures).sigmoid()
        return tile([pictures, *((m * 2 - 1).expand(-1, 3, -1, -1) for m in (found, wanted))])


def _command(options: argparse.Namespace) -> None:
    spec = from_options(UnetSpec, options)
    experiment = Masking(
        load_cut_outs(options.data, resolution=SIZE_PX),
        spec=spec,
        config=from_options(MaskConfig, options),
        scenes=from_options(SceneConfig, options),
        size=MATTE_PX,
        kimg=options.kimg,
        device=torch.device(options.device),
        seed=options.seed,
        strips=load_strips(options.backgrounds) if options.backgrounds else None,
    )
    run(experiment, loop_config(options), meta={"spec": spec.to_dict()}, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `mask` to the toolkit."""
    parser = commands.add_parser("mask", help="train the network that cuts people out")
    parser.set_defaults(run=_command)
    parser.add_argument(
        "--data", nargs="+", type=data_source, required=True, help="folders of `mask-labels`"
    )
    parser.add_argument(
        "--backgrounds", nargs="+", type=data_source, help="portraits before busy backgrounds"
    )
    add_loop_options(parser)
    add_dataclass(parser, UnetSpec)
    parser.set_defaults(**MATTE.to_dict())
    add_dataclass(parser, MaskConfig)
    add_dataclass(parser, SceneConfig)
