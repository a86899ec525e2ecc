from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set, write_faces
from torch import Tensor

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.cyclegan import Translator
from avatarstudio.nets.specs import PatchSpec, TranslatorSpec
from avatarstudio.training import cyclegan
from avatarstudio.training.checkpoint import load_checkpoint, load_network
from avatarstudio.training.cyclegan import CycleConfig, CycleTraining, PictureBuffer
from avatarstudio.training.data import to_uint8
from avatarstudio.training.experiment import Precision
from avatarstudio.training.loop import LoopConfig, run

CPU = torch.device("cpu")


def _experiment(
    config: CycleConfig | None = None,
    *,
    patch_spec: PatchSpec | None = None,
    resolution: int = 32,
    seed: int = 0,
) -> CycleTraining:
    return CycleTraining(
        face_set(24, 36, seed=1),
        face_set(32, 36, seed=2, drawing=True),
        spec=TranslatorSpec(resolution=resolution, blocks=1, width=8),
        patch_spec=patch_spec or PatchSpec(patch=16, width=8),
        config=config or CycleConfig(buffer=4),
        device=CPU,
        seed=seed,
    )


def _train(
    experiment: CycleTraining, folder: Path, *, steps: int, resume: Path | None = None
) -> None:
    limits = LoopConfig(run_dir=folder, batch=2, kimg=steps * 0.002)
    run(experiment, limits, meta={}, resume=resume)


def _numbered(values: Sequence[int]) -> Tensor:
    """Flat pictures of 8-bit grey values, so that each can be told from the others."""
    return torch.tensor(values).float()[:, None, None, None].expand(-1, 3, 2, 2) / 127.5 - 1


def _numbers(pictures: Tensor) -> list[int]:
    return [int(value) for value in to_uint8(pictures)[:, 0, 0, 0]]


def test_a_buffer_that_is_not_full_shows_what_it_gets() -> None:
    buffer = PictureBuffer(4, 2)
    generator = torch.Generator().manual_seed(0)
    assert _numbers(buffer.exchange(_numbered([1, 2, 3]), generator=generator)) == [1, 2, 3]
    assert int(buffer.filled) == 3


def test_a_full_buffer_shows_older_pictures_for_half_of_them_and_keeps_the_new() -> None:
    buffer = PictureBuffer(50, 2)
    generator = torch.Generator().manual_seed(0)
    buffer.exchange(_numbered(range(50)), generator=generator)
    shown = _numbers(buffer.exchange(_numbered(range(50, 250)), generator=generator))
    older = [new != old for new, old in zip(shown, range(50, 250), strict=True)]
    assert 70 < sum(older) < 130
    # Nothing is lost or doubled: what was not shown is in the buffer.
    kept = [int(value) for value in buffer.pictures[:, 0, 0, 0]]
    assert sorted(shown + kept) == list(range(250))


def test_no_buffer_shows_the_newest_pictures() -> None:
    buffer = PictureBuffer(0, 2)
    generator = torch.Generator().manual_seed(0)
    assert _numbers(buffer.exchange(_numbered([7, 8]), generator=generator)) == [7, 8]


def test_the_cycle_loss_falls(tmp_path: Path) -> None:
    experiment = _experiment(CycleConfig(learning_rate=2e-3, buffer=8))
    experiment.draw(16)
    _, before = experiment.phases[0].loss()
    _train(experiment, tmp_path, steps=60)
    experiment.draw(16)
    _, after = experiment.phases[0].loss()
    # So small a translator ends at 0.57 to 0.66, as the processor rounds; untrained it is at 1.
    assert after["cycle"] < 0.75 * before["cycle"]
    assert after["identity"] < 0.75 * before["identity"]


def test_each_phase_moves_its_own_networks(tmp_path: Path) -> None:
    experiment = _experiment()
    experiment.draw(2)
    for phase, moved in zip(experiment.phases, ("to_", "judge_"), strict=True):
        for network in experiment.networks.values():
            network.zero_grad()
        phase.loss()[0].backward()
        owned = {id(p) for p in phase.parameters}
        for name, network in experiment.networks.items():
            for parameter in network.parameters():
                assert (id(parameter) in owned) == name.startswith(moved)
                assert id(parameter) not in owned or parameter.grad is not None


def test_recomputing_translations_changes_no_gradient() -> None:
    gradients = []
    for recompute in (False, True):
        experiment = _experiment(CycleConfig(recompute=recompute))
        experiment.draw(2)
        experiment.phases[0].loss()[0].backward()
        gradients.append([p.grad for p in experiment.phases[0].parameters])
    assert all(torch.equal(a, b) for a, b in zip(*gradients, strict=True))


