"""Cut-outs to learn from: pictures whose person GrabCut finds beyond doubt, with their mattes.

Before a plain background the rim of the picture tells what is background, and what differs from it
is the person. Those pictures teach a first network, on other backgrounds than their own; what that
network finds then seeds GrabCut on every picture. A picture is kept where several cuts agree, from
seeds of different strictness and from its mirror image, and where they agree with the network.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image

from avatarstudio.avatars.grabcut import Region, Seeds, grab_cut, parts_at, shrunk
from avatarstudio.core.errors import UsageError
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.matte import MatteNet, find_matte, guided_filter
from avatarstudio.nets.pictures import to_tensor
from avatarstudio.training.data import DataSource, read_source
from avatarstudio.training.options import Commands, add_device_options, data_source
from avatarstudio.training.trained import load_matte_net

SIZE_PX = 160
"""Side of a cut-out: training crops squares of 128 px and more out of it."""

PICTURES, MATTES = "pictures", "mattes"
"""Folders of a set of cut-outs; a picture and its matte bear the same name."""

Distance = npt.NDArray[np.float64]
"""How much each pixel differs from the background, (H, W); up to about 1 it does not."""

_AGREEMENT = 0.95
"""Least share that all cuts have in common of what any of them has; by eye on 300 pictures."""
_AGREEMENT_WITH_NETWORK = 0.93

_MOST_AT_SIDES = 0.1
"""Share of the sides, down to the shoulders, that is person; where it is more, a thing behind the
person was mostly taken for a part of it."""

_YCBCR_WEIGHTS = np.array([0.4, 0.8, 0.8])
"""Bring Y, Cb and Cr (0 to 255) to about the steps of CIELAB."""


def plain_seeds(picture: RgbImage) -> tuple[Seeds, ...]:
    """Seeds of a picture before a plain background, of rising strictness; none before another.

    Args:
        picture: RGB, uint8, (S, S, 3), in the portrait framing.
    """
    distance = _distance_to_backdrop(picture)
    if distance is None:
        return ()
    size = picture.shape[0]
    face = Seeds.of_framing(size).person
    if np.mean(distance[face] < 1) > 0.5:  # there is no face, or it cannot be told apart
        return ()
    seeds = []
    for limit in (0.8, 1.2, 1.8):
        background = parts_at(distance < limit, _rim(size))
        person = face | shrunk((distance > 4) & ~background, 2)
        seeds.append(Seeds(background=shrunk(background, 2), person=person, guess=~background))
    return tuple(seeds) if all(s.background.sum() > size for s in seeds) else ()


def _distance_to_backdrop(picture: RgbImage) -> Distance | None:
    """How much each pixel differs from a backdrop fitted to the rim; None if none fits.

    The backdrop is a quadratic surface in each channel, so light may fall off. It is fitted to the
    upper corners first, then to the part of the rim that is like it. The limits, in steps of
    CIELAB, were chosen by eye on 60 pictures of each source.
    """
    size = picture.shape[0]
    colours = np.asarray(Image.fromarray(picture).convert("YCbCr"), np.float64) * _YCBCR_WEIGHTS
    y, x = np.mgrid[:size, :size] / (size - 1) * 2 - 1
    basis = np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)
    rim, corners = _rim(size), _corners(size)
    chosen = corners
    for terms in (3, 3, 6, 6, 6):
        fit, *_ = np.linalg.lstsq(basis[chosen][:, :terms], colours[chosen], rcond=None)
        distance: Distance = np.linalg.norm(colours - basis[..., :terms] @ fit, axis=-1)
        spread = max(float(np.sqrt(np.mean(distance[chosen] ** 2))), 1.0)
        chosen = rim & (distance < max(2.5 * spread, 6.0))
        if chosen.sum() < rim.sum() / 4:
            return None
    limit = max(3 * spread, 6.0)
    # Before a dark backdrop, dark hair is the same to colours.
    dark = colours[chosen][:, 0].mean() < 10
    if spread > 4 or dark or np.mean(distance[corners] < limit) < 0.95:
        return None
    return distance / limit


def _rim(size: int) -> Region:
    """Where a picture shows background if it shows any: the top, and the sides down to the chin."""
    edge = size // 20
    rim = np.zeros((size, size), dtype=bool)
    rim[:edge] = True
    rim[: size * 3 // 5, :edge] = rim[: size * 3 // 5, -edge:] = True
    return rim


def _sides(size: int) -> Region:
    edge, low = size // 40, size * 7 // 10
    sides = np.zeros((size, size), dtype=bool)
    sides[:low, :edge] = sides[:low, -edge:] = True
    return sides


def _corners(size: int) -> Region:
    edge = size // 11
    corners = np.zeros((size, size), dtype=bool)
    corners[:edge, :edge] = corners[:edge, -edge:] = True
    return corners


def network_seeds(matte: npt.NDArray[np.float32]) -> tuple[Seeds, ...]:
    """Seeds from a network's matte, (S, S) in [0, 1], of rising strictness."""
    background, person = shrunk(matte < 0.05, 1), shrunk(matte > 0.95, 1)
    return tuple(
        Seeds(background=background, person=person, guess=matte > limit)
        for limit in (0.3, 0.5, 0.7)
    )


