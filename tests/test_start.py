"""`start.py` at work on a small project of its own: real environments, real pip, no network."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import start

SCRIPT = Path(start.__file__)
PATIENCE_S = 600  # for a machine with much else to do; on an idle one nothing here takes ten
posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and execv of POSIX")

BACKEND = """
import os, pathlib, time, tomllib, zipfile

ROOT = pathlib.Path(__file__).parent

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    with (ROOT / "builds").open("a") as builds:
        builds.write("built\\n")
    while (ROOT / "hang").exists():
        (ROOT / "reached").touch()
        time.sleep(0.05)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    metadata = ["Metadata-Version: 2.1", "Name: avatarstudio", "Version: 1"]
    metadata += [f"Requires-Dist: {it}" for it in project["dependencies"]]
    metadata += ["Provides-Extra: test", "Requires-Dist: gate; extra == 'test'"]
    info, file = "avatarstudio-1.dist-info", "avatarstudio-1-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, file), "w") as wheel:
        wheel.writestr("avatarstudio.pth", str(ROOT))
        wheel.writestr(f"{info}/METADATA", "\\n".join(metadata) + "\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", f"avatarstudio.pth,,\\n{info}/RECORD,,\\n")
    return file
"""

PROGRAM = """
import json, sys, time

try:
    print(json.dumps({"arguments": sys.argv[1:], "prefix": sys.prefix}), flush=True)
    time.sleep(600 if "sleep" in sys.argv else 0)
except KeyboardInterrupt:
    sys.exit(42)
sys.exit(5 if "fail" in sys.argv else 0)
"""

GATE = """
import json, os, pathlib, sys

def main():
    name, *arguments = [pathlib.Path(sys.argv[0]).stem, *sys.argv[1:]]
    with open("gate.jsonl", "a") as log:
        log.write(json.dumps([name, arguments, os.environ.get("QT_QPA_PLATFORM")]) + "\\n")
    return 3 if name == os.environ.get("FAILING") else 0
"""

# As the real one: a build for another torch has no nms.
TORCHVISION = """
import torch

class ops:
    @staticmethod
    def nms(*_):
        if torch.build != "{build}":
            raise RuntimeError("operator torchvision::nms does not exist")
