"""The instant engine: a small U-Net learns what the slow path draws of each portrait.

Pairs come from the program itself (portraits and the avatars made of them), so the target of every
portrait is known and plain regression works. The feature distance keeps lines sharp that a mean of
absolute errors would blur, and a small PatchGAN can sharpen them further.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.catalog import read_embedded_card
from avatarstudio.nets.cyclegan import PatchDiscriminator
from avatarstudio.nets.perceptual import FeatureNet, feature_distance
from avatarstudio.nets.specs import DistilledSpec, PatchSpec
from avatarstudio.nets.unet import Unet
from avatarstudio.nets.weights import load_feature_net
from avatarstudio.training.data import (
    MIN_PICTURES,
    DataSource,
    PictureSet,
    load_pictures,
    picture_names,
    tile,
)
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

JUDGE = PatchSpec(patch=34, width=32)
"""The PatchGAN that looks at lines and shades; larger patches are the regression's business."""


@dataclass(frozen=True, slots=True)
class DistillConfig:
    """Weights and rates of the distillation.

    Attributes:
        learning_rate: Adam's, betas (0.9, 0.999).
        feature_weight: Weight of the feature distance, where a feature net is given.
        adversarial_weight: Weight of the PatchGAN's loss; 0 trains without one.
        ema_kimg: Half-life of the average.
        decay: Share of the run, at its end, over which the rate falls to zero.
        precision: Precision of the convolutions.
    """

    learning_rate: float = 5e-4
    feature_weight: float = 1.0
    adversarial_weight: float = 0.0
    ema_kimg: float = 5.0
    decay: float = 0.5
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        if min(self.feature_weight, self.adversarial_weight) < 0:
            raise ValueError("weights cannot be negative")
        require_share(self.decay)


def load_pairs(portraits: DataSource, avatars: DataSource, *, resolution: int) -> PictureSet:
    """Read portraits and their avatars, which bear the same names but for the suffix.

    Returns:
        Pairs in one tensor, uint8, (N, 6, H, W): the portrait's channels, then the avatar's, so
        that both are drawn and mirrored together.

    Raises:
        UsageError: The names differ.
        TooFewPicturesError: There are fewer than a network needs.
    """
    names, partners = (
        [Path(name).stem for name in picture_names(source)] for source in (portraits, avatars)
    )
    if names != partners:
        strange = sorted(set(names) ^ set(partners)) or names
        raise UsageError(
            f"The pictures of “{portraits.path}” and “{avatars.path}” do not form pairs, see for "
            f"example “{strange[0]}”; give each portrait an avatar of the same name."
        )
    before, after = (
        load_pictures([source], resolution=resolution, minimum=MIN_PICTURES)
        for source in (portraits, avatars)
    )
    pictures = torch.cat([before.pictures, after.pictures], dim=1)
    return PictureSet(pictures=pictures, weights=before.weights)


