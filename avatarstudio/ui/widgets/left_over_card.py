"""Offers to go on with the work of an earlier run."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from avatarstudio.studio.work_keeper import WorkKeeper
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, mark


class LeftOverCard(QFrame):
    """Hidden when there is nothing to go on with."""

    def __init__(self, keeper: WorkKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        mark(self, "card")
        words = QLabel(
            self.tr("Avatar Studio ended unexpectedly. Your work was kept.")
            if keeper.crashed
            else self.tr("Your last work is still here.")
        )
        words.setWordWrap(True)
        self.go_on = QPushButton(self.tr("Go on with it"))
        self.go_on.clicked.connect(keeper.reopen)
        self.dismiss = QPushButton(self.tr("Not now"))
        self.dismiss.clicked.connect(keeper.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER_PX, UNIT_PX, UNIT_PX, UNIT_PX)
        row.setSpacing(UNIT_PX)
        row.addWidget(words, stretch=1)
        row.addWidget(self.dismiss)
        row.addWidget(self.go_on)
        keeper.left_over_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        self.setVisible(self._keeper.left_over is not None)
