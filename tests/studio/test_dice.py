from __future__ import annotations

import itertools

import pytest

from avatarstudio.avatars.recipe import DRAWINGS, Blend, Recipe
from avatarstudio.studio.dice import more_like, throw
from avatarstudio.studio.values import Anatomy, Part

FULL = Anatomy(num_blocks=7, tuned_blocks=4)
BLOCKS = {Part.SHAPE: {1, 2, 3}, Part.FEATURES: {4}, Part.COLOURS: {5, 6}}
LUCKY = Recipe(mix_seed=7, mix_from=1, mix_until=7, mix_weight=0.8, photo_colours=0.4)


def chance(recipe: Recipe) -> dict[int, list[tuple[int, float]]]:
    """What random latents each block is mixed with, in order."""
    blends = list(recipe.blends)
    if recipe.mix_seed is not None and recipe.mix_from < recipe.mix_until:
        blends.append(Blend(recipe.mix_from, recipe.mix_until, recipe.mix_seed, recipe.mix_weight))
    return {
        block: [(b.seed, b.weight) for b in blends if b.first <= block < b.until]
        for block in range(7)
    }


ALL_LOCKS = [
    frozenset(locks) for count in range(4) for locks in itertools.combinations(Part, count)
]


@pytest.mark.parametrize("locks", ALL_LOCKS, ids=lambda locks: "+".join(sorted(locks)) or "none")
def test_what_is_locked_keeps_its_chance_and_something_else_changes(locks: frozenset[Part]) -> None:
    before = chance(LUCKY)
    for recipe in throw(LUCKY, FULL, locks=locks, seed=100, count=9):
        after = chance(recipe)
        for part, blocks in BLOCKS.items():
            if part in locks:
                assert all(after[block] == before[block] for block in blocks)
        assert (after != before) == (len(locks) < 3)
        assert recipe.photo_colours == LUCKY.photo_colours


def test_everything_locked_leaves_the_one_recipe() -> None:
    assert throw(LUCKY, FULL, locks=frozenset(Part), seed=1, count=9) == (LUCKY,)


def test_each_throw_is_another_and_can_be_repeated() -> None:
    first = throw(LUCKY, FULL, locks=frozenset(), seed=5, count=12)
    assert len(set(first)) == 12
    assert first == throw(LUCKY, FULL, locks=frozenset(), seed=5, count=12)
    assert not set(first) & set(throw(LUCKY, FULL, locks=frozenset(), seed=17, count=12))


def test_more_like_this_keeps_all_chance_and_adds_a_little() -> None:
    [grandchild] = more_like(more_like(LUCKY, FULL, seed=1, count=1)[0], FULL, seed=2, count=1)
    for block in range(1, 7):
        seeds = chance(grandchild)[block]
        assert seeds[0] == (7, 0.8)
        assert all(weight < 0.5 for _, weight in seeds[1:])
    assert Recipe.from_json(grandchild.to_json()) == grandchild


@pytest.mark.parametrize(("blocks", "tuned"), [(7, 1), (7, 7), (5, 3), (4, 2), (3, 1)])
def test_any_generator_can_be_thrown_for(blocks: int, tuned: int) -> None:
    anatomy = Anatomy(num_blocks=blocks, tuned_blocks=tuned)
    for locks in ALL_LOCKS:
        for recipe in throw(Recipe(), anatomy, locks=locks, seed=0, count=4):
            assert 0 <= recipe.mix_from <= recipe.mix_until <= blocks


def test_strokes_are_thrown_with_the_features() -> None:
    free = throw(LUCKY, FULL, locks=frozenset(), seed=100, count=12)
    assert len({recipe.redraw_seed for recipe in free}) == 12
    assert all(0 <= recipe.redraw_seed < DRAWINGS for recipe in free)
    locked = throw(LUCKY, FULL, locks=frozenset({Part.FEATURES}), seed=100, count=12)
    assert {recipe.redraw_seed for recipe in locked} == {LUCKY.redraw_seed}
    assert len({recipe.redraw_seed for recipe in more_like(LUCKY, FULL, seed=3, count=12)}) == 12
