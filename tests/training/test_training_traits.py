from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from avatarstudio.core.images import RgbImage
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.traits import TRAITS
from avatarstudio.nets.weights import load_encoder, load_trait_net
from avatarstudio.pipeline import Engine
from avatarstudio.training.cli import main
from avatarstudio.training.data import to_unit_range
from tests.tiny_models import make_tiny_catalog

CPU = torch.device("cpu")


def person(number: int, *, red: bool) -> RgbImage:
    """A red or a blue picture, each with its own noise."""
    noise = np.random.default_rng(number).integers(-30, 31, (32, 32, 3))
    colour = np.array((190, 90, 60) if red else (60, 90, 190))
    return np.asarray(np.clip(colour + noise, 0, 255), dtype=np.uint8)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Forty pictures whose traits are all that they are red, and their labels."""
    folder = tmp_path / "people"
    folder.mkdir()
    with (tmp_path / "labels.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["name", *TRAITS])
        for number in range(40):
            red = number % 2 == 1
            Image.fromarray(person(number, red=red)).save(folder / f"{number:03d}.png")
            told = "" if number % 5 == 0 else int(red)
            table.writerow([f"{number:03d}", told, *[int(red)] * (len(TRAITS) - 1)])
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return make_tiny_catalog(tmp_path / "weights")


def learn(people: Path, weights: Path, out: Path, *more: object) -> int:
    data = ("--data", f"{people},hold_out=10", "--labels", people.parent / "labels.csv")
    arguments = ("traits", *data, "--weights", weights, "--out", out, "--nudged", 1, *more)
    return main([str(argument) for argument in arguments])


def test_traits_are_learned_from_labels_and_read_off_people_never_seen(
    people: Path, weights: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    assert learn(people, weights, run) == 0
    figures = json.loads((run / "metrics.json").read_text())["figures"]
    assert figures == {f"auc_{trait}": 1.0 for trait in TRAITS}
    exported = ("--kind", "traits", "--id", "tiny-traits", "--base", "tiny-encoder")
    assert main(["export", str(run), *exported, "--out", str(weights)]) == 0

    catalog = Catalog.read(weights)
    base = catalog.first(ModelKind.ENCODER)
    card = catalog.for_base(ModelKind.TRAITS, base)
    assert card is not None
    assert card.training_data == ("people",)
    encoder, network = load_encoder(base, CPU), load_trait_net(card, CPU)
    for red in (False, True):
        picture = torch.from_numpy(person(100, red=red)).permute(2, 0, 1)[None]
        _, maps = encoder.encode_with_details(to_unit_range(picture))
        found = network.traits(maps)
        assert (found.beard > 0.5) is red
        assert (found.long_hair > 0.5) is red

    blue, red_one = (
        Engine(catalog, device="cpu").appearance(person(101, red=red)) for red in (False, True)
    )
    assert blue.beard == blue.small_eyes == blue.strong_jaw == 0 < blue.short_hair
    assert red_one.beard > 0.5 < red_one.strong_jaw
    assert red_one.short_hair < blue.short_hair


def test_the_same_seed_gives_the_same_map(people: Path, weights: Path, tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        assert learn(people, weights, tmp_path / name, "--seed", seed) == 0
    first, again, other = (
        (tmp_path / name / "checkpoint" / "shard-000.safetensors").read_bytes() for name in "abc"
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ("nothing\n", "tell people apart"),
        ("name," + ",".join(TRAITS) + "\n001,1,1,1,1\n002,1,1,1,1\n", "tell people apart"),
        ("name," + ",".join(TRAITS) + "\n001,much,1,1,1\n", "as labels"),
        (None, "as labels"),
    ],
)
def test_labels_that_say_nothing_are_refused(
    people: Path,
    weights: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    labels: str | None,
    said: str,
) -> None:
    file = tmp_path / "labels.csv"
    if labels is None:
        file.unlink()
    else:
        file.write_text(labels, encoding="utf-8")
    assert learn(people, weights, tmp_path / "run") == 2
    assert said in capsys.readouterr().err


def test_each_set_needs_its_labels(
    people: Path, weights: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learn(people, weights, tmp_path / "run", "--data", people, people) == 2
    assert "one file of labels" in capsys.readouterr().err


def test_traits_of_another_encoder_are_not_read(
    people: Path, weights: Path, tmp_path: Path
) -> None:
    assert learn(people, weights, tmp_path / "run") == 0
    exported = ("--kind", "traits", "--id", "tiny-traits", "--base", "tiny-encoder")
    assert main(["export", str(tmp_path / "run"), *exported, "--out", str(weights)]) == 0
    manifest = weights / "manifest.json"
    told = json.loads(manifest.read_text())
    told["models"][-1]["base_sha256"] = "0" * 64
    manifest.write_text(json.dumps(told))
    engine = Engine(Catalog.read(weights), device="cpu")
    assert engine.models().traits is None
    assert engine.appearance(person(1, red=True)).beard == 0
