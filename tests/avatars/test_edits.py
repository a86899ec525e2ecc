from __future__ import annotations

import itertools

import pytest
import torch

from avatarstudio.avatars.edits import Edit, apply_edits, factorise, find_edits, search_edits
from avatarstudio.avatars.measures import Property, measure
from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator

SPEC = GeneratorSpec(
    resolution=16, z_dim=16, w_dim=16, mapping_layers=2, channel_base=128, channel_max=8
)


@pytest.fixture(scope="module")
def generator() -> Generator:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        return Generator(SPEC).prepare_for_inference()


@pytest.fixture(scope="module")
def edits(generator: Generator) -> tuple[Edit, ...]:
    return find_edits(generator)


def picture(*, face: float, crown: float = 0.0, corners: float = 0.0) -> torch.Tensor:
    """A grey face before black, with a crown and corners of other greys."""
    x = torch.full((1, 3, 64, 64), -1.0)
    x[:, :, :20, :8] = x[:, :, :20, -8:] = corners
    x[:, :, 4:17, 18:46] = crown
    x[:, :, 24:56, 16:48] = face
    return x


def column(pictures: torch.Tensor, name: Property) -> torch.Tensor:
    return measure(pictures)[:, list(Property).index(name)]


def test_measures_grow_with_what_their_names_say() -> None:
    grey = picture(face=0.0)
    brighter, red = grey + 0.3, grey.clone()
    red[:, 0] += 0.5
    lighter_hair, lighter_wall = picture(face=0.0, crown=0.5), picture(face=0.0, corners=0.5)
    wide = grey.clone()
    wide[:, :, 24:56, 8:56] = 0.0
    moved = grey.roll(6, dims=3)
    for name, more in (
        (Property.LIGHT, brighter),
        (Property.WARMTH, red),
        (Property.COLOURFULNESS, red),
        (Property.HAIR_LIGHT, lighter_hair),
        (Property.BACKGROUND_LIGHT, lighter_wall),
        (Property.FACE_WIDTH, wide),
        (Property.TURN, moved),
    ):
        assert column(more, name) > column(grey, name), name
    eyes = grey.clone()
    eyes[:, :, 28:36, 20:26] = -0.8
    assert column(eyes, Property.EYE_CONTRAST) > column(grey, Property.EYE_CONTRAST)


def test_directions_are_orthonormal_and_change_the_styles_most(generator: Generator) -> None:
    vectors = factorise(generator, range(1, 3), count=4)
    assert torch.allclose(vectors @ vectors.T, torch.eye(4), atol=1e-5)
    layers = [
        layer.conv.affine.weight
        for index in (1, 2)
        for layer in (generator.synthesis.block(index).first, generator.synthesis.block(index).last)
    ]
    weights = torch.cat(layers)
    weights = weights / weights.norm(dim=0, keepdim=True)
    first, later = ((weights @ v).norm() for v in (vectors[0], vectors[3]))
    random = torch.nn.functional.normalize(torch.randn(50, 16), dim=1)
    assert first > later
    assert first > (weights @ random.T).norm(dim=0).max()


def test_every_slider_does_what_its_name_says_on_other_faces(
    generator: Generator, edits: tuple[Edit, ...]
) -> None:
    assert len(edits) >= 4
    z = torch.randn(32, SPEC.z_dim, generator=torch.Generator().manual_seed(99))
    ws = generator.broadcast(generator.mapping(z, truncation=0.8))
    usual = measure(generator.synthesis(ws)).std(dim=0)
    for edit in edits:
        amounts = (-1.0, 0.0, 1.0)
        values = [
            column(generator.synthesis(ws + amount * edit.direction), edit.name).mean()
            for amount in amounts
        ]
        assert all(a < b for a, b in itertools.pairwise(values)), edit.name
        change = (values[-1] - values[0]) / 2 / usual[list(Property).index(edit.name)]
        assert change > 0.2


def test_the_same_generator_has_the_same_sliders(
    generator: Generator, edits: tuple[Edit, ...]
) -> None:
    torch.manual_seed(123)
    again = find_edits(generator)
    assert [edit.name for edit in again] == [edit.name for edit in edits]
    assert all(torch.equal(a.direction, b.direction) for a, b in zip(again, edits, strict=True))


def test_the_search_can_be_left_and_taken_up_again(generator: Generator) -> None:
    steps = search_edits(generator)
    fractions = [next(steps) for _ in range(3)]
    fractions += list(steps)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


def test_amounts_add_up_and_unknown_names_change_nothing(edits: tuple[Edit, ...]) -> None:
    known = {edit.name.value: edit for edit in edits}
    name, other = list(known)[:2]
    ws = torch.zeros(SPEC.num_layers, SPEC.w_dim)
    moved = apply_edits(ws, [(name, 0.5), (other, -1.0), ("tail", 1.0)], known)
    assert torch.allclose(moved, 0.5 * known[name].direction - known[other].direction)
    assert not ws.any()
