from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import face_images, write_faces
from PIL import Image
from torch import nn

from avatarstudio.nets.carn import Carn
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind
from avatarstudio.nets.cyclegan import Translator
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import (
    DistilledSpec,
    EncoderSpec,
    FeatureSpec,
    GeneratorSpec,
    TranslatorSpec,
    UpscalerSpec,
)
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import block_prefix
from avatarstudio.nets.unet import Unet
from avatarstudio.nets.weights import save_model, write_manifest
from avatarstudio.training import figures
from avatarstudio.training.checkpoint import save_checkpoint
from avatarstudio.training.cli import main
from avatarstudio.training.sheets import Sheet, draw_sheet

SPEC = GeneratorSpec(
    resolution=64, z_dim=16, w_dim=16, mapping_layers=1, channel_base=256, channel_max=8
)


def _save(folder: Path, kind: ModelKind, network: nn.Module, name: str, **facts) -> ModelCard:
    card = ModelCard(
        id=name,
        kind=kind,
        title=name,
        file=f"{kind.value}-{name}.safetensors",
        folder=folder,
        spec=network.spec.to_dict(),
        **facts,
    )
    return save_model(card, network.state_dict())


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Untrained models of every kind that figures show."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    base = Generator(SPEC)
    base_card = _save(folder, ModelKind.GENERATOR, base, "human")
    own = {"base": "human", "base_sha256": base_card.sha256}
    encoder = Encoder(EncoderSpec(resolution=64, w_dim=16, channel_base=256, channel_max=8))
    features = FeatureNet(FeatureSpec(resolution=64, blocks=2, channel_base=256, channel_max=8))
    cards = [
        base_card,
        _save(folder, ModelKind.ENCODER, encoder, "human", **own),
        _save(folder, ModelKind.PERCEPTUAL, features, "features"),
        _save(
            folder,
            ModelKind.UPSCALER,
            Carn(UpscalerSpec(scale=2, width=8, blocks=1, units=1, tail=8)),
            "carn",
        ),
    ]
    for blocks in (3, 6, 9):
        translator = Translator(TranslatorSpec(resolution=64, blocks=blocks, width=4))
        cards.append(_save(folder, ModelKind.CYCLEGAN, translator, f"cyclegan-{blocks}"))
    for blocks in (4, 1, 2, 3):
        child = copy.deepcopy(base)
        tuned = tuple(block_prefix(i) for i in range(5 - blocks, 5))
        state = {k: v + 0.1 for k, v in child.state_dict().items() if k.startswith(tuned)}
        card = ModelCard(
            id=f"tv-{blocks}",
            kind=ModelKind.STYLE,
            title="TV",
            file=f"style-tv-{blocks}.safetensors",
            folder=folder,
            spec=SPEC.to_dict(),
            tuned_blocks=blocks,
            **own,
        )
        cards.append(save_model(card, state))
    write_manifest(folder, cards)
    return folder


def _figures(*arguments: object) -> int:
    return main(["figures", *(str(a) for a in arguments), "--device", "cpu"])


@pytest.mark.slow
def test_every_figure_of_the_papers_is_made(weights: Path, tmp_path: Path) -> None:
    people = write_faces(tmp_path / "people", 5, 64)
    drawings = write_faces(tmp_path / "drawings", 10, 24, drawing=True)
    arguments: list[object] = ["--weights", weights, "--portraits", people, "--small", drawings]
    for group in ("expressive", "scenes", "beards", "angled", "dark"):
        arguments += ["--group", f"{group}={people}"]
    out = tmp_path / "out"
    arguments += ["--count", 2, "--quality", "instant", "--cell", 64, "--out", out]
    assert _figures(*arguments) == 0
    made = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    thesis = [f"thesis-4.{i:02d}" for i in range(2, 13)]
    report = [f"report-{i:02d}" for i in range(6, 13)]
    assert list(made) == [*thesis, "thesis-A.1", *report]
    for name, file in made.items():
        assert file == f"{name}.png"
        with Image.open(out / file) as sheet:
            assert sheet.width >= 2 * 64


