from __future__ import annotations

import pytest
import torch

from avatarstudio.inversion.losses import BundledDistance, ReconstructionLoss
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.training.curvature import mean_curvature

SPEC = GeneratorSpec(
    resolution=16, z_dim=8, w_dim=8, mapping_layers=1, channel_base=128, channel_max=16
)


@pytest.fixture(scope="module")
def generator() -> Generator:
    torch.manual_seed(0)
    return Generator(SPEC).prepare_for_inference()


@pytest.fixture(scope="module")
def perceptual() -> FeatureNet:
    torch.manual_seed(1)
    spec = FeatureSpec(resolution=16, blocks=2, channel_base=128, channel_max=16)
    return FeatureNet(spec).eval().requires_grad_(False)


def test_it_foretells_the_loss_near_a_portraits_latent(
    generator: Generator, perceptual: FeatureNet
) -> None:
    w = torch.randn(1, 8, generator=torch.Generator().manual_seed(2))
    axes = mean_curvature(
        generator,
        w.expand(300, -1),
        perceptual,
        axes=8,
        randomness=torch.Generator().manual_seed(3),
    )
    with torch.no_grad():
        loss = ReconstructionLoss(
            generator.synthesis(generator.broadcast(w)),
            perceptual=BundledDistance(perceptual, name="tiny"),
            alpha=0.5,
        )
        nearby = w + 0.01 * torch.randn(64, 8, generator=torch.Generator().manual_seed(4))
        found = loss.total(*loss.terms(generator.synthesis(generator.broadcast(nearby))))
    foretold = 0.5 * ((nearby - w) @ axes.T).square().sum(dim=1)
    assert torch.corrcoef(torch.stack([found, foretold]))[0, 1] > 0.95
    assert float(found.mean()) == pytest.approx(float(foretold.mean()), rel=0.1)


def test_its_axes_are_at_right_angles_and_the_longest_comes_first(generator: Generator) -> None:
    latents = torch.randn(16, 8, generator=torch.Generator().manual_seed(2))
    axes = mean_curvature(
        generator, latents, None, axes=5, randomness=torch.Generator().manual_seed(3)
    )
    assert axes.shape == (5, 8)
    products = axes @ axes.T
    lengths = products.diagonal()
    assert torch.allclose(products, torch.diag(lengths), atol=1e-5 * float(lengths[0]))
    assert (lengths.diff() <= 0).all()
