from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set, write_faces
from torch import Tensor

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.specs import DenoiserSpec
from avatarstudio.nets.weights import load_denoiser
from avatarstudio.training.cli import main
from avatarstudio.training.data import PictureSet, to_unit_range
from avatarstudio.training.denoiser import DenoiserConfig, Denoising
from avatarstudio.training.export import ExportConfig, export_model
from avatarstudio.training.loop import LoopConfig, run

TINY = DenoiserSpec(resolution=32, width=16, width_max=16, levels=2, blocks=1)
CPU = torch.device("cpu")


def _training(
    drawings: PictureSet | None = None,
    *,
    kimg: float = 2.4,
    spec: DenoiserSpec = TINY,
    **changes: object,
) -> Denoising:
    return Denoising(
        drawings or face_set(60, 32, seed=1, drawing=True),
        spec=spec,
        config=replace(DenoiserConfig(learning_rate=3e-3, ema_kimg=0.05), **changes),
        kimg=kimg,
        device=CPU,
        seed=0,
    )


@torch.no_grad()
def _error(network: torch.nn.Module, sigma: float) -> float:
    """On drawings that training never saw."""
    clean = to_unit_range(face_set(24, 32, seed=7, drawing=True).pictures)
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(3))
    found: Tensor = network(clean + sigma * noise, torch.full((24,), sigma))
    return float((found - clean).square().mean())


def test_what_drawings_look_like_is_learned_at_every_strength(tmp_path: Path) -> None:
    experiment = _training()
    run(experiment, LoopConfig(run_dir=tmp_path, batch=8, kimg=2.4), meta={}, resume=None)
    trained = experiment.networks["denoiser_ema"]
    for sigma in (0.1, 0.3, 0.8):  # untrained it is the best guess from each pixel alone
        assert _error(trained, sigma) < 0.8 * _error(Denoiser(TINY), sigma)


def test_a_run_begins_where_another_ended_and_learns_to_attend() -> None:
    wide = replace(TINY, width=32, width_max=32)
    torch.manual_seed(5)
    trained = Denoiser(wide)
    torch.nn.init.normal_(trained.exit.weight, std=0.1)
    attentive = replace(wide, attention=1, sigma_max=2.0)
    training = _training(spec=attentive, kimg=0.016)
    training.start_from(trained)
    noisy, sigma = torch.randn(2, 3, 32, 32), torch.tensor([0.2, 0.7])
    with torch.no_grad():
        for network in training.networks.values():
            torch.testing.assert_close(network(noisy, sigma), trained(noisy, sigma))
    for spec in (replace(attentive, width=64, width_max=64), replace(attentive, blocks=2), wide):
        other = Denoiser(attentive) if spec is wide else trained
        with pytest.raises(UsageError, match="widths or levels"):
            _training(spec=spec).start_from(other)


def test_a_step_sees_a_piece_of_each_drawing_and_what_lies_inside_it() -> None:
    places = torch.arange(32 * 32).reshape(1, 1, 32, 32) % 256
    pictures = places.to(torch.uint8).expand(24, 3, 32, 32)
    inside = places.expand(24, 1, 32, 32) % 2 == 0
    drawings = PictureSet(pictures=pictures, weights=torch.ones(24), inside=inside)
    training = _training(drawings, crop=8)
    training.draw(64)
    assert training._clean.shape == (64, 3, 8, 8)
    assert training._inside is not None
    values = ((training._clean + 1) * 127.5).round().int()[:, :1]
    assert torch.equal(training._inside, values % 2 == 0)
    assert len({tuple(piece.flatten().tolist()) for piece in values}) > 32  # all over the drawings
    rows = values[:, 0, 1:, 0] - values[:, 0, :-1, 0]
    assert set(rows.flatten().tolist()) <= {32, 32 - 256}  # a row below is the next one


@pytest.mark.parametrize(
    ("spec", "changes"),
    [
        pytest.param(TINY, {"crop": 10}, id="a piece that no level halves"),
        pytest.param(TINY, {"crop": 64}, id="a piece larger than the drawing"),
        pytest.param(replace(TINY, sigma_max=0.02), {}, id="less noise than the least"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(
    spec: DenoiserSpec, changes: dict[str, object]
) -> None:
    with pytest.raises(UsageError):
        _training(spec=spec, **changes)


def test_noise_is_as_strong_as_asked_for_and_weighs_the_same() -> None:
    training = _training()
    training.draw(256)
    logs = training._sigma.log10()
    assert float(logs.min()) == pytest.approx(-1.52, abs=0.05)
    assert float(logs.max()) == pytest.approx(-0.1, abs=0.05)
    noise = (training._noisy - training._clean).flatten(1).std(dim=1)
    torch.testing.assert_close(noise, training._sigma, rtol=0.15, atol=0)
    # The untrained network's error is that of a Wiener filter: by the weights about one throughout.
    loss, _ = training._phase()
    assert float(loss.detach()) == pytest.approx(1.0, rel=0.3)


def test_nothing_is_learned_from_beside_a_drawing() -> None:
    whole = face_set(16, 32, drawing=True)
    inside = torch.ones(16, 1, 32, 32, dtype=torch.bool)
    inside[:, :, :8] = False
    spoilt = whole.pictures.clone()
    spoilt[:, :, :8] = 255

    def error(pictures: Tensor) -> float:
        training = _training(replace(whole, pictures=pictures, inside=inside))
        training.draw(8)  # an untrained network looks at each pixel alone
        return float(training._phase()[0].detach())

    assert error(spoilt) == pytest.approx(error(whole.pictures), rel=1e-5)


def test_the_command_trains_what_the_program_loads(tmp_path: Path) -> None:
    data = write_faces(tmp_path / "faces", 16, 32)
    shape = {"resolution": 32, "width": 16, "width-max": 16, "levels": 2, "blocks": 1}
    limits = {"batch": 4, "kimg": 0.008, "device": "cpu"}
    given = [f"--{name}={value}" for name, value in (shape | limits).items()]
    out = tmp_path / "run"
    assert main(["denoiser", "--data", str(data), *given, "--out", str(out)]) == 0
    weights = tmp_path / "weights"
    export_model(out, weights, ExportConfig(kind=ModelKind.DENOISER, id="lines", title="Lines"))
    card = Catalog.read(weights).get(ModelKind.DENOISER, "lines")
    network = load_denoiser(card, CPU)
    assert network.spec == TINY
    assert not any(p.requires_grad for p in network.parameters())
    further = ["--start", str(out), "--sigma-max", "1.5", "--out", str(tmp_path / "further")]
    assert main(["denoiser", "--data", str(data), *given, *further]) == 0
    strange = ["--sigma-min", "0.9", "--out", str(tmp_path / "strange")]
    assert main(["denoiser", "--data", str(data), *given, *strange]) == 2
