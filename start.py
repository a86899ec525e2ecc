#!/usr/bin/env python3
"""Prepare Avatar Studio's own environment, then hand over to it.

    python3 start.py [ARGS]         runs `avatarstudio ARGS`
    python3 start.py test [ARGS]    runs the checks and the tests; ARGS go to pytest

The environment is `.venv` beside this file; it is made or brought up to date when needed. All that
this file itself has to say goes to standard error: standard output belongs to the program.
"""

# No `from __future__ import annotations` and no newer syntax: an old Python must get far enough to
# be told, in a sentence, that it is too old.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - nothing has checked it before
    sys.exit(
        "start.py: Avatar Studio needs Python 3.11 or newer and this is {}.{}; install a newer one "
        "and start again with it, for example: python3.12 start.py".format(*sys.version_info)
    )

import contextlib
import enum
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sysconfig
import time
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

WINDOWS = os.name == "nt"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PAIR_CHECK = "import torch, torchvision as v; v.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)"
CHECKS = (["ruff", "format", "--check"], ["ruff", "check"], ["mypy"], ["lint-imports"], ["pytest"])

# What the end of a failed child's output holds, and the sentence for it; the first that fits.
TROUBLES = {
    r"No space left|Errno 28\b|Errno 122\b|WinError 112\b": (
        "The disk is full; free about 3 GB (10 GB with an NVIDIA card) and start again."
    ),
    r"Max retries|NewConnectionError|ConnectTimeout|[Tt]imed out|name resolution|getaddrinfo"
    r"|unreachable|Connection (?:refused|reset|aborted)|ProxyError": (
        "The package index cannot be reached; check the internet connection and start again."
    ),
    r"No matching distribution found for (?P<name>[\w.-]+)": (
        "There is no build of {name} for this system and Python {python}; start again with another "
        "Python, 3.11 or newer."
    ),
    r"Errno (?:13|30)\b|WinError (?:5|32)\b|Permission denied": (
        "A file cannot be written or replaced; close Avatar Studio, make sure that this folder "
        "belongs to you, and start again."
    ),
}


class StartError(Exception):
    """Something that a person is told in one sentence."""


Plan = enum.Enum("Plan", ["RUN", "UPDATE", "REBUILD"])


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an environment was made for; `home` is what it cannot survive a change of."""

    home: str
    project: str
    extras: list[str]


class Project:
    """A checkout and the places in it that this file uses."""

    def __init__(self, root: Path) -> None:
        self.root, self.venv = root, root / ".venv"
        self.scripts = self.venv / ("Scripts" if WINDOWS else "bin")
        self.python = self.scripts / ("python.exe" if WINDOWS else "python")
        self.packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(self.venv)}))
        self.stamp = self.venv / "start.json"
        # There while the environment is being changed: who finds it starts afresh.
        self.unfinished = self.venv / "start.unfinished"
        self.log, self.lock = root / "build" / "start.log", root / "build" / "start.lock"

    def wanted(self, extras: Iterable[str]) -> Stamp:
        """Describe an environment that fits this checkout and this Python."""
        home = f"{sys.implementation.cache_tag} {sysconfig.get_platform()} {self.root}"
        digest = hashlib.sha256((self.root / "pyproject.toml").read_bytes()).hexdigest()
        return Stamp(home, digest, sorted(extras))

    def found(self) -> Stamp | None:
        """Describe the environment that is there, unless it was made by hand."""
        try:
            return Stamp(**json.loads(self.stamp.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def torch_pair(self) -> list[str]:
        """Read what the project requires of torch and torchvision."""
        table = tomllib.loads((self.root / "pyproject.toml").read_text("utf-8"))
        names = table["project"].get("dependencies", [])
        return [name for name in names if re.match(r"torch(vision)?\b(?!-)", name)]


def plan(project: Project, extras: Iterable[str]) -> Plan:
    """Decide without changing anything."""
    if not project.python.exists() or project.unfinished.exists():
        return Plan.REBUILD
    wanted, found = project.wanted(extras), project.found()
    if found is None:  # made by hand: keep what is in it, if this Python's pip can work on it
        check = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
        return Plan.UPDATE if succeeds(project.python, check) else Plan.REBUILD
    if found.home != wanted.home:
        return Plan.REBUILD
    fits = found.project == wanted.project and set(wanted.extras) <= set(found.extras)
    return Plan.RUN if fits else Plan.UPDATE


def succeeds(python: Path | str, code: str, *, timeout_s: float | None = None) -> bool:
    """Run a line of Python in a process of its own."""
    command = [python, "-P", "-c", code]
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        return not subprocess.run(command, capture_output=True, timeout=timeout_s).returncode
    return False


def cpu_index_helps() -> bool:
    """On Linux alone the default index adds 5 GB of CUDA, of no use without an NVIDIA card."""
    nvidia = shutil.which("nvidia-smi") or Path("/proc/driver/nvidia").is_dir()
    # Asked from outside: the look-up of a name heeds no time-out in its own process.
    code = f"import urllib.request as r; r.urlopen('{CPU_INDEX}/torch/', timeout=4)"
    return sys.platform == "linux" and not nvidia and succeeds(sys.executable, code, timeout_s=4)


class Display:
    """One live line on a terminal, plain lines elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._live = stream, stream.isatty()
        self._began, self._step = time.monotonic(), ""

    def show(self, step: str, detail: str = "") -> None:
        """Say what is going on; `detail` may change many times a second."""
        text = f"[{time.monotonic() - self._began:4.0f} s] {step}"
        if self._live:
            width = (os.get_terminal_size(self._stream.fileno()).columns or 80) - 1
            line = f"{text} {detail}"[:width].ljust(width)
            print(f"\r{line}", end="", file=self._stream, flush=True)
        elif step != self._step:
            print(text, file=self._stream, flush=True)
        self._step = step

    def say(self, text: str) -> None:
        """Print a line that stays."""
        print("\n" * (self._live and bool(self._step)) + text, file=self._stream, flush=True)
        self._step = ""


