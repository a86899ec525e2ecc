"""Keeps a person's work: by itself after every action, and where the person wants it."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from avatarstudio.core.errors import ExportError
from avatarstudio.core.files import write_atomically
from avatarstudio.studio.session import Session
from avatarstudio.studio.values import Notice, NoticeKind, Work
from avatarstudio.studio.work_file import WorkPacker
from avatarstudio.tasks.runner import TaskRunner

log = logging.getLogger(__name__)

_QUIET_MS = 1000
"""Edits come in bursts; the last one counts."""
_RETRY_MS = 30_000
"""After a failure; a full disk is not asked more often than it can matter."""
_MOST_INSTANCES = 16

_UNFINISHED = "unfinished.avatar"
_LAST = "last.avatar"


class WorkKeeper(QObject):
    """Saves the session's work beside the window.

    While the program runs, the work lies in `unfinished.avatar`; a clean end renames it to
    `last.avatar`. So an unfinished one at the start means that the program has crashed. Each
    running program has a folder of its own, held by a lock that dies with it.
    """

    left_over_changed = Signal()

    def __init__(
        self, session: Session, runner: TaskRunner, folder: Path, parent: QObject | None = None
    ) -> None:
        """Take a folder and look what an earlier run left there.

        Args:
            session: The work.
            runner: Writes files; not the lane of the models, which may be busy for long.
            folder: Where works are kept; made if need be.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._packer = WorkPacker()
        self._is_failing = False
        self._folder, self._lock = _take_folder(folder)
        self.crashed = False
        """Whether the run before this one ended unexpectedly with work at hand."""
        self.left_over: Path | None = None
        """The work of an earlier run."""
        self._look_back()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep)
        self._is_behind = False
        """Whether something was done since the work was written last."""
        session.worked.connect(self._note_work)

    @property
    def is_kept(self) -> bool:
        """Whether everything done so far is, or is being, written."""
        return not self._is_behind

    def save(self, path: Path) -> None:
        """Save the work where the person wants it; the session says when it is done."""
        work = self._session.work()
        if work is None:
            return
        task = self._runner.start(lambda _: self._write(work, path))
        task.succeeded.connect(self._tell_saved)
        task.failed.connect(self._session.failed)

    def reopen(self) -> None:
        """Go on with the work of an earlier run."""
        if self.left_over is not None:
            self._session.open([self.left_over])
            self.dismiss()

    def dismiss(self) -> None:
        """Offer the work of an earlier run no more; its file stays until the next one."""
        self.left_over = None
        self.left_over_changed.emit()

    def finish(self) -> None:
        """Keep what is still to be kept and leave a clean end; nothing may follow."""
        if self._folder is None:
            return
        self._timer.stop()
        work = self._session.work()
        if work is not None and self._is_behind:
            try:
                self._write(work, self._folder / _UNFINISHED)
            except ExportError as error:
                log.warning("the work could not be kept at the end: %s", error.reason)
        unfinished = self._folder / _UNFINISHED
        if unfinished.exists():
            unfinished.replace(self._folder / _LAST)
        if self._lock is not None:
            self._lock.unlock()

    def _look_back(self) -> None:
        if self._folder is None:
            return
        unfinished, last = self._folder / _UNFINISHED, self._folder / _LAST
        if unfinished.exists():
            self.crashed = True
            unfinished.replace(last)
        if last.exists():
            self.left_over = last

    def _note_work(self) -> None:
        self._is_behind = True
        self._timer.start(_QUIET_MS)

    def _keep(self) -> None:
        work = self._session.work()
        if work is None or self._folder is None:
            return
        target = self._folder / _UNFINISHED
        self._is_behind = False
        task = self._runner.start(lambda _: self._write(work, target))
        task.succeeded.connect(self._note_success)
        task.failed.connect(self._note_failure)
        task.cancelled.connect(self._fall_behind)

    def _write(self, work: Work, path: Path) -> str:
        """Write a file; runs beside the window, one call at a time."""
        write_atomically(path, self._packer.pack(work))
        return path.name

    def _note_success(self) -> None:
        self._is_failing = False

    def _note_failure(self) -> None:
        self._fall_behind()
        self._timer.start(_RETRY_MS)  # room may have been made meanwhile
        # Said once: it would come again with every action.
        if not self._is_failing:
            self._is_failing = True
            self._session.noticed.emit(Notice(NoticeKind.AUTOSAVE_FAILED))

    def _fall_behind(self) -> None:
        self._is_behind = True

    def _tell_saved(self, name: str) -> None:
        self._session.noticed.emit(Notice(NoticeKind.SAVED, name=name))


def _take_folder(root: Path) -> tuple[Path | None, QLockFile | None]:
    """The first folder that no running program holds."""
    for number in range(1, _MOST_INSTANCES + 1):
        folder = root / str(number)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None, None
        lock = QLockFile(str(folder / "lock"))
        # A lock does not grow stale with time, only with the end of its program.
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            return folder, lock
    return None, None
