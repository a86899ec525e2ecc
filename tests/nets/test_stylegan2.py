from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.ops import SQRT2, ModulatedConv2d, blur, blur_kernel
from avatarstudio.nets.specs import EncoderSpec, FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator, minibatch_stddev

TINY = GeneratorSpec(
    resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
)


@pytest.fixture
def generator() -> Generator:
    torch.manual_seed(0)
    return Generator(TINY)


def latents(count: int = 2) -> Tensor:
    return torch.randn(count, TINY.z_dim, generator=torch.Generator().manual_seed(1))


def test_the_bundled_size_has_the_seven_blocks_of_the_thesis() -> None:
    assert GeneratorSpec().block_resolutions == (4, 8, 16, 32, 64, 128, 256)
    assert GeneratorSpec().num_layers == 14


@pytest.mark.parametrize("resolution", [16, 64, 256, 1024])
def test_each_power_of_two_gives_its_resolution(resolution: int) -> None:
    spec = GeneratorSpec(
        resolution=resolution, z_dim=8, w_dim=8, mapping_layers=1, channel_base=4096, channel_max=4
    )
    with torch.no_grad():
        assert Generator(spec)(torch.zeros(1, 8)).shape == (1, 3, resolution, resolution)


@pytest.mark.parametrize("resolution", [0, 8, 48, 2048])
def test_other_resolutions_are_refused(resolution: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        GeneratorSpec(resolution=resolution)
    with pytest.raises(ValueError, match="power of two"):
        EncoderSpec(resolution=resolution)


def test_a_spec_survives_the_manifest_and_refuses_what_it_does_not_know() -> None:
    assert GeneratorSpec.from_dict(TINY.to_dict()) == TINY
    with pytest.raises(ValueError, match="unknown"):
        GeneratorSpec.from_dict({"resolutions": 64})
    with pytest.raises(ValueError, match="numbers"):
        FeatureSpec.from_dict({"blocks": "many"})


@pytest.mark.parametrize("up", [False, True])
def test_scaling_activations_equals_the_papers_per_sample_weights(up: bool) -> None:
    torch.manual_seed(0)
    layer = ModulatedConv2d(6, 5, 3, w_dim=4, up=up)
    x, w, bias = torch.randn(2, 6, 8, 8), torch.randn(2, 4), torch.randn(5)
    expected = []
    for sample, style in zip(x, layer.affine(w), strict=True):
        weight = layer.weight * style[None, :, None, None] / math.sqrt(6 * 9)
        weight = weight * torch.rsqrt(weight.square().sum(dim=(1, 2, 3), keepdim=True) + 1e-8)
        if up:
            y = F.conv_transpose2d(sample[None], weight.transpose(0, 1), stride=2)
            y = blur(y, blur_kernel(gain=4.0), padding=1)
        else:
            y = F.conv2d(sample[None], weight, padding=1)
        expected.append((y + bias[:, None, None]) * SQRT2)
    found = layer(x, w, bias, gain=SQRT2)
    torch.testing.assert_close(found, torch.cat(expected), atol=2e-5, rtol=2e-5)
    layer.precompute()
    assert torch.equal(layer(x, w, bias, gain=SQRT2), found)


def test_the_picture_depends_on_the_direction_of_z_only(generator: Generator) -> None:
    z = latents()
    with torch.no_grad():
        torch.testing.assert_close(generator(z), generator(z * 7), atol=1e-4, rtol=1e-4)


def test_truncation_zero_gives_the_mean_latent(generator: Generator) -> None:
    generator.mapping.w_avg.fill_(0.25)
    assert torch.equal(
        generator.mapping(latents(), truncation=0.0), torch.full((2, TINY.w_dim), 0.25)
    )


def test_synthesis_can_stop_at_a_small_picture(generator: Generator) -> None:
    small = Generator(
        GeneratorSpec(
            resolution=16, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
        )
    )
    names = small.state_dict().keys()
    small.load_state_dict({k: v for k, v in generator.state_dict().items() if k in names})
    with torch.no_grad():
        w = generator.mapping(latents())
        stopped = generator.synthesis(generator.broadcast(w), stop_at=16)
        assert torch.equal(stopped, small.synthesis(small.broadcast(w)))


def test_a_row_of_w_plus_changes_nothing_before_its_block(generator: Generator) -> None:
    rows = TINY.layers_of_block(2)  # 16 px
    with torch.no_grad():
        ws = generator.broadcast(generator.mapping(latents(1))).clone()
        before, small = generator.synthesis(ws), generator.synthesis(ws, stop_at=4)
        ws[:, rows.start :] += 1.0
        assert torch.equal(generator.synthesis(ws, stop_at=4), small)
        assert not torch.allclose(generator.synthesis(ws), before)


def test_noise_shows_only_where_its_strength_is_not_zero() -> None:
    torch.manual_seed(0)
    spec = GeneratorSpec(
        resolution=16,
        z_dim=8,
        w_dim=8,
        mapping_layers=1,
        channel_base=64,
        channel_max=8,
        noise=True,
    )
    generator = Generator(spec)
    noise = [torch.randn(1, 1, r, r) for r in spec.block_resolutions]
    with torch.no_grad():
        ws = generator.broadcast(generator.mapping(torch.ones(1, 8)))
        plain = generator.synthesis(ws)
        assert torch.equal(generator.synthesis(ws, noise=noise), plain)
        strength = generator.synthesis.block(2).last.noise_strength
        assert strength is not None
        strength.fill_(1.0)
        assert not torch.allclose(generator.synthesis(ws, noise=noise), plain)


def test_preparing_for_inference_changes_no_pixel(generator: Generator) -> None:
    with torch.no_grad():
        before = generator(latents())
        after = generator.prepare_for_inference()(latents())
    torch.testing.assert_close(after, before, atol=1e-5, rtol=1e-5)
    assert not any(p.requires_grad for p in generator.parameters())


def test_gradients_reach_each_parameter_of_both_networks(generator: Generator) -> None:
    judge = Discriminator(TINY)
    judge(generator(latents(4))).sum().backward()
    for network in (generator, judge):
        dead = [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()]
        assert dead == []


def test_the_discriminator_can_be_differentiated_twice() -> None:
    torch.manual_seed(0)
    judge = Discriminator(TINY)
    real = torch.randn(4, 3, 32, 32, requires_grad=True)
    (gradient,) = torch.autograd.grad(judge(real).sum(), real, create_graph=True)
    gradient.square().sum().backward()
    assert judge.from_rgb.weight.grad is not None
    assert judge.from_rgb.weight.grad.abs().sum() > 0


def test_identical_pictures_have_no_deviation() -> None:
    x = torch.randn(1, 3, 4, 4).expand(4, -1, -1, -1)
    assert minibatch_stddev(x, group=4)[:, -1].max() < 2e-4
    mixed = torch.randn(6, 3, 4, 4)
    assert minibatch_stddev(mixed, group=4).shape == (6, 4, 4, 4)
