"""Pictures that are there already: the same bytes, or the same look after resaving and resizing."""

from __future__ import annotations

import numpy as np
from PIL import Image

LOOK_BITS = 256
"""Of 64 bits, faces that lie at the same place share too many: among 1,000 different ones the
nearest differ in 3. Of 256 they differ in 37, and the same picture saved twice in 2 to 16."""

COLOUR_TOLERANCE = 12.0
"""Mean difference of the colours of 4 x 4 areas, of 255. They part flat drawings, whose bits tell
little: even areas have no brighter side."""

_OUTLINE_BYTES = LOOK_BITS // 8
_LOOK_BYTES = _OUTLINE_BYTES + 4 * 4 * 3
_BITS = np.array([value.bit_count() for value in range(256)], dtype=np.uint8)


def look_of(image: Image.Image) -> str:
    """What a picture looks like, as hexadecimals of 80 bytes.

    The first 32 tell which of two neighbouring areas is brighter, at 16 x 16 places (dHash); the
    others are the colours of 4 x 4 areas. Resizing and recompression hardly change them.
    """
    grey = image.convert("L").resize((17, 16), Image.Resampling.BOX)
    small = np.asarray(grey, dtype=np.int16)
    # Compression makes even areas uneven by a step or two.
    outline = np.packbits(small[:, 1:] > small[:, :-1] + 3)
    colours = np.asarray(image.convert("RGB").resize((4, 4), Image.Resampling.BOX))
    return (outline.tobytes() + colours.tobytes()).hex()


class LookIndex:
    """Looks seen so far."""

    def __init__(self, *, tolerance: int) -> None:
        """Begin empty.

        Args:
            tolerance: Bits of `LOOK_BITS` in which two looks of one picture may differ; below 0
                none is found.
        """
        self._tolerance = tolerance
        self._rows = np.zeros((64, _LOOK_BYTES), dtype=np.uint8)
        self._names: list[str] = []

    def find(self, look: str) -> str | None:
        """The name of a picture that looks the same, or None."""
        rows, row = self._rows[: len(self._names)], _row(look)
        bits = _BITS[rows[:, :_OUTLINE_BYTES] ^ row[:_OUTLINE_BYTES]].sum(axis=1, dtype=np.int64)
        colours = rows[:, _OUTLINE_BYTES:].astype(np.int16) - row[_OUTLINE_BYTES:]
        alike = (bits <= self._tolerance) & (np.abs(colours).mean(axis=1) <= COLOUR_TOLERANCE)
        places = np.flatnonzero(alike)
        return self._names[int(places[0])] if len(places) else None

    def add(self, look: str, name: str) -> None:
        """Remember a picture."""
        if len(self._names) == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[len(self._names)] = _row(look)
        self._names.append(name)


def _row(look: str) -> np.ndarray:
    return np.frombuffer(bytes.fromhex(look), dtype=np.uint8)
