"""`avatarstudio-train`: the training toolkit on the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import torch

from avatarstudio.core.errors import AvatarStudioError
from avatarstudio.training import freezeg, stylegan2

COMMANDS = (stylegan2.add_command, freezeg.add_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="avatarstudio-train", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in COMMANDS:
        add_command(commands)
    options = parser.parse_args(arguments)
    if "threads" in options:
        torch.set_num_threads(options.threads)
    try:
        options.run(options)
    except AvatarStudioError as error:
        print(f"avatarstudio-train: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
