from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set, write_faces
from PIL import Image

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.catalog import ModelCard, ModelKind
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import DistilledSpec, FeatureSpec
from avatarstudio.nets.weights import save_model
from avatarstudio.training import distill
from avatarstudio.training.data import DataSource, PictureSet, TooFewPicturesError
from avatarstudio.training.distill import DistillConfig, Distilling, load_pairs
from avatarstudio.training.experiment import Precision
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.trained import load_distilled

CPU = torch.device("cpu")
TINY = DistilledSpec(width=8, width_max=16, levels=3, blocks=1, resolution=32)
FEATURES = FeatureSpec(resolution=32, blocks=2, channel_base=128, channel_max=8)


def _pairs(count: int, seed: int) -> PictureSet:
    portraits, avatars = (face_set(count, 32, seed=seed, drawing=d) for d in (False, True))
    pictures = torch.cat([portraits.pictures, avatars.pictures], dim=1)
    return PictureSet(pictures=pictures, weights=portraits.weights)


def _feature_net() -> FeatureNet:
    torch.manual_seed(3)
    return FeatureNet(FEATURES).requires_grad_(False)


def _experiment(
    config: DistillConfig | None = None,
    *,
    features: FeatureNet | None = None,
    kimg: float = 0.8,
    seed: int = 0,
) -> Distilling:
    return Distilling(
        _pairs(64, seed=1),
        spec=TINY,
        config=config or DistillConfig(learning_rate=4e-3, ema_kimg=0.05),
        features=features,
        kimg=kimg,
        device=CPU,
        seed=seed,
    )


def _train(
    experiment: Distilling, folder: Path, *, kimg: float, resume: Path | None = None
) -> None:
    run(experiment, LoopConfig(run_dir=folder, batch=8, kimg=kimg), meta={}, resume=resume)


def test_the_network_learns_to_draw_people_it_never_saw(tmp_path: Path) -> None:
    experiment = _experiment(features=_feature_net())
    _train(experiment, tmp_path, kimg=0.8)
    pairs = _pairs(16, seed=2).draw(16, generator=torch.Generator().manual_seed(0))
    portraits, avatars = pairs.split(3, dim=1)
    with torch.no_grad():
        drawn = experiment.networks["unet_ema"](portraits)
    assert (drawn - avatars).abs().mean() < 0.6 * (portraits - avatars).abs().mean()


def test_portrait_and_avatar_are_mirrored_together() -> None:
    pairs = _pairs(4, seed=1)
    same = PictureSet(pictures=torch.cat([pairs.pictures[:, :3]] * 2, dim=1), weights=pairs.weights)
    drawn = same.draw(32, generator=torch.Generator().manual_seed(0))
    assert torch.equal(drawn[:, :3], drawn[:, 3:])


def test_features_and_discriminator_join_the_loss_only_when_asked_for() -> None:
    plain = _experiment()
    plain.draw(4)
    assert set(plain.phases[0].loss()[1]) == {"l1"}
    assert [phase.name for phase in plain.phases] == ["unet"]
    full = _experiment(DistillConfig(adversarial_weight=0.1), features=_feature_net())
    full.draw(4)
    assert set(full.phases[0].loss()[1]) == {"l1", "feat", "g"}
    assert [phase.name for phase in full.phases] == ["unet", "d"]


def test_lower_precision_gives_nearly_the_same_terms() -> None:
    found = []
    for precision in (Precision.FLOAT32, Precision.BFLOAT16):
        config = DistillConfig(adversarial_weight=0.1, precision=precision)
        experiment = _experiment(config, features=_feature_net())
        experiment.draw(8)
        terms = [phase.loss()[1] for phase in experiment.phases]
        found.append({n: float(t.detach()) for part in terms for n, t in part.items()})
    exact, rounded = found
    assert exact != rounded
    assert rounded == pytest.approx(exact, rel=0.05)


def test_the_discriminator_learns_to_tell_avatars_from_portraits(tmp_path: Path) -> None:
    experiment = _experiment(DistillConfig(adversarial_weight=0.01, learning_rate=1e-3))
    experiment.draw(8)
    experiment.phases[0].loss()
    before = experiment.phases[1].loss()[0].item()
    _train(experiment, tmp_path, kimg=0.2)
    experiment.draw(8)
    experiment.phases[0].loss()
    assert experiment.phases[1].loss()[0].item() < 0.7 * before


