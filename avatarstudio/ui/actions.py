"""What the window can do from its menu and from the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from avatarstudio.core.images import PHOTO_SUFFIXES
from avatarstudio.studio.session import Session
from avatarstudio.studio.work_file import WORK_SUFFIX
from avatarstudio.studio.work_keeper import WorkKeeper
from avatarstudio.ui.incoming import take_in


class Actions(QObject):
    """The actions, each with its shortcut; they act on the session."""

    def __init__(self, session: Session, keeper: WorkKeeper, parent: QObject | None = None) -> None:
        """Make the actions.

        Args:
            session: The work.
            keeper: Saves it.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._session = session
        self._keeper = keeper
        self._window: QWidget | None = None
        standard = QKeySequence.StandardKey
        self.open = self._make(self.tr("Open…"), standard.Open, self._open)
        self.paste = self._make(self.tr("Paste a picture"), standard.Paste, self._paste)
        self.save = self._make(self.tr("Save your work…"), standard.Save, self._save)
        self.undo = session.undo_stack.createUndoAction(self, self.tr("Undo"))
        self.undo.setShortcuts(standard.Undo)
        self.redo = session.undo_stack.createRedoAction(self, self.tr("Redo"))
        self.redo.setShortcuts(standard.Redo)
        self.settings = self._make(self.tr("Settings"), standard.Preferences, None)
        self.settings.setShortcuts([QKeySequence("Ctrl+,")])
        self.shortcuts = self._make(self.tr("Keyboard shortcuts"), QKeySequence("?"), None)
        self.quit = self._make(self.tr("Quit"), standard.Quit, None)
        if self.quit.shortcut().isEmpty():
            self.quit.setShortcut(QKeySequence("Ctrl+Q"))
        session.found_changed.connect(self._refresh)
        self._refresh()

    def all(self) -> tuple[QAction, ...]:
        """All of them, in the order of the menu."""
        return (
            self.open,
            self.paste,
            self.save,
            self.undo,
            self.redo,
            self.settings,
            self.shortcuts,
            self.quit,
        )

    def install(self, window: QWidget, button: QToolButton) -> None:
        """Make the shortcuts work in a window and give a button of it the menu."""
        self._window = window
        window.addActions(self.all())
        menu = QMenu(button)
        for action in self.all():
            if action in (self.undo, self.settings, self.quit):
                menu.addSeparator()
            menu.addAction(action)
        button.setMenu(menu)

    def _make(
        self,
        text: str,
        keys: QKeySequence | QKeySequence.StandardKey,
        act: Callable[[], None] | None,
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcut(keys)
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({shown})" if shown else text)
        if act is not None:
            action.triggered.connect(act)
        return action

    def _open(self) -> None:
        kinds = self.tr("Photos and saved work ({patterns})").format(
            patterns=" ".join(f"*{suffix}" for suffix in (*sorted(PHOTO_SUFFIXES), WORK_SUFFIX))
        )
        names, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Open photos"), "", f"{kinds};;{self.tr('All files')} (*)"
        )
        self._session.open(_paths(names))

    def _paste(self) -> None:
        # An empty clipboard may have no content at all, whatever its type says.
        mime = QGuiApplication.clipboard().mimeData() or QMimeData()
        take_in(mime, self._session, name=self.tr("Pasted picture"))

    def _save(self) -> None:
        photo = self._session.photo
        if photo is None or self._session.found is None:
            return
        kind = self.tr("Saved work ({pattern})").format(pattern=f"*{WORK_SUFFIX}")
        proposal = f"{Path(photo.name).stem}{WORK_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save your work"), proposal, kind
        )
        if name:
            path = Path(name)
            self._keeper.save(path if path.suffix else path.with_suffix(WORK_SUFFIX))

    def _refresh(self) -> None:
        self.save.setEnabled(self._session.found is not None)


def _paths(names: Sequence[str]) -> list[Path]:
    return [Path(name) for name in names]
