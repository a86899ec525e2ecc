"""The one training loop: phases with intervals, checkpoints, samples, a log and a time limit."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
import torch.distributed as dist
from PIL import Image
from torch import Tensor, nn
from tqdm import tqdm

from avatarstudio.core.errors import AvatarStudioError
from avatarstudio.training.checkpoint import load_checkpoint, save_checkpoint

WARM_UP_STEPS = 200
"""Steps of rising learning rate after a restart without optimiser state."""


M = TypeVar("M", bound=nn.Module)

Terms = tuple[Tensor, Mapping[str, Tensor]]
"""A phase's total loss and its named terms for the log, all scalars."""


def place(network: M, device: torch.device) -> M:
    """Move a network to its device, weights channels last; returns it."""
    network.to(device)
    network.to(memory_format=torch.channels_last)
    return network


class TrainingDivergedError(AvatarStudioError):
    """A loss is no longer a number."""

    def __init__(self, *, phase: str, step: int) -> None:
        super().__init__(
            f"The loss of phase “{phase}” stopped being a number at step {step}; the last good "
            "checkpoint is kept: resume it with a lower learning rate."
        )
        self.phase = phase
        self.step = step


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """One optimiser step of the loop.

    Attributes:
        name: Short name for the log.
        optimizer: What the step moves.
        parameters: Exactly those of the optimiser; only they get gradients in this phase.
        loss: Computes the total and the named terms for the log from the step's pictures.
        interval: The phase runs every this many steps (lazy regularisation).
    """

    name: str
    optimizer: torch.optim.Optimizer
    parameters: Sequence[nn.Parameter]
    loss: Callable[[], Terms]
    interval: int = 1


class Experiment(Protocol):
    """What a training run is about; the loop knows nothing else of it."""

    networks: Mapping[str, nn.Module]
    phases: Sequence[Phase]
    generator: torch.Generator

    def draw(self, batch: int) -> None:
        """Draw the pictures that the phases of this step use."""

    def after_step(self, batch: int, seen: int) -> None:
        """Update averages."""

    def sample_grid(self) -> Tensor:
        """Pictures to look at, uint8, (H, W, 3), on the CPU."""


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
    """

    run_dir: Path
    batch: int = 8
    kimg: float = 1000.0
    minutes: float = math.inf
    checkpoint_minutes: float = 5.0
    sample_minutes: float = 5.0


@dataclass(slots=True)
class _Meter:
    """Means of the loss terms since the last line of the log."""

    sums: dict[str, Tensor] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, terms: Mapping[str, Tensor]) -> None:
        for name, value in terms.items():
            self.sums[name] = self.sums.get(name, torch.zeros(())) + value.detach().float().cpu()
            self.counts[name] = self.counts.get(name, 0) + 1

    def take(self) -> dict[str, float]:
        means = {name: float(total) / self.counts[name] for name, total in self.sums.items()}
        self.sums.clear()
        self.counts.clear()
        return means


def run(
    experiment: Experiment, config: LoopConfig, *, meta: Mapping[str, Any], resume: Path | None
) -> int:
    """Train until the limit of pictures or minutes.

    Args:
        experiment: What to train.
        config: Limits and places.
        meta: What a reader of the checkpoint needs to rebuild the networks.
        resume: A checkpoint to continue from.

    Returns:
        Pictures seen since training began.

    Raises:
        TrainingDivergedError: A loss is no longer a number; no checkpoint is written after it.
        ExportError: A checkpoint cannot be written; the former one is still there.
    """
    checkpoint = config.run_dir / "checkpoint"
    config.run_dir.mkdir(parents=True, exist_ok=True)
    seen, warm_up = 0, 0
    if resume is not None:
        seen, warm_up = _restore(experiment, resume)
    rates = [[g["lr"] for g in phase.optimizer.param_groups] for phase in experiment.phases]
    world = dist.get_world_size() if dist.is_initialized() else 1
    leader = not dist.is_initialized() or dist.get_rank() == 0
    started = saved = sampled = logged = time.monotonic()
    meter, first, step = _Meter(), seen, 0
    bar = tqdm(total=config.kimg, initial=seen / 1000, unit="kimg", disable=not leader)
    done = False
    while not done:
        _set_rates(experiment.phases, rates, min(1.0, (step + 1) / warm_up) if warm_up else 1.0)
        experiment.draw(config.batch)
        for phase in experiment.phases:
            if step % phase.interval == 0:
                meter.add(_advance(experiment, phase, step))
        step += 1
        seen += config.batch * world
        experiment.after_step(config.batch * world, seen)
        now = time.monotonic()
        done = seen >= config.kimg * 1000 or now - started >= config.minutes * 60
        if leader and (done or now - logged >= 10):
            pace = (now - started) / (seen - first) * 1000
            line = {"kimg": seen / 1000, "s_per_kimg": pace} | meter.take()
            with (config.run_dir / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            bar.update(seen / 1000 - bar.n)
            bar.set_postfix({k: f"{v:.3f}" for k, v in line.items() if k != "kimg"})
            logged = now
        if leader and (done or now - sampled >= config.sample_minutes * 60):
            grid = experiment.sample_grid()
            Image.fromarray(grid.numpy()).save(config.run_dir / f"samples-{seen // 1000:06d}.png")
            sampled = now
        if leader and (done or now - saved >= config.checkpoint_minutes * 60):
            _save(experiment, checkpoint, meta, seen)
            saved = now
    bar.close()
    return seen


def _set_rates(phases: Sequence[Phase], rates: Sequence[Sequence[float]], factor: float) -> None:
    for phase, group_rates in zip(phases, rates, strict=True):
        for group, rate in zip(phase.optimizer.param_groups, group_rates, strict=True):
            group["lr"] = rate * factor


def _advance(experiment: Experiment, phase: Phase, step: int) -> Mapping[str, Tensor]:
    """Run one phase: only its own parameters get gradients."""
    for network in experiment.networks.values():
        network.requires_grad_(False)
    for parameter in phase.parameters:
        parameter.requires_grad_(True)
    phase.optimizer.zero_grad(set_to_none=True)
    total, terms = phase.loss()
    if not torch.isfinite(total):
        raise TrainingDivergedError(phase=phase.name, step=step)
    total.backward()  # type: ignore[no-untyped-call]
    if dist.is_initialized():
        _average_gradients(phase.parameters)
    phase.optimizer.step()
    return terms


def _average_gradients(parameters: Sequence[nn.Parameter]) -> None:
    """Mean over processes; by hand, because double backward does not pass DDP's hooks."""
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    parts = torch.split(flat, [g.numel() for g in gradients])
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))


