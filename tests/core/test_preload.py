from __future__ import annotations

import subprocess
import sys

import pytest

_SCRIPT = """
import sys, threading, time
from pathlib import Path
from avatarstudio.core.preload import preload_torch

ticks, over = [], threading.Event()

def tick():
    while not over.is_set():
        ticks.append(None)
        time.sleep(0.001)

mapped = lambda: "libtorch_cpu" in Path("/proc/self/maps").read_text()
assert not mapped()
clock = threading.Thread(target=tick, daemon=True)
clock.start()
before = len(ticks)
preload_torch()
assert len(ticks) > before + 10, (before, len(ticks))
over.set()
assert mapped()
assert "torch" not in sys.modules
import torch
print(float(torch.ones(3).sum()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's memory map")
def test_the_libraries_come_before_torch_while_other_threads_go_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], check=True, capture_output=True, text=True
    )
    assert done.stdout == "3.0\n"
