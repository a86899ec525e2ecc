"""Which of the system's own libraries the window needs and does not find; Linux only.

PySide6 brings Qt along but not what Qt itself loads. Without these its import fails, or Qt ends the
process, with a message that names no package. Run as a module, this one says what to install.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """A file that Qt loads, and the package that brings it.

    Attributes:
        file: The name that the loader is asked for.
        debian: Package on Debian, Ubuntu and their kin.
        fedora: Package on Fedora and its kin.
        arch: Package on Arch and its kin.
        optional: The program works without it.
    """

    file: str
    debian: str
    fedora: str
    arch: str
    optional: bool = False


LIBRARIES = (
    SystemLibrary("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    SystemLibrary("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    SystemLibrary(
        "libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"
    ),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    # Only QtMultimedia wants it; without it the camera is opened through OpenCV.
    SystemLibrary("libpulse.so.0", "libpulse0", "pulseaudio-libs", "libpulse", optional=True),
)


def missing_libraries(load: Callable[[str], object] = ctypes.CDLL) -> list[SystemLibrary]:
    """Ask the loader for each library, as Qt will.

    Args:
        load: Loads a library by its file name and raises `OSError` when there is none.

    Returns:
        Those that do not load; none on systems other than Linux.
    """
    if sys.platform != "linux":
        return []
    missing = []
    for library in LIBRARIES:
        try:
            load(library.file)
        except OSError:
            missing.append(library)
    return missing


def distribution() -> set[str]:
    """The names by which this Linux knows itself and its ancestors, such as debian and ubuntu."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return set()
    return {release.get("ID", ""), *release.get("ID_LIKE", "").split()}


def advice(missing: Sequence[SystemLibrary], *, family: Collection[str]) -> str:
    """Say what is missing and how to install it.

    Args:
        missing: What `missing_libraries` found.
        family: What `distribution` found; for an unknown one all three commands are named.

    Returns:
        A few lines, or nothing if nothing is missing.
    """
    if not missing:
        return ""
    commands = {
        "debian": _command("sudo apt install", [library.debian for library in missing]),
        "fedora": _command("sudo dnf install", [library.fedora for library in missing]),
        "arch": _command("sudo pacman -S", [library.arch for library in missing]),
    }
    own = [command for name, command in commands.items() if name in family]
    files = ", ".join(library.file for library in missing)
    needed = not all(library.optional for library in missing)
    effect = "The window may not open" if needed else "The camera may not work as well"
    lines = own or [f"{name.capitalize()}: {command}" for name, command in commands.items()]
    return "\n".join([f"{effect} without system libraries: {files}. Install them:", *lines])


def _command(installer: str, packages: Sequence[str]) -> str:
    return " ".join([installer, *dict.fromkeys(packages)])


def main() -> None:
    """Give the advice on standard error, if there is any to give."""
    if text := advice(missing_libraries(), family=distribution()):
        sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
