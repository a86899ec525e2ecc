"""Reads a camera beside the GUI thread and keeps only its newest picture."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from avatarstudio.core.errors import AvatarStudioError
from avatarstudio.core.images import RgbImage

if TYPE_CHECKING:
    # OpenCV comes with it, which the window does not wait for.
    from avatarstudio.capture.source import FrameSource


class CameraThread(QObject):
    """Plays one source at a time.

    A picture is announced once and not again until it was taken, so a busy window is late but
    never behind. All signals are emitted in the thread of this object.
    """

    opened = Signal()
    frame_ready = Signal()
    failed = Signal(object)
    """The source stopped by itself; carries the `AvatarStudioError` that says why."""
    closed = Signal()
    """The camera is off; follows every start, also after `failed` and `stop`."""

    _posted = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Prepare; no thread runs yet."""
        super().__init__(parent)
        self._run: _Run | None = None
        self._thread: threading.Thread | None = None
        self._posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a source was started and is not closed yet."""
        return self._run is not None

    def start(self, source: FrameSource) -> None:
        """Open a source and play it, in place of the one before.

        Args:
            source: Unopened; from here on only the thread touches it.
        """
        before = self._run
        if before is not None:
            before.stopping.set()
        self._run = _Run(source, before=before, post=self._post)
        self._thread = self._run.thread
        self._thread.start()

    def take(self) -> RgbImage | None:
        """The newest picture, RGB, uint8, (H, W, 3), or None if it was taken already."""
        return None if self._run is None else self._run.take()

    def stop(self) -> None:
        """Ask the thread to close its source; returns at once."""
        if self._run is not None:
            self._run.stopping.set()

    def shutdown(self, timeout_s: float = 2.0) -> None:
        """Stop and wait, for when the window closes.

        Args:
            timeout_s: A camera that hangs is left to the end of the process after this time.
        """
        self.stop()
        self._run = None
        if self._thread is not None:
            # Also after `closed`, which the thread says just before its end.
            self._thread.join(timeout_s)

    def _post(self, run: _Run, what: str) -> None:
        self._posted.emit(run, what)

    @Slot(object, str)
    def _receive(self, run: _Run, what: str) -> None:
        if run is not self._run:
            return  # A late word from a source that was replaced.
        if what == "opened":
            self.opened.emit()
        elif what == "frame":
            if not run.stopping.is_set():
                self.frame_ready.emit()
        else:
            self._run = None
            if run.error is not None and not run.stopping.is_set():
                self.failed.emit(run.error)
            self.closed.emit()


class _Post(Protocol):
    """Sends word to the thread of the `CameraThread`."""

    def __call__(self, run: _Run, what: str) -> None:
        """Say that a run was `opened`, has a `frame` or is `closed`."""


class _Run:
    """One source from opening to closing, on a thread of its own."""

    def __init__(self, source: FrameSource, *, before: _Run | None, post: _Post) -> None:
        self.stopping = threading.Event()
        self.error: AvatarStudioError | None = None
        self.thread = threading.Thread(target=self._play, name="camera", daemon=True)
        self._source = source
        self._before = before
        self._post = post
        self._lock = threading.Lock()
        self._newest: RgbImage | None = None

    def take(self) -> RgbImage | None:
        """The newest picture, once."""
        with self._lock:
            newest, self._newest = self._newest, None
        return newest

    def _play(self) -> None:
        if self._before is not None:
            # It may be the same camera, which cannot be opened twice.
            self._before.thread.join()
            self._before = None
        try:
            if not self.stopping.is_set():
                self._source.open()
                self._post(self, "opened")
            while not self.stopping.is_set():
                self._keep(self._source.read())
        except AvatarStudioError as error:
            self.error = error
        finally:
            self._source.close()
            self._post(self, "closed")

    def _keep(self, frame: RgbImage) -> None:
        with self._lock:
            announced, self._newest = self._newest is not None, frame
        if not announced:
            self._post(self, "frame")
