"""The command that packs a run's state for a journey to another machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from avatarstudio.training.options import Commands
from avatarstudio.training.state import pack_state


def _command(options: argparse.Namespace) -> None:
    pack_state(options.source, options.target, networks=options.networks)


def add_command(commands: Commands) -> None:
    """Add `pack-state` to the toolkit."""
    parser = commands.add_parser(
        "pack-state", help="copy a run's networks in bfloat16, for --resume on another machine"
    )
    parser.set_defaults(run=_command)
    parser.add_argument("source", type=Path, metavar="RUN", help="run folder or checkpoint")
    parser.add_argument("target", type=Path, metavar="OUT_DIR")
    parser.add_argument(
        "--networks",
        nargs="+",
        default=(),
        metavar="NAME",
        help="only these, such as d for the discriminator",
    )
