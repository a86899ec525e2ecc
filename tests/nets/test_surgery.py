from __future__ import annotations

import copy

import pytest
import torch

from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import Style, tuned_tensors

SPEC = GeneratorSpec(
    resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
)


@pytest.fixture
def base() -> Generator:
    torch.manual_seed(0)
    return Generator(SPEC).prepare_for_inference()


@pytest.fixture
def child(base: Generator) -> Generator:
    tuned = copy.deepcopy(base)
    with torch.no_grad():
        for block in tuned.synthesis.blocks[2:]:
            for parameter in block.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return tuned.prepare_for_inference()


@pytest.fixture
def style(base: Generator, child: Generator) -> Style:
    return Style(
        style_id="s", base=base, tuned=tuned_tensors(base, child, blocks=2), tuned_blocks=2
    )


def picture(generator: Generator) -> torch.Tensor:
    z = torch.randn(1, SPEC.z_dim, generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        return generator(z)


def test_using_all_tuned_blocks_is_the_fine_tuned_generator(style: Style, child: Generator) -> None:
    assert torch.equal(picture(style.use(2)), picture(child))


def test_using_none_is_the_base_itself(style: Style, base: Generator) -> None:
    assert style.use(0) is base
    assert style.use(2, strength=0.0) is base


def test_using_one_takes_only_the_last_block(style: Style, base: Generator) -> None:
    state, parent = style.use(1).state_dict(), base.state_dict()
    changed = {k for k in state if not torch.equal(state[k], parent[k])}
    assert changed
    assert all(k.startswith("synthesis.blocks.3.") for k in changed)


def test_half_strength_lies_half_way(style: Style, base: Generator, child: Generator) -> None:
    name = "synthesis.blocks.2.last.conv.weight"
    half = style.blend([0, 0, 0.5, 0]).state_dict()
    expected = (base.state_dict()[name] + child.state_dict()[name]) / 2
    torch.testing.assert_close(half[name], expected)
    untouched = "synthesis.blocks.3.last.conv.weight"
    assert torch.equal(half[untouched], base.state_dict()[untouched])


def test_blocks_before_those_in_use_fade(style: Style) -> None:
    fading = style.use(1, strength=0.8, fade=0.5).state_dict()
    wanted = style.blend([0, 0, 0.4, 0.8]).state_dict()
    assert all(torch.equal(fading[name], wanted[name]) for name in wanted)
    sharp, used = style.use(1, strength=0.8).state_dict(), style.blend([0, 0, 0, 0.8]).state_dict()
    assert all(torch.equal(sharp[name], used[name]) for name in used)
    assert style.use(0, fade=0.5) is style.base


def test_a_blend_leaves_base_and_style_alone(style: Style, base: Generator) -> None:
    before = picture(base)
    first = picture(style.use(2, strength=0.5))
    for step in range(8):  # more than are kept
        style.use(2, strength=0.1 * step)
    assert torch.equal(picture(base), before)
    assert torch.equal(picture(style.use(2, strength=0.5)), first)


def test_a_blend_copies_only_what_the_style_changes(style: Style, base: Generator) -> None:
    blend, parent = style.use(2, strength=0.5).state_dict(), base.state_dict()
    copied = {name for name in blend if blend[name].data_ptr() != parent[name].data_ptr()}
    assert copied == {
        name for name in blend if name.startswith(("synthesis.blocks.2", "synthesis.blocks.3"))
    }


def test_more_blocks_than_were_tuned_are_refused(style: Style) -> None:
    with pytest.raises(ValueError, match="2 tuned blocks"):
        style.use(3)


def test_a_child_that_changed_a_front_block_is_no_style(base: Generator, child: Generator) -> None:
    with torch.no_grad():
        child.mapping.w_avg.add_(1.0)
    with pytest.raises(ValueError, match=r"mapping\.w_avg"):
        tuned_tensors(base, child, blocks=2)


def test_without_axes_a_random_latent_is_the_mappings(style: Style, base: Generator) -> None:
    z = torch.randn(SPEC.z_dim, generator=torch.Generator().manual_seed(5))
    latent = style.random_latent(z)
    assert torch.equal(latent, base.broadcast(base.mapping(z[None]))[0])


def test_axes_move_the_tuned_blocks_rows_only(base: Generator, child: Generator) -> None:
    axes = torch.randn(4, SPEC.w_dim, generator=torch.Generator().manual_seed(6))
    tuned = tuned_tensors(base, child, blocks=2)
    style = Style(style_id="s", base=base, tuned=tuned, tuned_blocks=2, axes=axes)
    z = torch.zeros(SPEC.z_dim)
    z[1] = 2.0
    latent = style.random_latent(z)
    first = SPEC.layers_of_block(2).start
    plain = base.broadcast(base.mapping(z[None]))[0]
    assert torch.equal(latent[:first], plain[:first])
    moved = latent[first:] - base.mapping.w_avg
    direction = torch.nn.functional.cosine_similarity(moved, axes[1].expand_as(moved))
    assert torch.allclose(direction, torch.ones(len(moved)))
