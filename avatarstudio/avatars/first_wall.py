"""What is drawn first of a person: the recipes of the first wall, and how they were chosen."""

from __future__ import annotations

from dataclasses import replace

from avatarstudio.avatars.recipe import DRAWINGS, PLAIN, Appearance, Recipe

FADE = 0.85
"""Strength of the style's first block in what is drawn first; the others draw as the style does. Of
100 people's avatars (`fast`, `anime`) all have both eyes at the portrait's height, 97 with the
whole style: hair covers less of a face. At 0.6 more people are found (74 %, here 67 %), but dark
smears run from below some eyes."""

TRUNCATION = 0.85
"""Of what is drawn first, of latents that are as far out as a usual portrait's
(`inversion.style_start`); with the whole style 0.75 was the most that left people their eyes."""

PHOTO_COLOURS = 0.75
"""Of what is drawn first, over 100 people: at a fifth, skin pales (its colour goes with the
photograph's at 0.69, here at 0.80); at all, avatars are farther from drawings (KD-judge 0.49, here
0.39)."""

SKIN_TONE = 0.75
"""Of what is drawn first, over 100 people: without it dark skin is drawn pale (the skin's colour
goes with the photo's at 0.85, here at 0.94) and avatars are farther from drawings (KD-judge 0.25,
here 0.20). At 1 drawn eyes stand out too little (91 have both for the finder, here 97)."""

HAIR_TONE = 1.0
"""Of what is drawn first; `avatars.hair_tone` has the figures."""

OUTLINE = 1.0
"""Of what is drawn first, over 100 people: the portrait is found by outlines for 58, without it for
52; how far avatars are from drawings (KD-judge 0.20, 0.19) does not tell."""

BACKGROUND_LIGHT = 0.6
"""Of what is drawn first, over 100 people: drawings stand before lighter backgrounds than people.
KD-judge is 0.30 at 0.5 and 0.26 at 0.65, and 47 and 44 % are found; without it it was higher by
0.11."""

REDRAW = 0.35
"""Of what is drawn first: faces are whole and hair has strands. Of forty people looked at lines are
crisper and eyes more colourful than at 0.75, which was needed before faces were mended; at 0.27
some marks stay. Over 100 people KD-judge is 0.26 at 0.3 and 0.4 and 0.27 at 0.75, and structure
finds 37, 36 and 31 %."""

REDRAW_SEED = 19
"""Of what is drawn first: over 14 people the one of `DRAWINGS` whose worse eye is most like drawn
ones where it is least so (`faces.eyes`), and second in the mean."""

INK = 0.8
"""Of what is drawn first; `avatars.ink` has the figures."""

_WALL = 24
_FIRST_SEED = 20
"""Where wall 0 begins. Of the worst look of `anime` 90 % of 30 people keep both eyes, at 0 43 %;
at 40 and 60 as many do, but at 60 walls are less various (0.49 of a crowd, here 0.52)."""

_FEATURES_FROM, _COLOURS_FROM = 3, 4  # blocks of 32 and 64 px


def first_blocks(tuned_blocks: int) -> int:
    """The last blocks that are drawn wholly by a style at first; `FADE` is of those before them."""
    return max(tuned_blocks - 1, 1)


def first_recipe(tuned_blocks: int, appearance: Appearance = PLAIN) -> Recipe:
    """What is drawn first of a person, live and on the wall; arguments as for `default_wall`."""
    return Recipe(
        photo_colours=PHOTO_COLOURS,
        skin_tone=SKIN_TONE,
        hair_tone=HAIR_TONE,
        outline=OUTLINE,
        background_light=BACKGROUND_LIGHT,
        redraw=REDRAW,
        redraw_seed=REDRAW_SEED,
        ink=INK,
        use_blocks=first_blocks(tuned_blocks),
        fade=FADE,
        truncation=TRUNCATION,
        darker_skin=appearance.darker_skin,
        short_hair=appearance.short_hair,
        beard=appearance.beard,
        small_eyes=appearance.small_eyes,
        strong_jaw=appearance.strong_jaw,
        glasses=appearance.glasses,
        mouth=appearance.mouth,
    )


def default_wall(
    *,
    num_blocks: int,
    tuned_blocks: int,
    seed: int,
    appearance: Appearance = PLAIN,
) -> tuple[Recipe, ...]:
    """The 24 recipes of the first wall, from the one that is shown first to the boldest.

    Args:
        num_blocks: Synthesis blocks of the generator.
        tuned_blocks: Blocks that the style tuned.
        seed: Where the random latents of the mixes begin; the same seed gives the same wall.
        appearance: Of the person, on every avatar; but on some hair is as different as can be.
    """
    front = max(num_blocks - tuned_blocks, 1)
    plain = first_recipe(tuned_blocks, appearance)
    other_hair = float(plain.short_hair <= 0.5)
    wall = [
        plain,
        replace(plain, photo_colours=1.0, short_hair=other_hair),
        replace(plain, photo_colours=0.2),
        replace(
            plain,
            use_blocks=first_blocks(tuned_blocks - 1),
            strength=0.95,
            fade=0.8,
            photo_colours=1.0,
        ),
        replace(plain, anime_latent=0.5, photo_colours=0.2),
        replace(plain, split=front),
        replace(plain, use_blocks=None, truncation=0.75),
    ]
    # (first block, end, weight, colours of the photo) of a random latent: other colours, which
    # are drawn from 64 px on; all that the style draws; colours and features, from 32 px on;
    # another outline. With these weights a wall has 0.51 of a crowd's variety (20 people, quality
    # `instant`), 0.48 with 0.8 and 0.9 in place of 0.9 and 1, and 0.53 with 1 and 1. Other hair on
    # every other round of them adds 0.03 (8 people).
    spans = (
        (min(_COLOURS_FROM, num_blocks - 1), num_blocks, 1.0, 0.0),
        (front, num_blocks, 0.9, 0.1),
        (min(_FEATURES_FROM, num_blocks - 2), num_blocks, 1.0, 0.0),
        (0, front, 0.75, 0.5),
    )
    for number in range(_WALL - len(wall)):
        start, until, weight, colours = spans[number % len(spans)]
        wall.append(
            replace(
                plain,
                mix_seed=_FIRST_SEED + seed + number,
                mix_from=start,
                mix_until=until,
                mix_weight=weight,
                photo_colours=colours,
                # Other colours are other hair.
                hair_tone=plain.hair_tone if colours >= 0.5 else 0.0,
                short_hair=other_hair if number // len(spans) % 2 else plain.short_hair,
            )
        )
    return tuple(
        replace(recipe, redraw_seed=(plain.redraw_seed + number) % DRAWINGS)
        for number, recipe in enumerate(wall)
    )
