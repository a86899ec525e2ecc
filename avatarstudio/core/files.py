"""Writing files so that a reader finds the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from avatarstudio.core.errors import ExportError


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside the target, then swap it in.

    Args:
        path: The target; its folder must exist.
        data: The whole content.

    Raises:
        ExportError: It cannot be written; the target is as it was and nothing else is left.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ExportError(path=path, reason=reason) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
