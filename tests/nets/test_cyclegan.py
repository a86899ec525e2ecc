from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from avatarstudio.nets.cyclegan import PatchDiscriminator, Translator
from avatarstudio.nets.specs import PatchSpec, TranslatorSpec

TINY = TranslatorSpec(blocks=2, width=4)


def _pictures(count: int, size: int) -> Tensor:
    return torch.rand(count, 3, size, size, generator=torch.Generator().manual_seed(0)) * 2 - 1


def _parameters(network: nn.Module) -> int:
    return sum(p.numel() for p in network.parameters())


def test_the_generators_have_the_sizes_of_the_papers() -> None:
    nine, three = (_parameters(Translator(TranslatorSpec(blocks=b))) for b in (9, 3))
    assert nine == pytest.approx(11.378e6, rel=1e-4)  # as the authors' implementation prints
    assert three / nine == pytest.approx(0.38, abs=0.005)  # report, section III.C


def test_a_picture_keeps_its_size_and_stays_in_range() -> None:
    torch.manual_seed(0)
    translated = Translator(TINY)(_pictures(2, 32))
    assert translated.shape == (2, 3, 32, 32)
    assert translated.abs().max() <= 1


def test_the_first_implementation_ends_in_relu() -> None:
    torch.manual_seed(0)
    network = Translator(TranslatorSpec(blocks=1, width=4, relu_output=True, relu_after_sum=True))
    inner: list[Tensor] = []
    network.body[9].register_forward_hook(lambda module, inputs, output: inner.append(output))
    assert network(_pictures(1, 16)).min() == 0
    assert inner[0].min() == 0


def test_convolutions_begin_small_and_without_bias() -> None:
    torch.manual_seed(0)
    network = Translator(TranslatorSpec(blocks=1, width=32))
    weights = torch.cat([p.flatten() for p in network.parameters() if p.ndim == 4])
    assert float(weights.detach().std()) == pytest.approx(0.02, rel=0.01)
    assert all(not p.any() for p in network.parameters() if p.ndim == 1)


def test_the_same_weights_and_picture_give_the_same_translation() -> None:
    torch.manual_seed(0)
    first = Translator(TINY)
    second = Translator(TINY)
    second.load_state_dict(first.state_dict())
    assert torch.equal(first(_pictures(1, 16)), second(_pictures(1, 16)))


def test_every_weight_of_the_generator_gets_a_gradient() -> None:
    torch.manual_seed(0)
    network = Translator(TINY)
    network(_pictures(1, 32)).square().mean().backward()
    assert all(p.grad is not None and p.grad.any() for p in network.parameters() if p.ndim == 4)


def _without_norm(network: PatchDiscriminator) -> None:
    """Instance norm looks at the whole picture and would hide what the convolutions see."""
    for index, layer in enumerate(network.body):
        if isinstance(layer, nn.InstanceNorm2d):
            network.body[index] = nn.Identity()


@pytest.mark.parametrize(("patch", "seen", "size"), [(16, 16, 48), (32, 34, 96), (34, 34, 96)])
def test_one_judgement_sees_exactly_its_patch(patch: int, seen: int, size: int) -> None:
    _require_receptive_field(patch, seen=seen, size=size)


@pytest.mark.slow
@pytest.mark.parametrize(("patch", "size"), [(70, 160), (286, 640)])
def test_one_judgement_sees_exactly_its_large_patch(patch: int, size: int) -> None:
    _require_receptive_field(patch, seen=patch, size=size)


def _require_receptive_field(patch: int, *, seen: int, size: int) -> None:
    torch.manual_seed(0)
    network = PatchDiscriminator(PatchSpec(patch=patch, width=2)).double()
    _without_norm(network)
    picture = _pictures(1, size).double().requires_grad_(True)
    judgement = network(picture)
    middle = judgement.shape[-1] // 2
    (gradient,) = torch.autograd.grad(judgement[0, 0, middle, middle], picture)
    for axis in (1, 2):
        touched = torch.nonzero(gradient[0].abs().amax(dim=0).amax(dim=2 - axis))[:, 0]
        assert int(touched[-1] - touched[0]) + 1 == seen


def test_the_usual_patches_of_a_full_picture_are_thirty_by_thirty() -> None:
    network = PatchDiscriminator(PatchSpec(patch=70, width=2))
    assert network(_pictures(1, 256)).shape == (1, 1, 30, 30)


@pytest.mark.parametrize("patch", [16, 32, 34, 70, 286])
def test_the_sigmoid_head_gives_one_logit_for_a_picture_of_the_patch(patch: int) -> None:
    network = PatchDiscriminator(PatchSpec(patch=patch, width=2, sigmoid=True))
    assert network(_pictures(2, patch)).shape == (2, 1, 1, 1)


@pytest.mark.parametrize("values", [{"patch": 50}, {"width": 0}])
def test_an_impossible_discriminator_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"patch|width"):
        PatchSpec(**values)


def test_specs_survive_a_manifest() -> None:
    for spec in (TINY, PatchSpec(sigmoid=True)):
        assert type(spec).from_dict(spec.to_dict()) == spec
