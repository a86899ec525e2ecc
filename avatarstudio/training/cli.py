"""`avatarstudio-train`: the training toolkit on the command line."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Sequence

import torch

from avatarstudio.core.errors import AvatarStudioError, Cancelled
from avatarstudio.nets.device import is_memory_error
from avatarstudio.training import (
    autoencoder,
    avatars,
    cyclegan,
    denoiser,
    distill,
    encoder,
    export,
    features,
    figures,
    freezeg,
    mask,
    mask_labels,
    metrics,
    pack,
    prepare,
    redrawn,
    smooth,
    stylegan2,
    traits,
    upscaler,
)
from avatarstudio.training.distributed import process_group

COMMANDS = (
    prepare.add_command,
    autoencoder.add_command,
    stylegan2.add_command,
    encoder.add_command,
    traits.add_command,
    freezeg.add_command,
    features.add_command,
    cyclegan.add_command,
    upscaler.add_command,
    mask_labels.add_command,
    mask.add_command,
    smooth.add_command,
    denoiser.add_command,
    redrawn.add_command,
    distill.add_command,
    avatars.add_command,
    metrics.add_command,
    figures.add_command,
    export.add_command,
    pack.add_command,
)


class TooLittleMemoryError(AvatarStudioError):
    """The device is too small before training has begun; later ones know their batch."""

    exit_code = 6

    def __init__(self, *, device: str) -> None:
        super().__init__(
            f"The device “{device}” has too little memory for the pictures and the networks; give "
            "fewer pictures, a smaller resolution or another --device."
        )
        self.device = device


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
        try:
            options.run(options)
        except RuntimeError as error:
            if not is_memory_error(error):
                raise
            raise TooLittleMemoryError(device=options.device) from error


if __name__ == "__main__":
    raise SystemExit(main())
