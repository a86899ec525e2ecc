"""The strip at the bottom: what is being done, how long it will take, and Cancel."""

from __future__ import annotations

import time

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from avatarstudio.studio.session import Session
from avatarstudio.studio.values import Activity, LivePreview
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, mute
from avatarstudio.ui.words import device_words

_STEPS = 1000
_ESTIMATE_AFTER_S = 1.0
"""Before that an estimate would jump about."""


class ProgressStrip(QWidget):
    """Follows the session's activity; always of the same height."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._activity: Activity | None = None
        self._started = 0.0
        self._step = ""
        self._what = QLabel()
        self._left = QLabel()
        mute(self._left)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(_STEPS)
        self._bar.setFixedWidth(26 * UNIT_PX)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._facts = QLabel()
        mute(self._facts)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setShortcut(QKeySequence.StandardKey.Cancel)
        self._cancel.setToolTip(self.tr("Stop; what is there stays (Esc)"))
        self._cancel.clicked.connect(session.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER_PX, 0, GUTTER_PX, 0)
        row.setSpacing(GUTTER_PX)
        for widget in (self._bar, self._cancel, self._what, self._left):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self._facts)
        self.setFixedHeight(6 * UNIT_PX)
        session.activity_changed.connect(self._follow_activity)
        session.progressed.connect(self._follow_progress)
        session.previewed.connect(self._follow_preview)
        session.ready_changed.connect(self._show_facts)
        session.found_changed.connect(self._show_facts)
        self._follow_activity()
        self._show_facts()

    def _follow_activity(self) -> None:
        activity = self._session.activity
        busy = activity is not None
        for widget in (self._bar, self._left, self._cancel):
            widget.setVisible(busy)
        if activity is self._activity:
            return
        self._activity = activity
        self._started = time.monotonic()
        self._step = ""
        self._left.clear()
        self._bar.setValue(0)
        self._what.setText(self._name(activity))

    def _name(self, activity: Activity | None) -> str:
        if activity is None:
            return ""
        return {
            Activity.READING: self.tr("Opening the photo"),
            Activity.FINDING: self.tr("Looking for faces"),
            Activity.CUTTING: self.tr("Cutting out the portrait"),
            Activity.INVERTING: self.tr("Preparing"),
            Activity.RENDERING: self.tr("Drawing your avatars"),
        }[activity]

    def _follow_progress(self, fraction: float, stage: str) -> None:
        self._bar.setValue(round(fraction * _STEPS))
        name = {
            "models": self.tr("Loading the models"),
            "likeness": self.tr("Finding your likeness"),
            "style": self.tr("Turning it into anime"),
        }.get(stage) or self._name(self._activity)
        self._what.setText(f"{name}{self._step}" if stage in ("likeness", "style") else name)
        passed = time.monotonic() - self._started
        if fraction > 0.02 and passed > _ESTIMATE_AFTER_S:
            self._left.setText(self._remaining(passed * (1 - fraction) / fraction))

    def _follow_preview(self, preview: LivePreview) -> None:
        self._step = self.tr(", step {step} of {steps}").format(
            step=preview.step, steps=preview.steps
        )

    def _remaining(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("about {seconds} s left").format(seconds=max(round(seconds), 1))
        return self.tr("about {minutes} min left").format(minutes=round(seconds / 60))

    def _show_facts(self) -> None:
        ready, found = self._session.ready, self._session.found
        if ready is None:
            self._facts.setText(self.tr("Loading the models…"))
            return
        facts = [device_words(found.device if found else ready.device)]
        if ready.preview_weights:
            facts.insert(0, self.tr("Preview models: expect rough, small pictures"))
        self._facts.setText(" · ".join(facts))