def test_a_resumed_run_goes_on_bit_for_bit(tmp_path: Path) -> None:
    config = DistillConfig(adversarial_weight=0.1)
    whole = _experiment(config)
    _train(whole, tmp_path / "whole", kimg=0.048)
    _train(_experiment(config), tmp_path / "half", kimg=0.024)
    second = _experiment(config, seed=9)
    _train(second, tmp_path / "half", kimg=0.048, resume=tmp_path / "half")
    for name, network in whole.networks.items():
        for wanted, found in zip(
            network.parameters(), second.networks[name].parameters(), strict=True
        ):
            assert torch.equal(wanted, found)


def test_pairs_are_found_by_name_whatever_the_suffix(tmp_path: Path) -> None:
    write_faces(tmp_path / "portraits", 18, 32)
    write_faces(tmp_path / "avatars", 18, 32, drawing=True)
    for path in sorted((tmp_path / "avatars").iterdir())[::2]:
        with Image.open(path) as image:
            image.save(path.with_suffix(".webp"), lossless=True)
        path.unlink()
    sources = [DataSource(tmp_path / name, hold_out=2) for name in ("portraits", "avatars")]
    pairs = load_pairs(*sources, resolution=32)
    assert torch.equal(pairs.pictures, _written_pairs(16).pictures)


def _written_pairs(count: int) -> PictureSet:
    portraits, avatars = (face_set(count, 32, drawing=d) for d in (False, True))
    pictures = torch.cat([portraits.pictures, avatars.pictures], dim=1)
    return PictureSet(pictures=pictures, weights=portraits.weights)


def test_pictures_without_a_partner_are_named(tmp_path: Path) -> None:
    write_faces(tmp_path / "portraits", 18, 32)
    write_faces(tmp_path / "avatars", 17, 32, drawing=True)
    with pytest.raises(UsageError, match="“face-0017”"):
        load_pairs(
            DataSource(tmp_path / "portraits"), DataSource(tmp_path / "avatars"), resolution=32
        )


def test_too_few_pairs_are_refused(tmp_path: Path) -> None:
    for name in ("portraits", "avatars"):
        write_faces(tmp_path / name, 3, 32)
    with pytest.raises(TooFewPicturesError, match="3 pictures"):
        load_pairs(
            DataSource(tmp_path / "portraits"), DataSource(tmp_path / "avatars"), resolution=32
        )


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    distill.add_command(parser.add_subparsers())
    return parser.parse_args(["distill", *arguments])


def _arguments(folder: Path, *, resolution: int = 32) -> list[str]:
    portraits = write_faces(folder / "portraits", 16, 32)
    avatars = write_faces(folder / "avatars", 16, 32, drawing=True)
    return [
        *("--portraits", str(portraits), "--avatars", str(avatars)),
        *("--resolution", str(resolution), "--width", "4", "--width-max", "8"),
        *("--batch", "2", "--kimg", "0.004", "--out", str(folder / "run"), "--device", "cpu"),
    ]


def test_the_command_trains_with_a_feature_net_and_leaves_a_checkpoint(tmp_path: Path) -> None:
    card = ModelCard(
        id="tiny",
        kind=ModelKind.PERCEPTUAL,
        title="Tiny",
        file="tiny.safetensors",
        folder=tmp_path,
        spec=FEATURES.to_dict(),
    )
    save_model(card, _feature_net().state_dict())
    options = _parse([*_arguments(tmp_path), "--features", str(card.path)])
    options.run(options)
    network = load_distilled(tmp_path / "run", CPU)
    assert network.spec == DistilledSpec(width=4, width_max=8, resolution=32)
    assert "feat" in (tmp_path / "run" / "log.jsonl").read_text()


def test_a_file_that_is_no_feature_net_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_bytes(b"no weights")
    options = _parse([*_arguments(tmp_path), "--features", str(wrong)])
    with pytest.raises(UsageError, match="cannot be used as a feature net"):
        options.run(options)


def test_a_resolution_that_the_network_cannot_halve_is_refused(tmp_path: Path) -> None:
    options = _parse(_arguments(tmp_path, resolution=36))
    with pytest.raises(UsageError, match="multiple of 16"):
        options.run(options)
