from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set, write_faces
from every_training import redrawn
from human_run import CPU
from torch import Tensor

from avatarstudio.avatars.first_wall import FADE, REDRAW, first_blocks
from avatarstudio.core.errors import UsageError
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import DenoiserSpec
from avatarstudio.nets.surgery import Style, block_prefix
from avatarstudio.nets.weights import load_generator, load_style
from avatarstudio.training.cli import main
from avatarstudio.training.export import ExportConfig, export_model
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.redrawn import RedrawnConfig, RedrawnLearning
from tests.tiny_models import ENCODER, GENERATOR, TUNED_BLOCKS, make_tiny_catalog

TINY = DenoiserSpec(resolution=GENERATOR.resolution, width=8, width_max=8, levels=2, blocks=1)


class _KnowsBlack(Denoiser):
    """Takes everything for noise over black."""

    def __init__(self) -> None:
        super().__init__(TINY)

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        return torch.full_like(noisy, -1.0)


def _style(folder: Path) -> Style:
    catalog = Catalog.read(make_tiny_catalog(folder))
    base_card = catalog.first(ModelKind.GENERATOR)
    base = load_generator(base_card, CPU)
    card = catalog.first(ModelKind.STYLE)
    return load_style(card, base=base, base_card=base_card, device=CPU)


def _learning(style: Style, denoiser: Denoiser, **changes: object) -> RedrawnLearning:
    return RedrawnLearning(
        face_set(32, GENERATOR.resolution),
        style=style,
        encoder=Encoder(ENCODER).requires_grad_(False),
        denoiser=denoiser.requires_grad_(False),
        config=replace(RedrawnConfig(ema_kimg=0.01, decay=0.0), **changes),
        kimg=0.4,
        device=CPU,
        seed=0,
    )


def test_a_style_learns_what_its_redrawn_pictures_look_like(tmp_path: Path) -> None:
    style = _style(tmp_path)
    learning = _learning(style, _KnowsBlack(), learning_rate=1e-2)
    drawn = first_blocks(TUNED_BLOCKS)
    whole = {name: value.clone() for name, value in learning.networks["g_ema"].state_dict().items()}
    limits = LoopConfig(run_dir=tmp_path / "run", batch=8, kimg=0.4)
    run(learning, limits, meta={}, resume=None)

    def light(generator: torch.nn.Module) -> float:
        with torch.no_grad():
            latents = generator.broadcast(learning._latents(*learning._sample))
            return float((generator.synthesis(latents) + 1).mean())

    # As avatars are drawn with it, the first tuned block faded.
    assert light(learning.networks["g"]) < 0.5 * light(style.use(drawn, fade=FADE))
    front = style.num_blocks - drawn
    for name, value in learning.networks["g_ema"].state_dict().items():
        learned = name.startswith(tuple(block_prefix(i) for i in range(front, style.num_blocks)))
        assert torch.equal(value, whole[name]) != learned, name


def test_a_style_learns_what_its_own_pictures_are_redrawn_to() -> None:
    learning = redrawn()
    learning.draw(4)
    ws = learning._base.broadcast(learning._w)
    with torch.no_grad():
        former, now = (g.synthesis(ws) for g in (learning._former, learning._g))
        wanted = learning._redrawing.redraw(former, amount=REDRAW, seed=3)
        assert float(learning._phase()[0]) == pytest.approx(float((now - wanted).abs().mean()))
    assert not torch.equal(wanted, former)


def test_a_denoiser_of_another_size_is_refused(tmp_path: Path) -> None:
    other = Denoiser(replace(TINY, resolution=2 * TINY.resolution))
    with pytest.raises(UsageError, match=str(2 * TINY.resolution)):
        _learning(_style(tmp_path), other)


def test_the_command_makes_a_style_of_a_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = make_tiny_catalog(tmp_path / "weights")
    monkeypatch.setattr("avatarstudio.training.redrawn.weights_dir", lambda: weights)
    size = GENERATOR.resolution
    faces = write_faces(tmp_path / "faces", 16, size)
    limits = ["--batch=4", "--kimg=0.008", "--device=cpu"]
    shape = [f"--{k}={v}" for k, v in {"width": 8, "width-max": 8, "levels": 2}.items()]
    lines, out = tmp_path / "lines", tmp_path / "run"
    sized = [f"--resolution={size}", *shape, "--out", str(lines)]
    assert main(["denoiser", "--data", str(faces), *limits, *sized]) == 0
    given = ["--portraits-data", str(faces), "--denoiser", str(lines), *limits, "--out", str(out)]
    assert main(["redrawn", "--style", "tiny-anime-0", *given]) == 0
    export_model(
        out,
        weights,
        ExportConfig(kind=ModelKind.STYLE, id="clean", title="Clean", base="tiny-human"),
    )
    catalog = Catalog.read(weights)
    card = catalog.get(ModelKind.STYLE, "clean")
    assert card.tuned_blocks == TUNED_BLOCKS
    base_card = catalog.first(ModelKind.GENERATOR)
    load_style(card, base=load_generator(base_card, CPU), base_card=base_card, device=CPU)
    assert main(["redrawn", "--style", "nobody", *given]) == 2
