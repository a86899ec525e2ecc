"""Reverse generation r_G(x): the latent whose picture is x (thesis 3.2 and 4.4)."""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch
from torch import Tensor

from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress
from avatarstudio.inversion.config import InversionConfig, LatentSpace
from avatarstudio.inversion.gauss_newton import GaussNewton
from avatarstudio.inversion.losses import (
    LossValue,
    PerceptualDistance,
    ReconstructionLoss,
    to_target,
)
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.pictures import to_generated_image
from avatarstudio.nets.stylegan2 import Generator

COARSE_PX = 64
"""Where the skip generator stops in coarse steps."""

COARSE_FROM_PX = 256
"""Smaller generators have no coarse steps: those save nothing worth having there and cost a quarter
of the loss that 58 steps reach (32 px of 64, 64 px of 128)."""

_RANDOM_STARTS = 16
"""Random latents to choose a start from where there is no encoder; rendered small, in one batch."""


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What a running inversion shows.

    Attributes:
        step: Steps done.
        steps: Steps in all.
        loss: Eq. 2.3 at this step.
        picture: The generator's picture, possibly small.
    """

    step: int
    steps: int
    loss: float
    picture: RgbImage


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The result of one reverse generation.

    Attributes:
        latent: W+, float32, (L, Z), on the CPU.
        start: Where the search began, like `latent`.
        picture: The generator's picture of it.
        loss: Its distance to the target at full resolution.
        history: Eq. 2.3 at each step (coarse steps at their own resolution).
        evaluations: Generator evaluations spent.
        seconds: Wall time.
    """

    latent: Tensor
    start: Tensor
    picture: RgbImage
    loss: LossValue
    history: tuple[float, ...]
    evaluations: int
    seconds: float


class Projector:
    """Finds latents for one frozen generator."""

    def __init__(
        self,
        generator: Generator,
        *,
        perceptual: PerceptualDistance,
        encoder: Encoder | None,
        device: torch.device,
    ) -> None:
        self._generator = generator
        self._perceptual = perceptual
        self._encoder = encoder
        self._device = device

    def project(
        self,
        picture: Tensor,
        config: InversionConfig,
        *,
        seed: int,
        progress: Progress,
        start: Tensor | None = None,
    ) -> Projection:
        """Find the latent of a picture.

        Args:
            picture: (1, 3, H, W), values in [-1, 1], any size.
            config: The protocol.
            seed: Seeds the random start.
            progress: Hears of every step and may stop it.
            start: W+ (L, Z) to start from instead of the encoder's latent.

        Raises:
            Cancelled: `progress` asked for it.
            DeviceMemoryError: The device is too small.
            ValueError: The config wants a curvature and there is none.
        """
        started = time.perf_counter()
        with memory_guard(self._device), torch.inference_mode(mode=False):
            target = to_target(picture.to(self._device), self._generator.spec.resolution)
            loss = ReconstructionLoss(target, perceptual=self._perceptual, alpha=config.alpha)
            search = _Search(self._generator, loss, config, progress, self._curvature(config))
            generator = torch.Generator().manual_seed(seed)
            begin = self._start(target, loss, config, generator, start)
            latent = search.run(begin)
            rendered, value = search.evaluate(latent)
        return Projection(
            latent=latent[0].detach().cpu().clone(),
            start=search.to_w_plus(begin)[0].detach().cpu().clone(),
            picture=to_generated_image(rendered),
            loss=value,
            history=tuple(search.history),
            evaluations=search.evaluations,
            seconds=time.perf_counter() - started,
        )

    def _curvature(self, config: InversionConfig) -> Tensor | None:
        if not config.newton:
            return None
        if self._encoder is None or not self._encoder.spec.curvature:
            raise ValueError("Gauss-Newton's steps want an encoder that brings the curvature")
        return self._encoder.curvature

    @torch.no_grad()
    def _start(
        self,
        target: Tensor,
        loss: ReconstructionLoss,
        config: InversionConfig,
        randomness: torch.Generator,
        start: Tensor | None,
    ) -> Tensor:
        """Z (1, z_dim) for a search in z, else W+ (1, L, Z)."""
        generator = self._generator
        if config.space is LatentSpace.Z:
            z = torch.randn(1, generator.spec.z_dim, generator=randomness)
            return z.to(self._device)
        if start is not None:
            return start[None].to(self._device)
        if self._encoder is not None and config.encoded_start:
            return self._encoder.w_plus(target, layers=generator.spec.num_layers)
        z = torch.randn(_RANDOM_STARTS, generator.spec.z_dim, generator=randomness)
        ws = generator.broadcast(generator.mapping(z.to(self._device), truncation=0.5))
        small = min(32, generator.spec.resolution)
        nearest = loss.total(*loss.terms(generator.synthesis(ws, stop_at=small))).argmin()
        return ws[nearest : nearest + 1]


