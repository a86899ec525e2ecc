"""Questions before work would be lost; the only boxes that the program opens by itself."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

translate = QCoreApplication.translate


def ask_before_new_wall(parent: QWidget, *, stars: int) -> bool:
    """Whether a new wall may take the place of one with stars; nothing to ask without any."""
    if stars == 0:
        return True
    return _ask(
        parent,
        title=translate("questions", "Draw a new wall?"),
        text=translate(
            "questions", "The other style draws all avatars anew. Your stars will be lost."
        ),
        yes=translate("questions", "Draw anew"),
    )


def ask_before_replacing(parent: QWidget, path: Path) -> bool:
    """Whether a file may be replaced; nothing to ask where there is none."""
    if not os.path.exists(path):  # noqa: PTH110 - for names too long, `Path` raises
        return True
    return _ask(
        parent,
        title=translate("questions", "Replace the file?"),
        text=translate("questions", "“{name}” is already there.").format(name=path.name),
        yes=translate("questions", "Replace"),
    )


def _ask(parent: QWidget, *, title: str, text: str, yes: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is agree
