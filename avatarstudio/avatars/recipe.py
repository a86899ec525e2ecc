"""Recipes: how a person's latents and a style become one avatar (thesis 4.5 and 4.6)."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from avatarstudio.faces.mouth import MouthShape

RECIPE_VERSION = 1

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

BACKGROUND_LIGHT = 0.5
"""Of what is drawn first, over 100 people: drawings stand before lighter backgrounds than people.
KD-judge is 0.28, without it 0.39; at 0.7 it is 0.24 and fewer are found (50 %, here 57 %)."""

REDRAW = 0.75
"""Of what is drawn first: faces are whole and hair has strands. Less leaves marks on faces, more
makes another person. Eyes decided, not the judge (over 100 people KD-judge 0.28, without it 0.22;
found 57 and 56 %, both eyes for all)."""

DRAWINGS = 24
"""Seeds of redrawings that are thrown and offered: as many as a wall has looks."""

REDRAW_SEED = 19
"""Of what is drawn first: over 14 people the one of `DRAWINGS` whose worse eye is most like drawn
ones where it is least so (`training.eyes`), and second in the mean."""

_WALL = 24
_FIRST_SEED = 20
"""Where wall 0 begins. Of the worst look of `anime` 90 % of 30 people keep both eyes, at 0 43 %;
at 40 and 60 as many do, but at 60 walls are less various (0.49 of a crowd, here 0.52)."""

_SHARES = (
    "strength",
    "fade",
    "anime_latent",
    "mix_weight",
    "truncation",
    "photo_colours",
    "skin_tone",
    "hair_tone",
    "outline",
    "background_light",
    "redraw",
    "short_hair",
)
"""Ingredients that lie between 0 and 1."""

_WHOLE = (
    "use_blocks",
    "split",
    "mix_seed",
    "mix_from",
    "mix_until",
    "redraw_seed",
    "first",
    "until",
    "seed",
)
"""Ingredients of recipes and blends that are whole numbers."""

_FEATURES_FROM, _COLOURS_FROM = 3, 4  # blocks of 32 and 64 px


@dataclass(frozen=True, slots=True)
class Blend:
    """A random latent mixed into some blocks, carried over from the avatar that one began with.

    Attributes:
        first: First synthesis block.
        until: Synthesis block before which it ends.
        seed: Seed of the random latent.
        weight: Its weight, 0 to 1.
    """

    first: int
    until: int
    seed: int
    weight: float

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.until:
            raise ValueError("a blend ends after it begins")
        if not 0 <= self.weight <= 1:
            raise ValueError(f"weight lies between 0 and 1, not {self.weight}")


class GlassesShape(enum.StrEnum):
    """Kinds of drawn glasses."""

    ROUND = "round"
    SQUARE = "square"
    HALF_RIMMED = "half-rimmed"


@dataclass(frozen=True, slots=True)
class Glasses:
    """Glasses that are drawn on an avatar (`avatars.glasses`).

    Attributes:
        shape: Their kind.
        colour: Of the rims, `#rrggbb`.
    """

    shape: GlassesShape = GlassesShape.SQUARE
    colour: str = "#28242c"

    def __post_init__(self) -> None:
        if not re.fullmatch("#[0-9a-f]{6}", self.colour):
            raise ValueError(f"a colour is written #rrggbb, not {self.colour}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What `avatars.render` does with (z1, z2, style); plain values that reproduce an avatar.

    Attributes:
        use_blocks: Last blocks taken from the style (j of g_fin_k_use_j); None for all that it
            tuned.
        strength: Weight of the style's tensors in those blocks, 0 (the photo) to 1 (the style).
        fade: What each tuned block before those has of the next one's weight, 0 (section 4.5) to 1.
        split: First synthesis blocks that take z1, the rest take z2 (section 4.6).
        anime_latent: Weight of z2 against z1 in the other blocks, 0 to 1.
        mix_seed: Seed of the random latent that is mixed in, or None.
        mix_from: First synthesis block that takes the random latent.
        mix_until: Synthesis block before which it ends.
        mix_weight: Weight of the random latent there, 0 to 1.
        truncation: Pull of all latents toward the mean of w, 1 (none) to 0.
        photo_colours: How far colours follow the photo, 0 to 1.
        skin_tone: How far the skin's tone follows the photo, 0 to 1.
        hair_tone: How dark hair is drawn where the photo's is, 0 (as the style draws) to 1.
        outline: How closely hair keeps to the photo's outline, 0 (as drawn) to 1.
        background_light: How much lighter than the photo's the background is where an outline keeps
            it calm, 0 (not) to 1.
        redraw: How freely a network that knows drawings redraws the style's, 0 (not) to 1.
        redraw_seed: Of the noise that it is redrawn from: other strokes, and other eyes.
        short_hair: How short hair is cut beside face and neck, 0 (as drawn) to 1 (to the ears).
        blends: What dice and locks carry over; applied in order, before the random latent above.
        edits: Amounts of named sliders (`avatars.edits`), -1 to 1, as pairs sorted by name and
            without those at rest.
        glasses: Glasses before the eyes, or None.
        mouth: What takes the place of the style's mouth, or None.
    """

    use_blocks: int | None = None
    strength: float = 1.0
    fade: float = 0.0
    split: int = 0
    anime_latent: float = 1.0
    mix_seed: int | None = None
    mix_from: int = 0
    mix_until: int = 0
    mix_weight: float = 0.0
    truncation: float = 1.0
    photo_colours: float = 0.0
    skin_tone: float = 0.0
    hair_tone: float = 0.0
    outline: float = 0.0
    background_light: float = 0.0
    redraw: float = 0.0
    redraw_seed: int = 0
    short_hair: float = 0.0
    blends: tuple[Blend, ...] = ()
    edits: tuple[tuple[str, float], ...] = ()
    glasses: Glasses | None = None
    mouth: MouthShape | None = None

    def __post_init__(self) -> None:
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between 0 and 1, not {getattr(self, name)}")
        if self.split < 0 or (self.use_blocks is not None and self.use_blocks < 0):
            raise ValueError("numbers of blocks are not negative")
        if not 0 <= self.mix_from <= self.mix_until:
            raise ValueError("mixing ends where it begins or later")
        names = [name for name, _ in self.edits]
        if names != sorted(set(names)):
            raise ValueError("edits are sorted and each is there once")
        for name, amount in self.edits:
            if not -1 <= amount <= 1 or amount == 0:
                raise ValueError(f"{name} lies between -1 and 1 and is not 0, not {amount}")

    def all_blends(self) -> tuple[Blend, ...]:
        """All random latents that are mixed in, in the order in which they are applied."""
        if self.mix_seed is None or self.mix_from == self.mix_until or self.mix_weight == 0:
            return self.blends
        last = Blend(
            first=self.mix_from, until=self.mix_until, seed=self.mix_seed, weight=self.mix_weight
        )
        return (*self.blends, last)

    def edit(self, name: str) -> float:
        """The amount of a named slider; 0 at rest."""
        return dict(self.edits).get(name, 0.0)

    def with_edit(self, name: str, amount: float) -> Self:
        """The same recipe with a named slider moved; 0 puts it to rest."""
        amounts = {**dict(self.edits), name: float(amount)}
        return replace(self, edits=tuple(sorted((n, a) for n, a in amounts.items() if a)))

    def to_json(self) -> str:
        """The recipe as a JSON object."""
        values = {"version": RECIPE_VERSION, **asdict(self), "edits": dict(self.edits)}
        return json.dumps(values, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a recipe.

        Raises:
            ValueError: It is no recipe of this version, or a value is impossible.
        """
        values = json.loads(text)
        if not isinstance(values, Mapping) or values.get("version") != RECIPE_VERSION:
            raise ValueError("not a recipe of this version")
        return cls._checked({k: v for k, v in values.items() if k != "version"})

    @classmethod
    def _checked(cls, values: Mapping[str, Any]) -> Self:
        unknown = set(values) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"unknown ingredients: {', '.join(sorted(unknown))}")
        apart = ("blends", "edits", "glasses", "mouth")
        plain = {name: value for name, value in values.items() if name not in apart}
        _check_numbers(plain)
        return cls(
            **plain,
            blends=_read_blends(values.get("blends", [])),
            edits=_read_edits(values.get("edits", {})),
            glasses=_read_glasses(values.get("glasses")),
            mouth=_read_mouth(values.get("mouth")),
        )


def _check_numbers(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, float) and name in _WHOLE:
            raise ValueError(f"{name} is no whole number: {value}")
        if isinstance(value, bool) or not (
            isinstance(value, int | float) or (value is None and name in ("use_blocks", "mix_seed"))
        ):
            raise ValueError(f"{name} is no number: {value!r}")


def _read_blends(entries: Any) -> tuple[Blend, ...]:
    known = {f.name for f in fields(Blend)}
    if not isinstance(entries, list):
        raise ValueError("blends is no list")
    for entry in entries:
        if not isinstance(entry, Mapping) or set(entry) != known:
            raise ValueError(f"no blend: {entry!r}")
        _check_numbers(entry)
    return tuple(Blend(**entry) for entry in entries)


def _read_glasses(entry: Any) -> Glasses | None:
    if entry is None:
        return None
    if not isinstance(entry, Mapping) or set(entry) != {f.name for f in fields(Glasses)}:
        raise ValueError(f"no glasses: {entry!r}")
    return Glasses(shape=GlassesShape(entry["shape"]), colour=str(entry["colour"]))


def _read_mouth(entry: Any) -> MouthShape | None:
    return None if entry is None else MouthShape(entry)


def _read_edits(amounts: Any) -> tuple[tuple[str, float], ...]:
    if not isinstance(amounts, Mapping):
        raise ValueError("edits is no object")
    _check_numbers(amounts)
    return tuple(sorted((name, float(amount)) for name, amount in amounts.items()))


def first_blocks(tuned_blocks: int) -> int:
    """The last blocks that are drawn wholly by a style at first; `FADE` is of those before them."""
    return max(tuned_blocks - 1, 1)


def first_recipe(
    tuned_blocks: int,
    *,
    glasses: Glasses | None = None,
    mouth: MouthShape | None = None,
    short_hair: float = 0.0,
) -> Recipe:
    """What is drawn first of a person, live and on the wall; arguments as for `default_wall`."""
    return Recipe(
        photo_colours=PHOTO_COLOURS,
        skin_tone=SKIN_TONE,
        hair_tone=HAIR_TONE,
        outline=OUTLINE,
        background_light=BACKGROUND_LIGHT,
        redraw=REDRAW,
        redraw_seed=REDRAW_SEED,
        use_blocks=first_blocks(tuned_blocks),
        fade=FADE,
        truncation=TRUNCATION,
        short_hair=short_hair,
        glasses=glasses,
        mouth=mouth,
    )


def default_wall(
    *,
    num_blocks: int,
    tuned_blocks: int,
    seed: int,
    glasses: Glasses | None = None,
    mouth: MouthShape | None = None,
    short_hair: float = 0.0,
) -> tuple[Recipe, ...]:
    """The 24 recipes of the first wall, from the one that is shown first to the boldest.

    Args:
        num_blocks: Synthesis blocks of the generator.
        tuned_blocks: Blocks that the style tuned.
        seed: Where the random latents of the mixes begin; the same seed gives the same wall.
        glasses: What the person wears, on every avatar.
        mouth: What the person's mouth does, on every avatar.
        short_hair: How short hair is cut on the first avatar and on most, 0 to 1; on the others it
            is as different as can be.
    """
    front = max(num_blocks - tuned_blocks, 1)
    plain = first_recipe(tuned_blocks, glasses=glasses, mouth=mouth, short_hair=short_hair)
    other_hair = float(short_hair <= 0.5)
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
                short_hair=other_hair if number // len(spans) % 2 else short_hair,
            )
        )
    return tuple(
        replace(recipe, redraw_seed=(plain.redraw_seed + number) % DRAWINGS)
        for number, recipe in enumerate(wall)
    )
