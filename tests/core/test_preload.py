from __future__ import annotations

import subprocess
import sys

import pytest

_SCRIPT = """
import sys
from pathlib import Path
from avatarstudio.core.preload import preload_torch

mapped = lambda: "libtorch_cpu" in Path("/proc/self/maps").read_text()
assert not mapped()
preload_torch()
assert mapped()
assert "torch" not in sys.modules
import torch
print(float(torch.ones(3).sum()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's memory map")
def test_the_libraries_are_there_before_torch_is_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], check=True, capture_output=True, text=True
    )
    assert done.stdout == "3.0\n"
