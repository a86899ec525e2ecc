from __future__ import annotations

import copy
import json
import os
import signal
import tomllib
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

import every_training as every
import pytest
import torch
from forking import FORK, needs_fork
from safetensors import SafetensorError
from torch import Tensor
from toy_experiment import ToyExperiment

from avatarstudio.core.errors import CheckpointMismatchError, ExportError, UsageError
from avatarstudio.training import checkpoint, loop
from avatarstudio.training.checkpoint import SHARD_BYTES, load_checkpoint, save_checkpoint
from avatarstudio.training.experiment import Experiment
from avatarstudio.training.loop import (
    LoopConfig,
    TrainingDivergedError,
    TrainingMemoryError,
    run,
)
from avatarstudio.training.record import Invocation, git_revision, to_toml
from avatarstudio.training.state import pack_state


def _run(
    experiment: ToyExperiment, folder: Path, *, steps: int, resume: Path | None = None
) -> list[Tensor]:
    run(experiment, LoopConfig(run_dir=folder, batch=4, kimg=steps * 0.004), meta={}, resume=resume)
    return [p.detach().clone() for p in experiment.net.parameters()]


def test_a_resumed_run_goes_on_bit_for_bit(tmp_path: Path) -> None:
    whole = ToyExperiment()
    wanted = _run(whole, tmp_path / "whole", steps=10)
    _run(ToyExperiment(), tmp_path / "half", steps=5)
    second = ToyExperiment(seed=99)
    found = _run(second, tmp_path / "half", steps=10, resume=tmp_path / "half")
    assert all(torch.equal(a, b) for a, b in zip(wanted, found, strict=True))
    assert torch.equal(second.average.value, torch.tensor([40.0]))
    # The lazy phase is due at steps 0, 3, 6, 9, wherever the run was interrupted.
    assert second.ran == whole.ran[7:]


# The other trainings have tests of their own for it.
@pytest.mark.slow
@pytest.mark.parametrize(
    "make", [every.autoencode, every.finetune, every.judge, every.perceptual, every.redrawn]
)
def test_a_resumed_training_goes_on_bit_for_bit(
    tmp_path: Path, make: Callable[[], Experiment]
) -> None:
    def train(folder: Path, *, steps: int, resume: Path | None = None) -> dict[str, Tensor]:
        config = LoopConfig(run_dir=folder, batch=4, kimg=steps * 0.004)
        run(make(), config, meta={}, resume=resume)
        return load_checkpoint(folder / "checkpoint")[0]

    whole = train(tmp_path / "whole", steps=4)
    train(tmp_path / "half", steps=2)
    resumed = train(tmp_path / "half", steps=4, resume=tmp_path / "half")
    assert whole.keys() == resumed.keys()
    assert [name for name in whole if not torch.equal(whole[name], resumed[name])] == []


@pytest.mark.parametrize("make", [every.pretrain, every.finetune, every.encoder])
def test_a_rate_that_fell_to_zero_moves_nothing(
    tmp_path: Path, make: Callable[..., Experiment]
) -> None:
    experiment = make(schedule=lambda _: 0.0)
    before = copy.deepcopy({n: net.state_dict() for n, net in experiment.networks.items()})
    run(experiment, LoopConfig(run_dir=tmp_path, batch=4, kimg=0.008), meta={}, resume=None)
    moved = {
        f"{name}.{part}"
        for name, network in experiment.networks.items()
        for part, value in network.state_dict().items()
        if not torch.equal(value, before[name][part])
    }
    # The mapping follows the encoder's latents at a rate of its own.
    assert not {name for name in moved if ".mapping." not in name and "queue" not in name}


def test_the_folder_of_a_run_tells_how_it_was_made(tmp_path: Path) -> None:
    options = {"batch": 4, "out": tmp_path, "minutes": float("inf"), "name": 'a "b"', "none": None}
    config = LoopConfig(
        run_dir=tmp_path, batch=4, kimg=0.008, invocation=Invocation("train --x 'a b'", options)
    )
    run(ToyExperiment(), config, meta={}, resume=None)
    written = tomllib.loads((tmp_path / "config.toml").read_text(encoding="utf-8"))
    assert written["command"] == "train --x 'a b'"
    assert written["options"]["name"] == 'a "b"'
    assert written["options"]["minutes"] == float("inf")
    assert "none" not in written["options"]
    assert written["revision"] == git_revision()
    (line,) = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) == {"kimg", "s_per_kimg", "fit", "lazy"}
    assert (tmp_path / "samples-000000.png").is_file()


