"""Polish: a style's own discriminator leads a person's latent to a cleaner drawing.

A style's generator lags behind its discriminator, most for latents that training met seldom, as
each person's is: strands run into drops, collars into blobs. The discriminator sees that, and its
gradient, followed through the generator, moves the latent to where the drawing is whole
(discriminator gradient flow; Ansari, Ang and Soh, ICLR 2021). The small picture is held, and with
it the person's outline and colours.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress
from avatarstudio.inversion.config import PolishConfig
from avatarstudio.inversion.projector import Preview
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.pictures import to_rgb_image
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.surgery import Style

_CROWD = 8
"""Random avatars that tell how far pictures of a batch differ, as the discriminator sees it."""


@dataclass(frozen=True, slots=True, eq=False)
class Polished:
    """A latent after the discriminator's steps.

    Attributes:
        latent: W+ over the style, float32, (L, Z), on the CPU.
        picture: Its drawing, truncated as avatars are.
        evaluations: Generator evaluations spent.
        seconds: Wall time.
    """

    latent: Tensor
    picture: RgbImage
    evaluations: int
    seconds: float


def polish(
    latent: Tensor,
    style: Style,
    discriminator: Discriminator,
    config: PolishConfig,
    *,
    truncation: float,
    device: torch.device,
    progress: Progress,
) -> Polished:
    """Move the rows of a style's tuned blocks; those in front of them stay.

    Args:
        latent: W+ over the style, (L, Z).
        style: Draws.
        discriminator: The one that the style was trained against.
        config: Steps and weights.
        truncation: How avatars are drawn.
        device: Where the networks lie.
        progress: Hears of every step and may stop it.

    Raises:
        Cancelled: `progress` asked for it.
        DeviceMemoryError: The device is too small.
    """
    started = time.perf_counter()
    generator = style.use(style.tuned_blocks)
    front = generator.spec.layers_of_block(style.num_blocks - style.tuned_blocks).start
    mean = generator.mapping.w_avg
    with memory_guard(device), torch.inference_mode(mode=False):
        start = latent[None].to(device)
        deviation = _crowd_deviation(generator, discriminator, truncation, device)

        def draw(rows: Tensor) -> Tensor:
            ws = torch.cat([start[:, :front], rows], dim=1)
            picture: Tensor = generator.synthesis(mean.lerp(ws, truncation))
            return picture

        rows = start[:, front:].clone().requires_grad_(True)
        adam = torch.optim.Adam([rows], lr=config.learning_rate, betas=config.betas)
        with torch.no_grad():
            wanted = _small(draw(rows), config.keep_px)
        for step in range(1, config.steps + 1):
            picture = draw(rows)
            fooled = F.softplus(-discriminator(picture, deviation=deviation)).mean()
            kept = (_small(picture, config.keep_px) - wanted).square().mean()
            loss = fooled + config.keep_weight * kept
            adam.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
            progress.report(step / config.steps, f"step {step} of {config.steps}")
            shown = to_rgb_image(picture.detach())
            progress.preview(
                Preview(step=step, steps=config.steps, loss=float(fooled.detach()), picture=shown)
            )
        with torch.no_grad():
            shown = to_rgb_image(draw(rows))
    return Polished(
        latent=torch.cat([start[:, :front], rows.detach()], dim=1)[0].cpu(),
        picture=shown,
        evaluations=config.steps + 2,
        seconds=time.perf_counter() - started,
    )


def _small(picture: Tensor, side: int) -> Tensor:
    return F.interpolate(picture, size=(side, side), mode="area")


@torch.no_grad()
def _crowd_deviation(
    generator: Generator, discriminator: Discriminator, truncation: float, device: torch.device
) -> float:
    """What the discriminator's batch statistic is among different avatars.

    It knows no batch of one: its deviation is 0, as if the generator always drew the same.
    """
    seeded = torch.Generator().manual_seed(0)
    z = torch.randn(_CROWD, generator.spec.z_dim, generator=seeded).to(device)
    crowd = generator.synthesis(generator.broadcast(generator.mapping(z, truncation=truncation)))
    return discriminator.deviation(crowd)
