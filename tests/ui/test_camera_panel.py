from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avatarstudio.capture.camera import CameraDevice, still_device
from avatarstudio.core.errors import (
    CameraBackendError,
    CameraBusyError,
    CameraError,
    CameraLostError,
    CameraPermissionError,
    NoCameraError,
)
from avatarstudio.studio.cameras import CameraList
from avatarstudio.ui.messages import explain
from avatarstudio.ui.pages.camera_panel import CameraPanel
from avatarstudio.ui.widgets.video_view import VideoView
from tests.ui.camera_panels import MakePanel, failing, left_red


def test_the_preview_is_mirrored_and_the_picture_is_not(panel: CameraPanel, qtbot: QtBot) -> None:
    shown = panel.video.grab().toImage()
    left = QColor(shown.pixel(shown.width() // 8, shown.height() // 2))
    assert left.blue() > left.red(), "what is left in the picture is right in the mirror"
    panel.countdown.setCurrentIndex(0)
    panel.take()
    qtbot.waitUntil(panel.burst.isVisible)
    with qtbot.waitSignal(panel.picture_taken) as caught:
        panel.burst.button(2).click()
    [picture] = caught.args
    assert picture[45, 10, 0] > 150, "red is left, as the camera saw it"


def test_the_countdown_runs_over_a_running_preview_to_a_burst_of_four(
    panel: CameraPanel, qtbot: QtBot
) -> None:
    digits: list[int] = []
    show = panel.video.show_digit
    panel.video.show_digit = lambda seconds: (digits.append(seconds), show(seconds))
    assert panel.countdown.currentData() == 3
    qtbot.keyClick(panel, Qt.Key.Key_Space)
    frame = panel.video.image.cacheKey()
    qtbot.waitUntil(lambda: panel.video.image.cacheKey() != frame)
    qtbot.waitUntil(panel.burst.isVisible)
    assert digits[:4] == [3, 2, 1, 0]
    assert all(panel.burst.button(number).isVisible() for number in range(4))
    qtbot.waitUntil(lambda: not panel.camera.running)


def test_space_goes_on_meaning_the_shutter_when_the_picker_had_the_focus(
    panel: CameraPanel, qtbot: QtBot
) -> None:
    panel.countdown.setCurrentIndex(3)
    panel.device.setFocus()
    qtbot.keyClick(panel.device, Qt.Key.Key_Space)
    assert panel.video.digit == 10
    focused = QApplication.focusWidget()
    assert focused is panel.shutter
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    assert panel.video.digit == 0
    assert panel.video.isVisible()


def test_every_countdown_that_people_know_is_there(panel: CameraPanel) -> None:
    assert [panel.countdown.itemData(row) for row in range(4)] == [0, 3, 5, 10]


def test_the_shutter_calls_a_countdown_off(panel: CameraPanel) -> None:
    panel.countdown.setCurrentIndex(3)
    panel.shutter.click()
    assert panel.video.digit == 10
    panel.shutter.click()
    assert panel.video.digit == 0
    assert panel.device.isEnabled()


def test_digits_choose_and_take_again_goes_back_to_the_preview(
    panel: CameraPanel, qtbot: QtBot
) -> None:
    panel.countdown.setCurrentIndex(0)
    panel.take()
    qtbot.waitUntil(panel.burst.isVisible)
    panel.again.click()
    qtbot.waitUntil(lambda: panel.video.isVisible() and not panel.video.image.isNull())
    panel.take()
    qtbot.waitUntil(panel.burst.isVisible)
    with qtbot.waitSignal(panel.picture_taken):
        qtbot.keyClick(panel.burst.button(0), Qt.Key.Key_3)


def test_advice_stands_under_the_picture(panel: CameraPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.advice != "")
    assert "\n" not in panel.advice


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (CameraPermissionError(title="Desk"), "Try again"),
        (CameraBusyError(title="Desk"), "Try again"),
        (CameraLostError(title="Desk"), "Continue"),
        (CameraBackendError(), "Open a photo…"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_trouble_has_its_card_with_one_action(
    make_panel: MakePanel, qtbot: QtBot, error: CameraError, action: str
) -> None:
    panel = make_panel(failing(error))
    qtbot.waitUntil(panel.card.isVisible)
    assert explain(error).title in panel.card.text
    assert panel.card.button.text() == action
    assert not panel.shutter.isVisible()
    if action == "Open a photo…":
        with qtbot.waitSignal(panel.photo_wanted):
            qtbot.keyClick(panel, Qt.Key.Key_Space)
    else:
        with qtbot.waitSignal(panel.camera.failed):
            panel.card.button.click()


def test_five_troubles_have_five_different_cards() -> None:
    errors = [
        NoCameraError(),
        CameraPermissionError(title="x"),
        CameraBusyError(title="x"),
        CameraLostError(title="x"),
        CameraBackendError(),
    ]
    assert len({explain(error) for error in errors}) == 5


def test_without_a_camera_a_photo_is_offered(make_panel: MakePanel, qtbot: QtBot) -> None:
    panel = make_panel()
    assert panel.card.isVisible()
    with qtbot.waitSignal(panel.photo_wanted):
        panel.card.button.click()


def test_a_camera_that_is_pulled_out_in_the_countdown_gives_a_card(
    make_panel: MakePanel, qtbot: QtBot
) -> None:
    panel = make_panel(failing(CameraLostError(title="Desk"), pictures=3))
    qtbot.waitUntil(lambda: not panel.video.image.isNull() or panel.card.isVisible())
    panel.countdown.setCurrentIndex(3)
    panel.take()
    qtbot.waitUntil(panel.card.isVisible)
    assert panel.video.digit == 0


def test_shots_before_the_camera_was_pulled_out_are_not_lost(
    make_panel: MakePanel, qtbot: QtBot
) -> None:
    panel = make_panel(failing(CameraLostError(title="Desk"), pictures=25))
    qtbot.waitUntil(lambda: not panel.video.image.isNull())
    panel.countdown.setCurrentIndex(0)
    panel.take()
    qtbot.waitUntil(panel.burst.isVisible)
    assert panel.burst.button(0).isVisible()
    with qtbot.waitSignal(panel.picture_taken):
        panel.burst.button(0).click()


def test_the_camera_is_off_while_nobody_sees_it(panel: CameraPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.camera.closed):
        panel.hide()
    with qtbot.waitSignal(panel.camera.opened):
        panel.show()


def test_a_camera_that_comes_is_named_and_opened_while_somebody_waits(
    make_panel: MakePanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("avatarstudio.studio.cameras._LOOK_AGAIN_MS", 10)
    found: list[CameraDevice] = []
    panel = make_panel(cameras=CameraList(list_without_qt=lambda: tuple(found), ask_qt=False))
    assert panel.card.isVisible()
    found.append(still_device(left_red(), title="New"))
    qtbot.waitUntil(lambda: not panel.video.image.isNull())
    assert panel.device.itemText(0) == "New"


def test_no_other_camera_is_opened_unasked_and_the_lost_one_goes_on_by_itself(
    make_panel: MakePanel, qtbot: QtBot
) -> None:
    other = still_device(left_red(), title="Other")
    lost = failing(CameraLostError(title="Bad"), pictures=2)
    found = [lost, other]
    cameras = CameraList(list_without_qt=lambda: tuple(found), ask_qt=False)
    panel = make_panel(cameras=cameras)
    qtbot.waitUntil(panel.card.isVisible)
    found.remove(lost)
    cameras.refresh()
    assert panel.card.isVisible()
    assert not panel.camera.running
    found.append(lost)
    with qtbot.waitSignal(panel.camera.opened):
        cameras.refresh()
    assert panel.device.currentData() == lost.key
    qtbot.waitUntil(panel.card.isVisible)
    found.remove(lost)
    cameras.refresh()
    panel.card.button.click()
    qtbot.waitUntil(lambda: not panel.video.image.isNull())
    assert panel.device.currentText() == "Other"


def test_where_there_was_no_camera_any_that_comes_is_opened(
    make_panel: MakePanel, qtbot: QtBot
) -> None:
    found = [failing(CameraLostError(title="Bad"), pictures=2)]
    cameras = CameraList(list_without_qt=lambda: tuple(found), ask_qt=False)
    panel = make_panel(cameras=cameras)
    qtbot.waitUntil(panel.card.isVisible)
    found.clear()
    panel.card.button.click()
    assert explain(NoCameraError()).title in panel.card.text
    found.append(still_device(left_red(), title="Other"))
    cameras.refresh()
    qtbot.waitUntil(lambda: not panel.video.image.isNull())


def test_space_takes_the_focused_picture_of_a_burst(panel: CameraPanel, qtbot: QtBot) -> None:
    panel.countdown.setCurrentIndex(0)
    panel.take()
    qtbot.waitUntil(panel.burst.isVisible)
    panel.burst.button(1).setFocus()
    with qtbot.waitSignal(panel.picture_taken):
        qtbot.keyClick(panel.burst.button(1), Qt.Key.Key_Space)


def test_controls_are_named_for_screen_readers(panel: CameraPanel) -> None:
    for widget in (panel.device, panel.countdown, panel.video):
        assert widget.accessibleName()
    for number in range(4):
        assert panel.burst.button(number).accessibleName()


def test_the_oval_and_the_digit_are_drawn_at_any_size(qtbot: QtBot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    for width, height in ((320, 240), (1000, 300), (321, 777)):
        view.resize(width, height)
        view.show_frame(None)
        view.grab()
        view.show_frame(left_red())
        view.show_digit(10)
        view.show_fit(fits=True)
        assert not view.grab().isNull()
