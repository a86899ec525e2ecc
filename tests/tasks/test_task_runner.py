"""The lane: results, failures, stops, order and the end."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QThread
from pytestqt.qtbot import QtBot

from avatarstudio.core.errors import NoFaceFoundError
from avatarstudio.core.progress import Progress
from avatarstudio.tasks.runner import InlineExecutor, Task, TaskRunner


@pytest.fixture
def runner(qapp: QCoreApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


class Ears:
    """Hears all that a task says, in its order."""

    def __init__(self, task: Task) -> None:
        self.heard: list[tuple[str, object]] = []
        task.progressed.connect(lambda fraction, stage: self._note(stage, fraction))
        task.previewed.connect(lambda payload: self._note("preview", payload))
        task.succeeded.connect(lambda result: self._note("succeeded", result))
        task.failed.connect(lambda error: self._note("failed", error))
        task.cancelled.connect(lambda: self._note("cancelled", None))
        task.finished.connect(lambda: self._note("finished", None))

    def _note(self, what: str, payload: object) -> None:
        assert QThread.currentThread() is QCoreApplication.instance().thread()
        self.heard.append((what, payload))

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.heard]


def until_stopped(progress: Progress) -> None:
    """A job that only ends when it is told to."""
    pause = threading.Event()
    while True:
        progress.report(0.5, "waiting")
        pause.wait(0.005)


def test_a_result_comes_back_in_the_windows_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    task = runner.start(lambda progress: threading.current_thread().name)
    ears = Ears(task)
    with qtbot.waitSignal(task.finished):
        pass
    assert ears.names == ["succeeded", "finished"]
    assert str(ears.heard[0][1]).startswith("lane")
    assert task.is_over


def test_connecting_in_the_turn_of_the_start_misses_nothing(qtbot: QtBot) -> None:
    runner = TaskRunner(InlineExecutor())
    task = runner.start(lambda progress: progress.report(0.25, "early"))
    ears = Ears(task)
    with qtbot.waitSignal(task.finished):
        pass
    assert ears.heard == [("early", 0.25), ("succeeded", None), ("finished", None)]


def test_an_error_is_handed_over_as_it_is(runner: TaskRunner, qtbot: QtBot) -> None:
    error = NoFaceFoundError()

    def job(progress: Progress) -> None:
        raise error

    task = runner.start(job)
    ears = Ears(task)
    with qtbot.waitSignal(task.finished):
        pass
    assert ears.heard == [("failed", error), ("finished", None)]


def test_an_unexpected_error_is_logged(
    runner: TaskRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    task = runner.start(lambda progress: 1 / 0)
    with qtbot.waitSignal(task.failed) as failed:
        pass
    assert isinstance(failed.args[0], ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text


def test_cancel_stops_at_the_next_report(runner: TaskRunner, qtbot: QtBot) -> None:
    task = runner.start(until_stopped)
    ears = Ears(task)
    with qtbot.waitSignal(task.progressed):
        pass
    with qtbot.waitSignal(task.finished, timeout=1000):
        task.cancel()
    assert ears.names[-2:] == ["cancelled", "finished"]
    assert "succeeded" not in ears.names


def test_cancel_counts_even_if_the_job_has_come_to_its_end(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    ended = threading.Event()
    task = runner.start(lambda progress: ended.set())
    ears = Ears(task)
    ended.wait(5)
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert ears.names == ["cancelled", "finished"]


def test_a_task_that_waits_for_its_turn_can_be_cancelled(runner: TaskRunner, qtbot: QtBot) -> None:
    first = runner.start(until_stopped)
    ran: list[bool] = []
    second = runner.start(lambda progress: ran.append(True))
    second.cancel()
    with qtbot.waitSignals([first.finished, second.cancelled]):
        first.cancel()
    assert not ran


def test_abandon_is_final(runner: TaskRunner, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def job(progress: Progress) -> str:
        go_on.wait(5)
        return "late"

    task = runner.start(job)
    ears = Ears(task)
    task.abandon()
    assert ears.names == ["cancelled", "finished"]
    go_on.set()
    after = runner.start(lambda progress: None)
    with qtbot.waitSignal(after.finished):
        pass
    assert ears.names == ["cancelled", "finished"]
    task.abandon()
    assert ears.names == ["cancelled", "finished"]


def test_jobs_run_in_the_order_of_their_start(runner: TaskRunner, qtbot: QtBot) -> None:
    order: list[int] = []
    tasks = [runner.start(lambda progress, n=n: order.append(n)) for n in range(20)]
    with qtbot.waitSignal(tasks[-1].finished):
        pass
    assert order == list(range(20))


def test_reports_and_previews_are_thinned_but_every_stage_is_told(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    def job(progress: Progress) -> None:
        for step in range(1000):
            progress.report(step / 1000, "first" if step < 999 else "last")
            progress.preview(step)

    task = runner.start(job)
    ears = Ears(task)
    with qtbot.waitSignal(task.finished):
        pass
    assert ears.names.count("preview") <= 5
    assert 1 <= ears.names.count("first") <= 20
    assert ("last", 0.999) in ears.heard


def test_shutdown_stops_what_runs_and_drops_what_waits(qtbot: QtBot) -> None:
    runner = TaskRunner()
    running, waiting = runner.start(until_stopped), runner.start(until_stopped)
    runner.shutdown()
    assert running.is_over
    assert waiting.is_over
    assert not [t for t in threading.enumerate() if t.name.startswith("lane")]
    with pytest.raises(RuntimeError):
        runner.start(until_stopped)


def test_a_finished_task_lets_go_of_its_inputs(runner: TaskRunner, qtbot: QtBot) -> None:
    import gc
    import weakref

    class Photo:
        pass

    photo = Photo()
    gone = weakref.ref(photo)
    task = runner.start(lambda progress, photo=photo: None)
    del photo
    with qtbot.waitSignal(task.finished):
        pass
    gc.collect()
    assert gone() is None


def test_pyside_keeps_its_references_over_thousands_of_calls() -> None:
    # PySide6 6.12.0 loses references to None and True and aborts after some thousand calls.
    code = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel
class Sender(QObject):
    told = Signal(object)
app = QApplication([])
sender, label, heard = Sender(), QLabel(), []
sender.told.connect(heard.append)
for number in range(3000):
    sender.told.emit(None)
    sender.told.emit(True)
    label.setText(str(number))
assert len(heard) == 6000 and heard[-1] is True
print("alive")
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "alive"
