"""The state of a run: complete, so that it goes on bit for bit, or packed light for a journey."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from avatarstudio.core.errors import CheckpointMismatchError
from avatarstudio.training.checkpoint import (
    find_checkpoint,
    load_checkpoint,
    load_network,
    save_checkpoint,
)
from avatarstudio.training.experiment import Experiment, Phase

WARM_UP_STEPS = 200
"""Steps of rising learning rate after a restart without optimiser state."""

PACKED = "packed"
"""In the metadata of states whose tensors were rounded to bfloat16."""

_AVERAGE = "_ema."
_OPTIMIZER = "optimizer."
_RANDOMNESS = "randomness"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a run stands.

    Attributes:
        seen: Pictures since training began.
        step: Steps since training began; decides when lazy phases are due.
        warm_up: Steps over which the learning rate rises again.
    """

    seen: int = 0
    step: int = 0
    warm_up: int = 0


def save_state(
    experiment: Experiment, folder: Path, meta: Mapping[str, Any], *, seen: int, step: int
) -> None:
    """Write networks, optimisers and randomness, so that a resumed run goes on bit for bit.

    Raises:
        ExportError: It cannot be written; the former checkpoint is still there.
    """
    tensors = {
        f"{name}.{key}": value
        for name, network in experiment.networks.items()
        for key, value in network.state_dict().items()
    }
    for phase in _phases_with_own_optimizer(experiment):
        for index, state in phase.optimizer.state_dict()["state"].items():
            for key, value in state.items():
                tensors[f"{_OPTIMIZER}{phase.name}.{index}.{key}"] = torch.as_tensor(value)
    tensors[_RANDOMNESS] = experiment.generator.get_state()
    save_checkpoint(folder, tensors, {**meta, "seen": seen, "step": step})


def restore_state(experiment: Experiment, source: Path) -> Position:
    """Load a run folder, a checkpoint or a packed state.

    Args:
        experiment: Networks of the same specs; they and the optimisers are overwritten.
        source: What `find_checkpoint` takes.

    Raises:
        NoCheckpointError: There is none.
        WeightsDamagedError: It cannot be read.
        CheckpointMismatchError: It belongs to networks of other specs.
    """
    folder = find_checkpoint(source)
    tensors, meta = load_checkpoint(folder)
    for name, network in experiment.networks.items():
        known = any(key.startswith(f"{name}.") for key in tensors)
        # Running statistics start anew where an older checkpoint lacks them.
        if known or any(True for _ in network.parameters()):
            load_network(network, tensors, name=name, file=str(source))
    complete = _RANDOMNESS in tensors
    for phase in _phases_with_own_optimizer(experiment):
        complete &= _restore_optimizer(phase, tensors, file=str(source))
    if complete:
        experiment.generator.set_state(tensors[_RANDOMNESS])
    return Position(
        seen=int(meta["seen"]),
        step=int(meta.get("step", 0)),
        warm_up=0 if complete else WARM_UP_STEPS,
    )


def pack_state(source: Path, target: Path, *, networks: Collection[str] = ()) -> int:
    """Write a light copy of a run's checkpoint: networks in bfloat16 and nothing else.

    A run resumed from it needs no optimiser state: Adam warms up over `WARM_UP_STEPS`.

    Args:
        source: Run folder or checkpoint.
        target: Folder to write; replaced if it is there.
        networks: Only these, by their names in the checkpoint, or parts of them such as
            `g_ema.synthesis.blocks.4`; all if empty.

    Returns:
        Bytes of the tensors.

    Raises:
        NoCheckpointError: There is none.
        WeightsDamagedError: It cannot be read.
        ExportError: The target cannot be written.
    """
    tensors, meta = load_checkpoint(find_checkpoint(source))
    light = {
        name: value.to(torch.bfloat16) if value.is_floating_point() else value
        for name, value in tensors.items()
        if not name.startswith(_OPTIMIZER)
        and name != _RANDOMNESS
        and (not networks or any(name.startswith(f"{part}.") for part in networks))
    }
    save_checkpoint(target, light, {**meta, PACKED: True})
    return sum(value.numel() * value.element_size() for value in light.values())


def save_snapshot(
    experiment: Experiment, folder: Path, meta: Mapping[str, Any], *, seen: int
) -> None:
    """Write the averages alone, for `export` and for the eye; a snapshot cannot be resumed.

    Raises:
        ExportError: It cannot be written.
    """
    averages = {
        f"{name}.{key}": value
        for name, network in experiment.networks.items()
        for key, value in network.state_dict().items()
        if f"{name}.".endswith(_AVERAGE)
    }
    save_checkpoint(folder, averages, {**meta, "seen": seen})


def _phases_with_own_optimizer(experiment: Experiment) -> list[Phase]:
    """The first phase of each optimiser; lazy R1, say, shares the discriminator's."""
    first: dict[int, Phase] = {}
    for phase in experiment.phases:
        first.setdefault(id(phase.optimizer), phase)
    return list(first.values())


def _restore_optimizer(phase: Phase, tensors: Mapping[str, Tensor], *, file: str) -> bool:
    """Load one optimiser's state; False where the checkpoint travelled without it."""
    prefix = f"{_OPTIMIZER}{phase.name}."
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith(prefix):
            index, _, key = name[len(prefix) :].partition(".")
            state.setdefault(int(index), {})[key] = value
    if not state:
        return False
    strange = [
        f"{prefix}{index}"
        for index, values in state.items()
        if index >= len(phase.parameters)
        or values["exp_avg"].shape != phase.parameters[index].shape
    ]
    if strange:  # such as a style with another number of tuned blocks
        raise CheckpointMismatchError(file=file, missing=(), unexpected=strange)
    for number, values in state.items():
        for moment in ("exp_avg", "exp_avg_sq"):
            # Read from a shard they lie row by row, and on a card Adam then takes one launch for
            # each tensor instead of one for all.
            like = torch.empty_like(phase.parameters[number])
            values[moment] = like.copy_(values[moment])
    groups = phase.optimizer.state_dict()["param_groups"]
    phase.optimizer.load_state_dict({"state": state, "param_groups": groups})
    return True
