"""Self-supervised networks: the judge of metrics and the trunk of a perceptual distance.

The judge learns by SimCLR (Chen et al. 2020) which two views show the same picture, from crops that
no other network sees. Its views are blurred and noisy by known amounts, which a second head reads
back: without it, features that know a face whatever its sharpness could not judge sharpness. The
perceptual trunk learns to restore noisy pictures with missing patches (Pathak et al. 2016).
"""

from __future__ import annotations

import argparse
import copy
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.judge import JudgeNet
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import FeatureSpec, JudgeSpec
from avatarstudio.training.data import MIN_PICTURES, PictureSet, load_pictures, tile
from avatarstudio.training.ema import update_ema
from avatarstudio.training.experiment import Experiment, Phase, Terms, place
from avatarstudio.training.loop import run
from avatarstudio.training.options import (
    Commands,
    add_dataclass,
    add_loop_options,
    data_source,
    from_options,
    loop_config,
)
from avatarstudio.training.schedules import decay_at_end
from avatarstudio.training.views import (
    contrastive_loss,
    crop_views,
    mask_patches,
    recolour,
    spoil,
    uniform,
)

CROP_MARGIN = 1.25
"""Pictures are kept this much larger than the judge sees them, so that crops stay sharp."""


@dataclass(frozen=True, slots=True)
class FeaturesConfig:
    """Rates and weights of the self-supervised training.

    Attributes:
        learning_rate: AdamW's.
        weight_decay: AdamW's.
        ema_kimg: Half-life of the average.
        temperature: Judge: of the contrastive loss.
        projection: Judge: width of the projections that are contrasted.
        quality_weight: Judge: weight of reading blur and noise back.
        mask_share: Perceptual: share of a picture's patches that is missing.
        noise: Perceptual: largest standard deviation of the noise on [-1, 1].
        decay: Last share of the run over which the learning rate falls to zero.
    """

    learning_rate: float = 1e-3
    weight_decay: float = 1e-4
    ema_kimg: float = 5.0
    temperature: float = 0.2
    projection: int = 64
    quality_weight: float = 10.0
    mask_share: float = 0.25
    noise: float = 0.3
    decay: float = 0.5


def _phase(
    name: str,
    parts: Sequence[nn.Module],
    loss: Callable[[], Terms],
    *,
    config: FeaturesConfig,
    kimg: float,
) -> Phase:
    """The one step of a training: AdamW on all parts, its rate falling to zero at the end."""
    parameters = [p for part in parts for p in part.parameters()]
    adam = torch.optim.AdamW(parameters, lr=config.learning_rate, weight_decay=config.weight_decay)
    schedule = decay_at_end(kimg, config.decay)
    return Phase(name, adam, parameters, loss, schedule=schedule)


