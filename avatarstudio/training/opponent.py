"""The discriminator's side of an adversarial training: its two steps, and what it sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Protocol, cast

import torch
from torch import Tensor, nn

from avatarstudio.nets.stylegan2 import Discriminator
from avatarstudio.training.augment import diff_augment, draw_changes
from avatarstudio.training.experiment import Phase, Terms, refill
from avatarstudio.training.losses import discriminator_loss, r1_penalty
from avatarstudio.training.schedules import Schedule, constant


class OpponentConfig(Protocol):
    """What an adversarial training says of its discriminator."""

    @property
    def learning_rate(self) -> float:
        """Adam's, before the correction for lazy R1."""

    @property
    def r1_gamma(self) -> float:
        """Weight of R1."""

    @property
    def r1_interval(self) -> int:
        """Steps between two R1 phases."""

    @property
    def augment(self) -> float:
        """Probability of each DiffAugment change."""


class _Shown(IntEnum):
    """What is augmented in a step, each time with changes of its own."""

    FAKE_TO_FOOL = 0
    REAL = 1
    FAKE = 2
    REAL_FOR_R1 = 3


class Opponent:
    """A discriminator in training, seeing augmented pictures only."""

    def __init__(
        self,
        network: Discriminator,
        *,
        config: OpponentConfig,
        generator: torch.Generator,
        low_precision: torch.dtype | None,
    ) -> None:
        self._network = network
        self._config = config
        self._generator = generator
        self._low = low_precision
        self._changes = torch.empty(0)  # (4, B, 7)

    def draw(self, batch: int) -> None:
        """Draw the step's augmentation."""
        drawn = draw_changes(
            len(_Shown) * batch,
            size_px=self._network.spec.resolution,
            probability=self._config.augment,
            generator=self._generator,
        )
        drawn = drawn.view(len(_Shown), batch, -1)
        self._changes = refill(self._changes, drawn, self._network.out.weight.device)

    def logits(self, fake: Tensor) -> Tensor:
        """Judge the fakes (B, 3, H, W) of the generator's step; (B,), positive means real."""
        return self._judge(self._augment(fake, _Shown.FAKE_TO_FOOL))

    def phases(
        self,
        parameters: Sequence[nn.Parameter],
        *,
        real: Callable[[], Tensor],
        fake: Callable[[], Tensor],
        schedule: Schedule = constant,
    ) -> tuple[Phase, Phase]:
        """The logistic step and the lazy R1 step, which share one Adam.

        Args:
            parameters: Those that learn.
            real: Gives the step's real pictures.
            fake: Renders the step's fakes, without gradients.
            schedule: Of the learning rate.
        """
        c = self._config
        # Adam that skips steps for lazy R1 keeps its pace with these corrected settings
        # (StyleGAN2, appendix B: lr and betas to the power of interval / (interval + 1)).
        ratio = c.r1_interval / (c.r1_interval + 1)
        adam = torch.optim.Adam(
            parameters, lr=c.learning_rate * ratio, betas=(0.0, 0.99**ratio), eps=1e-8
        )

        def logistic() -> Terms:
            fake_logits = self._judge(self._augment(fake(), _Shown.FAKE))
            real_logits = self._judge(self._augment(real(), _Shown.REAL))
            loss = discriminator_loss(real_logits, fake_logits)
            return loss, {"d": loss}

        def r1() -> Terms:
            seen = self._augment(real(), _Shown.REAL_FOR_R1).detach().requires_grad_(True)
            penalty = r1_penalty(seen, self._judge(seen))
            return penalty * (c.r1_gamma / 2 * c.r1_interval), {"r1": penalty}

        return (
            Phase("d", adam, parameters, logistic, schedule=schedule, capturable=True),
            Phase(
                "r1",
                adam,
                parameters,
                r1,
                interval=c.r1_interval,
                schedule=schedule,
                capturable=True,
            ),
        )

    def _augment(self, pictures: Tensor, shown: _Shown) -> Tensor:
        if self._config.augment <= 0:
            return pictures
        return diff_augment(pictures, self._changes[shown])

    def _judge(self, pictures: Tensor) -> Tensor:
        return cast(Tensor, self._network(pictures, low_precision=self._low))
