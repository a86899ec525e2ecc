"""What `start.py` decides and says, without an environment of its own."""

from __future__ import annotations

import ast
import errno
import importlib.util
import json
import os
import runpy
import shutil
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

import start


@pytest.fixture
def project(tmp_path: Path) -> start.Project:
    """A checkout whose environment is finished, as far as the decision can tell."""
    (tmp_path / "pyproject.toml").write_text("[project]")
    project = start.Project(tmp_path)
    project.scripts.mkdir(parents=True)
    project.python.touch()
    project.stamp.write_text(json.dumps(asdict(project.wanted(["test"]))))
    return project


def test_a_finished_environment_is_used(project: start.Project) -> None:
    assert start.plan(project, []) is start.Plan.RUN
    assert start.plan(project, ["test"]) is start.Plan.RUN


def test_another_project_file_or_extra_is_an_update(project: start.Project) -> None:
    assert start.plan(project, ["train"]) is start.Plan.UPDATE
    (project.root / "pyproject.toml").write_text("[project]\nname = 'other'")
    assert start.plan(project, []) is start.Plan.UPDATE


def test_another_python_or_a_broken_environment_is_rebuilt(
    project: start.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys.implementation, "cache_tag", "cpython-399")
        assert start.plan(project, []) is start.Plan.REBUILD
    project.unfinished.touch()
    assert start.plan(project, []) is start.Plan.REBUILD
    project.unfinished.unlink()
    project.python.unlink()
    assert start.plan(project, []) is start.Plan.REBUILD


def test_an_environment_made_by_hand_is_kept_if_its_pip_answers(
    project: start.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.stamp.write_text("{")
    assert start.plan(project, []) is start.Plan.REBUILD
    monkeypatch.setattr(project, "python", Path(sys.executable))
    assert start.plan(project, []) is start.Plan.UPDATE


def test_cpu_index_is_asked_on_linux_without_a_card_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(python: str, code: str, *, timeout_s: float) -> bool:
        asked.append(code)
        return True

    monkeypatch.setattr(start, "succeeds", answer)
    monkeypatch.setattr(Path, "is_dir", lambda path: False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not start.cpu_index_helps()
    monkeypatch.setattr(sys, "platform", "linux")
    assert start.cpu_index_helps()
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/nvidia-smi")
    assert not start.cpu_index_helps()
    assert len(asked) == 1


CPU_PAIR = ["install", "--retries", "1", "--index-url", start.CPU_INDEX, "torch", "torchvision>=1"]
AGAIN = [["uninstall", "--yes", "torch", "torchvision"], ["install", "torch", "torchvision>=1"]]


@pytest.mark.parametrize(
    ("works", "cpu_index", "commands"),
    [
        ([True, True], True, ["EDITABLE"]),
        ([False, True], True, [CPU_PAIR, "EDITABLE"]),
        ([False, True], False, ["EDITABLE"]),
        ([False, False, True], False, ["EDITABLE", *AGAIN]),
    ],
)
def test_torch_is_fetched_as_a_pair_and_a_good_one_is_kept(
    project: start.Project,
    monkeypatch: pytest.MonkeyPatch,
    works: list[bool],
    cpu_index: bool,
    commands: list[object],
) -> None:
    done: list[object] = []
    (project.root / "pyproject.toml").write_text(
        "[project]\ndependencies = ['torch', 'torchvision>=1', 'torch-geometric', 'pillow']"
    )
    monkeypatch.setattr(start, "cpu_index_helps", lambda: cpu_index)
    monkeypatch.setattr(start.Installer, "_pair_works", lambda _: works.pop(0))
    monkeypatch.setattr(start.Installer, "_pip", lambda _, *arguments: done.append([*arguments]))
    installer = start.Installer(project, start.Display(sys.stderr), 0)
    installer.install(start.Plan.UPDATE, [])
    editable = ["install", "--editable", f"{project.root}[test]"]
    assert done == [editable if command == "EDITABLE" else command for command in commands]
    assert start.plan(project, []) is start.Plan.RUN


@pytest.mark.parametrize("altered", [False, True])
def test_a_failed_update_is_rebuilt_only_if_it_had_begun_to_change_things(
    project: start.Project, monkeypatch: pytest.MonkeyPatch, altered: bool
) -> None:
    def fail(installer: start.Installer, *_: str) -> None:
        installer.altered = altered
        raise start.StartError

    monkeypatch.setattr(start.Installer, "_pip", fail)
    with pytest.raises(start.StartError):
        start.Installer(project, start.Display(sys.stderr), 0).install(start.Plan.UPDATE, [])
    assert start.plan(project, []) is (start.Plan.REBUILD if altered else start.Plan.RUN)


def test_a_host_that_does_not_answer_is_given_up() -> None:
    began = time.monotonic()
    assert not start.succeeds(sys.executable, "import time; time.sleep(60)", timeout_s=0.2)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on "
            "device\n",
            "The disk is full",
        ),
        (
            "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError("
            "Failed to establish a new connection: [Errno -3] Temporary failure in name "
            "resolution')': /simple/torch/\nERROR: Could not find a version that satisfies the "
            "requirement torch (from versions: none)\nERROR: No matching distribution found for "
            "torch>=2.6\n",
            "The package index cannot be reached",
        ),
        (
            "ERROR: No matching distribution found for PySide6-Essentials<6.12,>=6.8\n",
            "There is no build of PySide6-Essentials for this system and Python",
        ),
        ("PermissionError: [Errno 13] Permission denied: '/x'\n", "A file cannot be written"),
        (
            "  FileNotFoundError: no weights\nerror: metadata-generation-failed\nhint: See.\n",
            "The installation failed (FileNotFoundError: no weights); the whole output is in",
        ),
        ("Killed\n", "The installation failed (Killed); the whole output is in start.log"),
        ("", "The installation failed (it said nothing)"),
    ],
)
def test_a_failure_is_explained_in_one_sentence(output: str, sentence: str) -> None:
    said = start.explain(output, Path("start.log"))
    assert said.startswith(sentence)
    assert "\n" not in said


