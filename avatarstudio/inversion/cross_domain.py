"""Cross-domain reverse generation, the thesis's method (section 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress, SubProgress
from avatarstudio.inversion.config import Quality, search_config, style_config
from avatarstudio.inversion.losses import PerceptualDistance, to_target
from avatarstudio.inversion.projector import Projection, Projector
from avatarstudio.inversion.style_start import style_start
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.pictures import to_generated_image
from avatarstudio.nets.surgery import Style


@dataclass(frozen=True, slots=True, eq=False)
class Inversion:
    """Everything that the method finds on its way.

    Attributes:
        first: z1 = r_g(x), the portrait over the human generator.
        styled: x' = g_fin_k_use_1(z1), the portrait in anime texture.
        second: z2 = r_g_fin(x'), that picture over the style.
    """

    first: Projection
    styled: RgbImage
    second: Projection


def invert_across(
    portrait: Tensor,
    style: Style,
    *,
    quality: Quality,
    perceptual: PerceptualDistance,
    encoder: Encoder | None,
    device: torch.device,
    seed: int,
    progress: Progress,
    human_only: bool = False,
) -> Inversion:
    """z1 = r_g(x); x' = g_fin_use_1(z1); z2 = r_g_fin(x').

    Args:
        portrait: x, (1, 3, H, W), values in [-1, 1].
        style: g_fin over g.
        quality: How hard to try.
        perceptual: The distance of eq. 2.3.
        encoder: Starts the searches where the quality wants one.
        device: Where the networks lie.
        seed: Seeds random starts.
        progress: Hears of every step and may stop it.
        human_only: Stop after the first search; the second result is the first.
    """
    known = encoder is not None and encoder.spec.curvature > 0
    config = search_config(quality, curvature=known)
    span = 1.0 if human_only else 0.5
    human = Projector(style.base, perceptual=perceptual, encoder=encoder, device=device)
    first = human.project(
        portrait, config, seed=seed, progress=SubProgress(progress, 0.0, span, "likeness")
    )
    with torch.no_grad():
        styled = style.use(1).synthesis(first.latent[None].to(device)).clamp(-1, 1)
    if human_only:
        return Inversion(first=first, styled=to_generated_image(styled), second=first)
    anime = Projector(
        style.use(style.tuned_blocks), perceptual=perceptual, encoder=None, device=device
    )
    # The thesis starts its second search anew, in z.
    start = None if quality is Quality.THESIS else _style_start(portrait, first, style, encoder)
    second = anime.project(
        styled,
        style_config(quality),
        seed=seed + 1,
        progress=SubProgress(progress, 0.5, 0.5, "style"),
        start=start,
    )
    return Inversion(first=first, styled=to_generated_image(styled), second=second)


@torch.no_grad()
def _style_start(
    portrait: Tensor, first: Projection, style: Style, encoder: Encoder | None
) -> Tensor:
    """Where the second search starts, W+ (L, Z): where the first did if there is no encoder."""
    if encoder is None:
        return first.start
    base = style.base
    target = to_target(portrait.to(base.mapping.w_avg.device), base.spec.resolution)
    return base.broadcast(style_start(target, base, encoder))[0].cpu()
