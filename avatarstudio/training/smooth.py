"""Sets of pictures whose backgrounds are smoothed, so that generators spend themselves on faces."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from avatarstudio.core.errors import ExportError
from avatarstudio.nets.matte import MatteNet, find_matte, smooth_background
from avatarstudio.nets.pictures import to_rgb_image, to_tensor
from avatarstudio.training.data import DataSource, read_source
from avatarstudio.training.options import Commands, add_device_options, data_source
from avatarstudio.training.trained import load_matte_net

_WEBP_QUALITY = 95


@torch.no_grad()
def smooth_sets(sources: Sequence[DataSource], folder: Path, network: MatteNet) -> None:
    """Write each source's pictures under their names into a folder of the source's name.

    Pictures that are there already are not made again.

    Args:
        sources: Square pictures, all of one framing; those held out are written too.
        folder: Gets one folder for each source.
        network: Finds the people.

    Raises:
        UsageError: A source cannot be read.
        PhotoUnreadableError: A picture is damaged or not square.
        ExportError: The folder cannot be written.
    """
    device = next(network.parameters()).device
    try:
        for source in sources:
            own = folder / source.path.stem
            own.mkdir(parents=True, exist_ok=True)
            for name, picture in read_source(source):
                target = own / f"{Path(name).stem}.webp"
                if target.exists():
                    continue
                rgb = to_tensor(np.array(picture), device)
                smoothed = to_rgb_image(smooth_background(rgb, find_matte(network, rgb)))
                fresh = target.with_suffix(".new")
                Image.fromarray(smoothed).save(fresh, "WEBP", quality=_WEBP_QUALITY)
                fresh.replace(target)
    except OSError as error:
        raise ExportError(path=folder, reason=error.strerror or str(error)) from error


def _command(options: argparse.Namespace) -> None:
    sources = [DataSource(source.path) for source in options.data]
    smooth_sets(sources, options.out, load_matte_net(options.mask, torch.device(options.device)))


def add_command(commands: Commands) -> None:
    """Add `smooth` to the toolkit."""
    parser = commands.add_parser("smooth", help="smooth the backgrounds of sets of pictures")
    parser.set_defaults(run=_command)
    parser.add_argument("--data", nargs="+", type=data_source, required=True)
    parser.add_argument("--mask", type=Path, help="run of `mask`, or the program's own")
    parser.add_argument("--out", type=Path, required=True, help="gets a folder for each set")
    add_device_options(parser)