@dataclass(slots=True)
class PipProgress:
    """How far pip is, read off its output and off the packages that are there already."""

    packages: Path
    scratch: Path
    step: str
    detail: str = ""
    found: int = 0
    names: list[str] = field(default_factory=list)

    def read(self, line: str) -> None:
        """Take in one line of pip's output."""
        hit = re.match(r"\s*(Collecting|Downloading) (?:\S*/)?([\w.]+(?:-[a-zA-Z]\w*)*)", line)
        if hit:
            self.found += hit[1] == "Collecting"
            self.step = f"fetching {hit[2].replace('_', '-')} ({self.found} found)"
        elif line.startswith("Installing collected packages: "):
            self.names = line.lower().partition(": ")[2].replace("_", "-").strip().split(", ")

    def look(self) -> None:
        """See how much is fetched and what is being unpacked; pip is silent about both."""
        with contextlib.suppress(OSError):  # pip removes what it is done with
            fetched = sum(file.stat().st_size for file in self.scratch.glob("pip-unpack-*/*"))
            self.detail = f"{fetched / 1e6:.0f} MB" if fetched else ""
        if self.names:
            folders = self.packages.glob("*.dist-info")
            there = {path.name.lower().split("-")[0].replace("_", "-") for path in folders}
            left = [name for name in self.names if name not in there] or self.names[-1:]
            place = f"{len(self.names) - len(left) + 1} of {len(self.names)}"
            self.step = f"installing {left[0]} ({place})"


def explain(output: str, log: Path) -> str:
    """Turn the end of a failed child's output into one sentence."""
    lines = output.strip().splitlines() or ["it said nothing"]
    for pattern, sentence in TROUBLES.items():
        hit = re.search(pattern, "\n".join(lines[-25:]))
        if hit:
            return sentence.format(python=sys.version.split()[0], **hit.groupdict())
    causes = [line.strip() for line in lines if re.search("Error: |ERROR: ", line)] or lines
    return f"The installation failed ({causes[-1]}); the whole output is in {log}"


