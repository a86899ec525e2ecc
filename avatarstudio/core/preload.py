"""Loading PyTorch's native libraries without the interpreter's lock.

`import` holds the lock while the system maps and links a library, seconds from a cold disk, and the
window stands still so long. ctypes lets the lock go; the import then finds the libraries in place.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import sys
from pathlib import Path

_FILES = {"linux": "libtorch_python.so", "darwin": "libtorch_python.dylib"}
"""Needs all others. On Windows `import torch` goes through ctypes itself."""


def preload_torch() -> None:
    """Load the libraries; where that fails, `import torch` says why."""
    file, spec = _FILES.get(sys.platform), importlib.util.find_spec("torch")
    if file is not None and spec is not None and spec.submodule_search_locations:
        with contextlib.suppress(OSError):
            ctypes.CDLL(str(Path(spec.submodule_search_locations[0]) / "lib" / file))
