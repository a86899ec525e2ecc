"""A card at the bottom of the stage that says what went wrong and the one next step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from avatarstudio.studio.values import Notice, NoticeKind
from avatarstudio.ui.icons import icon_button, icon_pixmap
from avatarstudio.ui.messages import Explanation, explain, explain_notice
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, TextSize, mark, mute, set_text_size

_WIDEST_PX = 640
_SIDE_PX = 304
"""Kept clear at the trailing edge: a place has its panel there, with what to try again."""

_UNASKED = (NoticeKind.AUTOSAVE_FAILED, NoticeKind.FELL_BACK_TO_CPU)
"""They come by themselves, at any time, and must not cover the answer to what was just tried."""


class ErrorBanner(QFrame):
    """Lies over the stage, so that nothing jumps when it comes and goes."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self._stage = stage
        self._icon_name = "warning"
        self._waiting: Notice | None = None
        self._icon = QLabel()
        mark(self, "banner")
        self._title = QLabel()
        self._title.setWordWrap(True)
        set_text_size(self._title, TextSize.BODY, bold=True)
        self._advice = QLabel()
        self._advice.setWordWrap(True)
        mute(self._advice)
        for label in (self._title, self._advice):
            # File names and the like may stand in the text.
            label.setTextFormat(Qt.TextFormat.PlainText)
        close = icon_button("close", self.tr("Close this message"))
        close.clicked.connect(self.withdraw)
        words = QVBoxLayout()
        words.setSpacing(UNIT_PX // 2)
        words.addWidget(self._title)
        words.addWidget(self._advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER_PX, GUTTER_PX - 4, UNIT_PX, GUTTER_PX - 4)
        row.setSpacing(GUTTER_PX - 4)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, stretch=1)
        row.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, title and advice."""
        return f"{self._title.text()}\n{self._advice.text()}"

    def show_error(self, error: Exception) -> None:
        """Say what went wrong."""
        self._show(explain(error), "warning")

    def show_notice(self, notice: Notice) -> None:
        """Say what went differently; what nobody asked for waits until an error is read."""
        if notice.kind in _UNASKED and not self.isHidden() and self._icon_name == "warning":
            self._waiting = notice
        else:
            self._show(explain_notice(notice), "info")

    def withdraw(self) -> None:
        """Go away, or say what has waited."""
        self.hide()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_notice(waiting)

    def place_itself(self) -> None:
        """Lie at the stage's lower edge, in the middle of what the side panel leaves."""
        stage = self._stage
        room = stage.width() - _SIDE_PX
        width = min(room - 2 * GUTTER_PX, _WIDEST_PX)
        height = self.heightForWidth(width)
        left = (room - width) // 2
        if self.isRightToLeft():
            left += _SIDE_PX
        self.setGeometry(left, stage.height() - height - GUTTER_PX, width, height)

    def _draw_icon(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        pixmap = icon_pixmap(self._icon_name, colour, scale=self.devicePixelRatioF())
        self._icon.setPixmap(pixmap)

    def _show(self, explanation: Explanation, icon: str) -> None:
        self._icon_name = icon
        self._draw_icon()
        self._title.setText(explanation.title)
        self._advice.setText(explanation.advice)
        self.setAccessibleName(self.text)
        self.show()
        self.raise_()
        self.place_itself()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    # Qt's own names from here on.

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()
