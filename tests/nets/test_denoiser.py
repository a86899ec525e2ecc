from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from avatarstudio.nets.denoiser import DATA_DEVIATION, Attention, Denoiser
from avatarstudio.nets.specs import DenoiserSpec

TINY = DenoiserSpec(resolution=16, width=8, width_max=16, levels=3, blocks=1)


ATTENTIVE = replace(TINY, width=32, width_max=32, attention=1)


def _moved(spec: DenoiserSpec = TINY) -> Denoiser:
    """A network whose zero layers are not zero any more."""
    torch.manual_seed(0)
    network = Denoiser(spec)
    for parameter in network.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.1)
    return network


def _noisy(count: int, size: int) -> Tensor:
    return torch.randn(count, 3, size, size, generator=torch.Generator().manual_seed(0))


def test_an_untrained_network_gives_the_best_guess_of_pixels_alone() -> None:
    noisy, sigma = _noisy(2, 16), torch.tensor([0.1, 1.0])
    wiener = DATA_DEVIATION**2 / (DATA_DEVIATION**2 + sigma**2)
    torch.testing.assert_close(Denoiser(TINY)(noisy, sigma), noisy * wiener[:, None, None, None])


def test_sizes_are_kept_and_each_picture_has_its_own_noise() -> None:
    network = _moved()
    with torch.no_grad():
        assert network(_noisy(1, TINY.multiple), torch.tensor([0.5])).shape == (1, 3, 8, 8)
        both = network(_noisy(2, 24), torch.tensor([0.1, 0.7]))
        for index, sigma in enumerate((0.1, 0.7)):
            alone = network(_noisy(2, 24)[index : index + 1], torch.tensor([sigma]))
            torch.testing.assert_close(both[index], alone[0], rtol=1e-4, atol=1e-5)
        # Told another strength, the network itself finds something else.
        first, second = (network._network(_noisy(1, 16), torch.tensor([s])) for s in (0.1, 0.7))
    assert (first - second).abs().mean() > 0.05 * first.abs().mean()


def test_little_noise_leaves_little_to_find() -> None:
    noisy = _noisy(1, 16).clamp(-1, 1)
    with torch.no_grad():
        clean = _moved()(noisy, torch.tensor([1e-3]))
    assert (clean - noisy).abs().max() < 0.05


def test_attention_begins_as_a_pass_through_and_then_sees_every_place() -> None:
    torch.manual_seed(0)
    block, x = Attention(64), torch.randn(2, 64, 5, 3)
    assert torch.equal(block(x), x)
    nn.init.normal_(block.exit.weight, std=0.1)
    seen = block(x) - x
    # Softmax over all places, heads of 32 feature maps, each picture for itself.
    query, key, value = block.ask(block.norm(x)).reshape(2, 3, 2, 32, 15).unbind(dim=1)
    weights = (query.transpose(-1, -2) @ key / 32**0.5).softmax(dim=-1)
    wanted = value @ weights.transpose(-1, -2)
    torch.testing.assert_close(seen, block.exit(wanted.reshape(x.shape)))


@pytest.mark.parametrize("spec", [TINY, ATTENTIVE], ids=["plain", "attentive"])
def test_every_weight_gets_a_gradient(spec: DenoiserSpec) -> None:
    network = _moved(spec)
    network(_noisy(1, 16), torch.tensor([0.5])).square().mean().backward()
    assert all(p.grad is not None and p.grad.any() for p in network.parameters())


@pytest.mark.parametrize(
    "shape",
    [
        {"width": 12},
        {"levels": 0},
        {"resolution": 20},
        {"width_max": 4},
        {"sigma_max": 0.0},
        {"sigma_max": math.nan},
        {"sigma_max": math.inf},
        {"width": 16.0},
        {"width": 8, "width_max": 16, "attention": 1},
        {"attention": -1},
    ],
)
def test_impossible_shapes_are_refused(shape: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"multiple|positive|above 0|numbers"):
        DenoiserSpec.from_dict(shape)


def test_a_spec_survives_its_manifest() -> None:
    spec = replace(TINY, sigma_max=0.4)
    assert DenoiserSpec.from_dict(json.loads(json.dumps(spec.to_dict()))) == spec
