"""What became of the avatar: the file under way, where it lies, or a short word."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from avatarstudio.studio.finish_jobs import Exported
from avatarstudio.ui.icons import set_icon
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, mark

_STEPS = 1000


class ResultCard(QFrame):
    """One line below the picture; its room is kept, so that nothing jumps when it comes."""

    cancel_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._exported: Exported | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        # File names may stand in it.
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setMaximum(_STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(26 * UNIT_PX)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_wanted)
        self.show_in_folder = QPushButton(self.tr("Show in folder"))
        set_icon(self.show_in_folder, "folder")
        self.show_in_folder.clicked.connect(self._open_folder)
        self.another = QPushButton(self.tr("Export another"))
        self.another.clicked.connect(self.another_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER_PX, UNIT_PX, UNIT_PX, UNIT_PX)
        row.setSpacing(UNIT_PX)
        row.addWidget(self._text, stretch=1)
        for widget in (self._bar, self.cancel, self.show_in_folder, self.another):
            row.addWidget(widget)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.clear()

    @property
    def text(self) -> str:
        """What it says; empty while there is nothing to say."""
        return self._text.text()

    @property
    def is_busy(self) -> bool:
        """Whether it shows progress."""
        return self.cancel.isVisibleTo(self)

    def clear(self) -> None:
        """Say nothing."""
        self._show("")
        self.hide()

    def show_work(self) -> None:
        """Say that a file is being made."""
        self._bar.setValue(0)
        self._show(self.tr("Making the file…"), busy=True)

    def show_progress(self, fraction: float) -> None:
        """Move the bar, in [0, 1]."""
        self._bar.setValue(round(fraction * _STEPS))

    def show_file(self, exported: Exported) -> None:
        """Say where the file lies."""
        width, height = exported.size_px
        text = self.tr("Saved as {name} in {folder} ({width} × {height}, {size} KB)").format(
            name=exported.path.name,
            folder=exported.path.parent,
            width=width,
            height=height,
            size=max(round(exported.bytes / 1024), 1),
        )
        self._show(text, exported=exported)

    def show_words(self, text: str) -> None:
        """Say something without a file."""
        self._show(text)

    def _show(self, text: str, *, exported: Exported | None = None, busy: bool = False) -> None:
        self._exported = exported
        self._text.setText(text)
        for widget in (self._bar, self.cancel):
            widget.setVisible(busy)
        self.show_in_folder.setVisible(exported is not None)
        self.another.setVisible(exported is not None)
        self.show()

    def _open_folder(self) -> None:
        if self._exported is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._exported.path.parent)))
