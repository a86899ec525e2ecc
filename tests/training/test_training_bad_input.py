"""What a person gets to read when a command cannot do what was asked: one sentence each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import write_faces
from human_run import TrainedRun
from PIL import Image

from avatarstudio.training import freezeg
from avatarstudio.training.cli import main


def _said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Exit code and the sentence; what tqdm draws before it is left out."""
    code = main([str(argument) for argument in arguments])
    sentences = capsys.readouterr().err.split("avatarstudio-train: ")[1:]
    assert len(sentences) == 1
    return code, sentences[0].strip()


def test_too_few_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write_faces(tmp_path / "faces", 3, 32)
    code, said = _said(
        capsys, "autoencode", "--data", data, "--device", "cpu", "--out", tmp_path / "run"
    )
    assert code == 2
    assert said == f"“{data}” gives 3 pictures but at least 16 are needed; add more."
    assert not (tmp_path / "run").exists()


@pytest.mark.slow
def test_photographs_without_a_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(3):
        noise = rng.integers(0, 256, (160, 120, 3), dtype=np.uint8)
        Image.fromarray(noise).save(folder / f"{number}.png")
    out = tmp_path / "set"
    code, said = _said(capsys, "prepare", folder, "--kind", "human", "--out", out)
    assert code == 2
    assert said.startswith("None of 3 pictures can be used, most often because no face was found")


@pytest.mark.parametrize(
    ("base", "code"), [("nobody", 2), ("empty", 5), ("style", 5)], ids=["id", "folder", "kind"]
)
def test_a_base_that_is_none(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    base: str,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("style/checkpoint").mkdir(parents=True)
    Path("style/checkpoint/meta.json").write_text('{"spec": {}, "blocks": 2, "seen": 0}')
    data = write_faces(tmp_path / "faces", 16, 32)
    arguments = ("--base", base, "--data", data, "--portraits", 0, "--device", "cpu")
    found, said = _said(capsys, "finetune", *arguments, "--out", "run")
    assert found == code
    assert base in said
    assert not Path("run").exists()


@pytest.mark.parametrize(
    ("device", "code", "sentence"),
    [
        ("cuda:99", 6, "This computer offers no “cuda:99” device to PyTorch"),
        ("gpu", 2, "“gpu” is no device; use auto, cpu, cuda or mps."),
    ],
)
def test_a_device_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], device: str, code: int, sentence: str
) -> None:
    data = write_faces(tmp_path / "faces", 16, 32)
    arguments = ("--data", data, "--device", device, "--out", tmp_path / "run")
    found, said = _said(capsys, "autoencode", *arguments)
    assert found == code
    assert said.startswith(sentence)
    assert not (tmp_path / "run").exists()


@pytest.mark.slow
def test_a_device_that_is_full_before_training_begins(
    pretrained: TrainedRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        torch.empty(2**60, dtype=torch.uint8)  # more than any machine has

    monkeypatch.setattr(freezeg, "Finetuning", full)
    data = write_faces(tmp_path / "faces", 16, 32)
    arguments = ("--base", pretrained.folder, "--data", data, "--portraits", 0, "--device", "cpu")
    code, said = _said(capsys, "finetune", *arguments, "--out", tmp_path / "run")
    assert code == 6
    assert said.startswith("The device “cpu” has too little memory for the pictures")
