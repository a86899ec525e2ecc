from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace

import pytest

from avatarstudio.avatars.first_wall import default_wall, first_recipe
from avatarstudio.avatars.recipe import DRAWINGS, Appearance, Glasses, GlassesShape, Recipe
from avatarstudio.faces.mouth import MouthShape


def test_a_recipe_survives_json() -> None:
    recipe = Recipe(use_blocks=2, strength=0.5, split=3, mix_seed=7, mix_until=4, mix_weight=0.3)
    assert Recipe.from_json(recipe.to_json()) == recipe
    wearer = replace(recipe, glasses=Glasses(GlassesShape.ROUND, "#102030"))
    assert Recipe.from_json(wearer.to_json()) == wearer


@pytest.mark.parametrize(
    "values",
    [
        {"strength": 1.5},
        {"photo_colours": -0.1},
        {"skin_tone": 1.1},
        {"outline": -0.5},
        {"beard": 1.5},
        {"small_eyes": -0.1},
        {"strong_jaw": 2},
        {"darker_skin": -1.1},
        {"redraw": 1.5},
        {"fade": 2.0},
        {"split": -1},
        {"mix_from": 3, "mix_until": 2},
    ],
)
def test_impossible_ingredients_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"between|negative|ends"):
        Recipe.from_json(json.dumps({"version": 1, **values}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 9}',
        '{"version": 1, "sugar": 2}',
        '{"version": 1, "strength": "much"}',
        '{"version": 1, "strength": true}',
        '{"version": 1, "strength": null}',
        '{"version": 1, "redraw_seed": 0.5}',
        '{"version": 1, "use_blocks": 2.0}',
        '{"version": 1, "blends": [{"first": 0, "until": 1, "seed": 1.5, "weight": 0.5}]}',
        '{"version": 1, "glasses": "round"}',
        '{"version": 1, "glasses": {"shape": "round"}}',
        '{"version": 1, "glasses": {"shape": "oval", "colour": "#000000"}}',
        '{"version": 1, "glasses": {"shape": "round", "colour": 7}}',
    ],
)
def test_what_is_no_recipe_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Recipe.from_json(text)


@pytest.mark.parametrize(("blocks", "tuned"), [(7, 4), (5, 3), (5, 1), (4, 2), (3, 3)])
def test_the_wall_has_24_different_recipes_for_any_generator(blocks: int, tuned: int) -> None:
    wall = default_wall(num_blocks=blocks, tuned_blocks=tuned, seed=0)
    assert len(set(wall)) == len(wall) == 24
    assert wall == default_wall(num_blocks=blocks, tuned_blocks=tuned, seed=0)
    assert wall != default_wall(num_blocks=blocks, tuned_blocks=tuned, seed=1)


def test_all_avatars_of_a_wall_wear_the_same_glasses() -> None:
    glasses = Glasses(GlassesShape.HALF_RIMMED)
    wall = default_wall(
        num_blocks=6, tuned_blocks=4, seed=0, appearance=Appearance(glasses=glasses)
    )
    bare = default_wall(num_blocks=6, tuned_blocks=4, seed=0)
    assert wall == tuple(replace(recipe, glasses=glasses) for recipe in bare)


@pytest.mark.parametrize(("short_hair", "other"), [(1.0, 0.0), (0.7, 0.0), (0.0, 1.0)])
def test_most_avatars_of_a_wall_have_the_persons_haircut_and_some_another(
    short_hair: float, other: float
) -> None:
    wall = default_wall(
        num_blocks=6, tuned_blocks=4, seed=0, appearance=Appearance(short_hair=short_hair)
    )
    assert [recipe.short_hair for recipe in wall[:2]] == [short_hair, other]  # beside each other
    cuts = Counter(recipe.short_hair for recipe in wall)
    assert set(cuts) == {short_hair, other}
    assert 6 <= cuts[other] <= 10
    plain = default_wall(num_blocks=6, tuned_blocks=4, seed=0)
    assert [replace(recipe, short_hair=0.0) for recipe in wall] == [
        replace(recipe, short_hair=0.0) for recipe in plain
    ]


def test_all_avatars_of_a_wall_have_the_same_mouth() -> None:
    wall = default_wall(
        num_blocks=6, tuned_blocks=4, seed=0, appearance=Appearance(mouth=MouthShape.LAUGH)
    )
    still = default_wall(num_blocks=6, tuned_blocks=4, seed=0)
    assert wall == tuple(replace(recipe, mouth=MouthShape.LAUGH) for recipe in still)
    assert {Recipe.from_json(recipe.to_json()).mouth for recipe in wall} == {MouthShape.LAUGH}


def test_all_avatars_of_a_wall_have_the_persons_face() -> None:
    person = Appearance(beard=0.8, small_eyes=0.5, strong_jaw=0.6, darker_skin=-0.3)
    wall = default_wall(num_blocks=6, tuned_blocks=4, seed=0, appearance=person)
    plain = default_wall(num_blocks=6, tuned_blocks=4, seed=0)
    assert wall == tuple(
        replace(recipe, beard=0.8, small_eyes=0.5, strong_jaw=0.6, darker_skin=-0.3)
        for recipe in plain
    )


def test_an_appearance_survives_plain_values() -> None:
    person = Appearance(
        glasses=Glasses(GlassesShape.ROUND), mouth=MouthShape.SMILE, beard=0.4, short_hair=1.0
    )
    assert Appearance.from_dict(json.loads(json.dumps(asdict(person)))) == person
    assert Appearance.from_dict({}) == Appearance()


def test_each_look_of_a_wall_has_its_own_strokes() -> None:
    seeds = [recipe.redraw_seed for recipe in default_wall(num_blocks=6, tuned_blocks=4, seed=0)]
    assert sorted(seeds) == list(range(DRAWINGS))
    assert seeds[0] == first_recipe(4).redraw_seed