class _Search:
    """One gradient descent on a latent."""

    def __init__(
        self,
        generator: Generator,
        loss: ReconstructionLoss,
        config: InversionConfig,
        progress: Progress,
        curvature: Tensor | None,
    ) -> None:
        self._generator = generator
        self._loss = loss
        self._config = config
        self._progress = progress
        self._curvature = curvature
        self._apart = torch.zeros(1)
        self.history: list[float] = []
        self.evaluations = 0

    def run(self, start: Tensor) -> Tensor:
        """Descend from a start as `Projector._start` gives it; returns W+ (1, L, Z)."""
        config = self._config
        latent = start.clone()
        if config.space is LatentSpace.W:
            latent = latent[:, :1]
            self._apart = start - latent
        latent.requires_grad_(True)
        optimizer = self._optimizer(latent)
        best, best_loss = latent.detach().clone(), float("inf")
        large = self._generator.spec.resolution >= COARSE_FROM_PX
        for step in range(config.steps):
            coarse = large and step < config.coarse_steps
            if large and step == config.coarse_steps:
                # The coarse loss has gradients of another size; its moments would slow the rest.
                optimizer = self._optimizer(latent)
            optimizer.param_groups[0]["lr"] = self._rate(step)
            picture = self._render(latent, COARSE_PX if coarse else None)
            total = self._loss.total(*self._loss.terms(picture)).sum()
            value = float(total.detach())
            if not coarse and value < best_loss:
                best, best_loss = latent.detach().clone(), value
            optimizer.zero_grad(set_to_none=True)
            total.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            self.history.append(value)
            self._tell(step, value, picture)
        if config.keep_best and config.steps:
            _, last = self.evaluate(self.to_w_plus(latent))
            if best_loss < last.total(config.alpha):
                latent = best
        return self.to_w_plus(latent).detach()

    def _optimizer(self, latent: Tensor) -> torch.optim.Optimizer:
        rate = self._config.learning_rate
        if self._curvature is not None:
            return GaussNewton(latent, self._curvature, lr=rate)
        return torch.optim.Adam([latent], lr=rate)

    @torch.no_grad()
    def evaluate(self, ws: Tensor) -> tuple[Tensor, LossValue]:
        """The full picture (1, 3, H, W) of W+ (1, L, Z) and its distance."""
        picture = self._render(ws, None)
        mse, perceptual = self._loss.terms(picture)
        return picture, LossValue(mse=float(mse), perceptual=float(perceptual))

    def to_w_plus(self, latent: Tensor) -> Tensor:
        """W+ (1, L, Z) of whatever is optimised, or of itself."""
        if self._config.space is LatentSpace.Z and latent.ndim == 2:
            return self._generator.broadcast(self._generator.mapping(latent))
        # A single row is a w that moves; what set the rows apart at its start stays.
        return latent + self._apart if latent.shape[1] == 1 else latent

    def _render(self, latent: Tensor, stop_at: int | None) -> Tensor:
        self.evaluations += 1
        picture: Tensor = self._generator.synthesis(self.to_w_plus(latent), stop_at=stop_at)
        return picture

    def _rate(self, step: int) -> float:
        """Constant, or rising over the first twentieth and falling over the last quarter."""
        config = self._config
        if not config.ramp:
            return config.learning_rate
        done = (step + 0.5) / config.steps
        return config.learning_rate * min(1.0, done / 0.05, (1.0 - done) / 0.25)

    def _tell(self, step: int, value: float, picture: Tensor) -> None:
        done = step + 1
        self._progress.report(done / self._config.steps, f"step {done} of {self._config.steps}")
        if step % self._config.preview_every == 0:
            self._progress.preview(
                Preview(
                    step=done,
                    steps=self._config.steps,
                    loss=value,
                    picture=to_generated_image(picture.detach()),
                )
            )
