from __future__ import annotations

import copy
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from avatarstudio.core.errors import Cancelled
from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import POLISH, PolishConfig
from avatarstudio.inversion.polish import Polished, polish
from avatarstudio.inversion.projector import Preview
from avatarstudio.nets.pictures import to_rgb_image
from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.surgery import Style, tuned_tensors

SPEC = GeneratorSpec(
    resolution=32, z_dim=8, w_dim=8, mapping_layers=1, channel_base=256, channel_max=8
)
CPU = torch.device("cpu")
FRONT = SPEC.layers_of_block(2).start
TRUNCATION = 0.7


@pytest.fixture(scope="module")
def style() -> Style:
    torch.manual_seed(0)
    base = Generator(SPEC).prepare_for_inference()
    tuned = tuned_tensors(base, copy.deepcopy(base), blocks=2)
    return Style(style_id="s", base=base, tuned=tuned, tuned_blocks=2)


@pytest.fixture(scope="module")
def discriminator() -> Discriminator:
    torch.manual_seed(1)
    return Discriminator(SPEC).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def latent(style: Style) -> Tensor:
    z = torch.randn(1, SPEC.z_dim, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        return style.base.broadcast(style.base.mapping(z))[0]


def polished(
    latent: Tensor,
    style: Style,
    discriminator: Discriminator,
    *,
    config: PolishConfig = POLISH,
    progress: NullProgress | None = None,
) -> Polished:
    return polish(
        latent,
        style,
        discriminator,
        config,
        truncation=TRUNCATION,
        device=CPU,
        progress=progress or NullProgress(),
    )


def drawn(style: Style, latent: Tensor) -> Tensor:
    ws = style.base.mapping.w_avg.lerp(latent, TRUNCATION)
    with torch.no_grad():
        picture: Tensor = style.use(2).synthesis(ws[None])
    return picture


def small(picture: Tensor) -> Tensor:
    return torch.nn.functional.avg_pool2d(picture, SPEC.resolution // POLISH.keep_px)


def test_the_discriminator_likes_the_drawing_better(
    style: Style, discriminator: Discriminator, latent: Tensor
) -> None:
    found = polished(latent, style, discriminator)
    before, after = (
        float(discriminator(drawn(style, ws), deviation=0.5)) for ws in (latent, found.latent)
    )
    assert after > before
    assert (found.picture == to_rgb_image(drawn(style, found.latent))).all()


def test_what_lies_before_the_tuned_blocks_stays(
    style: Style, discriminator: Discriminator, latent: Tensor
) -> None:
    moved = (polished(latent, style, discriminator).latent != latent).any(dim=1)
    assert not moved[:FRONT].any()
    assert moved[FRONT:].all()


def test_the_small_picture_is_held(
    style: Style, discriminator: Discriminator, latent: Tensor
) -> None:
    wanted = small(drawn(style, latent))

    def change(weight: float) -> float:
        config = replace(POLISH, keep_weight=weight)
        found = polished(latent, style, discriminator, config=config)
        return float((small(drawn(style, found.latent)) - wanted).square().mean())

    assert change(POLISH.keep_weight) < 0.5 * change(0.0)


def test_the_same_latent_gives_the_same_drawing(
    style: Style, discriminator: Discriminator, latent: Tensor
) -> None:
    first, second = (polished(latent, style, discriminator) for _ in range(2))
    assert torch.equal(first.latent, second.latent)


def test_it_tells_its_steps_and_can_be_stopped(
    style: Style, discriminator: Discriminator, latent: Tensor
) -> None:
    steps: list[int] = []

    class Impatient(NullProgress):
        def report(self, fraction: float, stage: str = "") -> None:
            if fraction > 0.5:
                raise Cancelled

        def preview(self, payload: object) -> None:
            assert isinstance(payload, Preview)
            steps.append(payload.step)

    with pytest.raises(Cancelled):
        polished(latent, style, discriminator, progress=Impatient())
    assert steps == list(range(1, POLISH.steps // 2 + 1))


def test_a_picture_alone_is_judged_as_one_of_a_crowd(discriminator: Discriminator) -> None:
    pictures = torch.rand(4, 3, 32, 32, generator=torch.Generator().manual_seed(3)) * 2 - 1
    together = discriminator(pictures)
    deviation = discriminator.deviation(pictures)
    alone = torch.cat([discriminator(p[None], deviation=deviation) for p in pictures])
    assert torch.allclose(alone, together, atol=1e-5)
    assert not torch.allclose(discriminator(pictures[:1]), together[:1], atol=1e-3)
