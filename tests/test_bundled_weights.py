"""The whole way with what the program brings along, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatarstudio.avatars.enlarge import SHOWN_PX
from avatarstudio.core.paths import weights_dir
from avatarstudio.nets.catalog import Catalog, ModelKind

LARGEST_BYTES = 40 * 2**20


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.read(weights_dir())


def test_the_weights_stay_small_and_every_card_says_where_they_come_from(catalog: Catalog) -> None:
    assert sum(path.stat().st_size for path in weights_dir().iterdir()) < LARGEST_BYTES
    named = {card.file for card in catalog.cards} | {"manifest.json"}
    assert {path.name for path in weights_dir().iterdir()} == named
    for card in catalog.cards:
        assert "non-commercial" in card.licence
        assert card.training_data, card.id
        assert card.command.startswith("avatarstudio-train ")
        assert not any(part.startswith("/") for part in card.command.split())


def test_what_create_needs_is_there(catalog: Catalog) -> None:
    base = catalog.get(ModelKind.GENERATOR, "human")
    styles = catalog.of_kind(ModelKind.STYLE)
    assert [card.id for card in styles][:1] == ["anime"]
    assert all((card.base, card.base_sha256) == (base.id, base.sha256) for card in styles)
    assert catalog.for_base(ModelKind.ENCODER, base) is not None
    assert catalog.of_kind(ModelKind.PERCEPTUAL)
    assert catalog.of_kind(ModelKind.UPSCALER)
    # Avatars of other sizes would not be redrawn, as they are drawn and as they are shown.
    sizes = [card.spec["resolution"] for card in catalog.of_kind(ModelKind.DENOISER)]
    assert sizes == [base.spec["resolution"], SHOWN_PX]


@pytest.mark.slow
def test_the_sample_photo_becomes_avatars(sample_photo: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "avatarstudio", "create", str(sample_photo)]
    command += ["-o", str(tmp_path / "out.png"), "--variants", "4", "--size", "512", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["style"] == "anime"
    assert report["evaluations"] <= 80
    # The mean face leaves an MSE of 0.37 on this photo.
    assert report["loss"]["mse"] < 0.08
    pictures = []
    for output in report["outputs"]:
        with Image.open(output) as image:
            assert image.size == (512, 512)
            pictures.append(np.asarray(image.convert("RGB")).astype(float))
    assert min(picture.std() for picture in pictures) > 20
    apart = [np.abs(a - b).mean() for i, a in enumerate(pictures) for b in pictures[:i]]
    assert min(apart) > 1.0
