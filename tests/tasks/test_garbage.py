from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from avatarstudio.tasks.garbage import GuiCollector


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GuiCollector]:
    collector = GuiCollector()
    yield collector
    collector.stop()


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


def test_what_was_spared_is_not_looked_at_again(collector: GuiCollector) -> None:
    kept = QObject()
    collector.spare_present()
    try:
        assert gc.get_freeze_count() > 0
        assert kept is not None
    finally:
        gc.unfreeze()
