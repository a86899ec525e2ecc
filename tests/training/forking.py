"""Child processes that inherit the imports of this one, for tests that kill or join them."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

FORK = multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def needs_fork(test):
    """Run on Linux only; newer Pythons warn of forks beside threads, of which tqdm has one."""
    warns = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
    return pytest.mark.skipif(sys.platform != "linux", reason="needs fork")(warns(test))