"""
TORCH = "build = '{build}'\ndef zeros(*_): ..."


def add_wheel(index: Path, name: str, *, version: str, module: str, extra: str = "") -> None:
    """Put a wheel of one module into a folder that a simple package index serves."""
    folder, info = index / name, f"{name}-{version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(folder / file, "w") as wheel:
        wheel.writestr(f"{name}.py", module)
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        if extra:
            wheel.writestr(f"{info}/entry_points.txt", extra)
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/RECORD,,\n")


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@dataclass
class Checkout:
    """A project small enough to be installed in a second."""

    root: Path
    environment: dict[str, str]

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def depend(self, *dependencies: str) -> None:
        (self.root / "pyproject.toml").write_text(
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
            f'[project]\nname = "avatarstudio"\ndependencies = {list(dependencies)}\n'
            "[project.optional-dependencies]\ntest = ['gate']\n"
        )

    def builds(self) -> int:
        return len((self.root / "builds").read_text().splitlines())

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "start.py"), *arguments]

    def start(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment | variables,
            cwd=self.root.parent,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    @contextlib.contextmanager
    def starting(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()


def make_checkout(root: Path, index_url: str) -> Checkout:
    for name, text in {
        "backend.py": BACKEND,
        "avatarstudio/__init__.py": "",
        "avatarstudio/__main__.py": PROGRAM,
        "avatarstudio/core/__init__.py": "",
        "avatarstudio/core/libraries.py": "import sys\nprint('libraries', file=sys.stderr)",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    script = SCRIPT.read_text("utf-8")
    assert start.CPU_INDEX in script
    (root / "start.py").write_text(script.replace(start.CPU_INDEX, f"{index_url}/cpu"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    checkout = Checkout(
        root,
        environment
        | {
            "NO_PROXY": "127.0.0.1",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_INDEX_URL": f"{index_url}/default",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_RETRIES": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    checkout.depend()
    return checkout


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def index_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    index = tmp_path_factory.mktemp("index")
    scripts = "".join(f"{it} = gate:main\n" for it in ("ruff", "mypy", "lint-imports", "pytest"))
    add_wheel(
        index / "default", "gate", version="1", module=GATE, extra=f"[console_scripts]\n{scripts}"
    )
    for folder, tag, build in (("default", "", "cuda"), ("cpu", "+cpu", "cpu")):
        for name, module in (("torch", TORCH), ("torchvision", TORCHVISION)):
            text = module.replace("{build}", build)
            add_wheel(index / folder, name, version=f"1.0{tag}", module=text)
    handler = functools.partial(QuietHandler, directory=index)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, index_url: str) -> Checkout:
    """A checkout that an interrupted installation left behind, prepared by two starts at once."""
    checkout = make_checkout(tmp_path_factory.mktemp("some where") / "studio", index_url)
    checkout.venv.mkdir()
    for leftover in ("start.unfinished", "leftover"):
        (checkout.venv / leftover).touch()
    with checkout.starting("one") as first, checkout.starting("two") as second:
        for process, word in ((first, "one"), (second, "two")):
            out, err = process.communicate(timeout=PATIENCE_S)
            assert process.returncode == 0, err
            assert json.loads(out)["arguments"] == [word]
    return checkout


@pytest.fixture
def checkout(installed: Checkout) -> Iterator[Checkout]:
    yield installed
    installed.depend()


def test_after_an_interruption_two_starts_at_once_install_once_and_afresh(
    installed: Checkout,
) -> None:
    assert installed.builds() == 1
    assert not (installed.venv / "leftover").exists()
    assert sorted(path.name for path in installed.venv.glob("start.*")) == ["start.json"]
    assert not (installed.venv / "tmp").exists()


def test_second_start_installs_nothing_and_costs_no_two_seconds(checkout: Checkout) -> None:
    builds, before = checkout.builds(), os.times()
    done = checkout.start("create", "a b", "--json")
    after = os.times()  # processor time: how busy the machine is does not count
    spent = after.children_user + after.children_system
    assert spent - before.children_user - before.children_system < 2
    assert json.loads(done.stdout)["arguments"] == ["create", "a b", "--json"]
    assert Path(json.loads(done.stdout)["prefix"]) == checkout.venv
    assert (done.returncode, done.stderr, checkout.builds()) == (0, "", builds)


def test_exit_code_of_the_program_is_passed_on(checkout: Checkout) -> None:
    assert checkout.start("fail").returncode == 5


@posix_only
def test_ctrl_c_reaches_the_program(checkout: Checkout) -> None:
    with checkout.starting("sleep") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 42


def test_system_libraries_are_looked_for_only_where_a_window_opens(checkout: Checkout) -> None:
    photo = checkout.root / "photo.jpg"
    photo.touch()
    for arguments in ([], [str(photo)], ["doctor"]):
        assert checkout.start(*arguments).stderr == "libraries\n"
    assert checkout.start("styles").stderr == ""


def test_a_changed_project_is_installed_into_the_same_environment(checkout: Checkout) -> None:
    kept, builds = checkout.venv / "kept", checkout.builds()
    kept.touch()
    checkout.depend("gate")
    done = checkout.start()
    assert done.returncode == 0
    assert "] fetching gate (1 found)\n" in done.stderr
    assert json.loads(done.stdout)  # and nothing else is there
    assert (kept.exists(), checkout.builds()) == (True, builds + 1)


def test_checks_run_in_order_and_stop_at_the_first_failure(checkout: Checkout) -> None:
    log = checkout.root / "gate.jsonl"
    assert checkout.start("test", "-k", "x").returncode == 0
    assert [json.loads(line) for line in log.read_text().splitlines()] == [
        ["ruff", ["format", "--check"], "offscreen"],
        ["ruff", ["check"], "offscreen"],
        ["mypy", [], "offscreen"],
        ["lint-imports", [], "offscreen"],
        ["pytest", ["-k", "x"], "offscreen"],
    ]
    builds = checkout.builds()
    log.unlink()
    assert checkout.start("test", FAILING="mypy").returncode == 3
    assert len(log.read_text().splitlines()) == 3
    assert checkout.start().returncode == 0
    assert checkout.builds() == builds  # more extras than wanted are no reason to install


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "There is no build of absent for this system and Python"),
        ({"PIP_INDEX_URL": "http://127.0.0.1:9/"}, "The package index cannot be reached"),
    ],
)
def test_a_failed_update_says_why_and_leaves_what_was_there(
    checkout: Checkout, variables: dict[str, str], sentence: str
) -> None:
    checkout.depend("absent")
    done = checkout.start(**variables)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(f"start.py: {sentence}")
    assert "Traceback" not in done.stderr
    builds = checkout.builds()
    checkout.depend()
    assert checkout.start().returncode == 0
    assert checkout.builds() == builds


@pytest.mark.skipif(
    sys.platform != "linux" or Path("/proc/driver/nvidia").exists(),
    reason="only on Linux, without an NVIDIA card, is the CPU index asked",
)
def test_torch_comes_without_cuda_and_a_broken_pair_is_replaced(
    checkout: Checkout, tmp_path: Path
) -> None:
    packages = start.Project(checkout.root).packages
    checkout.depend("torch", "torchvision")
    assert checkout.start().returncode == 0
    assert (packages / "torch-1.0+cpu.dist-info").exists()
    assert (packages / "torchvision-1.0+cpu.dist-info").exists()

    (packages / "torch.py").write_text(TORCH.replace("{build}", "other"))
    (tmp_path / "nvidia-smi").touch(0o755)
    checkout.depend("torch>=1", "torchvision")
    done = checkout.start(PATH=f"{tmp_path}{os.pathsep}{checkout.environment['PATH']}")
    assert "do not fit each other" in done.stderr
    assert done.returncode == 0
    assert (packages / "torch-1.0.dist-info").exists()
    assert (packages / "torchvision-1.0.dist-info").exists()


@posix_only
def test_a_stopped_first_start_leaves_nothing(tmp_path: Path, index_url: str) -> None:
    checkout = make_checkout(tmp_path / "studio", index_url)
    for number in (signal.SIGINT, signal.SIGTERM):
        with checkout.starting() as process:
            wait_for(checkout.venv / "start.unfinished")
            process.send_signal(number)
            out, err = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, out) == (130, "")
        assert err.endswith("Stopped; start again to go on.\n")
        assert not checkout.venv.exists()


@posix_only
def test_a_start_waits_for_what_a_killed_one_left_running(checkout: Checkout) -> None:
    hang, reached = checkout.root / "hang", checkout.root / "reached"
    hang.touch()
    checkout.depend("gate")
    with checkout.starting() as process:
        wait_for(reached)
        process.kill()
    project = start.Project(checkout.root)
    assert start.plan(project, []) is start.Plan.REBUILD
    with checkout.starting() as process:
        assert process.stderr is not None
        assert "waiting for another start" in process.stderr.readline()
    hang.unlink()
    with project.lock.open("ab") as lock:
        while not start.locked(lock.fileno()):
            time.sleep(0.05)
    project.unfinished.unlink()  # the orphan came to its end: good for the other tests
