"""Command-line options that the commands of the toolkit share."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import torch

from avatarstudio.core.errors import UsageError
from avatarstudio.training.data import DataSource
from avatarstudio.training.loop import LoopConfig

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = argparse.Action

C = TypeVar("C")


def add_loop_options(parser: argparse.ArgumentParser) -> None:
    """Add what every training run takes."""
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--batch", type=int, default=8, help="pictures per step and process")
    parser.add_argument("--kimg", type=float, default=1000.0, help="thousands of pictures")
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    parser.add_argument("--sample-minutes", type=float, default=5.0)
    parser.add_argument("--resume", type=Path, help="checkpoint to continue from")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())


def loop_config(options: argparse.Namespace) -> LoopConfig:
    """The loop's limits and places from the options."""
    return LoopConfig(
        run_dir=options.out,
        batch=options.batch,
        kimg=options.kimg,
        minutes=options.minutes,
        checkpoint_minutes=options.checkpoint_minutes,
        sample_minutes=options.sample_minutes,
    )


def add_dataclass(
    parser: argparse.ArgumentParser, kind: type, *, prefix: str = "", skip: Sequence[str] = ()
) -> None:
    """Offer each field of a config as an option of the same name."""
    for f in fields(kind):
        if f.name in skip:
            continue
        name = "--" + (prefix + f.name).replace("_", "-")
        if isinstance(f.default, bool):
            parser.add_argument(name, action=argparse.BooleanOptionalAction, default=f.default)
        else:
            parser.add_argument(name, type=type(f.default), default=f.default)


def from_options(
    kind: type[C], options: argparse.Namespace, *, prefix: str = "", **given: Any
) -> C:
    """Build a config from the options that `add_dataclass` added.

    Raises:
        UsageError: A value is impossible.
    """
    values = {
        f.name: given.get(f.name, getattr(options, prefix + f.name, None))
        for f in fields(kind)  # type: ignore[arg-type]
    }
    try:
        return kind(**values)
    except ValueError as error:
        raise UsageError(f"{error}.") from error


def data_source(text: str) -> DataSource:
    """An argparse type for `PATH[,option=value…]`."""
    try:
        return DataSource.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
