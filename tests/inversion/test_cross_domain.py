from __future__ import annotations

import copy
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import CONFIGS, STYLE_SEARCH, InversionConfig, Quality
from avatarstudio.inversion.cross_domain import Inversion, invert_across
from avatarstudio.inversion.lighting import lit
from avatarstudio.inversion.losses import BundledDistance, to_target
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.pictures import to_generated_image
from avatarstudio.nets.specs import EncoderSpec, FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import Style, tuned_tensors

SPEC = GeneratorSpec(
    resolution=16, z_dim=8, w_dim=8, mapping_layers=1, channel_base=128, channel_max=8
)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def style() -> Style:
    torch.manual_seed(0)
    base = Generator(SPEC).prepare_for_inference()
    child = copy.deepcopy(base)
    with torch.no_grad():
        for block in child.synthesis.blocks[1:]:
            for parameter in block.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return Style(
        style_id="s", base=base, tuned=tuned_tensors(base, child, blocks=2), tuned_blocks=2
    )


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    torch.manual_seed(2)
    spec = EncoderSpec(resolution=16, w_dim=8, channel_base=128, channel_max=8)
    return Encoder(spec).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def portrait() -> Tensor:
    """Noise, light enough for a face."""
    return torch.rand(1, 3, 40, 40, generator=torch.Generator().manual_seed(1)) * 1.6 - 0.6


class Stages:
    """Remembers what was reported."""

    def __init__(self) -> None:
        self.reports: list[tuple[float, str]] = []

    def report(self, fraction: float, stage: str = "") -> None:
        self.reports.append((fraction, stage))

    def preview(self, payload: object) -> None:
        pass


def invert(
    style: Style,
    portrait: Tensor,
    encoder: Encoder | None,
    *,
    quality: Quality = Quality.FAST,
    progress: Stages | None = None,
    human_only: bool = False,
) -> Inversion:
    torch.manual_seed(3)
    features = FeatureNet(FeatureSpec(resolution=16, blocks=1, channel_base=64, channel_max=8))
    return invert_across(
        portrait,
        style,
        quality=quality,
        perceptual=BundledDistance(features.eval().requires_grad_(False), name="tiny"),
        encoder=encoder,
        device=CPU,
        seed=0,
        progress=progress or NullProgress(),
        human_only=human_only,
    )


def test_x_prime_is_the_last_tuned_block_at_z1(
    style: Style, portrait: Tensor, encoder: Encoder
) -> None:
    found = invert(style, portrait, encoder)
    with torch.no_grad():
        expected = style.use(1).synthesis(found.first.latent[None])
    assert (found.styled == to_generated_image(expected)).all()


def test_the_second_search_begins_where_the_first_did_and_nears_x_prime(
    style: Style, portrait: Tensor, encoder: Encoder
) -> None:
    found = invert(style, portrait, encoder)
    assert torch.equal(found.second.start, found.first.start)
    assert len(found.second.history) == STYLE_SEARCH.steps
    assert found.second.loss.total(0.5) < found.second.history[0]
    assert not torch.equal(found.second.latent, found.first.latent)


def test_instant_optimises_nothing(style: Style, portrait: Tensor, encoder: Encoder) -> None:
    found = invert(style, portrait, encoder, quality=Quality.INSTANT)
    assert torch.equal(found.first.latent, found.second.latent)
    assert found.first.evaluations + found.second.evaluations == 2


def test_without_an_encoder_the_search_begins_at_a_random_face(
    style: Style, portrait: Tensor
) -> None:
    found = invert(style, portrait, None)
    assert found.first.loss.total(0.5) < found.first.history[0]


def test_the_thesis_protocol_runs_twice_and_starts_anew(
    style: Style, portrait: Tensor, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    short: InversionConfig = replace(CONFIGS[Quality.THESIS], steps=3)
    monkeypatch.setitem(CONFIGS, Quality.THESIS, short)
    found = invert(style, portrait, encoder, quality=Quality.THESIS)
    assert len(found.first.history) == len(found.second.history) == 3
    assert not torch.equal(found.first.start, found.second.start)


def test_the_style_starts_from_a_lighter_face_where_it_is_dark(
    style: Style, portrait: Tensor, encoder: Encoder
) -> None:
    found = invert(style, portrait, encoder)
    assert torch.equal(found.second.start, found.first.start)
    dark = portrait * 0.1 - 0.7
    found = invert(style, dark, encoder)
    assert not torch.equal(found.second.start, found.first.start)
    with torch.no_grad():
        assert torch.allclose(
            found.second.start[0],
            encoder(lit(to_target(dark, style.base.spec.resolution)))[0],
            atol=1e-6,
        )


def test_stopping_at_z1_gives_it_twice(style: Style, portrait: Tensor, encoder: Encoder) -> None:
    found = invert(style, portrait, encoder, human_only=True)
    assert found.second is found.first


def test_progress_rises_through_both_searches(
    style: Style, portrait: Tensor, encoder: Encoder
) -> None:
    stages = Stages()
    invert(style, portrait, encoder, progress=stages)
    fractions = [fraction for fraction, _ in stages.reports]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert [name for name, _ in dict.fromkeys((s, 0) for _, s in stages.reports)] == [
        "likeness",
        "style",
    ]
