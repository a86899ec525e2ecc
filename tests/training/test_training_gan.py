from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set
from human_run import CPU, ENCODER, META, SPEC, TrainedRun, pretraining
from torch import Tensor
from toy_experiment import TrainedJudge

from avatarstudio.avatars.edits import Edit
from avatarstudio.avatars.measures import Property
from avatarstudio.core.errors import CheckpointMismatchError, StyleBaseError, UsageError
from avatarstudio.inversion.style_start import style_start
from avatarstudio.nets.catalog import Catalog, ModelKind, read_embedded_card
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.specs import UnetSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.surgery import block_prefix
from avatarstudio.nets.weights import load_encoder, load_feature_net, load_generator, load_style
from avatarstudio.training import export
from avatarstudio.training.axes import latent_axes
from avatarstudio.training.checkpoint import load_checkpoint, save_checkpoint
from avatarstudio.training.data import PictureSet, to_unit_range
from avatarstudio.training.experiment import Precision
from avatarstudio.training.export import ExportConfig, export_model, without_folders
from avatarstudio.training.freezeg import FinetuneConfig, Finetuning
from avatarstudio.training.frozen import WrongBaseError
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.metrics import Pictures, measure
from avatarstudio.training.parents import Parent, load_parent
from avatarstudio.training.silhouette import hair_as_in_portraits, hanging_hair, silhouette_error
from avatarstudio.training.state import pack_state


@pytest.mark.slow
def test_pretraining_lowers_the_distance_to_real_faces(
    pretrained: TrainedRun, trained_judge: TrainedJudge
) -> None:
    reference = face_set(240, 32, seed=9).pictures

    def distance(samples: Tensor) -> float:
        measures = measure(
            Pictures(made=samples, reference=reference),
            judge=trained_judge.net,
            perceptual=None,
            generator=torch.Generator().manual_seed(0),
        )
        return measures.figures["fd_judge_excess"].value

    assert distance(pretrained.after) < 0.85 * distance(pretrained.before)


