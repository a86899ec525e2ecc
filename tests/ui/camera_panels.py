"""A camera panel on stills, and cameras that fail, for the tests of the camera's page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from avatarstudio.capture.camera import CameraDevice, still_device
from avatarstudio.core.errors import AvatarStudioError
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.cameras import CameraList
from avatarstudio.studio.live_adviser import LiveAdviser
from avatarstudio.studio.live_avatar import LiveAvatar
from avatarstudio.ui.pages.camera_panel import CameraPanel
from tests.qt_support import Bench, MakeBench
from tests.tiny_models import frontal_face

MakePanel = Callable[..., CameraPanel]

FACE = frontal_face(x=80, y=45, size=30)


def left_red() -> RgbImage:
    """Red on the left, blue on the right."""
    picture = np.zeros((90, 160, 3), dtype=np.uint8)
    picture[:, :80] = (220, 0, 0)
    picture[:, 80:] = (0, 0, 220)
    return picture


class FailingSource:
    """A camera that refuses, or is lost after some pictures."""

    def __init__(self, error: AvatarStudioError, *, pictures: int = 0) -> None:
        self._error = error
        self._left = pictures
        self._wait = threading.Event()

    def open(self) -> None:
        if self._left == 0:
            raise self._error

    def read(self) -> RgbImage:
        if self._left == 0:
            raise self._error
        self._left -= 1
        self._wait.wait(0.02)
        return left_red()

    def close(self) -> None:
        pass


def failing(error: AvatarStudioError, *, pictures: int = 0) -> CameraDevice:
    return CameraDevice(
        key="bad", title="Bad", make=lambda: FailingSource(error, pictures=pictures)
    )


@pytest.fixture
def camera_bench(make_bench: MakeBench) -> Bench:
    """A bench whose detector finds one face in every picture."""
    return make_bench(FACE)


@pytest.fixture
def make_panel(camera_bench: Bench, qtbot: QtBot) -> Iterator[MakePanel]:
    panels: list[CameraPanel] = []

    def make(*devices: CameraDevice, cameras: CameraList | None = None) -> CameraPanel:
        panel = CameraPanel(
            cameras or CameraList(devices, list_without_qt=None),
            LiveAdviser(camera_bench.runner, camera_bench.workshop),
            LiveAvatar(camera_bench.runner, camera_bench.workshop, camera_bench.preferences),
            tick_ms=20,
        )
        panels.append(panel)
        panel.resize(640, 480)
        panel.show()
        return panel

    yield make
    for panel in panels:
        panel.hide()
        panel.shutdown()
        panel.deleteLater()


@pytest.fixture
def panel(make_panel: MakePanel, qtbot: QtBot) -> CameraPanel:
    """A panel that shows a still."""
    panel = make_panel(still_device(left_red(), title="Demo"))
    qtbot.waitUntil(lambda: not panel.video.image.isNull())
    return panel
