"""Jobs beside the window: a `TaskRunner` runs them, a `Task` tells how one of them goes.

A job is a function of a `Progress`. It runs in the runner's lane, a single thread, so that jobs
share the device without locks and in the order in which they were started. The worker never touches
a widget or a public signal: it posts to one private signal that is queued to the `Task` in the
window's thread, and the `Task` emits the public signals from there. So whoever connects in the
same turn in which the task was started misses nothing.
"""

from __future__ import annotations

import enum
import functools
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from avatarstudio.core.errors import AvatarStudioError, Cancelled
from avatarstudio.core.progress import Progress

log = logging.getLogger(__name__)

Job = Callable[[Progress], object]

_REPORT_GAP_S = 0.05
_PREVIEW_GAP_S = 0.1
"""The window draws no faster than this; a new stage is always told."""


class _News(enum.Enum):
    """What a worker can post."""

    PROGRESS = enum.auto()
    PREVIEW = enum.auto()
    SUCCESS = enum.auto()
    FAILURE = enum.auto()
    CANCEL = enum.auto()


class Task(QObject):
    """One job under way.

    Its signals end in exactly one of `succeeded`, `failed` and `cancelled`, followed by `finished`.
    All of them are emitted in the thread that made the task.
    """

    progressed = Signal(float, str)
    previewed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    _posted = Signal(object, object)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = job
        self._stop = threading.Event()
        self._over = False
        self._posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def is_over(self) -> bool:
        """Whether the last signal has been emitted."""
        return self._over

    def cancel(self) -> None:
        """Ask the job to stop at its next report; `cancelled` follows when it has."""
        self._stop.set()

    def abandon(self) -> None:
        """Stop the job and be done with it now: nothing that it still posts is heard."""
        self._stop.set()
        if not self._over:
            self._end(self.cancelled)

    def run(self) -> None:
        """Do the job; called by the runner, in its lane, once."""
        # Let go of the job's inputs, such as a photo, as soon as it is done.
        job, self._job = self._job, None
        if self._stop.is_set() or job is None:
            self._posted.emit(_News.CANCEL, None)
            return
        progress = _TaskProgress(self._stop, self._posted.emit)
        try:
            result = job(progress)
        except Cancelled:
            self._posted.emit(_News.CANCEL, None)
        except Exception as error:
            if not isinstance(error, AvatarStudioError):
                log.exception("a job failed unexpectedly")
            self._posted.emit(_News.FAILURE, error)
        else:
            self._posted.emit(_News.SUCCESS, result)

    def _receive(self, news: _News, payload: Any) -> None:
        if self._over:
            return
        if news is _News.PROGRESS:
            self.progressed.emit(*payload)
        elif news is _News.PREVIEW:
            self.previewed.emit(payload)
        elif news is _News.CANCEL or self._stop.is_set():
            # A job may reach its end before it notices that it should stop.
            self._end(self.cancelled)
        elif news is _News.SUCCESS:
            self._end(self.succeeded, payload)
        else:
            self._end(self.failed, payload)

    def _end(self, signal: Any, *payload: object) -> None:
        self._over = True
        signal.emit(*payload)
        self.finished.emit()


class _TaskProgress:
    """The worker's end of a task."""

    def __init__(self, stop: threading.Event, post: Callable[[_News, object], None]) -> None:
        self._stop = stop
        self._post = post
        self._stage: str | None = None
        self._last_report = 0.0
        self._last_preview = 0.0

    def report(self, fraction: float, stage: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if stage != self._stage or now - self._last_report >= _REPORT_GAP_S:
            self._stage, self._last_report = stage, now
            self._post(_News.PROGRESS, (fraction, stage))

    def preview(self, payload: object) -> None:
        now = time.monotonic()
        if now - self._last_preview >= _PREVIEW_GAP_S:
            self._last_preview = now
            self._post(_News.PREVIEW, payload)


class InlineExecutor(Executor):
    """Runs each job at once in the calling thread, for tests."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it and return it done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class LooseExecutor(Executor):
    """Runs each job in a thread of its own, for jobs that may hang: not even the end waits."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Start it."""
        future: Future[Any] = Future()
        job = functools.partial(fn, *args, **kwargs)
        threading.Thread(target=lambda: future.set_result(job()), daemon=True).start()
        return future


_HANGING: list[TaskRunner] = []
"""Runners that ended without waiting. A task that its thread were the last to hold would be
destroyed there, while the window's thread still has news for it, which ends the process."""


class TaskRunner(QObject):
    """Runs jobs one after another beside the window."""

    _released = Signal(int)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        """Make a lane.

        Args:
            executor: Where jobs run; a thread of the runner's own if None.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._executor = executor or ThreadPoolExecutor(max_workers=1, thread_name_prefix="lane")
        self._tasks: dict[int, Task] = {}
        self._numbers = itertools.count()
        self._open = True
        self._released.connect(self._release, Qt.ConnectionType.QueuedConnection)

    @property
    def is_open(self) -> bool:
        """Whether jobs can still be started."""
        return self._open

    def start(self, job: Job) -> Task:
        """Put a job at the end of the lane.

        Args:
            job: Gets frozen inputs and a `Progress`, returns a new value.

        Returns:
            Its task; connect to its signals before returning to the event loop.

        Raises:
            RuntimeError: The runner was shut down.
        """
        if not self._open:
            raise RuntimeError("the runner was shut down")
        task = Task(job)
        # Held until the worker has let go of it too, which may be long after it was abandoned.
        number = next(self._numbers)
        self._tasks[number] = task
        future = self._executor.submit(self._work, number)
        future.add_done_callback(lambda _: self._tell_released(number))
        return task

    def _work(self, number: int) -> None:
        """Do a job in the worker, which lets go of its task before the future is done."""
        self._tasks[number].run()

    def _tell_released(self, number: int) -> None:
        if self._open:
            self._released.emit(number)

    def shutdown(self) -> None:
        """Abandon everything and wait for the worker to come to its next report."""
        self._open = False
        for task in tuple(self._tasks.values()):
            task.abandon()
        self._executor.shutdown(wait=True, cancel_futures=True)
        if isinstance(self._executor, LooseExecutor):
            _HANGING.append(self)
        else:
            self._tasks.clear()

    def _release(self, number: int) -> None:
        # Queued behind the task's last news, so that has been heard by now.
        self._tasks.pop(number, None)
