"""An avatar of each portrait of a set: what `metrics` measures and `distill` learns from."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from avatarstudio.core.errors import ExportError
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import Quality
from avatarstudio.nets.catalog import Catalog
from avatarstudio.training.data import DataSource, read_source
from avatarstudio.training.options import Commands, add_device_options, data_source

if TYPE_CHECKING:
    from avatarstudio.pipeline import Engine


def make_avatars(
    engine: Engine,
    source: DataSource,
    folder: Path,
    *,
    style: str | None,
    quality: Quality,
    seed: int,
    held_out: bool,
) -> None:
    """Render the default avatar of each portrait, at the generator's size, under its name.

    Args:
        engine: Holds the models.
        source: Aligned portraits.
        folder: Gets one PNG each; those that are there already are not made again.
        style: Id of the style, the first one for None.
        quality: How hard inversions try.
        seed: Of the inversions.
        held_out: Take the portraits that training never saw.

    Raises:
        UnknownModelError: There is no such style.
        ExportError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, portrait in read_source(source, held_out=held_out):
            target = folder / f"{Path(name).stem}.png"
            if target.exists():
                continue
            picture = np.array(portrait)
            recipe = engine.wall(style, seed=seed, portrait=picture)[0]
            found = engine.invert(
                picture,
                style_id=style,
                quality=quality,
                seed=seed,
                progress=NullProgress(),
            )
            renderer = engine.renderer(engine.latents(found, style_id=style))
            fresh = target.with_suffix(".new")
            Image.fromarray(renderer.render(recipe).picture).save(fresh, "PNG")
            fresh.replace(target)
    except OSError as error:
        raise ExportError(path=folder, reason=error.strerror or str(error)) from error


def _command(options: argparse.Namespace) -> None:
    # Faces need dlib and OpenCV, which are not on the machines that only train.
    from avatarstudio.pipeline import Engine

    catalog = Catalog.read(options.weights, user_styles=user_styles_dir())
    make_avatars(
        Engine(catalog, device=options.device),
        options.portraits,
        options.out,
        style=options.style,
        quality=Quality(options.quality),
        seed=options.seed,
        held_out=options.held_out,
    )


def add_command(commands: Commands) -> None:
    """Add `avatars` to the toolkit."""
    parser = commands.add_parser("avatars", help="make an avatar of each portrait of a set")
    parser.set_defaults(run=_command)
    parser.add_argument("--portraits", type=data_source, required=True, help="aligned photographs")
    parser.add_argument("--held-out", action="store_true", help="take the portraits held out")
    parser.add_argument("--style", help="id of the style; the first one if left out")
    parser.add_argument("--quality", choices=[q.value for q in Quality], default="fast")
    parser.add_argument("--weights", type=Path, default=weights_dir(), help="folder of models")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder of the avatars")
    add_device_options(parser)