@pytest.mark.slow
def test_what_a_figure_lacks_is_said(weights: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert _figures("--weights", weights, "--out", out, "--style", "tv-2") == 0
    made = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    assert made["thesis-4.03"] == "Left out for want of collected drawings."
    assert made["thesis-4.06"] == "thesis-4.06.png"
    assert "portraits of the group beards" in made["report-10"]
    assert _figures("--weights", weights, "--out", out, "--style", "none") == 2
    assert _figures("--weights", weights, "--out", out, "--group", "hats=x") == 2


def test_a_sheet_has_labels_over_its_columns() -> None:
    picture = np.asarray(face_images(1, 32)[0])
    sheet = Sheet("x", "A title", ("one", "two"), [[picture, None], [picture, picture]])
    image = np.asarray(draw_sheet(sheet, cell_px=64))
    assert image[28:56].min() < 100  # the labels
    top = 2 * 28 + 4
    first = image[top : top + 64, 8:72]
    assert np.array_equal(first[::2, ::2], picture)
    assert image[top : top + 64, 80:144].min() == 255  # the empty place
    small = Sheet("x", "A title", (), [[picture]], enlarge=False)
    assert np.array_equal(np.asarray(draw_sheet(small, cell_px=64))[32:64, 8:40], picture)
    assert draw_sheet(small, cell_px=64).height == 28 + 32 + 2 * 8  # not a cell of 64
    with pytest.raises(ValueError, match="as many pictures"):
        Sheet("x", "A title", ("one",), [[picture, picture]])


def test_what_is_left_out_is_listed_as_in_a_sentence() -> None:
    assert figures._left_out([]) == ""
    assert figures._left_out(["a style"]) == "Left out for want of a style."
    three = ["a style", "portraits", "a CycleGAN"]
    assert figures._left_out(three) == "Left out for want of a style, portraits and a CycleGAN."


def test_long_labels_end_in_their_cell() -> None:
    picture = np.asarray(face_images(1, 32)[0])
    sheet = Sheet("x", "t", ("a very long label that would run on", "b"), [[picture, picture]])
    image = np.asarray(draw_sheet(sheet, cell_px=64))
    assert image[30:54, 74:79].min() == 255


def test_a_note_is_broken_between_words_below_the_pictures() -> None:
    picture = np.asarray(face_images(1, 32)[0])
    plain = Sheet("x", "t", (), [[picture, picture]])
    noted = replace(plain, note="Left out for want of a CycleGAN with 3 blocks.")
    before, after = (np.asarray(draw_sheet(sheet, cell_px=64)) for sheet in (plain, noted))
    note = after[len(before) :]
    assert len(note) >= 2 * 28
    assert np.array_equal(after[: len(before) - 8], before[:-8])
    assert note.min() < 100
    assert note[:, :8].min() == note[:, -8:].min() == 255  # margins


@pytest.mark.slow
def test_columns_whose_model_is_not_there_are_left_out_with_a_note(
    weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = Catalog.read(weights)
    lean = tmp_path / "lean"
    lean.mkdir()
    wanted = [card for card in catalog.cards if card.kind is not ModelKind.CYCLEGAN]
    wanted = [card for card in wanted if card.id not in ("tv-2", "tv-1")]
    for card in wanted:
        (lean / card.file).write_bytes(card.path.read_bytes())
    write_manifest(lean, [replace(card, folder=lean) for card in wanted])
    sheets: dict[str, Sheet] = {}

    def keep(sheet: Sheet, *, cell_px: int) -> Image.Image:
        sheets[sheet.name] = sheet
        return draw_sheet(sheet, cell_px=cell_px)

    monkeypatch.setattr(figures, "draw_sheet", keep)
    people = write_faces(tmp_path / "people", 2, 64)
    arguments = ["--weights", lean, "--portraits", people, "--quality", "instant", "--count", 1]
    assert _figures(*arguments, "--out", tmp_path / "without") == 0
    assert sheets["thesis-A.1"].columns == ("input", "style transfer x'", "ours")
    assert sheets["thesis-A.1"].note == "Left out for want of a CycleGAN."
    assert sheets["thesis-A.1"].title == "Thesis A.1: Comparison with other methods"
    assert len(sheets["thesis-4.12"].columns) == 3
    assert sheets["thesis-4.12"].note == "Left out for want of a style with 2 tuned blocks."
    assert "report-07" not in sheets

    torch.manual_seed(1)
    run = tmp_path / "run"
    spec = TranslatorSpec(resolution=32, blocks=6, width=4)
    state = {f"to_drawing.{k}": v for k, v in Translator(spec).state_dict().items()}
    save_checkpoint(run / "checkpoint", state, {"spec": spec.to_dict()})
    assert _figures(*arguments, "--out", tmp_path / "with", "--cyclegan", run) == 0
    assert sheets["thesis-A.1"].columns[1] == "CycleGAN"
    assert sheets["report-07"].columns == ("input", "6 blocks")
    # A portrait of 64 px is brought to the faces that it knows.
    assert sheets["report-07"].rows[0][1].shape == (32, 32, 3)
    assert "3 blocks and a CycleGAN with 9" in sheets["report-07"].note

    unet = Unet(DistilledSpec(width=4, width_max=8, levels=3, blocks=1, resolution=16))
    state = {f"unet_ema.{k}": v for k, v in unet.state_dict().items()}
    save_checkpoint(tmp_path / "unet" / "checkpoint", state, {"spec": unet.spec.to_dict()})
    arguments += ["--cyclegan", run, "--distilled", tmp_path / "unet", "--group", f"dark={people}"]
    assert _figures(*arguments, "--out", tmp_path / "beside") == 0
    assert sheets["report-12"].columns == ("input", "6 blocks", "distilled", "encoder, style")
    photo, _, distilled, drawn = sheets["report-12"].rows[0]
    assert drawn.shape == (256, 256, 3)  # as live avatars are shown
    # An untrained U-Net returns what it was shown.
    small = np.asarray(Image.fromarray(photo).resize((16, 16)), dtype=np.float32)
    assert np.abs(distilled - small).mean() < 4

    assert _figures(*arguments, "--out", tmp_path, "--cyclegan", tmp_path / "unet") == 2
