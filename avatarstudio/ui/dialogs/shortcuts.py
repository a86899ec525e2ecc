"""The sheet of keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QWidget

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
        general, places = _form(), _form()
        self._add_part(
            general,
            self.tr("Everywhere"),
            [
                (
                    f"{_native('Ctrl+1')} … {_native('Ctrl+4')}",
                    self.tr("Go to Photo, You, Avatars, Finish"),
                ),
                (_native("Alt+Left"), self.tr("Back")),
                ("Esc", self.tr("Cancel what is being done")),
                *((_native(a.shortcut()), a.text().rstrip("…")) for a in actions),
            ],
        )
        self._add_part(
            places,
            self.tr("Photo"),
            [
                ("1 … 9", self.tr("Choose a face")),
                (self.tr("Arrows, + −, [ ]"), self.tr("Move, size and turn the frame")),
                (self.tr("Enter"), self.tr("Use the frame")),
            ],
        )
        self._add_part(
            places,
            self.tr("Avatars"),
            [
                ("S", self.tr("Star")),
                ("M", self.tr("More like this")),
                ("R", self.tr("Throw the dice")),
                ("1 2 3", self.tr("Lock shape, features, colours")),
                ("T", self.tr("Portrait and avatar side by side")),
                (self.tr("C or Space"), self.tr("Hold to compare with the photo")),
            ],
        )
        self._add_part(
            places,
            self.tr("Finish"),
            [
                (_native("Ctrl+E"), self.tr("Export")),
                (_native("Ctrl+C"), self.tr("Copy")),
            ],
        )
        columns = QHBoxLayout(self)
        columns.setContentsMargins(3 * UNIT_PX, 3 * UNIT_PX, 3 * UNIT_PX, 3 * UNIT_PX)
        columns.setSpacing(3 * GUTTER_PX)
        columns.addLayout(general)
        columns.addLayout(places)

    def _add_part(self, form: QFormLayout, title: str, rows: Sequence[tuple[str, str]]) -> None:
        heading = QLabel(title)
        set_text_size(heading, TextSize.BODY, bold=True)
        form.addRow(heading)
        for keys, words in rows:
            label = QLabel(keys)
            mute(label)
            form.addRow(label, QLabel(words))


def _native(keys: QKeySequence | str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(2 * GUTTER_PX)
    form.setVerticalSpacing(UNIT_PX)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
    return form
