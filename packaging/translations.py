"""Brings the window's catalogs up to date with its sentences.

    python packaging/translations.py [--folder FOLDER] [LANGUAGE ...]

New sentences come into each resources/translations/avatarstudio_LANGUAGE.ts as unfinished, those
that are gone are left out, and the .qm files that the window reads are made anew. A language that
is named and has no catalog yet gets one; it also needs a line in avatarstudio/ui/languages.py.
"""

from __future__ import annotations

import argparse
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "resources" / "translations"
_SPEAKING = ("avatarstudio/ui", "avatarstudio/studio")
"""The layers that have words for people."""


def update(folder: Path, languages: Sequence[str] = ()) -> None:
    """Update the catalogs of a folder.

    Args:
        folder: Where they are.
        languages: Those to begin.
    """
    catalogs = {folder / f"avatarstudio_{language}.ts" for language in languages}
    for catalog in sorted(catalogs | set(folder.glob("*.ts"))):
        options = ["-extensions", "py", "-locations", "none", "-no-obsolete", "-silent"]
        if catalog.stem.endswith("_en"):
            # The sentences are English already; only what depends on a number is not.
            options.append("-pluralonly")
        sources = [str(ROOT / part) for part in _SPEAKING]
        _run("pyside6-lupdate", *options, *sources, "-ts", str(catalog))
        compiled = catalog.with_suffix(".qm")
        _run("pyside6-lrelease", "-silent", "-nounfinished", str(catalog), "-qm", str(compiled))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sysconfig.get_path("scripts")) / tool), *arguments], check=True)


def main() -> None:
    """Read the arguments and update the project's catalogs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("language", nargs="*", help="a catalog to begin, such as fr or pt_BR")
    parser.add_argument("--folder", type=Path, default=CATALOGS, help="where the catalogs are")
    options = parser.parse_args()
    update(options.folder, options.language)


if __name__ == "__main__":
    main()
