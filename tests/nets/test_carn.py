from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from avatarstudio.core.errors import Cancelled
from avatarstudio.core.progress import NullProgress
from avatarstudio.nets.carn import CARN, CARN_M, CARN_S, Carn, bicubic, upscale
from avatarstudio.nets.specs import UpscalerSpec

TINY = UpscalerSpec(scale=2, width=8, blocks=2, units=2, tail=4)


def _trained(spec: UpscalerSpec) -> Carn:
    """A network whose last layer is not zero any more."""
    torch.manual_seed(0)
    network = Carn(spec)
    nn.init.normal_(network.exit.weight, std=0.1)
    return network


def _picture(height: int, width: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0)) * 2 - 1


def _parameters(network: nn.Module) -> int:
    return sum(p.numel() for p in network.parameters())


@pytest.mark.parametrize(("spec", "published"), [(CARN, 1_592_000), (CARN_M, 412_000)])
def test_the_networks_have_the_sizes_of_the_paper(spec: UpscalerSpec, published: int) -> None:
    # The paper counts one network with the layers of scales 2 and 3 beside those of scale 4.
    other_scales = sum((64 // spec.groups * 9 + 1) * 64 * scale**2 for scale in (2, 3))
    assert _parameters(Carn(spec)) + other_scales == pytest.approx(published, rel=0.01)


def test_the_small_network_is_smaller_than_the_mobile_one() -> None:
    assert _parameters(Carn(CARN_S)) < _parameters(Carn(CARN_M))


@pytest.mark.parametrize("scale", [2, 4])
@pytest.mark.parametrize("groups", [1, 2])
def test_pictures_grow_by_the_scale(scale: int, groups: int) -> None:
    spec = UpscalerSpec(scale=scale, width=8, blocks=2, units=2, groups=groups, tail=4)
    assert Carn(spec)(_picture(6, 9)).shape == (1, 3, 6 * scale, 9 * scale)


def test_an_untrained_network_is_bicubic() -> None:
    picture = _picture(8, 8)
    assert torch.equal(Carn(TINY)(picture), bicubic(picture, 2))


def test_shared_units_have_one_set_of_weights() -> None:
    assert len(Carn(CARN_M).blocks[0].units) == 1
    assert len(Carn(CARN).blocks[0].units) == 3


def test_every_weight_gets_a_gradient() -> None:
    network = _trained(TINY)
    network(_picture(8, 8)).square().mean().backward()
    assert all(p.grad is not None and p.grad.any() for p in network.parameters())


def test_the_same_weights_and_picture_give_the_same_result() -> None:
    first = _trained(TINY)
    second = Carn(TINY)
    second.load_state_dict(first.state_dict())
    assert torch.equal(first(_picture(8, 8)), second(_picture(8, 8)))


@pytest.mark.parametrize("scale", [2, 4])
def test_tiles_leave_no_seams(scale: int) -> None:
    network = _trained(UpscalerSpec(scale=scale, width=8, blocks=2, units=2, tail=4))
    picture = _picture(50, 37)
    whole = upscale(network, picture, scale=scale)
    tiled = upscale(network, picture, scale=scale, tile=16)
    assert (tiled - whole).abs().max() < 2e-6


def test_the_reach_is_how_far_the_network_sees() -> None:
    for scale in (2, 4):
        network = _trained(UpscalerSpec(scale=scale, width=8, blocks=1, units=2, tail=4)).double()
        reach = network.spec.reach
        picture = _picture(2 * reach + 8, 2 * reach + 8).double().requires_grad_(True)
        middle = picture.shape[-1] // 2
        (gradient,) = torch.autograd.grad(
            network(picture)[0, 0, scale * middle, scale * middle], picture
        )
        touched = torch.nonzero(gradient[0].abs().amax(dim=(0, 1)))[:, 0]
        seen = max(middle - int(touched[0]), int(touched[-1]) - middle)
        assert reach - 2 <= seen <= reach


@pytest.mark.parametrize(("model_scale", "scale"), [(4, 2), (2, 4), (4, 4), (2, 3), (2, 1)])
def test_any_scale_is_reached_with_either_model(model_scale: int, scale: int) -> None:
    network = _trained(UpscalerSpec(scale=model_scale, width=4, blocks=1, units=1, tail=4))
    large = upscale(network, _picture(5, 7), scale=scale)
    assert large.shape == (1, 3, 5 * scale, 7 * scale)
    assert large.abs().max() <= 1


@pytest.mark.parametrize("value", [-1.0, 0.25, 1.0])
def test_flat_pictures_keep_their_colour_before_training(value: float) -> None:
    flat = torch.full((1, 3, 9, 9), value)
    large = upscale(Carn(TINY), flat, scale=2)
    assert (large - value).abs().max() < 1e-6


@pytest.mark.parametrize("values", [{"scale": 3}, {"width": 0}, {"groups": 3}])
def test_an_impossible_network_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"scale|positive|groups"):
        UpscalerSpec(**values)


def test_specs_survive_a_manifest() -> None:
    assert UpscalerSpec.from_dict(CARN_M.to_dict()) == CARN_M


def test_every_tile_is_reported_and_can_be_the_last() -> None:
    class Watcher(NullProgress):
        def __init__(self, patience: int) -> None:
            self.seen: list[float] = []
            self._patience = patience

        def report(self, fraction: float, stage: str = "") -> None:
            self.seen.append(fraction)
            if len(self.seen) > self._patience:
                raise Cancelled

    network = Carn(UpscalerSpec(scale=2, width=4, blocks=1, units=1, tail=4))
    patient, hasty = Watcher(1000), Watcher(2)
    upscale(network, _picture(32, 32), scale=4, tile=16, progress=patient)
    assert patient.seen == sorted(patient.seen)
    assert (len(patient.seen), patient.seen[0], patient.seen[-1]) == (4 + 16 + 2, 0.0, 1.0)
    with pytest.raises(Cancelled):
        upscale(network, _picture(32, 32), scale=4, tile=16, progress=hasty)
    assert len(hasty.seen) == 3
