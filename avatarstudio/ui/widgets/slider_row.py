"""A slider with its name, its value and a dot that resets it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.ui.theme import UNIT_PX, TextSize, mute, set_text_size
from avatarstudio.ui.words import without_key

_gestures = itertools.count(1)
"""A number for each drag, or each visit with the keyboard, of any slider."""


class SliderRow(QWidget):
    """Whole numbers inside; `moved` tells what the person did, never what the program set."""

    moved = Signal(int, int)
    """Value and gesture; changes of one gesture belong together."""
    reset_wanted = Signal(int)
    """The dot was pressed; carries a gesture of its own."""

    def __init__(
        self,
        name: str,
        *,
        low: int,
        high: int,
        step: int = 1,
        words: Callable[[int], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        """Build the row.

        Args:
            name: What it changes, with its `&` for the keyboard.
            low: Smallest value.
            high: Largest value.
            step: What one press of an arrow key changes.
            words: Says a value to a person.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._words = words
        self._gesture = next(_gestures)
        plain = without_key(name)
        label = QLabel(name)
        self._value = QLabel()
        set_text_size(self._value, TextSize.SMALL)
        mute(self._value)
        self.slider = _CalmSlider()
        self.slider.setRange(low, high)
        self.slider.setSingleStep(step)
        self.slider.setPageStep(max((high - low) // 5, step))
        self.slider.setAccessibleName(plain)
        self.slider.sliderPressed.connect(self._begin_gesture)
        self.slider.visited.connect(self._begin_gesture)
        self.slider.valueChanged.connect(self._tell)
        label.setBuddy(self.slider)
        self.dot = _Dot()
        self.dot.setAccessibleName(self.tr("Reset {name}").format(name=plain))
        self.dot.setToolTip(self.tr("Reset"))
        self.dot.clicked.connect(lambda: self.reset_wanted.emit(next(_gestures)))
        head = QHBoxLayout()
        head.setSpacing(UNIT_PX // 2)
        head.addWidget(label, stretch=1)
        head.addWidget(self._value)
        head.addWidget(self.dot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.slider)
        self._show_value(self.slider.value())

    @property
    def tab_stops(self) -> tuple[QWidget, QWidget]:
        """What the tab key comes to, in order."""
        return self.slider, self.dot

    def show_value(self, value: int, *, resettable: bool) -> None:
        """Show a value without telling anybody."""
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(value)
            self.slider.blockSignals(False)
            self._show_value(value)
        self.dot.set_lit(lit=resettable)

    def set_range(self, low: int, high: int) -> None:
        """Allow other values."""
        self.slider.blockSignals(True)
        self.slider.setRange(low, high)
        self.slider.blockSignals(False)

    def _begin_gesture(self) -> None:
        self._gesture = next(_gestures)

    def _tell(self, value: int) -> None:
        self._show_value(value)
        self.moved.emit(value, self._gesture)

    def _show_value(self, value: int) -> None:
        self._value.setText(self._words(value))


class _CalmSlider(QSlider):
    """Leaves the wheel to the panel around it unless a person is at the slider."""

    visited = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # Qt's own names from here on.

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Moves with the keyboard from here on are one gesture."""
        self.visited.emit()
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Only for the focused slider."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Dot(QAbstractButton):
    """Filled when there is something to reset, otherwise a quiet ring."""

    def __init__(self) -> None:
        super().__init__()
        self.set_lit(lit=False)

    def set_lit(self, *, lit: bool) -> None:
        """Offer the reset or not."""
        self.setEnabled(lit)
        self.update()

    # Qt's own names from here on.

    def sizeHint(self) -> QSize:  # noqa: N802
        """Small, but large enough to hit."""
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the dot and, with the focus, its ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        palette = self.palette()
        if self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.WindowText))
            painter.drawEllipse(middle, 4, 4)
        else:
            painter.setPen(palette.color(QPalette.ColorRole.Midlight))
            painter.drawEllipse(middle, 3.5, 3.5)
        if self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, 8, 8)
