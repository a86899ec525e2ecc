"""Fixtures of all tests that use Qt: a quiet Qt, no threads left over, a session on tiny models."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from pytestqt.qtbot import QtBot

from avatarstudio.faces.detect import Face
from avatarstudio.inversion.config import Quality
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.preferences import Preferences, PreferenceStore
from avatarstudio.studio.session import Session
from avatarstudio.tasks.runner import InlineExecutor, TaskRunner
from tests.tiny_models import FakeDetector, frontal_face, make_tiny_catalog, tiny_photo

_EXPECTED = ("This plugin does not support propagateSizeHints()",)
_TROUBLE = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


@pytest.fixture(autouse=True)
def quiet_qt(qapp: object) -> Iterator[None]:
    """Fail a test in which Qt warns or that leaves a thread behind."""
    complaints: list[str] = []

    def note(kind: QtMsgType, context: object, message: str) -> None:
        if kind in _TROUBLE and message not in _EXPECTED:
            complaints.append(message)

    threads = set(threading.enumerate())
    former = qInstallMessageHandler(note)
    # As in the window: a lane that collects would destroy widgets in the wrong thread.
    gc.disable()
    yield
    gc.collect()
    gc.enable()
    qInstallMessageHandler(former)
    assert not complaints
    left = [t for t in threading.enumerate() if t not in threads and not t.daemon]
    assert not left


@pytest.fixture(scope="session")
def tiny_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with models of a few kilobytes."""
    folder = make_tiny_catalog(tmp_path_factory.mktemp("weights"), quality="preview", styles=2)
    # Torch's many objects are here to stay; `quiet_qt` need not look through them each time.
    gc.freeze()
    return folder


@pytest.fixture
def photo_file(tmp_path: Path) -> Path:
    """A picture file."""
    path = tmp_path / "someone.png"
    Image.fromarray(tiny_photo()).save(path)
    return path


@dataclass
class Bench:
    """A session on tiny models, with what it is made of."""

    session: Session
    runner: TaskRunner
    workshop: Workshop
    detector: FakeDetector
    preferences: PreferenceStore
    qtbot: QtBot

    def idle(self) -> None:
        """Wait until nothing is being done."""
        self.qtbot.waitUntil(lambda: self.session.activity is None, timeout=60_000)

    def open(self, *paths: Path) -> None:
        """Open files and wait for all that follows."""
        self.session.open(paths)
        self.idle()


MakeBench = Callable[..., Bench]


@pytest.fixture
def make_bench(tiny_catalog: Path, qtbot: QtBot) -> Iterator[MakeBench]:
    """Builds benches whose jobs run at once, or in a real lane with `inline=False`."""
    runners: list[TaskRunner] = []

    def make(
        *faces: Face, inline: bool = True, weights: Path = tiny_catalog, quality: str = "instant"
    ) -> Bench:
        runner = TaskRunner(InlineExecutor() if inline else None)
        runners.append(runner)
        detector = FakeDetector(*faces)
        preferences = PreferenceStore(None)
        preferences.value = Preferences(quality=Quality(quality), device="cpu")
        workshop = Workshop(weights=weights, detector=detector)
        session = Session(runner, runner, workshop, preferences)
        return Bench(
            session=session,
            runner=runner,
            workshop=workshop,
            detector=detector,
            preferences=preferences,
            qtbot=qtbot,
        )

    yield make
    for runner in runners:
        runner.shutdown()


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    """A bench whose detector finds one face."""
    return make_bench(frontal_face(x=80, y=60, size=50))


def equal(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether two pictures are the same."""
    return first.shape == second.shape and bool((first == second).all())
