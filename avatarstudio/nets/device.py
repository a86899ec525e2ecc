"""Which device does the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from avatarstudio.core.errors import DeviceMemoryError, DeviceUnavailableError, UsageError


def choose_device(name: str) -> torch.device:
    """Turn `auto`, `cpu`, `cuda`, `cuda:N` or `mps` into a device that works here.

    Raises:
        UsageError: The name means nothing.
        DeviceUnavailableError: This computer does not have it.
    """
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise UsageError(f"“{name}” is no device; use auto, cpu, cuda or mps.") from error
    available = {
        "cpu": True,
        "cuda": torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count(),
        "mps": torch.backends.mps.is_available(),
    }
    if not available.get(device.type, False):
        raise DeviceUnavailableError(device=name)
    return device


def is_memory_error(error: RuntimeError) -> bool:
    """CUDA raises a class of its own; MPS and the CPU's allocator a plain RuntimeError."""
    # In this order: MPS, Windows, other systems.
    texts = ("out of memory", "not enough memory", "can't allocate memory")
    return isinstance(error, torch.OutOfMemoryError) or any(text in str(error) for text in texts)


@contextmanager
def memory_guard(device: torch.device) -> Iterator[None]:
    """Turn PyTorch's out-of-memory errors into one that a person understands.

    Raises:
        DeviceMemoryError: The work inside ran out of memory.
    """
    try:
        yield
    except RuntimeError as error:
        if not is_memory_error(error):
            raise
        raise DeviceMemoryError(device=str(device)) from error
