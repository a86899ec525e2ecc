"""`avatarstudio-train`: the training toolkit on the command line."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence

import torch

from avatarstudio.core.errors import AvatarStudioError, Cancelled
from avatarstudio.training import (
    autoencoder,
    avatars,
    cyclegan,
    distill,
    encoder,
    export,
    features,
    figures,
    freezeg,
    metrics,
    pack,
    prepare,
    stylegan2,
    upscaler,
)
from avatarstudio.training.distributed import process_group

COMMANDS = (
    prepare.add_command,
    autoencoder.add_command,
    stylegan2.add_command,
    encoder.add_command,
    freezeg.add_command,
    features.add_command,
    cyclegan.add_command,
    upscaler.add_command,
    distill.add_command,
    avatars.add_command,
    metrics.add_command,
    figures.add_command,
    export.add_command,
    pack.add_command,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="avatarstudio-train", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in COMMANDS:
        add_command(commands)
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = parser.parse_args(given)
    options.command_line = shlex.join([parser.prog, *given])
    try:
        _run(options)
    except AvatarStudioError as error:
        print(f"avatarstudio-train: {error}", file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, Cancelled):
        return Cancelled.exit_code
    return 0


def _run(options: argparse.Namespace) -> None:
    if "threads" in options:
        torch.set_num_threads(options.threads)
    if "device" not in options:
        options.run(options)
        return
    with process_group(options.device) as options.device:
        options.run(options)


if __name__ == "__main__":
    raise SystemExit(main())
