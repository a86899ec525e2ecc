"""The window on tiny models, and the fixtures of Qt's tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avatarstudio.app import Folders, Studio
from avatarstudio.faces.detect import Face
from avatarstudio.inversion.config import Quality
from avatarstudio.tasks.runner import InlineExecutor, TaskRunner
from tests.qt_support import bench, make_bench, photo_file, quiet_qt, tiny_catalog
from tests.tiny_models import FakeDetector, frontal_face
from tests.ui.camera_panels import camera_bench, make_panel, panel

__all__ = [
    "bench",
    "camera_bench",
    "make_bench",
    "make_panel",
    "panel",
    "photo_file",
    "quiet_qt",
    "tiny_catalog",
]

MakeStudio = Callable[..., Studio]


@pytest.fixture
def make_studio(
    tiny_catalog: Path,
    photo_file: Path,
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeStudio]:
    """Opens windows whose jobs run at once, or in a real lane with `inline=False`."""
    monkeypatch.setattr("avatarstudio.app._FIRST_PAINT_MS", 0)
    samples = tmp_path / "samples"
    samples.mkdir()
    shutil.copy(photo_file, samples / "one.png")
    folders = Folders(
        weights=tiny_catalog,
        styles=tmp_path / "styles",
        samples=samples,
        config=tmp_path / "config",
        data=tmp_path / "data",
        log=tmp_path / "log",
    )
    studios: list[Studio] = []

    def make(*faces: Face, inline: bool = True, photos: tuple[Path, ...] = ()) -> Studio:
        lane = TaskRunner(InlineExecutor()) if inline else None
        studio = Studio(qapp, folders, lane=lane, intake=lane, detector=FakeDetector(*faces))
        value = studio.preferences.value
        studio.preferences.change(replace(value, quality=Quality.INSTANT, device="cpu"))
        studios.append(studio)
        studio.start(photos)
        qtbot.waitUntil(lambda: studio.session.ready is not None, timeout=60_000)
        return studio

    yield make
    for studio in studios:
        studio.window.close()
        studio.shut_down()
        studio.window.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def studio(make_studio: MakeStudio) -> Studio:
    """A window whose detector finds one face in every photo."""
    return make_studio(frontal_face(x=80, y=60, size=50))
