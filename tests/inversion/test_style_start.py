from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from avatarstudio.inversion.lighting import lit
from avatarstudio.inversion.style_start import style_start
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator

ENCODER = EncoderSpec(resolution=16, w_dim=8, channel_base=128, channel_max=8)
SPEC = GeneratorSpec(
    resolution=16, z_dim=8, w_dim=8, mapping_layers=1, channel_base=128, channel_max=8
)


@pytest.fixture(scope="module")
def generator() -> Generator:
    torch.manual_seed(0)
    generator = Generator(SPEC).prepare_for_inference()
    generator.mapping.w_avg.normal_()
    return generator


@pytest.fixture(scope="module")
def portraits() -> Tensor:
    """Noise, light enough for a face."""
    return torch.rand(4, 3, 16, 16, generator=torch.Generator().manual_seed(1)) * 1.6 - 0.6


def _encoder(generator: Generator, *, deviation: float) -> Encoder:
    """An encoder that knows a crowd about the mean of w, as wide along five of its axes."""
    torch.manual_seed(2)
    encoder = Encoder(replace(ENCODER, crowd=5)).eval().requires_grad_(False)
    encoder.middle.copy_(generator.mapping.w_avg)
    encoder.crowd.copy_(torch.linalg.qr(torch.randn(8, 8)).Q[:5] / deviation)
    return encoder


def test_far_latents_are_drawn_in_along_the_line_to_the_mean(
    generator: Generator, portraits: Tensor
) -> None:
    encoder = _encoder(generator, deviation=0.01)
    w, found = encoder(portraits), style_start(portraits, generator, encoder)
    assert (encoder.remoteness(w) > 5).all()
    assert torch.allclose(encoder.remoteness(found), torch.ones(4), atol=1e-4)
    mean = generator.mapping.w_avg
    assert torch.allclose(torch.cosine_similarity(found - mean, w - mean), torch.ones(4))


def test_usual_latents_are_not_driven_out(generator: Generator, portraits: Tensor) -> None:
    encoder = _encoder(generator, deviation=100.0)
    w, found = encoder(portraits), style_start(portraits, generator, encoder)
    mean = generator.mapping.w_avg
    ratio = (found - mean).norm(dim=1) / (w - mean).norm(dim=1)
    assert torch.allclose(ratio, torch.full((4,), 1.25))


def test_without_a_crowd_latents_stay_where_they_are(
    generator: Generator, portraits: Tensor
) -> None:
    encoder = Encoder(ENCODER).eval().requires_grad_(False)
    dark = portraits * 0.1 - 0.7
    assert torch.equal(style_start(portraits, generator, encoder), encoder(portraits))
    assert torch.equal(style_start(dark, generator, encoder), encoder(lit(dark)))
    assert not torch.allclose(encoder(lit(dark)), encoder(dark))
