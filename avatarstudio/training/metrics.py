"""Measures of pictures that were made: quality, likeness, pose, diversity, copying."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.core.errors import ExportError, UsageError
from avatarstudio.faces.eyes import EyeFinder
from avatarstudio.nets.catalog import ModelKind
from avatarstudio.nets.judge import JudgeNet
from avatarstudio.nets.perceptual import FeatureNet, feature_distance
from avatarstudio.training.colours import colour_correlation
from avatarstudio.training.data import (
    DataSource,
    TooFewPicturesError,
    load_pictures,
    picture_names,
    to_unit_range,
)
from avatarstudio.training.distances import (
    cosines,
    frechet_against_halves,
    kernel_distance,
    retrieval,
    standardise,
)
from avatarstudio.training.options import Commands, add_device_options, data_source
from avatarstudio.training.report import Figure, PictureRow, write_report
from avatarstudio.training.structure import pose_consistency, structure_features
from avatarstudio.training.trained import has_bundled, load_judge, load_perceptual

MIN_SET = 20
"""Distances between smaller sets say nothing."""

EYE_LEVEL = 0.05
"""Difference in height, as a share of the width, that still counts as the portrait's."""

_SPLITS = 8
_SHOWN = 8


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The sets to measure; all uint8, (N, 3, H, W), of one size.

    Attributes:
        made: Samples, copies or avatars.
        reference: Real pictures that training never saw.
        portraits: The portrait of each of `made`, in the same order.
        training: What training saw.
    """

    made: Tensor
    reference: Tensor | None = None
    portraits: Tensor | None = None
    training: Tensor | None = None


@dataclass(slots=True)
class Measures:
    """Figures by name, in the order of the report, and the pictures that explain them."""

    figures: dict[str, Figure] = field(default_factory=dict)
    rows: list[PictureRow] = field(default_factory=list)

    def add(self, name: str, value: float, meaning: str, *, error: float | None = None) -> None:
        """Add a figure."""
        self.figures[name] = Figure(value=value, error=error, meaning=meaning)

    def plain(self) -> dict[str, float]:
        """Values and errors by name, for JSON and for cards."""
        values: dict[str, float] = {}
        for name, figure in self.figures.items():
            values[name] = figure.value
            if figure.error is not None:
                values[f"{name}_error"] = figure.error
        return values


def measure(
    pictures: Pictures,
    *,
    judge: JudgeNet,
    perceptual: FeatureNet | None,
    generator: torch.Generator,
) -> Measures:
    """Measure everything that the given sets allow.

    Args:
        pictures: The sets.
        judge: Gives the features of distances, likeness and copying.
        perceptual: Gives perceptual distances; without it they are left out.
        generator: CPU randomness for subsets.

    Raises:
        TooFewPicturesError: A set is too small for a distance.
    """
    measures = Measures()
    made = judge.describe(pictures.made)
    _show(measures, "Made", pictures.made[:_SHOWN])
    if pictures.reference is not None:
        reference = judge.describe(pictures.reference)
        scaled, real = standardise(made, by=reference), standardise(reference, by=reference)
        _show(measures, "Reference", pictures.reference[:_SHOWN])
        _add_distances(measures, scaled, real, generator)
        if pictures.training is not None:
            training = standardise(judge.describe(pictures.training), by=reference)
            _add_copying(measures, pictures, made=scaled, reference=real, training=training)
    if pictures.portraits is not None:
        _add_pairs(measures, pictures, judge=judge, perceptual=perceptual, made=made)
    if perceptual is not None:
        _add_diversity(measures, pictures.made, perceptual, generator)
    return measures


def _show(measures: Measures, title: str, *sets: Tensor) -> None:
    measures.rows.append(PictureRow(title=title, pictures=sets))


def _add_distances(
    measures: Measures, made: Tensor, reference: Tensor, generator: torch.Generator
) -> None:
    for features in (made, reference):
        if len(features) < MIN_SET:
            raise TooFewPicturesError(found=len(features), wanted=MIN_SET, places=[])
    ours, halves = frechet_against_halves(made, reference, splits=_SPLITS, generator=generator)
    measures.add(
        "fd_judge",
        ours.value,
        "Frechet distance to the reference; lower is better",
        error=ours.error,
    )
    measures.add(
        "fd_judge_halves",
        halves.value,
        "the same between two halves of the reference: what perfect pictures would reach",
        error=halves.error,
    )
    measures.add(
        "fd_judge_excess",
        ours.value - halves.value,
        "the distance without what the finite sets alone bring; 0 is perfect",
        error=math.hypot(ours.error, halves.error),
    )
    measures.add("fd_judge_ratio", ours.value / halves.value, "their ratio; 1 is perfect")
    kernel = kernel_distance(made, reference, generator=generator)
    measures.add(
        "kd_judge", kernel.value, "unbiased kernel distance; 0 is perfect", error=kernel.error
    )


def _add_copying(
    measures: Measures, pictures: Pictures, *, made: Tensor, reference: Tensor, training: Tensor
) -> None:
    """Compare how near made pictures come to training pictures with how near real ones do."""
    assert pictures.training is not None
    ours, places = cosines(made, training).max(dim=1)
    theirs = cosines(reference, training).max(dim=1).values
    limit = theirs.quantile(0.99)
    measures.add(
        "copied",
        float((ours > limit).double().mean()),
        "share nearer to a training picture than all but 1 % of the reference; 0.01 is chance",
    )
    measures.add(
        "nearest_training", float(ours.mean()), "mean cosine with the nearest training picture"
    )
    order = ours.argsort(descending=True)[:_SHOWN]
    _show(
        measures,
        "Made pictures nearest to a training picture, and that picture",
        pictures.made[order],
        pictures.training[places[order]],
    )


def _add_pairs(
    measures: Measures,
    pictures: Pictures,
    *,
    judge: JudgeNet,
    perceptual: FeatureNet | None,
    made: Tensor,
) -> None:
    assert pictures.portraits is not None
    portraits = pictures.portraits
    people = judge.describe(portraits)
    if len(portraits) != len(made):
        raise UsageError("Each picture needs one portrait of the same name.")
    if len(made) < 2:
        raise TooFewPicturesError(found=len(made), wanted=2, places=[])
    _show(
        measures, "Portraits and what was made of them", portraits[:_SHOWN], pictures.made[:_SHOWN]
    )
    squares = [
        F.mse_loss(to_unit_range(a), to_unit_range(b), reduction="none").mean(dim=(1, 2, 3))
        for a, b in zip(torch.split(pictures.made, 64), torch.split(portraits, 64), strict=True)
    ]
    _add_mean(measures, "mse", torch.cat(squares), "mean square error to the portrait on [-1, 1]")
    if perceptual is not None:
        distances = perceptual_distances(pictures.made, portraits, perceptual)
        _add_mean(measures, "perceptual", distances, "perceptual distance to the portrait")
    for name, similarity in (
        ("judge", cosines(standardise(made, by=made), standardise(people, by=people))),
        (
            "structure",
            cosines(structure_features(pictures.made), structure_features(portraits), centred=True),
        ),
    ):
        for top in (1, 5):
            measures.add(
                f"retrieval_{name}_top{top}",
                retrieval(similarity, top=top),
                f"share whose portrait is among the {top} nearest by {name} features; "
                f"{top / len(made):.3f} is chance",
            )
    measures.add(
        "pose",
        pose_consistency(portraits, pictures.made),
        "share more like the portrait than like its mirror image; 0.5 is chance",
    )
    for name, value in colour_correlation(portraits, pictures.made).items():
        measures.add(f"{name}_colour", value, f"correlation of {name} colours with the portrait's")
    if pictures.reference is not None:
        _add_eyes(measures, pictures.made, portraits, pictures.reference)


def _add_eyes(measures: Measures, made: Tensor, portraits: Tensor, reference: Tensor) -> None:
    drawn, seen = EyeFinder(reference).find(made), EyeFinder(portraits).find(portraits)
    both = drawn.present.all(dim=1)
    level = (drawn.level - seen.level).abs() <= EYE_LEVEL
    measures.add("eyes", float(both.double().mean()), "share with two eyes like the reference's")
    measures.add(
        "eyes_level",
        float((both & level).double().mean()),
        "share with both eyes at the height of the portrait's, within 5 % of the width",
    )


def _add_mean(measures: Measures, name: str, values: Tensor, meaning: str) -> None:
    error = float(values.std() / len(values) ** 0.5) if len(values) > 1 else None
    measures.add(name, float(values.mean()), meaning, error=error)


def _add_diversity(
    measures: Measures, made: Tensor, perceptual: FeatureNet, generator: torch.Generator
) -> None:
    if len(made) < 2:
        return
    first = torch.randint(len(made), (200,), generator=generator)
    step = torch.randint(1, len(made), (200,), generator=generator)
    distances = perceptual_distances(made[first], made[(first + step) % len(made)], perceptual)
    _add_mean(measures, "diversity", distances, "mean perceptual distance of two made pictures")


@torch.no_grad()
def perceptual_distances(first: Tensor, second: Tensor, network: FeatureNet) -> Tensor:
    """Perceptual distance of each pair.

    Args:
        first: uint8, (N, 3, H, W).
        second: uint8, the same shape.
        network: The trunk; pictures are brought to its resolution.

    Returns:
        float32, (N,), on the CPU.
    """
    device = network.from_rgb.weight.device
    size = network.spec.resolution

    def maps(pictures: Tensor) -> list[Tensor]:
        rgb = to_unit_range(pictures.to(device))
        if rgb.shape[-1] != size:
            rgb = F.interpolate(rgb, (size, size), mode="bilinear", antialias=True)
        features: list[Tensor] = network(rgb)
        return features

    return torch.cat(
        [
            feature_distance(maps(a), maps(b)).cpu()
            for a, b in zip(torch.split(first, 32), torch.split(second, 32), strict=True)
        ]
    )


def _matching(
    made: Sequence[DataSource], portraits: Sequence[DataSource], pictures: Tensor
) -> Tensor:
    """The portraits in the order of the made pictures, matched by names without suffixes.

    Raises:
        UsageError: A made picture has no portrait of its name.
    """
    names, given = (
        [Path(name).stem for source in sources for name in picture_names(source)]
        for sources in (made, portraits)
    )
    places = {name: i for i, name in enumerate(given)}
    lonely = [name for name in names if name not in places]
    if lonely:
        raise UsageError(f"There is no portrait named “{lonely[0]}”; pairs have the same names.")
    return pictures[[places[name] for name in names]]


def _command(options: argparse.Namespace) -> None:
    device = torch.device(options.device)
    judge = load_judge(options.judge, device)
    perceptual = None
    if options.perceptual is not None or has_bundled(ModelKind.PERCEPTUAL):
        perceptual = load_perceptual(options.perceptual, device)

    def load(sources: Sequence[DataSource] | None, *, held_out: bool = False) -> Tensor | None:
        if not sources:
            return None
        return load_pictures(sources, resolution=options.resolution, held_out=held_out).pictures

    made = load_pictures(options.made, resolution=options.resolution).pictures
    portraits = load(options.portraits)
    if portraits is not None:
        portraits = _matching(options.made, options.portraits, portraits)
    sets = Pictures(
        made=made,
        reference=load(options.reference, held_out=options.held_out),
        portraits=portraits,
        training=load(options.training),
    )
    generator = torch.Generator().manual_seed(options.seed)
    measures = measure(sets, judge=judge, perceptual=perceptual, generator=generator)
    result = {
        "figures": measures.plain(),
        "made": len(made),
        "judge": str(options.judge or "bundled"),
        "perceptual": str(options.perceptual or "bundled") if perceptual is not None else None,
        "command": options.command_line,
    }
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(result, indent=2, ensure_ascii=False)
        (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
        write_report(options.out / "metrics.html", measures.figures, measures.rows)
    except OSError as error:
        raise ExportError(path=options.out, reason=error.strerror or str(error)) from error


def add_command(commands: Commands) -> None:
    """Add `metrics` to the toolkit."""
    parser = commands.add_parser("metrics", help="measure pictures; writes metrics.json and .html")
    parser.set_defaults(run=_command)

    def sources(name: str, text: str, *, required: bool = False) -> None:
        parser.add_argument(name, nargs="+", type=data_source, required=required, help=text)

    sources("--made", "samples, copies or avatars", required=True)
    sources("--reference", "real pictures for the distances")
    sources("--portraits", "the portraits of what was made, with the same names")
    sources("--training", "training pictures, for copying")
    parser.add_argument(
        "--held-out", action="store_true", help="take the reference's held-out part"
    )
    parser.add_argument(
        "--judge", type=Path, help="run or weight file; the program's own if left out"
    )
    parser.add_argument("--perceptual", type=Path, help="run or weight file of a perceptual net")
    parser.add_argument("--resolution", type=int, default=256, help="size to compare at")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    add_device_options(parser)
