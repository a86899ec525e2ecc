"""The one training loop: phases with intervals, checkpoints, samples, a log and a time limit."""

from __future__ import annotations

import math
import signal
import threading
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from torch import Tensor

from avatarstudio.core.errors import AvatarStudioError, UsageError
from avatarstudio.nets.device import is_memory_error
from avatarstudio.training import distributed
from avatarstudio.training.checkpoint import find_checkpoint
from avatarstudio.training.experiment import Experiment, Phase, Terms, place
from avatarstudio.training.graphs import PhaseRunner
from avatarstudio.training.record import Invocation, Meter, RunRecord
from avatarstudio.training.state import (
    WARM_UP_STEPS,
    Position,
    restore_state,
    save_snapshot,
    save_state,
)

__all__ = [
    "WARM_UP_STEPS",
    "Experiment",
    "LoopConfig",
    "Phase",
    "Terms",
    "TrainingDivergedError",
    "TrainingMemoryError",
    "place",
    "run",
]

LOG_SECONDS = 10.0
"""Time between two lines of the log."""


class TrainingDivergedError(AvatarStudioError):
    """A loss is no longer a number."""

    def __init__(self, *, phase: str, step: int) -> None:
        super().__init__(
            f"The loss of phase “{phase}” stopped being a number at step {step}; the last good "
            "checkpoint is kept: resume it with a lower learning rate."
        )
        self.phase = phase
        self.step = step


class TrainingMemoryError(AvatarStudioError):
    """The device has too little memory for the batch."""

    exit_code = 6

    def __init__(self, *, device: str, batch: int, fitting: int) -> None:
        advice = f"use --batch {fitting}" if fitting else "use a smaller network or resolution"
        super().__init__(
            f"The device “{device}” has too little memory for a batch of {batch}; {advice}."
        )
        self.device = device
        self.batch = batch
        self.fitting = fitting


@dataclass(frozen=True, slots=True)
class LoopConfig:
    """How long a run goes on and what it leaves behind.

    Attributes:
        run_dir: Folder of the run: checkpoint, samples and log.
        batch: Pictures per step and process.
        kimg: Stop after this many thousand pictures since training began.
        minutes: Stop after this time; whichever comes first.
        checkpoint_minutes: Time between checkpoints.
        sample_minutes: Time between sample grids.
        snapshots: Thousands of pictures after which the averages are kept for good.
        graphs: Phases that can be recorded run as CUDA graphs; without effect on other devices and
            where several processes train.
        invocation: How the run was started, for its folder.
    """

    run_dir: Path
    batch: int = 8
    kimg: float = 1000.0
    minutes: float = math.inf
    checkpoint_minutes: float = 5.0
    sample_minutes: float = 5.0
    snapshots: Sequence[float] = ()
    graphs: bool = False
    invocation: Invocation = field(default_factory=Invocation)

    def __post_init__(self) -> None:
        if self.batch < 1:
            raise ValueError("a batch has at least one picture")


class _StopRequest:
    """Ctrl-C and a friendly kill let the step end and the checkpoint be written."""

    def __init__(self) -> None:
        self.made = False

    @contextmanager
    def listen(self) -> Iterator[None]:
        """Take the signals over; signals can be handled in the main thread only."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        former = {s: signal.signal(s, self._note) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        # torchrun repeats the signal to its children; only a person alone means "at once".
        if self.made and number == signal.SIGINT and distributed.world_size() == 1:
            raise KeyboardInterrupt
        self.made = True


@dataclass(frozen=True, slots=True)
class _Due:
    """What is due after a step, as all processes agree."""

    end: bool = False
    log: bool = False
    sample: bool = False
    save: bool = False
    stopped: bool = False


class _Clock:
    """When the run logs, samples, saves and ends; only the first process's time counts."""

    def __init__(self, config: LoopConfig) -> None:
        self._config = config
        self._started = self._logged = self._sampled = self._saved = time.monotonic()

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._started

    def due(self, *, seen: int, stop: bool, device: torch.device) -> _Due:
        """Decide; what is due is taken as done."""
        now, c = time.monotonic(), self._config
        leads = distributed.rank() == 0
        end, log, sample, save, stopped = distributed.any_process(
            (
                seen >= c.kimg * 1000 or (leads and now - self._started >= c.minutes * 60),
                leads and now - self._logged >= LOG_SECONDS,
                leads and now - self._sampled >= c.sample_minutes * 60,
                leads and now - self._saved >= c.checkpoint_minutes * 60,
                stop,
            ),
            device=device,
        )
        last = end or stopped
        due = _Due(last, log or last, sample or end, save or last, stopped)
        self._logged = now if due.log else self._logged
        self._sampled = now if due.sample else self._sampled
        self._saved = now if due.save else self._saved
        return due


def run(
    experiment: Experiment, config: LoopConfig, *, meta: Mapping[str, Any], resume: Path | None
) -> int:
    """Train until the limit of pictures or minutes.

    Args:
        experiment: What to train.
        config: Limits and places.
        meta: What a reader of the checkpoint needs to rebuild the networks.
        resume: A run folder, checkpoint or packed state to continue from.

    Returns:
        Pictures seen since training began.

    Raises:
        UsageError: The folder holds another run, or the run is complete already.
        TrainingDivergedError: A loss is no longer a number; no checkpoint is written after it.
        TrainingMemoryError: The device has too little memory for the batch.
        ExportError: A checkpoint cannot be written; the former one is still there.
        KeyboardInterrupt: A stop was asked for; the checkpoint is written.
    """
    position = _begin(experiment, config, resume)
    try:
        return _train(experiment, config, meta=meta, start=position)
    except RuntimeError as error:
        if not is_memory_error(error):
            raise
        traceback.clear_frames(error.__traceback__)  # frees the tensors of the failed step
        raise TrainingMemoryError(
            device=str(_device(experiment)),
            batch=config.batch,
            fitting=_fitting_batch(experiment, config.batch),
        ) from error


