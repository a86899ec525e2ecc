"""What each recipe of the default wall is worth, on many people, in one run.

usage: python benchmarks/wall.py --portraits SET --drawings SET [--count 100] [--quality fast]
                                 [--sheet SHEET.png]

SET is a data source of the training toolkit, such as `faces,hold_out=200`; its held-out part is
taken. Prints, for each recipe, distance to the drawings, retrieval of the person, eyes and colours
(see `avatarstudio-train metrics`; eyes are looked for before glasses are drawn, since no drawing
that a finder learns from wears any); then how different the avatars of one wall are, over how
different default avatars of different people are. SHEET shows eight people's walls, one a row.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from tqdm import tqdm

from avatarstudio.avatars.glasses import draw_glasses
from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.core.progress import NullProgress
from avatarstudio.faces.mouth import read_mouth
from avatarstudio.inversion.config import Quality
from avatarstudio.nets.catalog import Catalog
from avatarstudio.pipeline import Engine
from avatarstudio.training.data import DataSource, load_pictures
from avatarstudio.training.metrics import Pictures, measure, perceptual_distances
from avatarstudio.training.options import data_source
from avatarstudio.training.trained import load_judge, load_perceptual

_PX = 128
"""Side at which pictures are compared."""

_FILLED = (..., slice(16, None), slice(8, 120))
"""Where 93 % of TV drawings and more fill their frame: what lies outside went on from their edge
and is no measure of avatars."""

_STYLE = ("kd_judge", "kd_judge_error")
_LIKENESS = (
    "retrieval_judge_top1",
    "retrieval_structure_top1",
    "pose",
    "hair_colour",
    "skin_colour",
)
_EYES = ("eyes", "eyes_level")


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--portraits", type=data_source, nargs="+", required=True)
    parser.add_argument("--drawings", type=data_source, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--quality", type=Quality, default=Quality.FAST)
    parser.add_argument("--style")
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    engine = Engine(Catalog.read(options.weights), device="cpu")
    people, drawings = held_out(options.portraits, options.drawings, options.count)
    recipes = engine.wall(options.style, seed=0)
    both = list(_walls(engine, people, options.style, options.quality))
    walls, bare = (torch.stack(pictures) for pictures in zip(*both, strict=True))
    if options.sheet is not None:
        _save_sheet(walls[:8], options.sheet)
    portraits = small(people)
    report: dict[str, object] = {
        "people": len(people),
        "photographs": figures(portraits, portraits, drawings),
        "recipes": [
            {**_changes(recipe), **figures(walls[:, i], portraits, drawings, bare=bare[:, i])}
            for i, recipe in enumerate(recipes)
        ],
        "variety": _variety(walls),
    }
    print(json.dumps(report, indent=2))


def held_out(
    portraits: Sequence[DataSource], drawings: Sequence[DataSource], count: int
) -> tuple[Tensor, Tensor]:
    """People, spread over the held-out portraits, (N, 3, 256, 256), and drawings at `_PX`."""
    people = load_pictures(portraits, resolution=256, held_out=True).pictures
    drawn = load_pictures(drawings, resolution=_PX, held_out=True).pictures
    return people[:: max(len(people) // count, 1)][:count], drawn


def _walls(
    engine: Engine, people: Tensor, style: str | None, quality: Quality
) -> Iterator[tuple[Tensor, Tensor]]:
    """Each person's wall, uint8, (recipes, 3, 128, 128), and the same without glasses."""
    for picture in tqdm(people):
        portrait = np.ascontiguousarray(picture.permute(1, 2, 0).numpy())
        found = engine.invert(
            portrait, style_id=style, quality=quality, seed=0, progress=NullProgress()
        )
        renderer = engine.renderer(engine.latents(found, style_id=style))
        faces = engine.find_faces(portrait)
        mouth = read_mouth(faces[0].landmarks) if faces else None
        recipes = engine.wall(style, seed=0, portrait=portrait, mouth=mouth)
        bare = [renderer.render(replace(recipe, glasses=None)).picture for recipe in recipes]
        worn = [
            picture if recipe.glasses is None else draw_glasses(picture, recipe.glasses)
            for picture, recipe in zip(bare, recipes, strict=True)
        ]
        yield _stacked(worn), _stacked(bare)


def _stacked(pictures: Sequence[RgbImage]) -> Tensor:
    return small(torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2))


def small(pictures: Tensor) -> Tensor:
    """Pictures, uint8, (N, 3, H, W), at the side at which they are compared."""
    images = (Image.fromarray(p.permute(1, 2, 0).numpy()) for p in pictures)
    arrays = [np.asarray(i.resize((_PX, _PX), Image.Resampling.LANCZOS)) for i in images]
    return torch.from_numpy(np.stack(arrays)).permute(0, 3, 1, 2)


def figures(
    made: Tensor, portraits: Tensor, drawings: Tensor, *, bare: Tensor | None = None
) -> dict[str, float]:
    """Distance to drawings and likeness of avatars, all uint8, (N, 3, 128, 128).

    Args:
        made: The avatars.
        portraits: Of the same people.
        drawings: Of the style.
        bare: The avatars without glasses, whose eyes count; None where nobody wears any.
    """
    judge = load_judge(None, torch.device("cpu"))

    def measured(pictures: Pictures) -> dict[str, float]:
        randomness = torch.Generator().manual_seed(0)
        return measure(pictures, judge=judge, perceptual=None, generator=randomness).plain()

    style = measured(Pictures(made=made[_FILLED], reference=drawings[_FILLED]))
    likeness = measured(Pictures(made=made, portraits=portraits))
    eyes = measured(
        Pictures(made=made if bare is None else bare, reference=drawings, portraits=portraits)
    )
    return {
        name: round(found[name], 3)
        for found, names in ((style, _STYLE), (likeness, _LIKENESS), (eyes, _EYES))
        for name in names
    }


def _variety(walls: Tensor) -> dict[str, float]:
    """Mean perceptual distances within walls and between the people's default avatars."""
    network = load_perceptual(None, torch.device("cpu"))
    pairs = torch.tensor(list(combinations(range(walls.shape[1]), 2)))
    inside = [
        float(perceptual_distances(wall[pairs[:, 0]], wall[pairs[:, 1]], network).mean())
        for wall in walls[:20]
    ]
    first = walls[:, 0]
    between = float(perceptual_distances(first, first.roll(1, dims=0), network).mean())
    within = statistics.mean(inside)
    return {"within a wall": within, "between people": between, "ratio": within / between}


def _changes(recipe: Recipe) -> dict[str, object]:
    """What a recipe says beyond the plainest one."""
    plain = asdict(Recipe())
    return {name: value for name, value in asdict(recipe).items() if value != plain[name]}


def _save_sheet(walls: Tensor, path: Path) -> None:
    rows = [torch.cat(list(wall), dim=2) for wall in walls]
    Image.fromarray(torch.cat(rows, dim=1).permute(1, 2, 0).numpy()).save(path)


if __name__ == "__main__":
    main()
