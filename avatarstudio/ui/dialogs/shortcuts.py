"""The sheet of keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, TextSize, mute, set_text_size


class ShortcutsDialog(QDialog):
    """What each key does, by place."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        """Make the sheet.

        Args:
            actions: Those of the menu; their shortcuts are read from them.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        columns = QFormLayout()
        columns.setHorizontalSpacing(3 * GUTTER_PX)
        columns.setVerticalSpacing(UNIT_PX)
        columns.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        native = QKeySequence.SequenceFormat.NativeText
        self._add_part(
            columns,
            self.tr("Everywhere"),
            [
                ("Ctrl+1 … Ctrl+4", self.tr("Go to Photo, You, Avatars, Finish")),
                ("Alt+←", self.tr("Back")),
                ("Esc", self.tr("Cancel what is being done")),
                *((a.shortcut().toString(native), a.text().rstrip("…")) for a in actions),
            ],
        )
        self._add_part(
            columns,
            self.tr("Photo"),
            [
                ("1 … 9", self.tr("Choose a face")),
                (self.tr("Arrows, + −, [ ]"), self.tr("Move, size and turn the frame")),
                (self.tr("Enter"), self.tr("Use the frame")),
            ],
        )
        self._add_part(
            columns,
            self.tr("Avatars"),
            [
                ("S", self.tr("Star")),
                ("M", self.tr("More like this")),
                ("R", self.tr("Throw the dice")),
                ("1 2 3", self.tr("Lock shape, features, colours")),
                ("C", self.tr("Hold to compare with the photo")),
            ],
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * UNIT_PX, 3 * UNIT_PX, 3 * UNIT_PX, 3 * UNIT_PX)
        column.addLayout(columns)

    def _add_part(self, columns: QFormLayout, title: str, rows: Sequence[tuple[str, str]]) -> None:
        heading = QLabel(title)
        set_text_size(heading, TextSize.BODY, bold=True)
        columns.addRow(heading)
        for keys, words in rows:
            label = QLabel(keys)
            mute(label)
            columns.addRow(label, QLabel(words))