def _begin(experiment: Experiment, config: LoopConfig, resume: Path | None) -> Position:
    """Restore a run or begin one, the same in all processes except for their randomness."""
    position = Position()
    if resume is not None:
        position = restore_state(experiment, resume)
    elif find_checkpoint(config.run_dir) != config.run_dir:
        raise UsageError(
            f"“{config.run_dir}” holds a run already; continue it with --resume or choose another "
            "--out."
        )
    if position.seen >= config.kimg * 1000:
        raise UsageError(
            f"The run has seen {position.seen / 1000:g} kimg already; give a larger --kimg."
        )
    distributed.share_start(experiment.networks.values())
    distributed.part_randomness(experiment.generator)
    return position


def _train(
    experiment: Experiment, config: LoopConfig, *, meta: Mapping[str, Any], start: Position
) -> int:
    seen, step = start.seen, start.step
    device = _device(experiment)
    rates = [[g["lr"] for g in phase.optimizer.param_groups] for phase in experiment.phases]
    graphs = config.graphs and device.type == "cuda" and distributed.world_size() == 1
    runner = PhaseRunner(list(experiment.networks.values()), device=device, graphs=graphs)
    stop, meter, due = _StopRequest(), Meter(), _Due()
    with ExitStack() as stack:
        record = None
        if distributed.rank() == 0:
            record = RunRecord(config.run_dir, config.invocation, kimg=config.kimg, seen=seen)
            stack.callback(record.close)
        stack.enter_context(stop.listen())
        clock = _Clock(config)
        while not due.end:
            done = step - start.step + 1
            warmth = min(1.0, done / start.warm_up) if start.warm_up else 1.0
            _set_rates(experiment.phases, rates, warmth=warmth, seen=seen)
            experiment.draw(config.batch)
            for phase in experiment.phases:
                if step % phase.interval == 0:
                    meter.add(_advance(runner, phase, step))
            step += 1
            seen += config.batch * distributed.world_size()
            experiment.after_step(config.batch * distributed.world_size(), seen)
            due = clock.due(seen=seen, stop=stop.made, device=device)
            if due.log:
                pace = {"s_per_kimg": clock.seconds / (seen - start.seen) * 1000}
                terms = meter.take()
                if record is not None:
                    record.scalars(pace | terms, seen=seen)
            if record is not None and due.sample:
                record.pictures(experiment.sample_grid(), seen=seen)
            passed = _passed(config.snapshots, seen, config.batch * distributed.world_size())
            if due.save or passed:
                _require_finite(experiment, step)
            if record is not None:
                for kimg in passed:
                    folder = config.run_dir / "snapshots" / f"{kimg:g}"
                    save_snapshot(experiment, folder, meta, seen=seen)
            if record is not None and due.save:
                save_state(experiment, config.run_dir / "checkpoint", meta, seen=seen, step=step)
    if due.stopped:
        raise KeyboardInterrupt
    return seen


def _passed(snapshots: Sequence[float], seen: int, batch: int) -> list[float]:
    """The snapshots that the last step reached."""
    return [kimg for kimg in snapshots if seen - batch < kimg * 1000 <= seen]


def _set_rates(
    phases: Sequence[Phase], rates: Sequence[Sequence[float]], *, warmth: float, seen: int
) -> None:
    for phase, group_rates in zip(phases, rates, strict=True):
        factor = warmth * phase.schedule(seen)
        for group, rate in zip(phase.optimizer.param_groups, group_rates, strict=True):
            group["lr"] = rate * factor


def _advance(runner: PhaseRunner, phase: Phase, step: int) -> Mapping[str, Tensor]:
    """Run one phase and move its parameters."""
    total, terms = runner.run(phase)
    if not torch.isfinite(total):
        raise TrainingDivergedError(phase=phase.name, step=step)
    distributed.average_gradients(phase.parameters)
    phase.optimizer.step()
    return terms


def _require_finite(experiment: Experiment, step: int) -> None:
    """Refuse to save networks that a gradient broke after a finite loss."""
    for name, network in experiment.networks.items():
        if not all(bool(torch.isfinite(p).all()) for p in network.parameters()):
            raise TrainingDivergedError(phase=name, step=step)


def _device(experiment: Experiment) -> torch.device:
    return next(p.device for network in experiment.networks.values() for p in network.parameters())


def _fitting_batch(experiment: Experiment, batch: int) -> int:
    """The largest batch that fits among the halves of one that does not; 0 if none does.

    The experiment's state is of no use afterwards.
    """
    while batch > 1:
        batch //= 2
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        try:
            experiment.draw(batch)
            for phase in experiment.phases:
                total, _ = phase.loss()
                total.backward()  # type: ignore[no-untyped-call]
        except RuntimeError as error:
            if not is_memory_error(error):
                raise
            traceback.clear_frames(error.__traceback__)
        else:
            return batch
    return 0
