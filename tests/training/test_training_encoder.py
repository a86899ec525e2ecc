from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set, write_faces
from human_run import CPU, ENCODER, META, SPEC, TrainedRun
from torch import Tensor, nn

from avatarstudio.nets.catalog import ModelKind
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import EncoderSpec, FeatureSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.training.checkpoint import load_checkpoint
from avatarstudio.training.cli import main
from avatarstudio.training.data import to_unit_range
from avatarstudio.training.encoder import EncoderConfig, EncoderTraining
from avatarstudio.training.experiment import Precision
from avatarstudio.training.export import ExportConfig, export_model
from avatarstudio.training.frozen import WrongBaseError
from avatarstudio.training.growth import grown_encoder
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.parents import load_parent
from avatarstudio.training.state import pack_state


def _training(base: Generator, **changes: object) -> EncoderTraining:
    torch.manual_seed(0)
    features = FeatureSpec(resolution=32, blocks=2, channel_base=256, channel_max=16)
    return EncoderTraining(
        face_set(128, 32),
        base=base,
        encoder=Encoder(ENCODER),
        perceptual=FeatureNet(features).requires_grad_(False),
        config=replace(EncoderConfig(learning_rate=3e-3, ema_kimg=0.1), **changes),
        device=CPU,
        seed=0,
    )


def _train(base: Generator, folder: Path, *, kimg: float, resume: Path | None = None) -> None:
    limits = LoopConfig(run_dir=folder, batch=8, kimg=kimg)
    run(_training(base), limits, meta=META, resume=resume)


def _base(pretrained: TrainedRun) -> Generator:
    return load_parent(str(pretrained.folder), device=CPU).generator


def test_the_prior_counts_a_direction_by_the_width_of_the_known_cloud() -> None:
    torch.manual_seed(0)
    base, known = Generator(SPEC), Encoder(ENCODER)
    with torch.no_grad():
        latents = known(to_unit_range(face_set(128, 32).pictures))
    _, lengths, directions = torch.linalg.svd(latents - latents.mean(dim=0), full_matrices=False)
    step = lengths[0] / len(latents) ** 0.5

    def prior(shift: Tensor) -> float:
        training = EncoderTraining(
            face_set(128, 32),
            base=base,
            encoder=copy.deepcopy(known),
            perceptual=None,
            config=EncoderConfig(feature_weight=0.0),
            device=CPU,
            seed=0,
            known=known,
        )
        with torch.no_grad():
            training.networks["e"].out.bias.add_(shift)
        training.draw(64)
        return float(training.phases[0].loss()[1]["prior"].detach())

    at_home, along, across = (prior(step * d) for d in (0 * step, directions[0], directions[-1]))
    assert at_home < 0.5
    assert along < at_home + 0.2
    assert across > along + 1


def test_the_crowd_is_that_of_the_known_encoders_latents() -> None:
    torch.manual_seed(0)
    known = Encoder(ENCODER)
    training = EncoderTraining(
        face_set(128, 32),
        base=Generator(SPEC),
        encoder=grown_encoder(known, replace(ENCODER, crowd=6), seed=0),
        perceptual=None,
        config=EncoderConfig(feature_weight=0.0),
        device=CPU,
        seed=0,
        known=known,
    )
    encoder = training.networks["e_ema"]
    assert isinstance(encoder, Encoder)
    with torch.no_grad():
        latents = known(to_unit_range(face_set(128, 32).pictures))
    along = (latents - encoder.middle) @ encoder.crowd.T
    assert along.mean(dim=0).abs().max() < 0.2
    assert torch.allclose(along.square().mean(dim=0), torch.ones(6), atol=0.2)
    lengths = encoder.crowd.norm(dim=1)
    assert (lengths.diff() >= 0).all()  # the widest comes first
    assert torch.equal(encoder.remoteness(latents), along.square().mean(dim=1).sqrt())