def test_toml_holds_lists_and_truths() -> None:
    assert to_toml({"a": [1, "x"], "b": True}) == 'a = [1, "x"]\nb = true\n'


@pytest.mark.slow
def test_tensorboard_gets_scalars_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tensorboard")
    monkeypatch.undo()
    _run(ToyExperiment(), tmp_path, steps=2)
    (events,) = (tmp_path / "tensorboard").iterdir()
    data = events.read_bytes()
    assert b"samples" in data
    assert b"s_per_kimg" in data


def test_a_run_is_not_overwritten_by_another(tmp_path: Path) -> None:
    _run(ToyExperiment(), tmp_path, steps=2)
    with pytest.raises(UsageError, match="--resume"):
        _run(ToyExperiment(), tmp_path, steps=4)
    with pytest.raises(UsageError, match="--kimg"):
        _run(ToyExperiment(), tmp_path, steps=2, resume=tmp_path)


def test_shards_give_every_tensor_back_and_stay_below_their_size(tmp_path: Path) -> None:
    counted = torch.arange(1100 * 10_000, dtype=torch.float32).reshape(1100, 10_000)
    tensors = {
        "cut": counted,  # 42 MiB
        "whole": counted[:300].bfloat16(),
        "channels last": torch.rand(8, 10, 2, 2).to(memory_format=torch.channels_last),
        "bytes": torch.arange(256, dtype=torch.uint8),
        "number": torch.tensor(7),
        # Their names and places take room as well.
        **{f"synthesis.blocks.{i}.weight": torch.full((4000,), float(i)) for i in range(1000)},
    }
    save_checkpoint(tmp_path / "checkpoint", tensors, {"seen": 3})
    shards = list((tmp_path / "checkpoint").glob("*.safetensors"))
    assert len(shards) > 3
    assert all(shard.stat().st_size <= SHARD_BYTES for shard in shards)
    found, meta = load_checkpoint(tmp_path / "checkpoint")
    assert meta == {"seen": 3}
    assert found.keys() == tensors.keys()
    for name, value in tensors.items():
        assert found[name].dtype == value.dtype, name
        assert torch.equal(found[name], value), name


def test_a_packed_state_is_light_and_warms_up(tmp_path: Path) -> None:
    _run(ToyExperiment(), tmp_path / "run", steps=6)
    pack_state(tmp_path / "run", tmp_path / "packed")
    tensors, meta = load_checkpoint(tmp_path / "packed")
    assert set(tensors) == {"net.weight", "net.bias", "average.value"}
    assert {t.dtype for t in tensors.values()} == {torch.bfloat16}
    assert meta["seen"] == 24
    experiment = ToyExperiment(rate=0.1)
    before = load_checkpoint(tmp_path / "run" / "checkpoint")[0]["net.weight"]
    (weight, _) = _run(experiment, tmp_path / "on", steps=7, resume=tmp_path / "packed")
    # Adam's first step is as long as its rate, which starts at a 200th.
    assert (weight - before.bfloat16().float()).abs().max() < 2 * 0.1 / loop.WARM_UP_STEPS


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    _run(ToyExperiment(), tmp_path, steps=2)
    other = ToyExperiment()
    other.networks = {"net": torch.nn.Linear(5, 1)}
    with pytest.raises(CheckpointMismatchError):
        _run(other, tmp_path, steps=4, resume=tmp_path)


def test_statistics_that_an_older_checkpoint_lacks_start_anew(tmp_path: Path) -> None:
    older = ToyExperiment()
    older.networks = {"net": older.net}
    _run(older, tmp_path, steps=2)
    newer = ToyExperiment()
    _run(newer, tmp_path, steps=4, resume=tmp_path)
    assert float(newer.average.value) == 8.0


class _Exploding(ToyExperiment):
    def __init__(self, *, at: int, gradient_only: bool = False) -> None:
        super().__init__()
        self._countdown, self._gradient_only = at, gradient_only

    def fit(self) -> tuple[Tensor, dict[str, Tensor]]:
        loss, terms = super().fit()
        self._countdown -= 1
        if self._countdown == 0:
            if self._gradient_only:
                return (loss * 0).sqrt(), dict(terms)
            return loss * float("nan"), dict(terms)
        return loss, dict(terms)


