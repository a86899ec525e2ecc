"""Checkpoints: a folder of small safetensors shards that is replaced as a whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from avatarstudio.core.errors import ExportError, WeightsDamagedError, WeightsError
from avatarstudio.nets.weights import load_strictly

SHARD_BYTES = 15 * 2**20
"""Largest file of a checkpoint."""

_ROOM = SHARD_BYTES - 2**18
"""What tensors fill of it; the rest holds a header with the names and places of 1,500 of them."""


class NoCheckpointError(WeightsError):
    """A folder was given that holds no checkpoint."""

    def __init__(self, *, path: Path) -> None:
        super().__init__(
            f"“{path}” holds no checkpoint; give the folder of a run or one that pack-state wrote."
        )
        self.path = path


def save_checkpoint(folder: Path, tensors: Mapping[str, Tensor], meta: Mapping[str, Any]) -> None:
    """Write a checkpoint; the former one stays until the new one is complete.

    Args:
        folder: The checkpoint's folder, made or replaced.
        tensors: Any dtypes and devices.
        meta: Values for JSON.

    Raises:
        ExportError: The disk is full or the folder cannot be written; the former checkpoint is
            still there.
    """
    fresh = folder.with_name(folder.name + ".new")
    former = folder.with_name(folder.name + ".old")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for number, shard in enumerate(_shards(tensors)):
            save_file(shard, fresh / f"shard-{number:03d}.safetensors")
        (fresh / "meta.json").write_text(json.dumps(meta, indent=2), encoding="utf-8")
        shutil.rmtree(former, ignore_errors=True)
        if folder.exists():
            folder.rename(former)
        fresh.rename(folder)
        shutil.rmtree(former, ignore_errors=True)
    except (OSError, SafetensorError) as error:  # safetensors wraps a full disk in its own class
        shutil.rmtree(fresh, ignore_errors=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise ExportError(path=folder, reason=reason) from error


def load_checkpoint(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read what `save_checkpoint` wrote, or the former one where a swap was interrupted.

    Returns:
        Tensors on the CPU and the metadata.

    Raises:
        NoCheckpointError: There is none.
        WeightsDamagedError: A shard or the metadata cannot be read.
    """
    home = folder if folder.is_dir() else folder.with_name(folder.name + ".old")
    if not (home / "meta.json").is_file():
        raise NoCheckpointError(path=folder)
    tensors: dict[str, Tensor] = {}
    try:
        meta: dict[str, Any] = json.loads((home / "meta.json").read_text(encoding="utf-8"))
        for shard in sorted(home.glob("shard-*.safetensors")):
            tensors.update(load_file(shard))
    except (OSError, ValueError, SafetensorError) as error:
        raise WeightsDamagedError(file=home.name, reason=str(error)) from error
    return _joined(tensors), meta


def find_checkpoint(path: Path) -> Path:
    """The checkpoint that a person means by a run folder or by the checkpoint itself."""
    for folder in (path / "checkpoint", path / "checkpoint.old"):
        if folder.is_dir():
            return path / "checkpoint"
    return path


def load_network(
    network: nn.Module, tensors: Mapping[str, Tensor], *, name: str, file: str
) -> None:
    """Fill a network from a checkpoint's tensors, converting their dtype.

    Args:
        network: What to fill.
        tensors: All tensors of the checkpoint.
        name: The network's name in it; its tensors begin with `name.`.
        file: The checkpoint as messages call it.

    Raises:
        CheckpointMismatchError: Tensors are missing, unknown or of another shape.
    """
    prefix = f"{name}."
    state = {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}
    load_strictly(network, state, file=file)


def _shards(tensors: Mapping[str, Tensor]) -> list[dict[str, Tensor]]:
    """Fill shards in order; a tensor above the limit is cut along its first axis."""
    shards: list[dict[str, Tensor]] = [{}]
    used = 0
    for name, piece in _pieces(tensors):
        size = piece.numel() * piece.element_size()
        if shards[-1] and used + size > _ROOM:
            shards.append({})
            used = 0
        shards[-1][name] = piece
        used += size
    return shards


def _pieces(tensors: Mapping[str, Tensor]) -> list[tuple[str, Tensor]]:
    pieces: list[tuple[str, Tensor]] = []
    for name, tensor in tensors.items():
        value = tensor.detach().cpu().contiguous()
        count = -(-value.numel() * value.element_size() // _ROOM)
        if count <= 1:
            pieces.append((name, value.clone()))
            continue
        parts = torch.chunk(value, min(count + 1, value.shape[0]))
        pieces += [(f"{name}#{i:03d}", part.clone()) for i, part in enumerate(parts)]
    return pieces


def _joined(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    whole: dict[str, Tensor] = {}
    cut: dict[str, list[Tensor]] = {}
    for name in sorted(tensors):
        base, mark, _ = name.partition("#")
        if mark:
            cut.setdefault(base, []).append(tensors[name])
        else:
            whole[name] = tensors[name]
    return whole | {name: torch.cat(parts) for name, parts in cut.items()}
