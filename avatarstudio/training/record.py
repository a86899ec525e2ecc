"""What a run leaves behind besides its checkpoint: how it was started, its log, its pictures."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from PIL import Image
from torch import Tensor
from tqdm import tqdm

import avatarstudio
from avatarstudio.core.errors import ExportError
from avatarstudio.training.distributed import mean_over_processes

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter


@dataclass(frozen=True, slots=True)
class Invocation:
    """How a run was started.

    Attributes:
        command: The exact command line.
        options: Every option with its resolved value.
    """

    command: str = ""
    options: Mapping[str, object] = field(default_factory=dict)


class Meter:
    """Means of the loss terms since the last line of the log, kept on the device."""

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._counts: dict[str, int] = {}

    def add(self, terms: Mapping[str, Tensor]) -> None:
        """Add one step's scalars."""
        for name, value in terms.items():
            term = value.detach().float()
            self._sums[name] = self._sums[name] + term if name in self._sums else term
            self._counts[name] = self._counts.get(name, 0) + 1

    def take(self) -> dict[str, float]:
        """Means over steps and processes, in the order of their first appearance; starts anew."""
        if not self._sums:
            return {}
        means = torch.stack([self._sums[name] / n for name, n in self._counts.items()])
        names = list(self._counts)
        self._sums.clear()
        self._counts.clear()
        return dict(zip(names, mean_over_processes(means).tolist(), strict=True))


def write_start(folder: Path, invocation: Invocation, *, seen: int) -> None:
    """Write how a run was started into its folder, which is made if need be.

    Args:
        folder: The run's folder.
        invocation: How it was started.
        seen: Pictures since training began.

    Raises:
        ExportError: The folder cannot be written.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        start = {
            "command": invocation.command,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "seen": seen,
            "revision": git_revision(),
            "version": avatarstudio.__version__,
            "torch": torch.__version__,
        }
        text = to_toml(start) + "\n[options]\n" + to_toml(invocation.options)
        (folder / "config.toml").write_text(text, encoding="utf-8")
        # A resumed run replaces config.toml; its former starts stay here.
        with (folder / "starts.jsonl").open("a", encoding="utf-8") as starts:
            starts.write(json.dumps(start) + "\n")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Say in one sentence that a folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise ExportError(path=folder, reason=error.strerror or str(error)) from error


class RunRecord:
    """A run folder's config.toml, log.jsonl, sample pictures, TensorBoard events and tqdm line."""

    def __init__(self, folder: Path, invocation: Invocation, *, kimg: float, seen: int) -> None:
        """Open the record.

        Args:
            folder: The run's folder, made if need be.
            invocation: How the run was started.
            kimg: Where the run ends at the latest.
            seen: Pictures since training began.

        Raises:
            ExportError: The folder cannot be written.
        """
        self._folder = folder
        write_start(folder, invocation, seen=seen)
        self._events = _summary_writer(folder)
        self._bar = tqdm(total=kimg, initial=seen / 1000, unit="kimg")

    def scalars(self, values: Mapping[str, float], *, seen: int) -> None:
        """Add a line to the log.

        Raises:
            ExportError: It cannot be written; so for the pictures.
        """
        with (
            _writing(self._folder),
            (self._folder / "log.jsonl").open("a", encoding="utf-8") as log,
        ):
            log.write(json.dumps({"kimg": seen / 1000, **values}) + "\n")
        self._bar.update(seen / 1000 - self._bar.n)
        self._bar.set_postfix({name: f"{value:.3f}" for name, value in values.items()})
        if self._events is not None:
            for name, value in values.items():
                self._events.add_scalar(name, value, seen)

    def pictures(self, grid: Tensor, *, seen: int) -> None:
        """Keep a sample grid, uint8, (H, W, 3)."""
        with _writing(self._folder):
            Image.fromarray(grid.numpy()).save(self._folder / f"samples-{seen // 1000:06d}.png")
        if self._events is not None:
            self._events.add_image("samples", grid.numpy(), seen, dataformats="HWC")

    def close(self) -> None:
        """Flush everything."""
        self._bar.close()
        if self._events is not None:
            self._events.close()


def git_revision() -> str:
    """The commit of the checkout that this code runs from; empty where there is none."""
    home = Path(avatarstudio.__file__).resolve().parent.parent
    command = ["git", "-C", str(home), "rev-parse", "--show-toplevel", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    top, revision = done.stdout.split("\n")[:2]
    # An installed package may lie inside a repository of somebody else's.
    return revision if Path(top).resolve() == home else ""


def to_toml(values: Mapping[str, object]) -> str:
    """One table of TOML; None is left out, paths and the like become strings."""
    lines = [f"{name} = {_toml_value(v)}" for name, v in values.items() if v is not None]
    return "".join(f"{line}\n" for line in lines)


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(v) for v in value) + "]"
    text = value.value if isinstance(value, Enum) else value
    return json.dumps(str(text), ensure_ascii=False)


def _summary_writer(folder: Path) -> SummaryWriter | None:
    """A TensorBoard writer, or None where TensorBoard is not installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    writer: Any = SummaryWriter
    events: SummaryWriter = writer(log_dir=str(folder / "tensorboard"))
    return events