def test_the_encoder_beats_the_mean_latent(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    assert parent.encoder is not None
    generator = parent.generator
    faces = to_unit_range(face_set(60, 32, seed=9).pictures)
    with torch.no_grad():
        copies = generator.synthesis(generator.broadcast(parent.encoder(faces)))
        mean = generator.synthesis(generator.broadcast(generator.mapping.w_avg[None]))
    assert (copies - faces).square().mean() < 0.7 * (mean - faces).square().mean()


@pytest.mark.slow
def test_pretraining_resumes_bit_for_bit(tmp_path: Path) -> None:
    small = {"r1_interval": 2, "augment": 0.5}

    def train(folder: str, *, steps: int, resume: Path | None = None) -> dict[str, Tensor]:
        config = LoopConfig(run_dir=tmp_path / folder, batch=4, kimg=steps * 0.004)
        run(pretraining(**small), config, meta=META, resume=resume)
        return load_checkpoint(tmp_path / folder / "checkpoint")[0]

    whole = train("whole", steps=5)
    train("half", steps=3)
    resumed = train("half", steps=5, resume=tmp_path / "half")
    assert whole.keys() == resumed.keys()
    assert [name for name in whole if not torch.equal(whole[name], resumed[name])] == []


def test_bfloat16_trains_with_float32_weights() -> None:
    experiment = pretraining(precision=Precision.BFLOAT16)
    experiment.draw(4)
    for phase in experiment.phases:
        total, _ = phase.loss()
        assert total.dtype == torch.float32
        assert torch.isfinite(total)
        total.backward()
    exact = pretraining()
    exact.draw(4)
    rough = pretraining(precision=Precision.BFLOAT16)
    rough.draw(4)
    with torch.no_grad():
        wanted, found = (float(e.phases[1].loss()[0]) for e in (exact, rough))
    assert found != wanted
    assert found == pytest.approx(wanted, rel=0.05)


def _finetuning(
    parent: Parent,
    drawings: PictureSet | None = None,
    mask: MatteNet | None = None,
    **changes: object,
) -> Finetuning:
    config = replace(
        FinetuneConfig(blocks=2, freeze_d=1, augment=0.0, structure_px=8, ema_kimg=0.01), **changes
    )
    return Finetuning(
        drawings or face_set(64, 32, drawing=True),
        face_set(64, 32),
        parent=parent,
        config=config,
        device=CPU,
        seed=0,
        mask=mask,
    )


def _style_run(parent: Parent, folder: Path, *, steps: int = 4, resume: Path | None = None) -> None:
    config = LoopConfig(run_dir=folder, batch=4, kimg=steps * 0.004)
    meta = {"spec": SPEC.to_dict(), "blocks": 2}
    run(_finetuning(parent), config, meta=meta, resume=resume)


def test_portraits_are_learned_at_the_truncation_that_avatars_are_drawn_at() -> None:
    torch.manual_seed(0)
    parent = Parent(Generator(SPEC), Discriminator(SPEC), Encoder(ENCODER))

    def avatars(truncation: float) -> Tensor:
        grid = _finetuning(parent, truncation=truncation).sample_grid()
        return torch.stack(grid[64:96].chunk(8, dim=1)).float()  # the third row, of eight people

    at_the_mean, at_home = avatars(1e-6), avatars(1.0)
    assert (at_the_mean - at_the_mean[0]).abs().max() <= 1
    assert (at_home - at_home[0]).abs().max() > 1


@pytest.mark.slow
def test_finetuning_changes_the_last_blocks_only(pretrained: TrainedRun, tmp_path: Path) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    _style_run(parent, tmp_path)
    tensors, _ = load_checkpoint(tmp_path / "checkpoint")
    tuned = tuple(block_prefix(i) for i in (2, 3))
    base = parent.generator.state_dict()
    for network in ("g", "g_ema"):
        for name, value in base.items():
            same = torch.equal(tensors[f"{network}.{name}"], value)
            assert same != name.startswith(tuned), name
    first = parent.discriminator.blocks[0].state_dict()
    assert all(torch.equal(tensors[f"d.blocks.0.{k}"], v) for k, v in first.items())
    last = parent.discriminator.out.weight
    assert not torch.equal(tensors["d.out.weight"], last)


@pytest.mark.slow
def test_a_style_that_travelled_has_its_base_exactly(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    _style_run(parent, tmp_path / "here", steps=2)
    pack_state(tmp_path / "here", tmp_path / "packed")
    _style_run(parent, tmp_path / "there", steps=3, resume=tmp_path / "packed")
    tensors, _ = load_checkpoint(tmp_path / "there" / "checkpoint")
    for name, value in parent.generator.state_dict().items():
        if not name.startswith((block_prefix(2), block_prefix(3))):
            assert torch.equal(tensors[f"g.{name}"], value), name

    other = Parent(Generator(SPEC), parent.discriminator, parent.encoder)
    with pytest.raises(WrongBaseError, match="another base"):
        _style_run(other, tmp_path / "wrong", steps=4, resume=tmp_path / "packed")


def test_a_style_needs_portraits_or_plain_freezeg(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    alone = replace(parent, encoder=None)
    with pytest.raises(UsageError, match="--portraits 0"):
        _finetuning(alone)
    plain = _finetuning(alone, portraits=0.0, structure_weight=0.0)
    plain.draw(2)
    assert torch.isfinite(plain.phases[0].loss()[0])
    with pytest.raises(UsageError, match="only 4 blocks"):
        _finetuning(parent, blocks=5)


def test_nothing_is_learned_from_beside_a_drawing(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    drawings = face_set(64, 32, drawing=True)
    inside = torch.zeros(64, 1, 32, 32, dtype=torch.bool)
    inside[:, :, 12:] = True
    losses: dict[int, list[float]] = {}
    for row in (0, 20):  # outside, inside
        for shade in (0, 255):
            pictures = drawings.pictures.clone()
            pictures[:, :, row : row + 8] = shade
            changed = PictureSet(pictures, drawings.weights, inside)
            style = _finetuning(parent, changed)
            style.draw(4)
            losses.setdefault(row, []).extend(p.loss()[0].item() for p in style.phases)
    assert losses[0][:3] == losses[0][3:]
    assert losses[20][1:3] != losses[20][4:]


class _BrightIsPerson(MatteNet):
    """A network to which what is bright is the person."""

    def __init__(self) -> None:
        super().__init__(UnetSpec(width=8, width_max=8, levels=2, blocks=1))

    def forward(self, rgb: Tensor) -> Tensor:
        return 4 * rgb.mean(dim=1, keepdim=True)


def test_avatars_are_held_to_their_own_portraits_silhouettes(pretrained: TrainedRun) -> None:
    parent = load_parent(str(pretrained.folder), device=CPU)
    assert parent.encoder is not None
    mask = _BrightIsPerson()
    style = _finetuning(parent, mask=mask, truncation=1.0)
    style.draw(4)
    for parameter in style.phases[0].parameters:
        parameter.requires_grad_(True)
    _, terms = style.phases[0].loss()
    people = style._people
    latents = style_start(people, parent.generator, parent.encoder)
    avatars = parent.generator.synthesis(parent.generator.broadcast(latents))
    wanted = silhouette_error(mask, avatars, people, low_precision=None)
    assert terms["silhouette"].item() == pytest.approx(wanted.item(), rel=1e-4)
    same = silhouette_error(mask, people, people, low_precision=None)
    assert same < wanted
    terms["silhouette"].backward()
    assert any(p.grad is not None and p.grad.abs().max() > 0 for p in style.phases[0].parameters)
    for without in (_finetuning(parent), _finetuning(parent, mask=mask, silhouette_weight=0.0)):
        without.draw(4)
        assert "silhouette" not in without.phases[0].loss()[1]


def _people(*, long: int, short: int) -> PictureSet:
    """Grey faces with white hair down to their shoulders, or with none beside their necks."""
    pictures = torch.zeros(long + short, 3, 32, 32, dtype=torch.uint8)
    pictures[:, :, 4:24, 10:22] = 150
    pictures[:long, :, 4:28, :10] = pictures[:long, :, 4:28, 22:] = 255
    return PictureSet(pictures, torch.ones(len(pictures)))


def test_short_haired_drawings_are_drawn_as_often_as_portraits_have_short_hair() -> None:
    mask = _BrightIsPerson()
    drawings, portraits = _people(long=90, short=30), _people(long=20, short=20)
    hair = hanging_hair(mask, drawings.pictures)
    assert hair[:90].min() > 0.9
    assert hair[90:].max() < 0.2

    generator = torch.Generator().manual_seed(0)
    as_portraits = hair_as_in_portraits(drawings, portraits, mask, generator=generator)
    short = as_portraits.weights[90:].sum() / as_portraits.weights.sum()
    assert short.item() == pytest.approx(0.5, abs=0.05)

    few = _people(long=990, short=10)
    rare = hair_as_in_portraits(few, portraits, mask, generator=generator).weights
    assert rare[-1].item() == pytest.approx(4.0)  # not fifty times as often


def _export(run_dir: Path, out: Path, kind: ModelKind, **values: object) -> None:
    export_model(run_dir, out, ExportConfig(kind=kind, id="one", title="One", **values))


@pytest.mark.slow
def test_runs_become_files_that_the_catalog_loads(
    pretrained: TrainedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights, styles = tmp_path / "weights", tmp_path / "styles"
    facts = {"licence": "test", "quality": "preview", "metrics": {"fd": 1.5}}
    _export(pretrained.folder, weights, ModelKind.GENERATOR, **facts)
    _export(pretrained.folder, weights, ModelKind.ENCODER, base="one", quality="full")
    _export(pretrained.folder, weights, ModelKind.PERCEPTUAL, feature_blocks=2)
    catalog = Catalog.read(weights)
    base_card = catalog.get(ModelKind.GENERATOR, "one")
    assert base_card.kimg == 0.96
    assert base_card.metrics == {"fd": 1.5}
    assert base_card.training_data == ("faces",)
    assert base_card.command == "avatarstudio-train pretrain --data pictures/faces"
    encoder_card = catalog.for_base(ModelKind.ENCODER, base_card)
    assert encoder_card is not None
    assert encoder_card.quality == "full"
    assert catalog.first(ModelKind.PERCEPTUAL).quality == "full"
    assert isinstance(load_encoder(encoder_card, CPU), Encoder)
    features = load_feature_net(catalog.first(ModelKind.PERCEPTUAL), CPU)
    assert len(features(torch.zeros(1, 3, 32, 32))) == 2

    base = load_generator(base_card, CPU)
    parent = load_parent(str(pretrained.folder), device=CPU)
    _style_run(parent, tmp_path / "style", steps=2)
    # A person's styles folder has no manifest; the base is found among the program's weights.
    monkeypatch.setattr(export, "weights_dir", lambda: weights)
    lighter = torch.randn(SPEC.num_layers, SPEC.w_dim)
    edit = Edit(Property.HAIR_LIGHT, lighter, effect=1.0, leak=0.1, agreement=1.0)
    monkeypatch.setattr(export, "find_edit", lambda *_: edit)
    _export(tmp_path / "style", styles, ModelKind.STYLE, base="one")
    (file,) = styles.iterdir()
    card = read_embedded_card(file)
    assert card.quality == "preview"  # as its base
    style = load_style(card, base=base, base_card=base_card, device=CPU)
    assert style.hair_light is not None
    assert torch.allclose(style.hair_light, lighter, atol=0.01)
    z = torch.randn(1, 32)
    tensors, _ = load_checkpoint(tmp_path / "style" / "checkpoint")
    child = Generator(SPEC)
    child.load_state_dict({k[6:]: v for k, v in tensors.items() if k.startswith("g_ema.")})
    assert torch.allclose(style.use(2)(z), child(z), atol=0.02)
    by_chance = style.random_latent(z[0])
    first = SPEC.layers_of_block(2).start
    assert torch.allclose(by_chance[:first], base.mapping(z).expand(first, -1))
    look = 1.5 * z[0, :32] @ tensors["axes_ema.value"]
    assert torch.allclose(
        by_chance[first:], (base.mapping.w_avg + look).expand(len(by_chance) - first, -1), atol=0.02
    )


@pytest.mark.slow
def test_a_style_over_another_base_is_not_exported(pretrained: TrainedRun, tmp_path: Path) -> None:
    tensors = {f"g_ema.{k}": v for k, v in Generator(SPEC).state_dict().items()}
    save_checkpoint(tmp_path / "other", tensors, {**META, "seen": 0})
    _export(tmp_path / "other", tmp_path / "weights", ModelKind.GENERATOR)
    parent = load_parent(str(pretrained.folder), device=CPU)
    _style_run(parent, tmp_path / "style", steps=1)
    for source, kind in (
        (tmp_path / "style", ModelKind.STYLE),
        (pretrained.folder, ModelKind.ENCODER),
    ):
        with pytest.raises(StyleBaseError):
            _export(source, tmp_path / "weights", kind, base="one")
    with pytest.raises(UsageError, match="holds no judge"):
        _export(pretrained.folder, tmp_path / "weights", ModelKind.JUDGE)
    with pytest.raises(UsageError, match="holds no style"):
        _export(pretrained.folder, tmp_path / "weights", ModelKind.STYLE, base="one")


@pytest.mark.slow
def test_snapshots_and_travelled_states_are_exported_too(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    _export(pretrained.folder, tmp_path / "weights", ModelKind.GENERATOR)
    parent = load_parent(str(pretrained.folder), device=CPU)
    config = LoopConfig(run_dir=tmp_path / "style", batch=4, kimg=0.012, snapshots=(0.004, 0.01))
    run(_finetuning(parent), config, meta={"spec": SPEC.to_dict(), "blocks": 2}, resume=None)
    snapshots = tmp_path / "style" / "snapshots"
    assert sorted(folder.name for folder in snapshots.iterdir()) == ["0.004", "0.01"]
    pack_state(tmp_path / "style", tmp_path / "packed")
    for source in (snapshots / "0.004", snapshots / "0.01", tmp_path / "packed"):
        _export(source, tmp_path / "weights", ModelKind.STYLE, base="one")
    card = Catalog.read(tmp_path / "weights").get(ModelKind.STYLE, "one")
    assert (card.tuned_blocks, card.kimg) == (2, 0.012)
    with pytest.raises(CheckpointMismatchError):
        _style_run(parent, tmp_path / "on", resume=snapshots / "0.004")


def test_a_card_tells_nothing_of_a_disk() -> None:
    command = "train --data /home/me/pictures/faces,weight=2 'C:\\Users\\me\\x y\\z' --out runs/a"
    assert "me" not in without_folders(command).split("/")
    assert "pictures/faces,weight=2" in without_folders(command)
    assert "runs/a" in without_folders(command)


def test_axes_are_the_directions_and_spreads_of_encoded_drawings() -> None:
    torch.manual_seed(0)
    encoder = Encoder(ENCODER).requires_grad_(False)
    drawings = face_set(64, 32, drawing=True).pictures
    axes = latent_axes(drawings, encoder)
    w = encoder(to_unit_range(drawings))
    covariance = (w - w.mean(dim=0)).T @ (w - w.mean(dim=0)) / len(w)
    assert torch.allclose(axes.T @ axes, covariance, atol=1e-4)
    assert (axes.norm(dim=1).diff() <= 1e-6).all()


@pytest.mark.slow
def test_a_style_goes_on_over_a_base_that_learned_on(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    _style_run(load_parent(str(pretrained.folder), device=CPU), tmp_path)
    earlier, _ = load_checkpoint(tmp_path / "checkpoint")
    learned = load_parent(str(pretrained.folder), device=CPU)
    with torch.no_grad():
        for parameter in learned.generator.parameters():
            parameter.mul_(1.1)
    experiment = _finetuning(learned)
    # What the base has anyway need not travel.
    parts = ("d", *(f"g_ema.{block_prefix(i)[:-1]}" for i in (2, 3)))
    pack_state(tmp_path, tmp_path / "packed", networks=parts)
    experiment.start_from(tmp_path / "packed")
    opponent = experiment.networks["d"].state_dict()
    rounded = {name: value.bfloat16() for name, value in opponent.items()}
    experiment.start_from(tmp_path)
    tuned = tuple(block_prefix(i) for i in (2, 3))
    base = learned.generator.state_dict()
    for network in ("g", "g_ema"):
        for name, value in experiment.networks[network].state_dict().items():
            origin = earlier[f"g_ema.{name}"] if name.startswith(tuned) else base[name]
            assert torch.equal(value, origin), name
    opponent = experiment.networks["d"].state_dict()
    assert all(torch.equal(value, earlier[f"d.{name}"]) for name, value in opponent.items())
    assert all(torch.equal(rounded[name], value.bfloat16()) for name, value in opponent.items())
