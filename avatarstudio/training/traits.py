"""Traits: what people are like, read off an encoder's feature maps, from a few thousand labels.

Ridge regression: the encoder knows so much of a face that a linear map is enough.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from tqdm import tqdm

from avatarstudio.core.errors import ExportError, UsageError
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.traits import TRAITS, TraitNet, TraitSpec
from avatarstudio.nets.weights import load_encoder
from avatarstudio.training.checkpoint import save_checkpoint
from avatarstudio.training.data import (
    DataSource,
    load_pictures,
    picture_names,
    to_unit_range,
)
from avatarstudio.training.options import Commands, data_source, invocation_of
from avatarstudio.training.record import write_start
from avatarstudio.training.views import nudge

_BATCH = 32


@dataclass(frozen=True, slots=True)
class TraitConfig:
    """How the map is fitted.

    Attributes:
        nudged: Views of each picture that are moved and recoloured a little, besides itself and its
            mirror image.
        ridge: Weight of the penalty, in mean squared lengths of a picture's features.
    """

    nudged: int
    ridge: float


@dataclass(frozen=True, slots=True, eq=False)
class LabelledPeople:
    """Portraits and what is known of them.

    Attributes:
        portraits: uint8, (N, 3, S, S), smoothed behind the person.
        labels: float32, (N, traits), NaN where nobody has said.
    """

    portraits: Tensor
    labels: Tensor


def read_people(
    sources: Sequence[DataSource], labels: Sequence[Path], *, resolution: int, held_out: bool
) -> LabelledPeople:
    """Read portraits with their labels.

    Args:
        sources: Sets of portraits.
        labels: For each a CSV file with the columns `name`, which is a picture's file name without
            its ending, and those of `TRAITS`; an empty cell says nothing.
        resolution: Side to bring the portraits to.
        held_out: Whether to take those that training does not see.

    Raises:
        UsageError: A file of labels does not fit its set.
    """
    if len(sources) != len(labels):
        raise UsageError("Each set of portraits needs one file of labels.")
    known = [
        _read_labels(file, picture_names(source, held_out=held_out))
        for source, file in zip(sources, labels, strict=True)
    ]
    pictures = load_pictures(sources, resolution=resolution, held_out=held_out).pictures
    return LabelledPeople(portraits=pictures, labels=torch.cat(known))


def _read_labels(file: Path, names: Sequence[str]) -> Tensor:
    try:
        with file.open(newline="", encoding="utf-8") as stream:
            rows = {row["name"]: row for row in csv.DictReader(stream)}
        told = [rows.get(Path(name).stem, {}) for name in names]
        values = [[float(row.get(trait) or "nan") for trait in TRAITS] for row in told]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"“{file}” cannot be used as labels: {error}.") from error
    return torch.tensor(values).reshape(-1, len(TRAITS))


@torch.no_grad()
def fit(people: LabelledPeople, encoder: Encoder, config: TraitConfig, *, seed: int) -> TraitNet:
    """Fit the map that says best what is known of people.

    Args:
        people: Whom to learn from.
        encoder: Whose feature maps are read.
        config: How.
        seed: Of the views.

    Raises:
        UsageError: Of a trait nothing, or the same of everybody, is known.
    """
    randomness = torch.Generator().manual_seed(seed)
    features = torch.cat(
        [
            _features(people.portraits, encoder, mirrored=view % 2 == 1, nudging=nudging)
            for view, nudging in enumerate([None, None, *[randomness] * config.nudged])
        ]
    )
    labels = people.labels.repeat(2 + config.nudged, 1)
    network = TraitNet(TraitSpec(features=features.shape[1]))
    middle = features.mean(dim=0)
    features -= middle
    penalty = config.ridge * float(features.square().sum(dim=1).mean())
    for row, trait in enumerate(tqdm(TRAITS, desc="fitting", unit="trait")):
        told = ~labels[:, row].isnan()
        seen, known = features[told], labels[told, row]
        if not told.any() or bool((known == known[0]).all()):
            raise UsageError(f"The labels do not tell people apart by “{trait}”.")
        gram = seen.T @ seen
        gram.diagonal().add_(penalty)
        weight = torch.linalg.solve(gram, seen.T @ (known - known.mean()))
        network.read.weight[row] = weight
        network.read.bias[row] = known.mean() - middle @ weight
    return network.eval()


@torch.no_grad()
def measure(people: LabelledPeople, encoder: Encoder, network: TraitNet) -> dict[str, float]:
    """How well traits tell people apart whose label is 1 from those whose label is 0.

    Returns:
        The area under each trait's curve of hits against false alarms (AUC) where both are there.
    """
    views = [_features(people.portraits, encoder, mirrored=m, nudging=None) for m in (False, True)]
    found = torch.stack([network.read(view) for view in views]).mean(dim=0)
    figures: dict[str, float] = {}
    for row, trait in enumerate(TRAITS):
        yes, no = (found[people.labels[:, row] == value, row] for value in (1, 0))
        if len(yes) and len(no):
            more = (yes[:, None] > no).float() + 0.5 * (yes[:, None] == no).float()
            figures[f"auc_{trait}"] = round(float(more.mean()), 3)
    return figures


def _features(
    portraits: Tensor, encoder: Encoder, *, mirrored: bool, nudging: torch.Generator | None
) -> Tensor:
    """Flat feature maps of one view of all portraits, (N, features)."""
    found = []
    for batch in tqdm(torch.split(portraits, _BATCH), desc="looking", unit="batch", leave=False):
        view = to_unit_range(batch)
        view = view.flip(-1) if mirrored else view
        view = view if nudging is None else nudge(view, generator=nudging)
        found.append(encoder.encode_with_details(view)[1].flatten(1))
    return torch.cat(found)


def _command(options: argparse.Namespace) -> None:
    catalog = Catalog.read(options.weights, user_styles=user_styles_dir())
    card = catalog.choose(ModelKind.ENCODER, options.encoder)
    encoder = load_encoder(card, torch.device("cpu"))
    seen, unseen = (
        read_people(
            options.data, options.labels, resolution=encoder.spec.resolution, held_out=held_out
        )
        for held_out in (False, True)
    )
    config = TraitConfig(nudged=options.nudged, ridge=options.ridge)
    network = fit(seen, encoder, config, seed=options.seed)
    tensors = {f"traits_ema.{name}": value for name, value in network.state_dict().items()}
    count = len(seen.portraits)
    meta = {"spec": network.spec.to_dict(), "seen": count}
    figures = measure(unseen, encoder, network)
    write_start(options.out, invocation_of(options), seen=count)
    save_checkpoint(options.out / "checkpoint", tensors, meta)
    try:
        text = json.dumps({"figures": figures}, indent=2)
        (options.out / "metrics.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise ExportError(path=options.out, reason=error.strerror or str(error)) from error
    sys.stdout.write(f"{text}\n")


def add_command(commands: Commands) -> None:
    """Add `traits` to the toolkit."""
    parser = commands.add_parser("traits", help="teach an encoder to say what people are like")
    parser.set_defaults(run=_command)
    parser.add_argument("--data", nargs="+", type=data_source, required=True, help="portraits")
    parser.add_argument("--labels", nargs="+", type=Path, required=True, help="a CSV for each set")
    parser.add_argument("--encoder", help="id of the encoder; the first one if left out")
    parser.add_argument("--weights", type=Path, default=weights_dir(), help="folder of models")
    parser.add_argument("--nudged", type=int, default=4, help="views of each picture")
    parser.add_argument("--ridge", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="CPU threads")
