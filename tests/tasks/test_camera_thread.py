"""The camera's thread: newest picture only, announced once, closed cleanly."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from avatarstudio.capture.source import StillSource
from avatarstudio.core.errors import CameraBusyError, CameraLostError
from avatarstudio.core.images import RgbImage
from avatarstudio.tasks.camera_thread import CameraThread


class ScriptedSource:
    """Delivers a picture, numbered from 1, for each permit."""

    def __init__(self, *, refusal: Exception | None = None, lost_after: int | None = None) -> None:
        self.permits = threading.Semaphore(0)
        self.closed = threading.Event()
        self.asked_again = threading.Semaphore(0)
        self._refusal = refusal
        self._lost_after = lost_after
        self._count = 0

    def open(self) -> None:
        if self._refusal is not None:
            raise self._refusal

    def read(self) -> RgbImage:
        self.asked_again.release()
        self.permits.acquire()
        if self._lost_after is not None and self._count >= self._lost_after:
            raise CameraLostError(title="test")
        self._count += 1
        return np.full((2, 2, 3), self._count, dtype=np.uint8)

    def close(self) -> None:
        self.closed.set()

    def deliver(self, count: int) -> None:
        """Let `count` pictures through and wait until the thread has asked for one more."""
        for _ in range(count):
            self.permits.release()
        for _ in range(count):
            assert self.asked_again.acquire(timeout=5)


@pytest.fixture
def camera(qtbot: QtBot) -> Iterator[CameraThread]:
    thread = CameraThread()
    yield thread
    thread.shutdown()
    assert not [t for t in threading.enumerate() if t.name == "camera"]


def value(frame: RgbImage | None) -> int | None:
    return None if frame is None else int(frame[0, 0, 0])


def test_only_the_newest_picture_is_kept_and_announced_once(
    camera: CameraThread, qtbot: QtBot
) -> None:
    announced: list[int] = []
    camera.frame_ready.connect(lambda: announced.append(1))
    source = ScriptedSource()
    with qtbot.waitSignal(camera.opened):
        camera.start(source)
    assert source.asked_again.acquire(timeout=5)
    with qtbot.waitSignal(camera.frame_ready):
        source.deliver(5)
    assert announced == [1]
    assert value(camera.take()) == 5
    assert camera.take() is None
    with qtbot.waitSignal(camera.frame_ready):
        source.deliver(1)
    assert announced == [1, 1]
    camera.stop()
    source.permits.release()


def test_stop_closes_the_source_and_says_so_once(camera: CameraThread, qtbot: QtBot) -> None:
    source = StillSource(np.zeros((8, 8, 3), dtype=np.uint8), fps=200)
    failures: list[object] = []
    camera.failed.connect(failures.append)
    with qtbot.waitSignal(camera.frame_ready):
        camera.start(source)
    with qtbot.waitSignal(camera.closed):
        camera.stop()
    assert not camera.running
    assert not failures


def test_a_refusal_to_open_arrives_as_a_failure(camera: CameraThread, qtbot: QtBot) -> None:
    source = ScriptedSource(refusal=CameraBusyError(title="test"))
    with qtbot.waitSignal(camera.failed) as caught:
        camera.start(source)
    [error] = caught.args
    assert isinstance(error, CameraBusyError)
    assert source.closed.is_set()


def test_a_camera_that_is_lost_arrives_as_a_failure(camera: CameraThread, qtbot: QtBot) -> None:
    source = ScriptedSource(lost_after=1)
    with qtbot.waitSignal(camera.failed) as caught:
        camera.start(source)
        source.permits.release(3)
    [error] = caught.args
    assert isinstance(error, CameraLostError)
    assert source.closed.is_set()


def test_a_second_source_waits_until_the_first_is_closed(
    camera: CameraThread, qtbot: QtBot
) -> None:
    first, second = ScriptedSource(), ScriptedSource()
    with qtbot.waitSignal(camera.opened):
        camera.start(first)
    assert first.asked_again.acquire(timeout=5), "it is in the middle of a picture"
    closings: list[object] = []
    camera.closed.connect(lambda: closings.append(1))
    camera.start(second)
    assert not second.asked_again.acquire(blocking=False)
    with qtbot.waitSignal(camera.opened):
        first.permits.release()
    assert first.closed.is_set()
    assert not closings, "the first one's end is nobody's business any more"
    camera.stop()
    second.permits.release()


def test_nothing_is_announced_after_stop(camera: CameraThread, qtbot: QtBot) -> None:
    source = ScriptedSource()
    with qtbot.waitSignal(camera.opened):
        camera.start(source)
    announced: list[int] = []
    camera.frame_ready.connect(lambda: announced.append(1))
    camera.stop()
    with qtbot.waitSignal(camera.closed):
        source.permits.release()
    assert not announced
