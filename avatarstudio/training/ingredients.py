"""What the papers' figures are made from."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from avatarstudio.core.errors import UsageError
from avatarstudio.core.images import RgbImage
from avatarstudio.inversion.config import Quality
from avatarstudio.nets.cyclegan import Translator
from avatarstudio.nets.unet import Unet
from avatarstudio.training.data import DataSource, read_source
from avatarstudio.training.prepare import decode, source_pictures

GROUPS = {
    "expressive": ("report-08", "Faces with expressions"),
    "scenes": ("report-09", "The same people in other scenes"),
    "beards": ("report-10", "Facial hair"),
    "angled": ("report-11", "Angled faces"),
    "dark": ("report-12", "Dark pictures"),
}
"""Portraits that the report tries its models on: their figure and its title."""


@dataclass(frozen=True, slots=True, eq=False)
class Ingredients:
    """What figures are made from.

    Attributes:
        portraits: Aligned photographs, RGB, uint8, square.
        groups: More of them by the names of `GROUPS`.
        small: Collected drawings as they came, of any size (4.2, 4.3).
        translators: CycleGANs beside those of the catalog, ready for inference.
        distilled: A distilled translator to show beside them.
        style: Id of the style to show, the first one for None.
        quality: How hard inversions try.
        seed: Of samples and inversions.
    """

    portraits: Sequence[RgbImage] = ()
    groups: Mapping[str, Sequence[RgbImage]] = field(default_factory=dict)
    small: Sequence[RgbImage] = ()
    translators: Sequence[Translator] = ()
    distilled: Unet | None = None
    style: str | None = None
    quality: Quality = Quality.FAST
    seed: int = 0


def read_portraits(sources: Sequence[DataSource], count: int, *, held_out: bool) -> list[RgbImage]:
    """Pictures of each source, evenly over its names.

    Args:
        sources: Where to read.
        count: Pictures of each source.
        held_out: Take those that training never saw.
    """
    pictures: list[RgbImage] = []
    for source in sources:
        named = dict(read_source(source, held_out=held_out))
        names = sorted(named)
        places = np.linspace(0, len(names) - 1, min(count, len(names))).round().astype(int)
        pictures += [np.array(named[names[place]]) for place in dict.fromkeys(places.tolist())]
    return pictures


def read_collected(source: Path, count: int) -> list[RgbImage]:
    """The first drawings of a folder or zip, as they came."""
    pictures = itertools.islice(source_pictures(source), count)
    return [decode(read(), name) for name, read in pictures]


def read_groups(texts: Sequence[str], count: int) -> dict[str, Sequence[RgbImage]]:
    """Portraits by the group's name.

    Args:
        texts: `NAME=FOLDER` each.
        count: Portraits of each group.

    Raises:
        UsageError: There is no such group.
    """
    groups: dict[str, Sequence[RgbImage]] = {}
    for text in texts:
        key, _, path = text.partition("=")
        if key not in GROUPS:
            raise UsageError(f"There is no group “{key}”; choose one of: {', '.join(GROUPS)}.")
        groups[key] = read_portraits([DataSource(Path(path))], count, held_out=False)
    return groups
