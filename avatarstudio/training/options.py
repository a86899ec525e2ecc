"""Command-line options that the commands of the toolkit share."""

from __future__ import annotations

import argparse
import inspect
import math
import re
from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import torch

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.training.data import DataSource
from avatarstudio.training.loop import LoopConfig
from avatarstudio.training.record import Invocation

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = argparse.Action

C = TypeVar("C")


def add_loop_options(parser: argparse.ArgumentParser) -> None:
    """Add what every training run takes."""
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--batch", type=int, default=8, help="pictures per step and process")
    parser.add_argument("--kimg", type=float, default=1000.0, help="stop after thousand pictures")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after this time")
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0, help="time between two")
    parser.add_argument("--sample-minutes", type=float, default=5.0, help="time between two")
    parser.add_argument(
        "--snapshots",
        nargs="*",
        type=float,
        default=(),
        metavar="KIMG",
        help="keep the averages after so many thousand pictures, for export",
    )
    parser.add_argument(
        "--resume", type=Path, help="run folder, checkpoint or packed state to continue from"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--graphs",
        action=argparse.BooleanOptionalAction,
        default=torch.cuda.is_available(),
        help="replay the steps of StyleGAN2 as CUDA graphs, with one CUDA device",
    )
    add_device_options(parser)


def add_device_options(parser: argparse.ArgumentParser) -> None:
    """Add where a command computes."""
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:N or mps")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="CPU threads")


def invocation_of(options: argparse.Namespace) -> Invocation:
    """How a command was started, for the run's record."""
    private = {"run", "command_line"}
    resolved = {name: value for name, value in vars(options).items() if name not in private}
    return Invocation(command=getattr(options, "command_line", ""), options=resolved)


def loop_config(options: argparse.Namespace) -> LoopConfig:
    """The loop's limits and places from the options.

    Raises:
        UsageError: A value is impossible.
    """
    try:
        return LoopConfig(
            run_dir=options.out,
            batch=options.batch,
            kimg=options.kimg,
            minutes=options.minutes,
            checkpoint_minutes=options.checkpoint_minutes,
            sample_minutes=options.sample_minutes,
            snapshots=tuple(options.snapshots),
            graphs=options.graphs,
            invocation=invocation_of(options),
        )
    except ValueError as error:
        raise UsageError(f"{error}.") from error


def add_dataclass(
    parser: argparse.ArgumentParser, kind: type, *, prefix: str = "", skip: Sequence[str] = ()
) -> None:
    """Offer each field of a config as an option of the same name, explained by its docstring."""
    explained = _attributes(kind)
    for f in fields(kind):
        if f.name in skip:
            continue
        name = "--" + (prefix + f.name).replace("_", "-")
        help_text = explained.get(f.name, "")
        if isinstance(f.default, bool):
            parser.add_argument(
                name, action=argparse.BooleanOptionalAction, default=f.default, help=help_text
            )
            continue
        choices = list(type(f.default)) if isinstance(f.default, Enum) else None
        names = "{" + ",".join(c.value for c in choices) + "}" if choices else None
        parser.add_argument(
            name,
            type=type(f.default),
            default=f.default,
            choices=choices,
            metavar=names,
            help=help_text,
        )


def _attributes(kind: type) -> dict[str, str]:
    """The `Attributes:` of a docstring, one text per name."""
    texts: dict[str, str] = {}
    name = ""
    for line in inspect.cleandoc(kind.__doc__ or "").partition("Attributes:")[2].splitlines():
        if start := re.match(r" {4}(\w+): (.*)", line):
            name = start[1]
            texts[name] = start[2]
        elif name and line.startswith(" " * 8):
            texts[name] += " " + line.strip()
    return {name: text.replace("%", "%%") for name, text in texts.items()}


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


def add_generator_options(parser: argparse.ArgumentParser) -> None:
    """Add what shapes a generator and its encoder, and the portraits that they learn from."""
    parser.add_argument("--data", nargs="+", type=data_source, required=True, help="portraits")
    add_dataclass(parser, GeneratorSpec)
    parser.add_argument(
        "--encoder-resolution", type=int, help="of what the encoder sees; the generator's if unset"
    )
    derived = ("resolution", "w_dim", "curvature", "crowd")  # the last two are measured later
    add_dataclass(parser, EncoderSpec, prefix="encoder_", skip=derived)


def generator_specs(options: argparse.Namespace) -> tuple[GeneratorSpec, EncoderSpec]:
    """The specs of a generator and its encoder from the options.

    Raises:
        UsageError: A value is impossible.
    """
    spec = from_options(GeneratorSpec, options)
    encoder_spec = from_options(
        EncoderSpec,
        options,
        prefix="encoder_",
        resolution=options.encoder_resolution or spec.resolution,
        w_dim=spec.w_dim,
        curvature=0,
        crowd=0,
    )
    return spec, encoder_spec
