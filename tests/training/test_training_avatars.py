from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn_faces import write_faces
from PIL import Image

from avatarstudio.training.cli import main
from avatarstudio.training.data import DataSource
from avatarstudio.training.distill import load_pairs
from tests.tiny_models import GENERATOR, make_tiny_catalog


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_catalog(tmp_path_factory.mktemp("weights"), styles=2)


def _avatars(weights: Path, *arguments: object) -> int:
    given = ["--weights", weights, "--quality", "instant", "--device", "cpu", *arguments]
    return main(["avatars", *(str(argument) for argument in given)])


@pytest.mark.slow
def test_each_portrait_gets_an_avatar_of_its_name(weights: Path, tmp_path: Path) -> None:
    people = write_faces(tmp_path / "people", 18, 32)
    out = tmp_path / "out"
    assert _avatars(weights, "--portraits", people, "--out", out) == 0
    pairs = load_pairs(DataSource(people), DataSource(out), resolution=GENERATOR.resolution)
    assert len(pairs.pictures) == 18
    avatars = pairs.pictures[:, 3:]
    assert len(avatars.unique(dim=0)) == 18

    other = tmp_path / "other"
    source = f"{people},hold_out=2"
    style = ("--style", "tiny-anime-1", "--held-out")
    assert _avatars(weights, "--portraits", source, "--out", other, *style) == 0
    assert sorted(f.name for f in other.iterdir()) == ["face-0016.png", "face-0017.png"]
    with Image.open(other / "face-0016.png") as image:
        assert not np.array_equal(np.asarray(image), avatars[16].permute(1, 2, 0).numpy())


def test_what_is_there_is_not_made_again(weights: Path, tmp_path: Path) -> None:
    people = write_faces(tmp_path / "people", 3, 32)
    out = tmp_path / "out"
    out.mkdir()
    (out / "face-0001.png").write_bytes(b"kept")
    assert _avatars(weights, "--portraits", people, "--out", out) == 0
    assert len(list(out.iterdir())) == 3
    assert (out / "face-0001.png").read_bytes() == b"kept"


def test_a_style_that_is_not_there_and_a_place_that_cannot_be_written_are_said(
    weights: Path, tmp_path: Path
) -> None:
    people = write_faces(tmp_path / "people", 1, 32)
    file = tmp_path / "file"
    file.write_text("")
    assert _avatars(weights, "--portraits", people, "--out", file) == 7
    out = tmp_path / "out"
    assert _avatars(weights, "--portraits", people, "--out", out, "--style", "none") == 2