@dataclass(slots=True)
class Installer:
    """Brings `.venv` up to date; its children inherit the lock, which thus outlives a kill."""

    project: Project
    display: Display
    lock: int
    altered: bool = False  # by the last child, so that its end half-way leaves nothing of use

    def install(self, decision: Plan, extras: Iterable[str]) -> None:
        """Make or update the environment; on failure leave the one that was there, or none."""
        project = self.project
        found = project.found() if decision is Plan.UPDATE else None
        stamp = project.wanted({*extras, *(found.extras if found else ())})
        try:
            if decision is Plan.REBUILD:
                self._create()
            project.unfinished.touch()
            self._fill(stamp.extras)
        except BaseException:
            if decision is Plan.REBUILD:
                shutil.rmtree(project.venv, ignore_errors=True)
            elif not self.altered:
                project.unfinished.unlink(missing_ok=True)
            raise
        finally:
            shutil.rmtree(project.venv / "tmp", ignore_errors=True)
        project.stamp.write_text(json.dumps(asdict(stamp)), "utf-8")
        project.unfinished.unlink()

    def _create(self) -> None:
        if importlib.util.find_spec("ensurepip") is None:
            raise StartError(
                "This Python cannot make virtual environments; install its venv module (on Debian "
                "and Ubuntu: sudo apt install python3-venv) and start again."
            )
        venv = self.project.venv
        if venv.exists():
            shutil.rmtree(venv)
        venv.mkdir()
        self.project.unfinished.touch()
        # Not sys.executable itself: it may lie in the very environment that was just removed.
        python = getattr(sys, "_base_executable", sys.executable)
        self._run("making .venv", Path(python), "venv", "--without-pip", str(venv))
        self._run("making .venv", self.project.python, "ensurepip", "--default-pip")

    def _fill(self, extras: Sequence[str]) -> None:
        """Install the project and see to it that torch and torchvision fit each other."""
        pair = self.project.torch_pair()
        if pair and not self._pair_works() and cpu_index_helps():
            with contextlib.suppress(StartError):  # the default index has a pair too
                self._pip("install", "--retries", "1", "--index-url", CPU_INDEX, *pair)
        wish = f"[{','.join(extras)}]" if extras else ""
        self._pip("install", "--editable", f"{self.project.root}{wish}")
        if pair and not self._pair_works():
            self.display.say("torch and torchvision do not fit each other; fetching both again.")
            self._pip("uninstall", "--yes", "torch", "torchvision")
            self._pip("install", *pair)
            if not self._pair_works():
                look = f"{self.project.python} -c 'import torchvision'"
                raise StartError(f"PyTorch is installed but does not work; the reason: {look}")

    def _pair_works(self) -> bool:
        self.display.show("checking torch and torchvision")
        return succeeds(self.project.python, PAIR_CHECK)

    def _pip(self, *arguments: str) -> None:
        self._run("looking for packages", self.project.python, "pip", *arguments)

    def _run(self, step: str, python: Path, module: str, *arguments: str) -> None:
        """Run a child, show how far it is, and raise what its output says if it fails."""
        # Beside what it fills: a small /tmp does no harm and nothing is left there.
        scratch = self.project.venv / "tmp"
        scratch.mkdir(exist_ok=True)
        progress = PipProgress(self.project.packages, scratch, step)
        settings = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))
        settings |= {"PIP_NO_INPUT": "1", "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
        log = self.project.log
        with log.open("wb") as sink:
            child = subprocess.Popen(
                [python, "-P", "-m", module, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env=os.environ | settings,
                # Should this process be killed, the next start waits until the orphan is done.
                pass_fds=() if WINDOWS else (self.lock,),
            )
        try:
            with log.open(encoding="utf-8", errors="replace") as output:
                running = True
                while running:
                    running = child.poll() is None  # asked first: what it said last is read too
                    for line in output:
                        progress.read(line)
                        self.display.show(progress.step, progress.detail)
                    progress.look()
                    self.display.show(progress.step, progress.detail)
                    time.sleep(0.1 * running)
        finally:
            child.kill()  # does nothing to one that has ended
            child.wait()
            said = log.read_text("utf-8", "replace")
            self.altered = bool(re.search("Installing collected|Uninstalling", said))
        if child.returncode:
            raise StartError(explain(said, log))


def locked(descriptor: int) -> bool:
    """Try to take the lock of a file; it goes with the last process that holds the file open."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def prepare(project: Project, extras: Iterable[str], display: Display) -> None:
    """Bring the environment to where the program can run; one start at a time."""
    if plan(project, extras) is Plan.RUN:
        return
    project.lock.parent.mkdir(exist_ok=True)
    with project.lock.open("ab") as file:
        while not locked(file.fileno()):
            display.show("waiting for another start to finish installing")
            time.sleep(0.2)
        decision = plan(project, extras)  # another start may have done it meanwhile
        if decision is not Plan.RUN:
            display.say("Preparing Avatar Studio; the first time this takes some minutes.")
            Installer(project, display, file.fileno()).install(decision, extras)
            display.say("Avatar Studio is ready.")


def check(project: Project, arguments: Sequence[str]) -> int:
    """Run the checks and the tests; stop at the first that fails."""
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    for name, *options in CHECKS:
        command = [str(project.scripts / name), *options, *(arguments if name == "pytest" else [])]
        print("$", *command, file=sys.stderr, flush=True)
        code = subprocess.run(command, cwd=project.root, env=settings).returncode
        if code:
            return code
    return 0


def hand_over(project: Project, arguments: Sequence[str]) -> int:
    """Become the program; where that is impossible, wait for it."""
    # -P: a person's folder may hold a random.py that must not be taken for Python's own.
    command = [str(project.python), "-P", "-m", "avatarstudio", *arguments]
    if not WINDOWS:
        os.execv(command[0], command)
    child = subprocess.Popen(command)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the program has heard it as well
            return child.wait()


def main(arguments: Sequence[str]) -> int:
    """Prepare, then test or run."""
    project, display = Project(Path(__file__).resolve().parent), Display(sys.stderr)
    testing = arguments[:1] == ["test"]
    try:
        prepare(project, ["test"] if testing else [], display)
        if testing:
            return check(project, arguments[1:])
        if not arguments or arguments[0] == "doctor" or Path(arguments[0]).is_file():
            # In a child: loading them into this process could end it.
            subprocess.run([project.python, "-P", "-m", "avatarstudio.core.libraries"])
        return hand_over(project, arguments)
    except StartError as error:
        display.say(f"start.py: {error}")
    except OSError as error:
        display.say(f"start.py: {explain(str(error), project.log)}")
    except KeyboardInterrupt:
        display.say("Stopped; start again to go on.")
        return 130
    return 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as tidily as with Ctrl-C
    sys.exit(main(sys.argv[1:]))
