"""The empty place for a photo: explains itself and takes drops."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from avatarstudio.ui.theme import GUTTER_PX, RADIUS_PX, UNIT_PX, TextSize, mute, set_text_size
from avatarstudio.ui.widgets.icon_view import IconView

_ICON_PX = 72


class DropZone(QWidget):
    """A dashed frame with a picture, two lines and the buttons that it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Drop a photo of a face here"))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_text_size(title, TextSize.HERO)
        hint = QLabel(
            self.tr("It stays on this computer. A bright picture, looking at the camera, is best.")
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        mute(hint)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(UNIT_PX)
        self._buttons.addStretch()
        self._buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)
        column.setSpacing(GUTTER_PX)
        column.addStretch(2)
        column.addWidget(IconView("face", _ICON_PX))
        column.addWidget(title)
        column.addWidget(hint)
        column.addSpacing(UNIT_PX)
        column.addLayout(self._buttons)
        column.addStretch(3)

    def add_button(self, button: QPushButton) -> None:
        """Put one more button under the text."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    # Qt's own names from here on.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = self.palette().color(QPalette.ColorRole.Mid)
        pen = QPen(border, 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_PX, RADIUS_PX)
