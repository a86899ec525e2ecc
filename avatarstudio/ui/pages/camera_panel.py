"""The camera inside the Photo place: preview, advice, countdown, a burst to choose from."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.core.errors import (
    CameraBackendError,
    CameraLostError,
    NoCameraError,
)
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.cameras import CameraList
from avatarstudio.studio.live_adviser import LiveAdviser
from avatarstudio.studio.live_avatar import LiveAvatar
from avatarstudio.tasks.camera_thread import CameraThread
from avatarstudio.ui.icons import set_icon
from avatarstudio.ui.messages import explain
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, TextSize, mark, set_text_size
from avatarstudio.ui.widgets.burst_view import BURST, BurstView
from avatarstudio.ui.widgets.live_avatar_view import LiveAvatarView
from avatarstudio.ui.widgets.picture_frame import CAPTION_PX
from avatarstudio.ui.widgets.trouble_card import TroubleCard
from avatarstudio.ui.widgets.video_view import VideoView

_COUNTDOWNS_S = (0, 3, 5, 10)
_FIRST_COUNTDOWN_S = 3
_BURST_GAP_MS = 200
_VIDEO_STRETCH, _AVATAR_STRETCH = 16, 9
"""The pictures of most cameras are as high then as the square beside them."""
_ADVICE_PX = 4 * UNIT_PX


class CameraPanel(QWidget):
    """Runs the camera while it is on the screen, and only then."""

    picture_taken = Signal(object)
    """The chosen picture, RGB, uint8, (H, W, 3), not mirrored."""
    left = Signal()
    """The person goes back to photos."""
    photo_wanted = Signal()
    """The person opens a photo instead."""

    def __init__(
        self,
        cameras: CameraList,
        adviser: LiveAdviser,
        live: LiveAvatar,
        *,
        tick_ms: int = 1000,
        parent: QWidget | None = None,
    ) -> None:
        """Build the panel; the camera stays off until it is shown.

        Args:
            cameras: The cameras to choose from.
            adviser: Judges the live pictures.
            live: Draws an avatar of them.
            tick_ms: One second of the countdown.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._cameras = cameras
        self._adviser = adviser
        self._live = live
        self.camera = CameraThread(self)
        self.video = VideoView()
        self.card = TroubleCard("camera")
        self.burst = BurstView()
        self.avatar = LiveAvatarView(live)
        self.live = QCheckBox(self.tr("Live avatar"))
        self.device = QComboBox()
        self.countdown = QComboBox()
        self._advice = QLabel()
        self._shots: list[RgbImage] = []
        self._wanted: str | None = None
        self._wanted_shots = 0
        self._since_shot = QElapsedTimer()
        self._ticks = QTimer(self)
        self._ticks.setInterval(tick_ms)
        self._ticks.timeout.connect(self._tick)
        self._build_controls()
        self._stage = QStackedWidget()
        for widget in (self.video, self.card, self.burst):
            self._stage.addWidget(widget)
        self._above_caption = QVBoxLayout()
        self._beside = QWidget()
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def advice(self) -> str:
        """The line under the picture."""
        return self._advice.text()

    def take(self) -> None:
        """Begin the countdown, or call it off."""
        if self._ticks.isActive() or self._wanted_shots:
            self._call_off()
        elif self._can_shoot():
            # The controls beside it are disabled now, and the focus would move on from them.
            self.shutter.setFocus()
            seconds = self.countdown.currentData()
            self.video.show_digit(seconds)
            if seconds:
                self._ticks.start()
            else:
                self._shoot()
        self._refresh()

    def shutdown(self) -> None:
        """Switch the camera off and wait for it, when the window closes."""
        self._rest()
        self.camera.shutdown()

    def _build_controls(self) -> None:
        self.device.setAccessibleName(self.tr("Camera"))
        self.device.setMinimumContentsLength(14)
        self.device.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.countdown.setAccessibleName(self.tr("Countdown"))
        for seconds in _COUNTDOWNS_S:
            text = self.tr("{seconds} s").format(seconds=seconds) if seconds else self.tr("At once")
            self.countdown.addItem(text, seconds)
        self.countdown.setCurrentIndex(_COUNTDOWNS_S.index(_FIRST_COUNTDOWN_S))
        self.live.setToolTip(self.tr("Draws you as anime while you look into the camera"))
        self.shutter = QPushButton()
        mark(self.shutter, "primary")
        set_icon(self.shutter, "camera", QPalette.ColorRole.HighlightedText)
        self.again = QPushButton(self.tr("Take again"))
        set_icon(self.again, "camera")
        self.back = QPushButton(self.tr("Close camera"))
        set_text_size(self._advice, TextSize.TITLE)
        self._advice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._advice.setMinimumHeight(_ADVICE_PX)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(UNIT_PX)
        controls.addWidget(self.device)
        controls.addWidget(self.countdown)
        controls.addWidget(self.live)
        controls.addStretch()
        controls.addWidget(self.back)
        controls.addWidget(self.again)
        controls.addWidget(self.shutter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GUTTER_PX // 2)
        self._above_caption.addWidget(self._stage)
        pictures = QHBoxLayout()
        pictures.setSpacing(GUTTER_PX)
        video, avatar = QVBoxLayout(), QVBoxLayout(self._beside)
        video.setSpacing(GUTTER_PX // 2)
        video.addLayout(self._above_caption, stretch=1)
        video.addWidget(self._advice)
        # As low as the picture, which has the advice below it.
        avatar.setContentsMargins(0, 0, 0, GUTTER_PX // 2 + _ADVICE_PX)
        avatar.addWidget(self.avatar)
        pictures.addLayout(video, stretch=_VIDEO_STRETCH)
        pictures.addWidget(self._beside, stretch=_AVATAR_STRETCH)
        column.addLayout(pictures, stretch=1)
        column.addLayout(controls)

    def _connect(self) -> None:
        self.shutter.clicked.connect(self.take)
        self.again.clicked.connect(self._start)
        self.back.clicked.connect(self.left)
        self.device.activated.connect(self._start)
        self.device.currentTextChanged.connect(self.device.setToolTip)
        self._cameras.changed.connect(self._follow_devices)
        self.camera.frame_ready.connect(self._show_frame)
        self.camera.opened.connect(self._refresh)
        self.camera.failed.connect(self._explain)
        self._adviser.advised.connect(self._advise)
        self._adviser.portrait_seen.connect(self.avatar.follow)
        self._live.wanted_changed.connect(self._refresh)
        self.live.clicked.connect(lambda wanted: self._live.choose(wanted=wanted))
        self.burst.chosen.connect(self._use)
        for keys, act in (("Space", self._press_space), ("Escape", self.left.emit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _start(self) -> None:
        """Open the chosen camera and show what it sees."""
        self._shots.clear()
        self._call_off()
        self.video.show_frame(None)
        self.avatar.clear()
        self._advise("")
        chosen = self.device.currentData()
        devices = {device.key: device for device in self._cameras.devices}
        self._stage.setCurrentWidget(self.video)
        self._wanted = chosen if chosen in devices else None
        if chosen in devices:
            self.camera.start(devices[chosen].make())
        else:
            self.camera.stop()
            self._explain(NoCameraError())
        self._refresh()

    def _follow_devices(self) -> None:
        """Name the cameras that there are; the wanted one that came back is opened again.

        In place of one that was pulled out no other is opened unasked: it may see anything.
        """
        self.device.clear()
        for device in self._cameras.devices:
            self.device.addItem(device.title, device.key)
        place = self.device.findData(self._wanted)
        self.device.setCurrentIndex(max(place, 0))
        waiting = self._stage.currentWidget() is self.card
        found = self.device.count() > 0 if self._wanted is None else place >= 0
        if self.isVisible() and waiting and found:
            self._start()
        self._refresh()

    def _can_shoot(self) -> bool:
        return self._stage.currentWidget() is self.video and not self.video.image.isNull()

    def _press_space(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused is not self.shutter:
            focused.click()
        elif self._stage.currentWidget() is self.video:
            self.take()
        elif self._stage.currentWidget() is self.card:
            self.card.button.click()

    def _tick(self) -> None:
        left = self.video.digit - 1
        self.video.show_digit(left)
        if left == 0:
            self._ticks.stop()
            self._shoot()

    def _shoot(self) -> None:
        self._shots.clear()
        self._wanted_shots = BURST
        self._since_shot.invalidate()

    def _call_off(self) -> None:
        self._ticks.stop()
        self._wanted_shots = 0
        self.video.show_digit(0)

    def _rest(self) -> None:
        """Look at no more pictures."""
        self._adviser.stop()
        self._live.stop()

    def _show_frame(self) -> None:
        frame = self.camera.take()
        if frame is None or self._stage.currentWidget() is not self.video:
            return
        first = self.video.image.isNull()
        self.video.show_frame(frame)
        self._adviser.look_at(frame)
        if self._wanted_shots and (
            not self._since_shot.isValid() or self._since_shot.elapsed() >= _BURST_GAP_MS
        ):
            self._since_shot.start()
            self._shots.append(frame)
            if len(self._shots) >= self._wanted_shots:
                self._offer_shots()
        if first:
            self._refresh()
            if not self.device.hasFocus():
                self.shutter.setFocus()

    def _offer_shots(self) -> None:
        self._wanted_shots = 0
        self.camera.stop()
        self._rest()
        self._advice.setText(self.tr("Which one? Click it or press its number."))
        self._stage.setCurrentWidget(self.burst)
        self.burst.show_pictures(self._shots)
        self._refresh()

    def _use(self, number: int) -> None:
        self.picture_taken.emit(self._shots[number])

    def _explain(self, error: Exception) -> None:
        """Say why there is no picture; shots that were made before are offered all the same."""
        self._rest()
        if self._shots:
            self._offer_shots()
            return
        self._call_off()
        self._advice.clear()
        if isinstance(error, NoCameraError | CameraBackendError):
            self.card.explain(explain(error), self.tr("Open a photo…"), self.photo_wanted.emit)
        elif isinstance(error, CameraLostError):
            self.card.explain(explain(error), self.tr("Continue"), self._restart)
        else:
            self.card.explain(explain(error), self.tr("Try again"), self._restart)
        self._stage.setCurrentWidget(self.card)
        self._refresh()
        self.card.button.setFocus()

    def _restart(self) -> None:
        self._cameras.refresh()
        self._start()

    def _advise(self, advice: str) -> None:
        if self._stage.currentWidget() is not self.video:
            return
        self.video.show_fit(fits=advice == "good")
        self._advice.setText(
            {
                "good": self.tr("Good. Take the picture."),
                "no-face": self.tr("Look into the camera, your face in the oval."),
                "too-far": self.tr("Come a little closer."),
                "too-close": self.tr("Move back a little."),
                "too-dark": self.tr("It is dark. Turn to a lamp or a window."),
                "too-bright": self.tr("It is very bright. Turn away from the light."),
                "turned-away": self.tr("Turn your face to the camera."),
            }.get(advice, "")
        )

    def _refresh(self) -> None:
        shown = self._stage.currentWidget()
        counting = self._ticks.isActive() or self._wanted_shots > 0
        self.shutter.setVisible(shown is self.video)
        self.shutter.setEnabled(self._can_shoot())
        self.shutter.setText(self.tr("Stop") if counting else self.tr("Take picture"))
        self.shutter.setToolTip(self.tr("Space"))
        self.again.setVisible(shown is self.burst)
        self.device.setVisible(shown is not self.burst and self.device.count() > 0)
        self.device.setEnabled(not counting)
        self.countdown.setVisible(shown is self.video)
        self.countdown.setEnabled(not counting)
        self.live.setVisible(shown is self.video)
        self.live.setChecked(self._live.wanted)
        beside = shown is self.video and self._live.wanted
        self._beside.setVisible(beside)
        self._above_caption.setContentsMargins(0, 0, 0, CAPTION_PX if beside else 0)

    # Qt's own names from here on.

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Switch the camera on."""
        super().showEvent(event)
        if not event.spontaneous():
            self._cameras.watch()
            self._follow_devices()
            self._start()
            self._live.begin()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Switch it off; its light must not burn while nobody sees the picture."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._call_off()
            self._rest()
            self._cameras.rest()
            self.camera.stop()
