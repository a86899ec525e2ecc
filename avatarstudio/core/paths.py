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


def user_data_dir() -> Path:
    """What a person makes and keeps; it need not exist."""
    return Path(platformdirs.user_data_dir("AvatarStudio", appauthor=False))


def user_styles_dir() -> Path:
    """Where a person drops styles of their own; it need not exist."""
    return user_data_dir() / "styles"


def user_config_dir() -> Path:
    """A person's choices; it need not exist."""
    return Path(platformdirs.user_config_dir("AvatarStudio", appauthor=False))


def user_log_dir() -> Path:
    """The program's log; it need not exist."""
    return Path(platformdirs.user_log_dir("AvatarStudio", appauthor=False))


def user_cache_dir() -> Path:
    """Rebuildable files; it need not exist."""
    return Path(platformdirs.user_cache_dir("AvatarStudio", appauthor=False))
