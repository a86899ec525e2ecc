"""Tar files small enough to travel, which `data.load_pictures` reads."""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from pathlib import Path


def write_shards(files: Sequence[Path], folder: Path, *, limit: int) -> list[Path]:
    """Pack files into new shards beside those that are there.

    Args:
        files: What to pack, by its name alone.
        folder: Where the shards go; numbering goes on.
        limit: Largest size of a shard in bytes; a larger file gets one of its own.

    Returns:
        The new shards.

    Raises:
        OSError: A shard cannot be written; no half of one is left.
    """
    number = len(list(folder.glob("pictures-*.tar")))
    shards: list[Path] = []
    for group in _groups(files, limit):
        shard = folder / f"pictures-{number + len(shards):03d}.tar"
        part = shard.with_suffix(".part")
        try:
            with tarfile.open(part, "w") as tar:
                for file in group:
                    tar.add(file, arcname=file.name)
            part.replace(shard)
        finally:
            part.unlink(missing_ok=True)
        shards.append(shard)
    return shards


def packed_names(folder: Path) -> set[str]:
    """Names of the files in a folder's shards."""
    names: set[str] = set()
    for shard in sorted(folder.glob("pictures-*.tar")):
        with tarfile.open(shard) as tar:
            names.update(tar.getnames())
    return names


def _groups(files: Sequence[Path], limit: int) -> list[list[Path]]:
    groups: list[list[Path]] = [[]]
    used = 0
    for file in files:
        # A header, and padding to whole blocks; the end of an archive is padded to whole records.
        size = -(-file.stat().st_size // 512) * 512 + 512
        if groups[-1] and used + size > limit - 11_264:
            groups.append([])
            used = 0
        groups[-1].append(file)
        used += size
    return [group for group in groups if group]