def _save(experiment: Experiment, folder: Path, meta: Mapping[str, Any], seen: int) -> None:
    """Write networks, optimisers and randomness, so that a resumed run goes on bit for bit."""
    tensors = {
        f"{name}.{key}": value
        for name, network in experiment.networks.items()
        for key, value in network.state_dict().items()
    }
    for phase in experiment.phases:
        for index, state in phase.optimizer.state_dict()["state"].items():
            for key, value in state.items():
                tensors[f"optimizer.{phase.name}.{index}.{key}"] = torch.as_tensor(value)
    tensors["randomness"] = experiment.generator.get_state()
    save_checkpoint(folder, tensors, {**meta, "seen": seen})


def _restore(experiment: Experiment, folder: Path) -> tuple[int, int]:
    """Load a checkpoint; returns the pictures seen and the warm-up that its optimisers need."""
    tensors, meta = load_checkpoint(folder)
    for name, network in experiment.networks.items():
        prefix = f"{name}."
        state = {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}
        network.load_state_dict(state)
    complete = True
    for phase in experiment.phases:
        complete &= _restore_optimizer(phase, tensors)
    if complete:
        experiment.generator.set_state(tensors["randomness"])
    return int(meta["seen"]), 0 if complete else WARM_UP_STEPS


def _restore_optimizer(phase: Phase, tensors: Mapping[str, Tensor]) -> bool:
    """Load one optimiser's state; False where the checkpoint travelled without it."""
    prefix = f"optimizer.{phase.name}."
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith(prefix):
            index, _, key = name[len(prefix) :].partition(".")
            state.setdefault(int(index), {})[key] = value
    if not state:
        return False
    groups = phase.optimizer.state_dict()["param_groups"]
    phase.optimizer.load_state_dict({"state": state, "param_groups": groups})
    return True
