from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from avatarstudio.nets.specs import DistilledSpec
from avatarstudio.nets.unet import Unet

TINY = DistilledSpec(width=4, width_max=8, levels=3, blocks=1, resolution=16)


def _pictures(count: int, size: int) -> Tensor:
    return torch.rand(count, 3, size, size, generator=torch.Generator().manual_seed(0)) * 2 - 1


def _moved(spec: DistilledSpec) -> Unet:
    """A network whose zero layers are not zero any more."""
    torch.manual_seed(0)
    network = Unet(spec)
    for parameter in network.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, std=0.1)
    return network


def test_the_default_size_is_that_of_the_instant_engine() -> None:
    assert 1_000_000 < sum(p.numel() for p in Unet(DistilledSpec()).parameters()) < 3_000_000


def test_an_untrained_network_returns_the_portrait() -> None:
    pictures = _pictures(2, 16)
    assert torch.equal(Unet(TINY)(pictures), pictures)


def test_sizes_are_kept_down_to_the_smallest_multiple() -> None:
    assert _moved(TINY)(_pictures(1, TINY.multiple)).shape == (1, 3, 8, 8)
    assert _moved(TINY)(_pictures(2, 24)[:, :, :16]).shape == (2, 3, 16, 24)


def test_every_weight_gets_a_gradient() -> None:
    network = _moved(TINY)
    network(_pictures(1, 16)).square().mean().backward()
    assert all(p.grad is not None and p.grad.any() for p in network.parameters())


def test_a_network_can_begin_to_learn_although_it_starts_as_the_identity() -> None:
    network = Unet(TINY)
    (network(_pictures(1, 16)) - 1).abs().mean().backward()
    assert network.exit.weight.grad is not None
    assert network.exit.weight.grad.any()


def test_the_same_weights_and_picture_give_the_same_result() -> None:
    first = _moved(TINY)
    second = Unet(TINY)
    second.load_state_dict(first.state_dict())
    assert torch.equal(first(_pictures(1, 16)), second(_pictures(1, 16)))


def test_a_picture_is_drawn_alike_alone_and_in_company() -> None:
    network = _moved(TINY)
    pictures = _pictures(3, 16)
    assert (network(pictures)[1:2] - network(pictures[1:2])).abs().max() < 1e-6


def test_specs_survive_a_manifest() -> None:
    assert DistilledSpec.from_dict(TINY.to_dict()) == TINY
    with pytest.raises(ValueError, match="positive"):
        DistilledSpec(width=0)
    with pytest.raises(ValueError, match="multiple of 8"):
        replace(TINY, resolution=20)
