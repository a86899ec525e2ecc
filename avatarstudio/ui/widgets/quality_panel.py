"""How hard to try, on which device and in which style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.inversion.config import Quality
from avatarstudio.studio.estimates import expected_seconds
from avatarstudio.studio.session import Session
from avatarstudio.ui.theme import UNIT_PX, TextSize, mute, set_text_size


class QualityPanel(QWidget):
    """Changes the preferences; the next run follows them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._group = QButtonGroup(self)
        self._buttons: dict[Quality, QRadioButton] = {}
        self._notes: dict[Quality, QLabel] = {}
        self.device = QComboBox()
        self.style_choice = QComboBox()
        self._style_label = QLabel(self.tr("St&yle"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT_PX // 2)
        self._add_heading(QLabel(self.tr("Quality")))
        for quality in Quality:
            self._add_quality(quality)
        self._column.addSpacing(UNIT_PX)
        device_label = QLabel(self.tr("&Device"))
        for label, box in ((device_label, self.device), (self._style_label, self.style_choice)):
            label.setBuddy(box)
            self._add_heading(label)
            self._column.addWidget(box)
            self._column.addSpacing(UNIT_PX)
        self._column.addStretch()
        self.device.activated.connect(self._choose_device)
        self.style_choice.activated.connect(self._choose_style)
        session.preferences.changed.connect(self._show)
        session.ready_changed.connect(self._show)
        self._show()

    def button(self, quality: Quality) -> QRadioButton:
        """The button of a quality."""
        return self._buttons[quality]

    def _add_heading(self, label: QLabel) -> None:
        set_text_size(label, TextSize.BODY, bold=True)
        self._column.addWidget(label)

    def _add_quality(self, quality: Quality) -> None:
        name, tip = self._words(quality)
        button = QRadioButton(name)
        button.setToolTip(tip)
        button.clicked.connect(lambda: self._choose_quality(quality))
        self._group.addButton(button)
        note = QLabel()
        note.setIndent(3 * UNIT_PX + 2)  # where the button's text begins
        note.setWordWrap(True)
        set_text_size(note, TextSize.SMALL)
        mute(note)
        self._buttons[quality], self._notes[quality] = button, note
        self._column.addWidget(button)
        self._column.addWidget(note)

    def _words(self, quality: Quality) -> tuple[str, str]:
        return {
            Quality.INSTANT: (
                self.tr("Instant"),
                self.tr("The encoder and three corrections"),
            ),
            Quality.FAST: (self.tr("Fast"), self.tr("The encoder and a short search in W")),
            Quality.THESIS: (
                self.tr("Thorough"),
                self.tr("1000 steps of Adam from a random latent, as in the thesis"),
            ),
            Quality.FIDELITY: (
                self.tr("Most alike"),
                self.tr("A search in W+: closer to the photo, a little less anime"),
            ),
        }[quality]

    def _show(self) -> None:
        preferences, ready = self._session.preferences.value, self._session.ready
        for quality, button in self._buttons.items():
            button.setChecked(quality is preferences.quality)
            seconds = expected_seconds(preferences, quality)
            self._notes[quality].setText(self._time(seconds))
            button.setAccessibleDescription(self._notes[quality].text())
        devices = ready.devices if ready else ("auto",)
        _fill(self.device, [(name, self._device_name(name)) for name in devices])
        self.device.setCurrentIndex(max(self.device.findData(preferences.device), 0))
        styles = ready.styles if ready else ()
        _fill(self.style_choice, [(style.id, style.title) for style in styles])
        self.style_choice.setCurrentIndex(max(self.style_choice.findData(preferences.style), 0))
        for widget in (self._style_label, self.style_choice):
            widget.setVisible(len(styles) > 1)

    def _time(self, seconds: float | None) -> str:
        if seconds is None:
            return self.tr("Time not measured yet")
        if seconds < 1:
            return self.tr("Less than a second here")
        if seconds < 90:
            return self.tr("About {seconds} s here").format(seconds=round(seconds))
        return self.tr("About {minutes} min here").format(minutes=round(seconds / 60))

    def _device_name(self, name: str) -> str:
        names = {
            "auto": self.tr("Automatic"),
            "cpu": self.tr("Processor"),
            "cuda": self.tr("Graphics card (CUDA)"),
            "mps": self.tr("Graphics of the Mac"),
        }
        return names.get(name, name)

    def _choose_quality(self, quality: Quality) -> None:
        store = self._session.preferences
        store.change(replace(store.value, quality=quality))

    def _choose_device(self) -> None:
        store = self._session.preferences
        store.change(replace(store.value, device=self.device.currentData()))

    def _choose_style(self) -> None:
        store = self._session.preferences
        store.change(replace(store.value, style=self.style_choice.currentData()))


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    """Replace a box's entries unless they are the same."""
    known = [(box.itemData(row), box.itemText(row)) for row in range(box.count())]
    if known != list(entries):
        box.clear()
        for data, text in entries:
            box.addItem(text, data)
