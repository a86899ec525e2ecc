from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from avatarstudio.tasks.garbage import GuiCollector


@pytest.fixture
def collector(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[GuiCollector]:
    monkeypatch.setattr("avatarstudio.tasks.garbage._PERIOD_MS", 1)
    collector = GuiCollector()
    yield collector
    collector.stop()
    gc.unfreeze()


class Knot:
    """Garbage that only the cyclic collector can find; tells which thread found it."""

    def __init__(self, finders: list[threading.Thread]) -> None:
        self.me = self
        weakref.finalize(self, lambda: finders.append(threading.current_thread()))


def tie_knots(finders: list[threading.Thread]) -> None:
    for _ in range(5000):
        Knot(finders)


def test_no_other_thread_collects(collector: GuiCollector) -> None:
    finders: list[threading.Thread] = []
    worker = threading.Thread(target=tie_knots, args=(finders,))
    worker.start()
    worker.join()
    assert not finders
    collector.collect()
    assert len(finders) == 5000
    assert set(finders) == {threading.current_thread()}


def test_little_garbage_waits(collector: GuiCollector) -> None:
    gc.collect()
    finders: list[threading.Thread] = []
    Knot(finders)
    collector.collect()
    assert not finders


def test_python_collects_again_afterwards(qtbot: QtBot) -> None:
    collector = GuiCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_what_was_there_at_the_beginning_is_never_looked_at(
    collector: GuiCollector, qtbot: QtBot
) -> None:
    before: list[threading.Thread] = []
    after: list[threading.Thread] = []
    tie_knots(before)
    collector.begin()
    collector.begin()
    tie_knots(after)
    qtbot.waitUntil(lambda: len(after) == 5000)
    assert not before


def test_nothing_is_collected_before_the_beginning(collector: GuiCollector, qtbot: QtBot) -> None:
    finders: list[threading.Thread] = []
    tie_knots(finders)
    beats: list[None] = []
    clock = QTimer()
    clock.timeout.connect(lambda: beats.append(None))
    clock.start(1)
    qtbot.waitUntil(lambda: len(beats) > 20)
    assert not finders