@pytest.mark.parametrize("gradient_only", [False, True])
def test_a_loss_that_is_no_number_keeps_the_last_good_checkpoint(
    tmp_path: Path, gradient_only: bool
) -> None:
    _run(ToyExperiment(), tmp_path, steps=4)
    good = load_checkpoint(tmp_path / "checkpoint")[0]
    with pytest.raises(TrainingDivergedError) as caught:
        _run(_Exploding(at=1, gradient_only=gradient_only), tmp_path, steps=5, resume=tmp_path)
    assert caught.value.step in (4, 5)
    kept = load_checkpoint(tmp_path / "checkpoint")[0]
    assert all(torch.equal(good[name], kept[name]) for name in good)


class _Hungry(ToyExperiment):
    """Takes more memory than any machine has for batches of more than three."""

    def __init__(self, take: Callable[[], object]) -> None:
        super().__init__()
        self._take = take

    def fit(self) -> tuple[Tensor, dict[str, Tensor]]:
        if len(self.x) > 3:
            self._take()
        loss, terms = super().fit()
        return loss, dict(terms)


def _full_card() -> None:
    raise torch.OutOfMemoryError("CUDA out of memory")


@pytest.mark.parametrize("take", [_full_card, lambda: torch.empty(2**60, dtype=torch.uint8)])
def test_out_of_memory_names_the_batch_that_fits(
    tmp_path: Path, take: Callable[[], object]
) -> None:
    config = LoopConfig(run_dir=tmp_path, batch=12, kimg=1)
    with pytest.raises(TrainingMemoryError, match="--batch 3"):
        run(_Hungry(take), config, meta={}, resume=None)


def test_a_full_disk_keeps_the_former_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(ToyExperiment(), tmp_path, steps=4)
    good = load_checkpoint(tmp_path / "checkpoint")[0]

    def full(_tensors: dict[str, Tensor], file: Path) -> None:
        file.write_bytes(b"half")
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr(checkpoint, "save_file", full)
    with pytest.raises(ExportError, match="No space left"):
        _run(ToyExperiment(), tmp_path, steps=5, resume=tmp_path)
    kept = load_checkpoint(tmp_path / "checkpoint")[0]
    assert all(torch.equal(good[name], kept[name]) for name in good)
    assert not (tmp_path / "checkpoint.new").exists()


class _Endless(ToyExperiment):
    def __init__(self, ready: Event) -> None:
        super().__init__()
        self._ready = ready

    def after_step(self, batch: int, seen: int) -> None:
        super().after_step(batch, seen)
        if seen == 80:
            self._ready.set()


def _train_without_end(folder: Path, checkpoint_minutes: float, ready: Event) -> None:
    torch.set_num_threads(1)
    config = LoopConfig(run_dir=folder, batch=4, kimg=1e9, checkpoint_minutes=checkpoint_minutes)
    try:
        run(_Endless(ready), config, meta={}, resume=None)
    except KeyboardInterrupt:
        os._exit(130)


def _interrupt(folder: Path, *, checkpoint_minutes: float, by: signal.Signals) -> int | None:
    ready = FORK.Event()
    child = FORK.Process(target=_train_without_end, args=(folder, checkpoint_minutes, ready))
    child.start()
    assert ready.wait(60)
    assert child.pid is not None
    os.kill(child.pid, by)
    child.join(60)
    return child.exitcode


@needs_fork
def test_a_killed_run_resumes_from_its_last_checkpoint(tmp_path: Path) -> None:
    assert _interrupt(tmp_path, checkpoint_minutes=0, by=signal.SIGKILL) == -signal.SIGKILL
    tensors, meta = load_checkpoint(tmp_path / "checkpoint")
    assert meta["seen"] >= 76
    assert float(tensors["average.value"]) == meta["seen"]
    steps = meta["seen"] // 4 + 3
    on, whole = ToyExperiment(), ToyExperiment()
    _run(on, tmp_path, steps=steps, resume=tmp_path)
    _run(whole, tmp_path / "whole", steps=steps)
    assert torch.equal(on.net.weight, whole.net.weight)


@needs_fork
def test_ctrl_c_writes_a_checkpoint_first(tmp_path: Path) -> None:
    assert _interrupt(tmp_path, checkpoint_minutes=1e9, by=signal.SIGINT) == 130
    assert load_checkpoint(tmp_path / "checkpoint")[1]["seen"] >= 80