@pytest.mark.slow
def test_a_fresh_encoder_learns_to_beat_the_mean_latent(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    base = _base(pretrained)
    with torch.no_grad():
        w = base.mapping(torch.randn(60, 32, generator=torch.Generator().manual_seed(4)))

    def latent_error(encoder: nn.Module) -> float:
        with torch.no_grad():
            found = encoder(base.synthesis(base.broadcast(w)))
        return float((found - w).square().mean())

    training = _training(base)
    fresh = latent_error(training.networks["e"])
    run(training, LoopConfig(run_dir=tmp_path, batch=8, kimg=0.8), meta=META, resume=None)
    trained = load_parent(str(tmp_path), device=CPU)
    assert trained.encoder is not None
    faces = to_unit_range(face_set(60, 32, seed=9).pictures)
    with torch.no_grad():
        mean = base.synthesis(base.broadcast(base.mapping.w_avg[None]))
        copies = base.synthesis(base.broadcast(trained.encoder(faces)))
    assert (copies - faces).square().mean() < 0.7 * (mean - faces).square().mean()
    assert latent_error(trained.encoder) < 0.85 * fresh  # without its term it stays as it was
    before, after = _base(pretrained).state_dict(), trained.generator.state_dict()
    assert [name for name in before if not torch.equal(before[name], after[name])] == []


def test_rows_of_w_plus_learn_while_w_stays() -> None:
    torch.manual_seed(0)
    base, known = Generator(SPEC), Encoder(ENCODER)
    faces = to_unit_range(face_set(60, 32, seed=9).pictures)

    def trained(keep_weight: float, detail: int = 0) -> tuple[Encoder, dict[str, float]]:
        spec = replace(ENCODER, rows=SPEC.num_layers, detail=detail)
        training = EncoderTraining(
            face_set(128, 32),
            base=base,
            encoder=grown_encoder(known, spec, seed=0),
            perceptual=None,
            config=EncoderConfig(
                portraits=1.0, latent_weight=0.0, feature_weight=0.0, keep_weight=keep_weight
            ),
            device=CPU,
            seed=0,
            known=known,
        )
        phase = training.phases[0]
        for _ in range(60):
            training.draw(8)
            phase.optimizer.zero_grad()
            total, terms = phase.loss()
            total.backward()
            phase.optimizer.step()
        encoder = training.networks["e"]
        assert isinstance(encoder, Encoder)
        return encoder, {name: float(term.detach()) for name, term in terms.items()}

    @torch.no_grad()
    def error(ws: Tensor) -> float:
        return float((base.synthesis(ws) - faces).square().mean())

    free, _ = trained(0.0)
    kept, terms = trained(30.0)
    with torch.no_grad():
        before, moved, stayed = (e(faces) for e in (known, free, kept))
        rows = kept.w_plus(faces, layers=SPEC.num_layers)
    assert terms["kept"] > 0
    assert (stayed - before).square().mean() < 0.2 * (moved - before).square().mean()
    assert (rows - stayed[:, None]).abs().amax(dim=(0, 2)).min() > 0  # each row is its own
    assert error(rows) < 0.9 * error(base.broadcast(before))
    detailed, _ = trained(30.0, detail=4)
    assert error(detailed.w_plus(faces, layers=SPEC.num_layers)) < 0.98 * error(rows)


def test_detail_is_seen_where_a_coarser_map_sees_the_same() -> None:
    torch.manual_seed(0)
    spec = replace(ENCODER, rows=SPEC.num_layers, detail=4)
    encoder = grown_encoder(Encoder(ENCODER), spec, seed=0)
    for head in (encoder.rows, encoder.detail):
        assert head is not None
        torch.nn.init.normal_(head[-1].weight)
    faces = to_unit_range(face_set(4, 32).pictures)
    wider = grown_encoder(encoder, replace(spec, channel_max=24), seed=0)
    with torch.no_grad():
        w, apart = encoder.encode(faces)
        assert apart is not None
        for parameter in encoder.blocks[-1].parameters():
            parameter.zero_()  # now pictures look the same at 4 px
        blind, seen = encoder.encode(faces)
        assert seen is not None
    assert (blind - blind[0]).abs().max() < 1e-5
    assert (seen - seen[0]).abs().max() > 0.01
    # More feature maps say the same of w and of the rows.
    with torch.no_grad():
        for one, other in zip(wider.encode(faces), (w, apart), strict=True):
            assert one is not None
            torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-3)
    with pytest.raises(ValueError, match="their detail"):
        grown_encoder(encoder, replace(spec, detail=0), seed=0)