class JudgeTraining:
    """An `Experiment` for `loop.run`: the judge with the heads that only training needs."""

    def __init__(
        self,
        data: PictureSet,
        *,
        spec: JudgeSpec,
        config: FeaturesConfig,
        kimg: float,
        device: torch.device,
        seed: int,
    ) -> None:
        """Set the experiment up.

        Args:
            data: Pictures of `CROP_MARGIN` times the spec's resolution.
            spec: The judge's.
            config: Rates and weights.
            kimg: Length of the run, for the schedule.
            device: Where to train.
            seed: Of weights and views.
        """
        torch.manual_seed(seed)
        self._data, self._config = data.to(device), config
        self.generator = torch.Generator().manual_seed(seed)
        self._judge = place(JudgeNet(spec), device)
        width = spec.feature_dim
        self._project = place(
            nn.Sequential(
                nn.BatchNorm1d(width, affine=False),
                nn.Linear(width, width),
                nn.ReLU(),
                nn.Linear(width, config.projection),
            ),
            device,
        )
        self._quality = place(
            nn.Sequential(nn.BatchNorm1d(width, affine=False), nn.Linear(width, 2)), device
        )
        self._average = copy.deepcopy(self._judge)
        self.networks: Mapping[str, nn.Module] = {
            "judge": self._judge,
            "project": self._project,
            "quality": self._quality,
            "judge_ema": self._average,
        }
        self._views = (torch.empty(0), torch.empty(0))
        self._spoilt = torch.empty(0)
        parts = (self._judge, self._project, self._quality)
        self.phases = (_phase("judge", parts, self._loss, config=config, kimg=kimg),)
        self._sample = self._data.draw(64, generator=torch.Generator().manual_seed(1))

    def draw(self, batch: int) -> None:
        """Draw the step's pictures and two views of each."""
        pictures = self._data.draw(batch, generator=self.generator)
        first, second = self._view(pictures), self._view(pictures)
        self._views = (first[0], second[0])
        self._spoilt = torch.cat([first[1], second[1]])

    def _view(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        size = self._judge.spec.resolution
        view = crop_views(pictures, size=size, generator=self.generator)
        view, amounts = spoil(recolour(view, generator=self.generator), generator=self.generator)
        return view.contiguous(memory_format=torch.channels_last), amounts

    def _loss(self) -> Terms:
        c = self._config
        features = self._judge(torch.cat(self._views))
        first, second = self._project(features).chunk(2)
        same = contrastive_loss(first, second, temperature=c.temperature)
        quality = F.mse_loss(self._quality(features), self._spoilt)
        return same + c.quality_weight * quality, {"same": same, "quality": quality}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._judge, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Eight pictures and below each its nearest neighbours among the sample's others."""
        features = F.normalize(self._average(self._sample), dim=1)
        order = (features @ features.T).argsort(dim=1, descending=True)
        return tile([self._sample[order[:8, rank]] for rank in range(5)])


class PerceptualTraining:
    """An `Experiment` for `loop.run`: a feature net that learns by restoring pictures."""

    def __init__(
        self,
        data: PictureSet,
        *,
        spec: FeatureSpec,
        config: FeaturesConfig,
        kimg: float,
        device: torch.device,
        seed: int,
    ) -> None:
        """Set the experiment up.

        Args:
            data: Pictures of the spec's resolution.
            spec: The feature net's.
            config: Rates and weights.
            kimg: Length of the run, for the schedule.
            device: Where to train.
            seed: Of weights and damages.
        """
        torch.manual_seed(seed)
        self._data, self._config = data.to(device), config
        self.generator = torch.Generator().manual_seed(seed)
        self._features = place(FeatureNet(spec), device)
        self._decoder = place(_Decoder(spec), device)
        self._average = copy.deepcopy(self._features)
        self.networks: Mapping[str, nn.Module] = {
            "features": self._features,
            "decoder": self._decoder,
            "features_ema": self._average,
        }
        self._clean = self._damaged = torch.empty(0)
        parts = (self._features, self._decoder)
        self.phases = (_phase("restore", parts, self._loss, config=config, kimg=kimg),)
        seeded = torch.Generator().manual_seed(1)
        self._sample = self._data.draw(8, generator=seeded)
        self._sample_damaged = self._damage(self._sample, seeded)

    def draw(self, batch: int) -> None:
        """Draw the step's pictures and damage them."""
        self._clean = self._data.draw(batch, generator=self.generator)
        self._damaged = self._damage(self._clean, self.generator)

    def _damage(self, pictures: Tensor, generator: torch.Generator) -> Tensor:
        strength = uniform(len(pictures), 0, self._config.noise, generator=generator)
        noise = torch.randn(pictures.shape, generator=generator) * strength[:, None, None, None]
        damaged, _ = mask_patches(
            pictures + noise.to(pictures.device),
            share=self._config.mask_share,
            generator=generator,
        )
        return damaged.contiguous(memory_format=torch.channels_last)

    def _loss(self) -> Terms:
        restored = self._decoder(self._features(self._damaged))
        loss = F.l1_loss(restored, self._clean)
        return loss, {"l1": loss}

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._features, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Damaged pictures, restored ones, the originals."""
        restored = self._decoder(self._average(self._sample_damaged))
        return tile([self._sample_damaged, restored, self._sample])


class _Decoder(nn.Module):
    """From the deepest feature maps alone back to the picture, so that they must know it."""

    def __init__(self, spec: FeatureSpec) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for depth in range(spec.blocks, 0, -1):
            layers += [
                nn.Conv2d(spec.channels(depth), spec.channels(depth - 1), 3, padding=1),
                nn.LeakyReLU(0.2),
                nn.Upsample(scale_factor=2, mode="nearest"),
            ]
        layers.append(nn.Conv2d(spec.channels(0), 3, 3, padding=1))
        self.layers = nn.Sequential(*layers)

    def forward(self, maps: list[Tensor]) -> Tensor:
        """Feature maps, finest first, to pictures (B, 3, H, W), about [-1, 1]."""
        rgb: Tensor = self.layers(maps[-1])
        return rgb


def _command(options: argparse.Namespace) -> None:
    config = from_options(FeaturesConfig, options)
    device = torch.device(options.device)
    spec: JudgeSpec | FeatureSpec
    experiment: Experiment
    shape = JudgeSpec if options.kind == "judge" else FeatureSpec
    if options.resolution is None:  # each kind has its own
        options.resolution = shape().resolution
    if options.kind == "judge":
        spec = from_options(JudgeSpec, options)
        data = load_pictures(
            options.data,
            resolution=math.ceil(spec.resolution * CROP_MARGIN),
            minimum=MIN_PICTURES,
        )
        experiment = JudgeTraining(
            data, spec=spec, config=config, kimg=options.kimg, device=device, seed=options.seed
        )
    else:
        spec = from_options(FeatureSpec, options)
        data = load_pictures(options.data, resolution=spec.resolution, minimum=MIN_PICTURES)
        experiment = PerceptualTraining(
            data, spec=spec, config=config, kimg=options.kimg, device=device, seed=options.seed
        )
    meta = {"kind": options.kind, "spec": spec.to_dict()}
    run(experiment, loop_config(options), meta=meta, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `features` to the toolkit."""
    parser = commands.add_parser("features", help="train the judge or a perceptual net")
    parser.set_defaults(run=_command)
    parser.add_argument("--kind", choices=("judge", "perceptual"), required=True)
    parser.add_argument("--data", nargs="+", type=data_source, required=True)
    add_loop_options(parser)
    add_dataclass(parser, FeatureSpec, skip=("resolution",))
    add_dataclass(parser, JudgeSpec, skip=("resolution",))
    sizes = f"judge {JudgeSpec().resolution}, perceptual {FeatureSpec().resolution} if left out"
    parser.add_argument("--resolution", type=int, help=f"size of the pictures; {sizes}")
    add_dataclass(parser, FeaturesConfig)
