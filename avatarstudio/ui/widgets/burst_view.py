"""The pictures of a burst, side by side, to choose one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.ui.theme import UNIT_PX

BURST = 4
_COLUMNS = 2
_FRAME_PX = 12


class BurstView(QWidget):
    """Four buttons that show pictures; digits press them too."""

    chosen = Signal(int)
    """Counted from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmaps: list[QPixmap] = []
        self._buttons: list[QToolButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(UNIT_PX)
        for number in range(BURST):
            button = QToolButton()
            button.setAccessibleName(self.tr("Picture {number}").format(number=number + 1))
            button.setToolTip(self.tr("Use this one ({number})").format(number=number + 1))
            button.setShortcut(str(number + 1))
            button.clicked.connect(lambda _=False, number=number: self.chosen.emit(number))
            self._buttons.append(button)
            grid.addWidget(
                button,
                number // _COLUMNS,
                number % _COLUMNS,
                alignment=Qt.AlignmentFlag.AlignCenter,
            )

    def button(self, number: int) -> QToolButton:
        """The button of a picture, counted from 0."""
        return self._buttons[number]

    def show_pictures(self, pictures: Sequence[RgbImage]) -> None:
        """Show pictures, RGB, uint8, (H, W, 3), as a mirror would."""
        mirror = QTransform(-1, 0, 0, 1, 0, 0)
        self._pixmaps = [
            QPixmap.fromImage(to_qimage(picture).transformed(mirror)) for picture in pictures
        ]
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(pictures))
        self._fit()
        self._buttons[0].setFocus()

    def _fit(self) -> None:
        room = QSize(
            self.width() // _COLUMNS - UNIT_PX - 2 * _FRAME_PX,
            self.height() // (BURST // _COLUMNS) - UNIT_PX - 2 * _FRAME_PX,
        )
        for button, pixmap in zip(self._buttons, self._pixmaps, strict=False):
            button.setIconSize(pixmap.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
            button.setIcon(QIcon(pixmap))

    # Qt's own names from here on.

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the pictures anew."""
        super().resizeEvent(event)
        self._fit()
