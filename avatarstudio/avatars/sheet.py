"""Sticker sheets: several avatars in one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from avatarstudio.avatars.presets import SMALLEST_PX

_GAP_SHARE = 0.06
"""Space between stickers, as a share of one."""
_LARGEST_SHEET_PX = 4096
"""About the longest side of a sheet: most places and programs take no more."""


def sticker_px(count: int, *, wanted_px: int) -> int:
    """Side of each sticker on a sheet of several: the wanted one, or less where they are many."""
    largest = _LARGEST_SHEET_PX / (_across(count) * (1 + _GAP_SHARE) + _GAP_SHARE)
    return max(min(wanted_px, int(largest)), SMALLEST_PX)


def compose_sheet(stickers: Sequence[Image.Image]) -> Image.Image:
    """Arrange stickers in about as many rows as columns on a transparent sheet.

    Args:
        stickers: RGB or RGBA, square and of one size, at least one.

    Returns:
        RGBA.
    """
    if not stickers:
        raise ValueError("a sheet needs at least one sticker")
    across = _across(len(stickers))
    down = math.ceil(len(stickers) / across)
    side = stickers[0].width
    gap = round(side * _GAP_SHARE)
    step = side + gap
    sheet = Image.new("RGBA", (across * step + gap, down * step + gap))
    for number, sticker in enumerate(stickers):
        sheet.paste(sticker, (gap + number % across * step, gap + number // across * step))
    return sheet


def _across(count: int) -> int:
    """Stickers in a row, where there are about as many rows."""
    return math.ceil(math.sqrt(count))
