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

DRAWINGS = 24
"""Seeds of redrawings that are thrown and offered: as many as a wall has looks."""

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
    "ink",
    "short_hair",
    "bald",
    "beard",
    "small_eyes",
    "strong_jaw",
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
        ink: How much darker and crisper than drawn lines are, 0 (not) to 1.
        darker_skin: How much darker than in the photo's light skin is, -1 (lighter) to 1.
        short_hair: How short hair is cut beside face and neck, 0 (as drawn) to 1 (to the ears).
        bald: How bare the head is, 0 (not) to 1.
        beard: How full a beard is drawn, 0 (none) to 1.
        small_eyes: How much smaller than drawn eyes are, 0 (not) to 1.
        strong_jaw: How much wider than drawn the jaw is, 0 (not) to 1.
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
    ink: float = 0.0
    darker_skin: float = 0.0
    short_hair: float = 0.0
    bald: float = 0.0
    beard: float = 0.0
    small_eyes: float = 0.0
    strong_jaw: float = 0.0
    blends: tuple[Blend, ...] = ()
    edits: tuple[tuple[str, float], ...] = ()
    glasses: Glasses | None = None
    mouth: MouthShape | None = None

    def __post_init__(self) -> None:
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between 0 and 1, not {getattr(self, name)}")
        if not -1 <= self.darker_skin <= 1:
            raise ValueError(f"darker_skin lies between -1 and 1, not {self.darker_skin}")
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


@dataclass(frozen=True, slots=True)
class Appearance:
    """What is read off a person's portrait because styles cannot draw it; attributes as `Recipe`'s.

    Attributes:
        glasses: What the person wears.
        mouth: What the person's mouth does.
        short_hair: How short the hair is.
        darker_skin: How much darker the skin is than the light of the photo says.
        beard: How full the beard is.
        small_eyes: How much smaller than a drawn girl's the eyes are.
        strong_jaw: How much wider than a drawn girl's the jaw is.
    """

    glasses: Glasses | None = None
    mouth: MouthShape | None = None
    short_hair: float = 0.0
    darker_skin: float = 0.0
    beard: float = 0.0
    small_eyes: float = 0.0
    strong_jaw: float = 0.0

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read what `dataclasses.asdict` gives, or a part of it.

        Raises:
            ValueError: A value is impossible.
        """
        apart = ("glasses", "mouth")
        return cls(
            **{name: float(value) for name, value in values.items() if name not in apart},
            glasses=_read_glasses(values.get("glasses")),
            mouth=_read_mouth(values.get("mouth")),
        )


PLAIN = Appearance()
"""Nothing in particular."""
