"""The live avatar beside the camera's picture."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from avatarstudio.capture.camera import still_device
from avatarstudio.core.errors import WeightsMissingError
from avatarstudio.core.images import RgbImage
from avatarstudio.ui.pages.camera_panel import CameraPanel
from avatarstudio.ui.widgets.picture_frame import CAPTION_PX
from tests.qt_support import Bench
from tests.ui.camera_panels import FACE, MakePanel, left_red


def test_a_live_avatar_stands_beside_the_picture_in_the_same_mirror(
    panel: CameraPanel, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not panel.avatar.is_empty)
    assert panel.live.isChecked(), "tiny models are quick"
    drawn: list[RgbImage] = []
    panel._live.drawn.connect(drawn.append)
    qtbot.waitUntil(lambda: bool(drawn))
    shown = panel.avatar.grab().toImage()
    side = min(shown.width(), shown.height() - CAPTION_PX)
    left, top = (shown.width() - side) // 2, (shown.height() - side - CAPTION_PX) // 2
    inset = side // 8
    mirrored = np.array(
        [QColor(shown.pixel(left + x, top + side // 2)).red() for x in (inset, side - inset)],
        dtype=int,
    )
    cell = drawn[-1].shape[0] // 8
    expected = drawn[-1][drawn[-1].shape[0] // 2, [-cell - 1, cell], 0].astype(int)
    assert np.abs(mirrored - expected).max() < 40


def test_the_choice_of_a_live_avatar_is_kept(
    make_panel: MakePanel, camera_bench: Bench, qtbot: QtBot
) -> None:
    panel = make_panel(still_device(left_red(), title="Demo"))
    qtbot.waitUntil(panel.avatar.isVisible)
    panel.live.setFocus()
    qtbot.keyClick(panel.live, Qt.Key.Key_Space)
    assert camera_bench.preferences.value.live_avatar is False
    assert not panel.avatar.isVisible()
    assert panel.video.digit == 0, "that press of Space was for the switch"
    second = make_panel(still_device(left_red(), title="Demo"))
    qtbot.waitUntil(lambda: not second.video.image.isNull())
    assert not second.live.isChecked()
    second.live.click()
    assert camera_bench.preferences.value.live_avatar is True
    qtbot.waitUntil(lambda: not second.avatar.is_empty)


def test_a_slow_computer_draws_only_when_asked_and_says_so(
    make_panel: MakePanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatarstudio.studio.live_avatar._QUICK_S", 0.0)
    monkeypatch.setattr("avatarstudio.ui.widgets.live_avatar_view._SLOW_S", 0.0)
    panel = make_panel(still_device(left_red(), title="Demo"))
    qtbot.waitUntil(lambda: not panel.video.image.isNull())
    qtbot.waitUntil(lambda: panel.advice != "")
    assert not panel.avatar.isVisible()
    panel.live.click()
    qtbot.waitUntil(lambda: "Slow" in panel.avatar.caption)


def test_without_a_face_the_last_avatar_fades(
    panel: CameraPanel, camera_bench: Bench, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not panel.avatar.is_empty)
    camera_bench.detector.faces = ()
    qtbot.waitUntil(lambda: panel.avatar.caption == "No face in sight")
    assert not panel.avatar.is_empty
    camera_bench.detector.faces = (FACE,)
    qtbot.waitUntil(lambda: panel.avatar.caption == "Live avatar")


def test_an_avatar_that_cannot_be_drawn_leaves_the_camera_in_use(
    panel: CameraPanel, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not panel.avatar.is_empty)
    panel._live.failed.emit(WeightsMissingError(what="An encoder"))
    assert panel.avatar.is_empty
    panel.countdown.setCurrentIndex(0)
    panel.take()
    qtbot.waitUntil(panel.burst.isVisible)
    assert not panel.avatar.isVisible()
