"""Writing files so that a reader finds the old content or the new, never half of it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from avatarstudio.core.errors import ExportError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EFBIG: "files may not grow that large there",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "you may not write there",
    errno.ENOENT: "its folder is not there",
    errno.ENOTDIR: "its folder is not there",
    errno.EISDIR: "a folder has that name",
    errno.ENAMETOOLONG: "its name is too long",
}
"""In our own words: the system's differ from one to the next."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in our words why the system does not let a file or folder be written.

    Raises:
        ExportError: Of `path`, for any `OSError` inside.
    """
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, "the system does not allow it")
        raise ExportError(path=path, reason=reason) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside the target, then swap it in.

    Args:
        path: The target; its folder must exist.
        data: The whole content.

    Raises:
        ExportError: It cannot be written; the target is as it was and nothing else is left.
    """
    # Not made of the target's name, which may be as long as names can be.
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with writing(path):
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
