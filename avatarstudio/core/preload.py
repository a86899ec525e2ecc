"""Loading PyTorch's native libraries without the interpreter's lock.

`import` and `ctypes.CDLL` hold the lock while the system loads a library, seconds from a cold disk,
and the window stands still so long. A call of a C function lets the lock go, also if that function
is the one that loads libraries; the import then finds them in place.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

_FILES = {"linux": "libtorch_python.so", "darwin": "libtorch_python.dylib"}
"""Needs all others. On Windows `import torch` itself calls such a function."""


def preload_torch() -> None:
    """Load the libraries; where that fails, `import torch` says why."""
    file, spec = _FILES.get(sys.platform), importlib.util.find_spec("torch")
    if file is not None and spec is not None and spec.submodule_search_locations:
        path = Path(spec.submodule_search_locations[0]) / "lib" / file
        load = ctypes.CDLL(None).dlopen
        load.argtypes, load.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
        load(os.fsencode(path), os.RTLD_NOW)
