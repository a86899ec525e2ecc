"""`avatarstudio`: the window, or a command for one photo or many.

Nothing heavy is imported here: the window appears before torch, `--version` answers at once.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence

from avatarstudio.cli.parser import COMMANDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and (given[0] in COMMANDS or given[0].startswith("-")):
        from avatarstudio.cli.run import run

        return run(given)
    from avatarstudio.app import run as open_window

    return open_window(given)


if __name__ == "__main__":
    # In a frozen bundle this very program also begins as the helper process of the window.
    multiprocessing.freeze_support()
    raise SystemExit(main())