def test_a_share_of_the_portraits_is_nudged() -> None:
    torch.manual_seed(0)
    faces = face_set(1, 32)
    known = to_unit_range(torch.cat([faces.pictures, faces.pictures.flip(3)]))

    def changed(nudge: float) -> Tensor:
        training = _training(Generator(SPEC), nudge=nudge, portraits=1.0, latent_weight=0.0)
        training._data = faces
        training.draw(64)
        difference = (training._real[:, None] - known[None]).abs().mean(dim=(2, 3, 4))
        return difference.amin(dim=1)

    assert not changed(0.0).any()
    some = changed(0.75)
    assert 0.6 < float((some > 0).float().mean()) < 0.9
    assert some.max() < 0.3


def test_an_encoder_without_rows_gives_every_layer_w() -> None:
    torch.manual_seed(0)
    plain = Encoder(ENCODER)
    grown = grown_encoder(plain, replace(ENCODER, rows=5), seed=0)
    pictures = torch.rand(2, 3, 32, 32) * 2 - 1
    with torch.no_grad():
        w = plain(pictures)
        assert torch.equal(plain.w_plus(pictures, layers=5), w[:, None].expand(-1, 5, -1))
        # Rows begin as w.
        torch.testing.assert_close(grown.w_plus(pictures, layers=5), w[:, None].expand(-1, 5, -1))
        torch.testing.assert_close(grown(pictures), w)
    with pytest.raises(ValueError, match="keeps its rows"):
        grown_encoder(grown, ENCODER, seed=0)


@pytest.mark.slow
def test_an_encoder_resumes_bit_for_bit(pretrained: TrainedRun, tmp_path: Path) -> None:
    base = _base(pretrained)

    def tensors(folder: str) -> dict[str, Tensor]:
        return load_checkpoint(tmp_path / folder / "checkpoint")[0]

    _train(base, tmp_path / "whole", kimg=0.04)
    _train(base, tmp_path / "half", kimg=0.024)
    _train(base, tmp_path / "half", kimg=0.04, resume=tmp_path / "half")
    whole, resumed = tensors("whole"), tensors("half")
    assert whole.keys() == resumed.keys()
    assert [name for name in whole if not torch.equal(whole[name], resumed[name])] == []


