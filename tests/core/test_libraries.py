from __future__ import annotations

import sys

import pytest

from avatarstudio.core.libraries import LIBRARIES, SystemLibrary, advice, missing_libraries

EGL, PULSE = LIBRARIES[0], LIBRARIES[-1]


def refuse(file: str) -> object:
    raise OSError(f"{file}: cannot open shared object file")


def test_every_library_is_asked_for_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert missing_libraries(refuse) == list(LIBRARIES)
    assert missing_libraries(len) == []


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_miss_nothing(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert missing_libraries(refuse) == []


@pytest.mark.parametrize(
    ("family", "command"),
    [
        ({"ubuntu", "debian"}, "sudo apt install libegl1 libpulse0"),
        ({"fedora"}, "sudo dnf install libglvnd-egl pulseaudio-libs"),
        ({"manjaro", "arch"}, "sudo pacman -S libglvnd libpulse"),
    ],
)
def test_advice_names_the_packages_of_this_distribution(family: set[str], command: str) -> None:
    head, *commands = advice([EGL, PULSE], family=family).splitlines()
    assert "may not open without system libraries: libEGL.so.1, libpulse.so.0" in head
    assert commands == [command]


def test_an_unknown_distribution_gets_all_commands() -> None:
    assert advice([EGL], family={"gentoo"}).splitlines()[1:] == [
        "Debian: sudo apt install libegl1",
        "Fedora: sudo dnf install libglvnd-egl",
        "Arch: sudo pacman -S libglvnd",
    ]


def test_a_package_is_named_once() -> None:
    twin = SystemLibrary("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd")
    assert advice([EGL, twin], family={"arch"}).endswith("sudo pacman -S libglvnd")


def test_without_only_the_optional_one_the_window_opens() -> None:
    assert "camera" in advice([PULSE], family={"debian"})
    assert "window" not in advice([PULSE], family={"debian"})
    assert advice([], family={"debian"}) == ""
