"""The files that were opened lately, as far as they are still there."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from avatarstudio.core.errors import PhotoUnreadableError
from avatarstudio.studio.session import Session
from avatarstudio.tasks.runner import TaskRunner


class Recents(QObject):
    """Knows which recent files are there, and forgets those that opening has not found.

    A file that is not there stays remembered while it is only hidden: its drive may come back.
    """

    changed = Signal()
    """`files` are others."""

    def __init__(self, session: Session, runner: TaskRunner, parent: QObject | None = None) -> None:
        """Begin to look.

        Args:
            session: Opens files and remembers them in its preferences.
            runner: Looks for files. A network folder that is gone may never answer, so nothing
                else should wait for this runner.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._preferences = session.preferences
        self._runner = runner
        self._is_there: dict[Path, bool] = {}
        self._asked: set[Path] = set()
        self._files: tuple[Path, ...] = ()
        self._preferences.changed.connect(self.look)
        session.failed.connect(self._forget_missing)
        self.look()

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that were there when last looked for, the newest first."""
        return self._files

    def look(self) -> None:
        """Look for all of them again, each on its own."""
        for path in self._remembered():
            if path not in self._asked:
                self._ask(path)
        self._refresh()

    def _ask(self, path: Path) -> None:
        self._asked.add(path)
        # Not `Path.is_file`: it raises for names that are too long.
        task = self._runner.start(lambda _: (path, os.path.isfile(path)))  # noqa: PTH113
        task.succeeded.connect(self._take_answer)

    def _take_answer(self, answer: tuple[Path, bool]) -> None:
        path, is_there = answer
        self._asked.discard(path)
        self._is_there[path] = is_there
        self._refresh()

    def _refresh(self) -> None:
        files = tuple(path for path in self._remembered() if self._is_there.get(path))
        if files != self._files:
            self._files = files
            self.changed.emit()

    def _forget_missing(self, error: Exception) -> None:
        if isinstance(error, PhotoUnreadableError) and isinstance(
            error.__cause__, FileNotFoundError
        ):
            value = self._preferences.value
            self._preferences.change(value.without_recent(error.path))

    def _remembered(self) -> list[Path]:
        return [Path(name) for name in self._preferences.value.recents]
