from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from avatarstudio.__main__ import main
from avatarstudio.core.paths import user_styles_dir
from avatarstudio.nets.catalog import Catalog
from avatarstudio.pipeline import Engine
from avatarstudio.training.cli import main as train
from tests.nets.foreign_checkpoints import rosinality_state, write_rosinality


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return write_rosinality(tmp_path / "faces.pt", rosinality_state())


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_generator_gets_its_file_and_card(
    checkpoint: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = run(capsys, "import-checkpoint", checkpoint, "--id", "faces")
    assert code == 0
    assert report["kind"] == "generator"
    assert report["spec"]["resolution"] == 32
    assert [path.name for path in user_styles_dir().iterdir()] == ["generator-faces.safetensors"]
    _, doctor = run(capsys, "doctor")
    (own,) = [found for found in doctor["findings"] if found["check"] == "own models"]
    assert own == {"check": "own models", "state": "ok", "seen": "generator “faces”"}
    code, report = run(capsys, "import-checkpoint", checkpoint, "--id", "faces")
    assert code == 2
    assert "already" in report["error"]


def test_what_cannot_be_imported_leaves_nothing(
    checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.pkl").write_text("no checkpoint", encoding="utf-8")
    for arguments in (
        (tmp_path / "text.pkl", "--id", "text"),
        (checkpoint, "--id", "Capital Letters"),
        (checkpoint, "--id", "style", "--base", "nobody"),
        (checkpoint, "--id", "style", "--base", "tiny-human"),
    ):
        code, report = run(capsys, "import-checkpoint", *arguments)
        assert code == report["exit_code"] == 2
    assert not user_styles_dir().exists()


def test_a_generator_without_styles_says_how_to_get_one(
    checkpoint: Path, sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import-checkpoint", checkpoint, "--id", "faces")
    latent = tmp_path / "latent.safetensors"
    code, report = run(capsys, "invert", sample_photo, "-o", latent, "--generator", "faces")
    assert code == 2
    assert "finetune" in report["error"]


@pytest.mark.slow
def test_a_fine_tuned_checkpoint_is_a_style_that_draws(
    checkpoint: Path, sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import-checkpoint", checkpoint, "--id", "faces")
    tuned = rosinality_state() | {
        name: value
        for name, value in rosinality_state(seed=1).items()
        if name.startswith(("convs.4", "convs.5", "to_rgbs.2"))
    }
    tuned_file = write_rosinality(tmp_path / "tuned.pt", tuned)
    options = ("--id", "drawn", "--title", "Drawn", "--base", "faces")
    code, report = run(capsys, "import-checkpoint", tuned_file, *options)
    assert (code, report["kind"], report["tuned_blocks"]) == (0, "style", 1)
    _, styles = run(capsys, "styles")
    assert {"drawn", "tiny-anime-0"} <= {style["id"] for style in styles["styles"]}
    out = tmp_path / "out.png"
    create = ("create", sample_photo, "-o", out, "--style", "drawn", "--quality", "instant")
    assert run(capsys, *create)[0] == 0
    assert out.is_file()


@pytest.mark.slow
def test_a_style_can_be_trained_over_an_imported_generator(
    checkpoint: Path,
    weights: Path,
    sample_photo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in ("parents", "export"):
        monkeypatch.setattr(f"avatarstudio.training.{module}.weights_dir", lambda: weights)
    run(capsys, "import-checkpoint", checkpoint, "--id", "faces")
    drawings = tmp_path / "drawings"
    drawings.mkdir()
    noise = np.random.default_rng(0).integers(0, 256, (16, 32, 32, 3), dtype=np.uint8)
    for number, picture in enumerate(noise):
        Image.fromarray(picture).save(drawings / f"{number}.png")
    short = ("--batch", 8, "--kimg", 0.016, "--device", "cpu", "--threads", 1)
    learning = ("encoder", "--base", "faces", "--data", drawings, "--feature-weight", 0)
    encoder = tmp_path / "encoder"
    assert train([*map(str, (*learning, *short, "--out", encoder))]) == 0
    export = ("export", encoder, "--kind", "encoder", "--id", "eyes", "--base", "faces")
    assert train([*map(str, (*export, "--out", user_styles_dir()))]) == 0
    tuning = ("finetune", "--base", "faces", "--data", drawings, "--portraits", 0)
    made = tmp_path / "run"
    assert train([*map(str, (*tuning, *short, "--blocks", 2, "--out", made))]) == 0
    export = ("export", made, "--kind", "style", "--id", "mine", "--base", "faces")
    assert train([*map(str, (*export, "--out", user_styles_dir()))]) == 0
    out = tmp_path / "out.png"
    capsys.readouterr()
    create = ("create", sample_photo, "-o", out, "--style", "mine", "--quality", "instant")
    code, report = run(capsys, *create)
    assert (code, report["style"]) == (0, "mine")
    engine = Engine(Catalog.read(weights, user_styles=user_styles_dir()), device="cpu")
    assert engine.models("mine").encoder is not None
