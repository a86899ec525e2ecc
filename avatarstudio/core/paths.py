"""Where the program's own files lie: a checkout, an installed wheel or a frozen bundle."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent


def _bundled(name: str) -> Path:
    """Find a folder that a checkout has beside the package and a wheel inside it."""
    frozen = getattr(sys, "_MEIPASS", None)
    homes = [Path(frozen)] if frozen else [_PACKAGE, _PACKAGE.parent]
    for home in homes:
        if (home / name).is_dir():
            return home / name
    return homes[-1] / name


def resources_dir() -> Path:
    """Icons, translations and sample photographs."""
    return _bundled("resources")


def weights_dir() -> Path:
    """The manifest and the weight files that the program brings along."""
    return _bundled("weights")


def user_styles_dir() -> Path:
    """Where a person drops styles of their own; it need not exist."""
    return Path(platformdirs.user_data_dir("AvatarStudio", appauthor=False)) / "styles"


def user_cache_dir() -> Path:
    """Rebuildable files; it need not exist."""
    return Path(platformdirs.user_cache_dir("AvatarStudio", appauthor=False))
