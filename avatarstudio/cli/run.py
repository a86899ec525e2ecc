"""Running one command: its result as text or JSON, its errors as one sentence."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from avatarstudio.cli.parser import build_parser
from avatarstudio.core.errors import AvatarStudioError, Cancelled

Report = dict[str, Any]
"""What a command found out, in the words of `--json`, and `text`: the same for people."""


def run(arguments: Sequence[str]) -> int:
    """Parse and run; returns the exit code.

    Standard output carries the JSON object or the answer, standard error everything else.
    """
    try:
        options = build_parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has printed help, version or the usage error
        return int(stop.code or 0)
    try:
        report = _command(options.command)(options)
    except AvatarStudioError as error:
        _fail(options, str(error), error.exit_code)
        return error.exit_code
    except (KeyboardInterrupt, Cancelled) as stop:
        _fail(options, str(stop) or "Cancelled; nothing was written.", Cancelled.exit_code)
        return Cancelled.exit_code
    text = report.pop("text")
    print(json.dumps(report, ensure_ascii=False) if options.json else text)
    return int(report.get("exit_code", 0))


def _fail(options: Namespace, sentence: str, exit_code: int) -> None:
    print(f"avatarstudio: {sentence}", file=sys.stderr)
    if options.json:
        print(json.dumps({"error": sentence, "exit_code": exit_code}, ensure_ascii=False))


def _command(name: str) -> Callable[[Namespace], Report]:
    """Import only what the command needs."""
    if name in {"styles", "doctor"}:
        from avatarstudio.cli import about

        return {"styles": about.styles, "doctor": about.doctor}[name]
    if name == "batch":
        from avatarstudio.cli.batch import batch

        return batch
    if name == "import-checkpoint":
        from avatarstudio.cli.bring import import_checkpoint

        return import_checkpoint
    from avatarstudio.cli import make

    return {
        "create": make.create,
        "align": make.align,
        "invert": make.invert,
        "render": make.render,
    }[name]