def test_low_precision_finds_nearly_the_same_losses() -> None:
    losses = []
    for precision in (Precision.FLOAT32, Precision.BFLOAT16):
        experiment = _experiment(CycleConfig(precision=precision))
        experiment.draw(2)
        losses.append([phase.loss()[0].item() for phase in experiment.phases])
    assert losses[0] != losses[1]
    assert losses[1] == pytest.approx(losses[0], rel=0.05)


def test_an_identity_weight_of_zero_leaves_that_loss_out() -> None:
    experiment = _experiment(CycleConfig(identity=0))
    experiment.draw(1)
    assert "identity" not in experiment.phases[0].loss()[1]


def test_the_first_implementation_trains_too(tmp_path: Path) -> None:
    experiment = _experiment(
        CycleConfig(buffer=0), patch_spec=PatchSpec(patch=16, width=8, sigmoid=True)
    )
    _train(experiment, tmp_path, steps=2)
    experiment.draw(2)
    # Cross-entropy of an undecided judge, halved for each of its two sides, for two judges.
    loss = experiment.phases[1].loss()[0].item()
    assert loss == pytest.approx(4 * 0.5 * 0.693, rel=0.2)


def test_the_rate_holds_and_then_falls_to_zero_by_epochs_of_the_larger_set() -> None:
    experiment = _experiment(CycleConfig(epochs=2, decay_epochs=2))
    assert experiment.epoch_kimg == pytest.approx(0.032)
    rates = [experiment.phases[0].schedule(seen) for seen in (0, 64, 96, 128, 500)]
    assert rates == pytest.approx([1, 1, 0.5, 0, 0])


def test_a_resumed_run_goes_on_bit_for_bit_with_its_buffer(tmp_path: Path) -> None:
    whole = _experiment()
    _train(whole, tmp_path / "whole", steps=6)
    _train(_experiment(), tmp_path / "half", steps=3)
    second = _experiment(seed=9)
    _train(second, tmp_path / "half", steps=6, resume=tmp_path / "half")
    for name, network in whole.networks.items():
        found = second.networks[name].state_dict()
        for key, value in network.state_dict().items():
            assert torch.equal(value, found[key]), f"{name}.{key}"
    assert int(second.networks["old_drawings"].filled) == 4


def test_pictures_that_cannot_be_halved_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="30 px cannot be halved"):
        _experiment(resolution=30)


def test_patches_larger_than_the_pictures_are_refused() -> None:
    with pytest.raises(UsageError, match="Patches of 286 px need pictures of 128 px"):
        _experiment(patch_spec=PatchSpec(patch=286, width=8))
    with pytest.raises(UsageError, match="Patches of 34 px need pictures of 34 px"):
        _experiment(patch_spec=PatchSpec(patch=34, width=8, sigmoid=True))


def test_the_sample_grid_shows_both_directions_and_the_way_back() -> None:
    assert _experiment().sample_grid().shape == (6 * 32, 8 * 32, 3)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    cyclegan.add_command(parser.add_subparsers())
    return parser.parse_args(["cyclegan", *arguments])


def test_the_command_trains_for_its_epochs_and_leaves_a_checkpoint(tmp_path: Path) -> None:
    portraits = write_faces(tmp_path / "portraits", 16, 36)
    drawings = write_faces(tmp_path / "drawings", 18, 36, drawing=True)
    options = _parse(
        [
            *("--portraits", str(portraits), "--drawings", str(drawings), "--resolution", "32"),
            *("--blocks", "3", "--width", "4", "--patch", "16", "--judge-width", "4"),
            *("--buffer", "3", "--batch", "6", "--epochs", "0.5", "--decay-epochs", "0.5"),
            *("--out", str(tmp_path / "run"), "--device", "cpu"),
        ]
    )
    options.run(options)
    tensors, meta = load_checkpoint(tmp_path / "run" / "checkpoint")
    assert meta["seen"] == 18
    assert meta["spec"] == TranslatorSpec(resolution=32, blocks=3, width=4).to_dict()
    translator = Translator(TranslatorSpec.from_dict(meta["spec"]))
    load_network(translator, tensors, name="to_drawing", file="checkpoint")


def test_the_command_offers_the_papers_settings() -> None:
    options = _parse(["--portraits", "a", "--drawings", "b", "--out", "c"])
    assert (options.blocks, options.width, options.patch) == (9, 64, 70)
    assert (options.buffer, options.batch, options.learning_rate) == (50, 1, 2e-4)
    assert (options.epochs, options.decay_epochs, options.sigmoid) == (100, 100, False)
    with pytest.raises(SystemExit):
        _parse(["--portraits", "a", "--drawings", "b", "--out", "c", "--blocks", "4"])