def agreed_cut(picture: RgbImage, seeds: Sequence[Seeds]) -> npt.NDArray[np.float32] | None:
    """The mean of the cuts from all seeds and from the mirror image; None where they disagree.

    Args:
        picture: RGB, uint8, (S, S, 3).
        seeds: At least one.

    Returns:
        (S, S), values in [0, 1].
    """
    cuts = [grab_cut(picture, one, iterations=1) for one in seeds]
    cuts.append(_mirrored_cut(picture, seeds[len(seeds) // 2]))
    return np.mean(cuts, axis=0, dtype=np.float32) if overlap(cuts) >= _AGREEMENT else None


def _mirrored_cut(picture: RgbImage, seeds: Seeds) -> Region:
    mirrored = Seeds(
        background=seeds.background[:, ::-1],
        person=seeds.person[:, ::-1],
        guess=seeds.guess[:, ::-1],
    )
    return grab_cut(np.ascontiguousarray(picture[:, ::-1]), mirrored, iterations=1)[:, ::-1]


def overlap(regions: Sequence[Region]) -> float:
    """What all regions have in common as a share of what any of them has."""
    return float(np.all(regions, axis=0).sum() / max(np.any(regions, axis=0).sum(), 1))


@torch.no_grad()
def label(picture: RgbImage, network: MatteNet | None) -> npt.NDArray[np.float32] | None:
    """The matte of a picture where there is no doubt, (S, S) in [0, 1], else None.

    Args:
        picture: RGB, uint8, (S, S, 3), in the portrait framing.
        network: What was learnt from plain backgrounds, or None to look at those only.
    """
    seeds, found = plain_seeds(picture), None
    rgb = to_tensor(picture, torch.device("cpu"))
    if network is not None:
        size = picture.shape[:2]
        found = torch.nn.functional.interpolate(
            find_matte(network, rgb), size=size, mode="bilinear"
        )[0, 0].numpy()
        seeds = seeds or network_seeds(found)
    cut = agreed_cut(picture, seeds) if seeds else None
    if cut is None:
        return None
    if found is not None and overlap([cut > 0.5, found > 0.5]) < _AGREEMENT_WITH_NETWORK:
        return None
    if np.mean(cut[_sides(picture.shape[0])] > 0.5) > _MOST_AT_SIDES:
        return None
    soft = guided_filter(rgb, torch.from_numpy(cut)[None, None], radius=3, smoothness=2e-3)
    return soft[0, 0].numpy()


def write_cut_outs(
    sources: Sequence[DataSource], folder: Path, *, every: int = 1, network: MatteNet | None
) -> None:
    """Label every n-th picture and write those without doubt.

    Raises:
        UsageError: The folder holds something, or a source cannot be read.
        PhotoUnreadableError: A picture is damaged or not square.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"“{folder}” is not empty; choose another --out.")
    for name in (PICTURES, MATTES):
        (folder / name).mkdir(parents=True)
    for source in sources:
        for name, image in itertools.islice(read_source(source), 0, None, every):
            small = image.resize((SIZE_PX, SIZE_PX), Image.Resampling.BOX)
            matte = label(np.array(small), network)
            if matte is not None:
                file = f"{source.path.name}-{Path(name).stem}.png"
                small.save(folder / PICTURES / file)
                Image.fromarray(np.rint(matte * 255).astype(np.uint8)).save(folder / MATTES / file)


def _command(options: argparse.Namespace) -> None:
    network = None
    if options.mask is not None:
        network = load_matte_net(options.mask, torch.device(options.device))
    write_cut_outs(options.data, options.out, every=options.every, network=network)


def add_command(commands: Commands) -> None:
    """Add `mask-labels` to the toolkit."""
    parser = commands.add_parser("mask-labels", help="cut people out, for `mask` to learn from")
    parser.set_defaults(run=_command)
    parser.add_argument("--data", nargs="+", type=data_source, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the cut-outs")
    parser.add_argument("--every", type=int, default=1, help="take every n-th picture only")
    parser.add_argument("--mask", type=Path, help="run of `mask` that seeds every picture")
    add_device_options(parser)