def test_old_pythons_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(start.__file__).read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "import annotations" not in source.replace("No `from __future__ import annotations`", "")
    monkeypatch.setattr(sys, "version_info", (3, 6, 15, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer and this is 3\.6;"):
        runpy.run_path(start.__file__)


def test_a_python_without_ensurepip_is_told_the_package(
    project: start.Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.unfinished.touch()
    monkeypatch.setattr(start, "Project", lambda root: project)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert start.main([]) == 1
    said = capsys.readouterr()
    assert "sudo apt install python3-venv" in said.err
    assert said.out == ""
    assert not project.venv.exists()


def test_a_full_disk_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/studio/.venv")

    monkeypatch.setattr(start, "prepare", fill)
    assert start.main([]) == 1
    assert capsys.readouterr().err.startswith("start.py: The disk is full; free about 3 GB")


def test_progress_is_read_off_pip(tmp_path: Path) -> None:
    progress = start.PipProgress(tmp_path, tmp_path, "looking for packages")
    progress.read("Collecting PySide6-Essentials<6.12,>=6.8 (from avatarstudio==0.1.0)\n")
    assert progress.step == "fetching PySide6-Essentials (1 found)"
    progress.read("  Downloading https://host/wheels/dlib_bin-20.0.1+cpu-cp311-linux.whl (4 MB)\n")
    assert progress.step == "fetching dlib-bin (1 found)"
    (tmp_path / "pip-unpack-x").mkdir()
    (tmp_path / "pip-unpack-x" / "torch.whl").write_bytes(bytes(3_000_000))
    progress.read("Installing collected packages: nvidia-cublas, PySide6_Addons, torch\n")
    (tmp_path / "nvidia_cublas-13.1.dist-info").mkdir()
    progress.look()
    assert (progress.step, progress.detail) == ("installing pyside6-addons (2 of 3)", "3 MB")


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of POSIX")
def test_a_terminal_gets_one_live_line() -> None:
    import termios

    reader, writer = os.openpty()
    termios.tcsetwinsize(writer, (24, 40))
    with os.fdopen(writer, "w") as terminal, os.fdopen(reader, "rb", buffering=0) as screen:
        display = start.Display(terminal)
        display.show("fetching torch", "1 MB")
        display.show("a name that is too long for the line", "2 MB")
        display.say("Avatar Studio is ready.")
        written = ""
        while not written.endswith("ready.\r\n"):  # it comes in pieces
            written += screen.read(4096).decode()
    assert written.split("\r")[1:] == [
        "[   0 s] fetching torch 1 MB           ",
        "[   0 s] a name that is too long for th",
        "\nAvatar Studio is ready.",
        "\n",
    ]