class Distilling:
    """An `Experiment` for `loop.run`: the U-Net, its average and perhaps a discriminator."""

    def __init__(
        self,
        pairs: PictureSet,
        *,
        spec: DistilledSpec,
        config: DistillConfig,
        features: FeatureNet | None,
        kimg: float,
        device: torch.device,
        seed: int,
    ) -> None:
        torch.manual_seed(seed)
        self._pairs, self._config, self._features = pairs, config, features
        self._device = device
        self.generator = torch.Generator().manual_seed(seed)
        self._net = place(Unet(spec), device)
        self._average = copy.deepcopy(self._net)
        self.networks: Mapping[str, nn.Module] = {"unet": self._net, "unet_ema": self._average}
        self._judge: PatchDiscriminator | None = None
        if config.adversarial_weight > 0:
            self._judge = place(PatchDiscriminator(JUDGE), device)
            self.networks = {**self.networks, "judge": self._judge}
        self.phases = self._make_phases(kimg)
        self._portrait = self._avatar = self._fake = torch.empty(0)
        self._samples = pairs.draw(8, generator=torch.Generator().manual_seed(1))

    def _make_phases(self, kimg: float) -> Sequence[Phase]:
        c = self._config
        schedule = decay_at_end(kimg, c.decay)
        drawn = list(self._net.parameters())
        adam = torch.optim.Adam(drawn, lr=c.learning_rate)
        phases = [Phase("unet", adam, drawn, self._unet_phase, schedule=schedule)]
        if self._judge is not None:
            judged = list(self._judge.parameters())
            adam = torch.optim.Adam(judged, lr=c.learning_rate, betas=(0.5, 0.999))
            phases.append(Phase("d", adam, judged, self._judge_phase, schedule=schedule))
        return phases

    def draw(self, batch: int) -> None:
        """Draw the step's pairs."""
        pairs = self._pairs.draw(batch, generator=self.generator).to(self._device)
        self._portrait, self._avatar = _split(pairs)

    def _unet_phase(self) -> Terms:
        c = self._config
        with self._lowered():
            drawn = self._net(self._portrait).float()
        self._fake = drawn.detach()
        total = F.l1_loss(drawn, self._avatar)
        terms = {"l1": total}
        if self._features is not None:
            with self._lowered():
                found = self._features(drawn)
                with torch.no_grad():
                    wanted = self._features(self._avatar)
            terms["feat"] = feature_distance(found, wanted).mean()
            total = total + c.feature_weight * terms["feat"]
        if self._judge is not None:
            terms["g"] = (self._judged(drawn) - 1).square().mean()
            total = total + c.adversarial_weight * terms["g"]
        return total, terms

    def _judge_phase(self) -> Terms:
        real = (self._judged(self._avatar) - 1).square().mean()
        loss = 0.5 * (real + self._judged(self._fake).square().mean())
        return loss, {"d": loss}

    def _judged(self, pictures: Tensor) -> Tensor:
        assert self._judge is not None
        with self._lowered():
            return cast(Tensor, self._judge(pictures)).float()

    def _lowered(self) -> torch.autocast:
        return lowered(self._device, self._config.precision.low_precision(self._device))

    def after_step(self, batch: int, seen: int) -> None:
        """Move the average."""
        half_life = self._config.ema_kimg
        update_ema(self._average, self._net, batch=batch, seen=seen, half_life_kimg=half_life)

    @torch.no_grad()
    def sample_grid(self) -> Tensor:
        """Portraits, what the average draws of them, and their avatars."""
        portraits, avatars = _split(self._samples.to(self._device))
        return tile([portraits, self._average(portraits), avatars])


def _split(pairs: Tensor) -> tuple[Tensor, Tensor]:
    """Portraits and avatars, (B, 3, H, W) each, channels last, of pairs (B, 6, H, W)."""
    portraits, avatars = (
        half.contiguous(memory_format=torch.channels_last) for half in (pairs[:, :3], pairs[:, 3:])
    )
    return portraits, avatars


def _load_features(path: Path | None, device: torch.device) -> FeatureNet | None:
    if path is None:
        return None
    try:
        card = read_embedded_card(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"“{path}” cannot be used as a feature net: {error}.") from error
    return load_feature_net(card, device)


def _command(options: argparse.Namespace) -> None:
    device = torch.device(options.device)
    spec = from_options(DistilledSpec, options)
    experiment = Distilling(
        load_pairs(options.portraits, options.avatars, resolution=spec.resolution),
        spec=spec,
        config=from_options(DistillConfig, options),
        features=_load_features(options.features, device),
        kimg=options.kimg,
        device=device,
        seed=options.seed,
    )
    run(experiment, loop_config(options), meta={"spec": spec.to_dict()}, resume=options.resume)


def add_command(commands: Commands) -> None:
    """Add `distill` to the toolkit."""
    parser = commands.add_parser("distill", help="train the instant engine from pairs")
    parser.set_defaults(run=_command)
    parser.add_argument("--portraits", type=data_source, required=True)
    parser.add_argument("--avatars", type=data_source, required=True, help="of the same names")
    parser.add_argument("--features", type=Path, help="perceptual net, a .safetensors file")
    add_loop_options(parser)
    add_dataclass(parser, DistilledSpec)
    add_dataclass(parser, DistillConfig)