@pytest.mark.slow
def test_a_travelled_encoder_has_its_base_exactly_and_no_other(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    base = _base(pretrained)
    wanted = {name: value.clone() for name, value in base.state_dict().items()}
    _train(base, tmp_path / "here", kimg=0.016)
    pack_state(tmp_path / "here", tmp_path / "packed")
    _train(base, tmp_path / "there", kimg=0.024, resume=tmp_path / "packed")
    tensors, _ = load_checkpoint(tmp_path / "there" / "checkpoint")
    assert all(torch.equal(tensors[f"g_ema.{name}"], wanted[name]) for name in wanted)
    with pytest.raises(WrongBaseError, match="another base"):
        _train(Generator(SPEC), tmp_path / "wrong", kimg=0.024, resume=tmp_path / "packed")


def test_latents_within_the_spread_of_w_cost_nothing(pretrained: TrainedRun) -> None:
    training = _training(_base(pretrained))
    training.draw(8)
    out = training.networks["e"].out
    torch.nn.init.zeros_(out.weight)

    def prior(bias: Tensor) -> float:
        with torch.no_grad():
            out.bias.copy_(bias)
            return float(training.phases[0].loss()[1]["prior"].detach())

    middle = training.networks["g_ema"].mapping.w_avg
    assert prior(middle) == 0
    assert prior(middle + 10) > 1


def test_portraits_alone_leave_no_known_latents(pretrained: TrainedRun) -> None:
    with pytest.raises(ValueError, match="portraits"):
        EncoderConfig(portraits=1.1)
    with pytest.raises(ValueError, match="weigh nothing"):
        EncoderConfig(portraits=1.0)
    alone = _training(_base(pretrained), portraits=1.0, latent_weight=0.0)
    alone.draw(8)
    assert len(alone._real) == 8
    assert alone.phases[0].loss()[1].keys() == {"mse", "prior", "features"}


def test_lower_precision_gives_nearly_the_same_terms(pretrained: TrainedRun) -> None:
    terms = []
    for precision in (Precision.FLOAT32, Precision.BFLOAT16):
        training = _training(_base(pretrained), precision=precision)
        training.draw(8)
        _, found = training.phases[0].loss()
        terms.append({name: float(term.detach()) for name, term in found.items()})
    exact, rounded = terms
    assert exact != rounded
    assert rounded == pytest.approx(exact, rel=0.05)


@pytest.mark.parametrize("had", [1, 2])
def test_a_finer_encoder_begins_with_the_coarser_ones_latents(had: int) -> None:
    torch.manual_seed(0)
    coarse = Encoder(EncoderSpec(resolution=16 * had, w_dim=8, channel_max=8, patch=had))
    fine = grown_encoder(coarse, replace(coarse.spec, resolution=32 * had, patch=2 * had), seed=0)
    pictures = torch.rand(3, 3, 64, 64) * 2 - 1
    torch.testing.assert_close(fine(pictures), coarse(pictures), rtol=1e-4, atol=1e-5)
    # It can tell what the coarser one cannot.
    stripes = torch.tensor([1.0, -1.0]).repeat(16 * had).expand(1, 3, 32 * had, 32 * had)
    torch.nn.init.normal_(fine.from_rgb.weight)
    assert torch.equal(coarse(stripes), coarse(-stripes))
    assert not torch.equal(fine(stripes), fine(-stripes))


@pytest.mark.slow
def test_the_command_improves_an_encoder_that_export_takes(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    data = write_faces(tmp_path / "faces", 16, 32)

    def command(base: Path, *more: object) -> int:
        common = ["--data", data, "--feature-weight", 0, "--batch", 4, "--kimg", 0.008]
        given = [*common, "--base", base, "--device", "cpu", *more]
        return main(["encoder", *(str(argument) for argument in given)])

    assert command(pretrained.folder, "--improve", "--out", tmp_path / "run") == 0
    before, _ = load_checkpoint(pretrained.folder / "checkpoint")
    after, meta = load_checkpoint(tmp_path / "run" / "checkpoint")
    assert meta["encoder_spec"] == ENCODER.to_dict()
    change = (after["e.out.weight"] - before["e_ema.out.weight"]).abs().max()
    assert 0 < change < 0.01  # two steps of Adam
    wider = ["--channel-max", 32, "--curvature", 4, "--crowd", 3]
    assert command(pretrained.folder, "--improve", *wider, "--out", tmp_path / "wider") == 0
    after, meta = load_checkpoint(tmp_path / "wider" / "checkpoint")
    assert meta["encoder_spec"] == replace(ENCODER, channel_max=32, curvature=4, crowd=3).to_dict()
    assert after["e_ema.curvature"].any(dim=1).all()
    assert after["e_ema.crowd"].any(dim=1).all()
    rows = ["--rows", SPEC.num_layers, "--keep-weight", 1]
    assert command(pretrained.folder, "--improve", *rows, "--out", tmp_path / "rows") == 0
    after, meta = load_checkpoint(tmp_path / "rows" / "checkpoint")
    assert meta["encoder_spec"] == replace(ENCODER, rows=SPEC.num_layers).to_dict()
    assert after["e_ema.rows.1.weight"].any()
    assert command(pretrained.folder, "--improve", "--rows", 2, "--out", tmp_path / "few") == 2
    assert command(pretrained.folder, "--rows", 2, "--out", tmp_path / "fresh") == 2
    narrower = ["--channel-max", 8, "--out", tmp_path / "narrower"]
    assert command(pretrained.folder, "--improve", *narrower) == 2
    # The base draws 32 px, which its encoder sees already.
    assert command(pretrained.folder, "--improve", "--patch", 2, "--out", tmp_path / "finer") == 2

    weights = tmp_path / "weights"
    export_model(
        pretrained.folder, weights, ExportConfig(kind=ModelKind.GENERATOR, id="one", title="One")
    )
    of_one = ExportConfig(kind=ModelKind.ENCODER, id="eye", title="Eye", base="one")
    assert export_model(tmp_path / "run", weights, of_one).base == "one"


def test_a_base_without_an_encoder_has_none_to_improve(
    pretrained: TrainedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "weights"
    export_model(
        pretrained.folder, weights, ExportConfig(kind=ModelKind.GENERATOR, id="one", title="One")
    )
    monkeypatch.setattr("avatarstudio.training.parents.weights_dir", lambda: weights)
    parent = load_parent("one", device=CPU)
    assert parent.encoder is None
    data = write_faces(tmp_path / "faces", 16, 32)
    arguments = ["encoder", "--base", "one", "--data", str(data), "--improve"]
    assert main([*arguments, "--feature-weight", "0", "--out", str(tmp_path / "run")]) == 2
