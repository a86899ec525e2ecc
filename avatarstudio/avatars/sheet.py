"""Sticker sheets: several avatars in one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

_GAP_SHARE = 0.06
"""Space between stickers, as a share of one."""


def compose_sheet(
    stickers: Sequence[Image.Image], *, cell_px: int, columns: int | None = None
) -> Image.Image:
    """Arrange pictures in rows on a transparent sheet.

    Args:
        stickers: RGB or RGBA, at least one.
        cell_px: Side of one.
        columns: Pictures in a row; about as many as rows if None.

    Returns:
        RGBA.
    """
    if not stickers:
        raise ValueError("a sheet needs at least one sticker")
    across = columns or math.ceil(math.sqrt(len(stickers)))
    down = math.ceil(len(stickers) / across)
    gap = max(round(cell_px * _GAP_SHARE), 1)
    step = cell_px + gap
    sheet = Image.new("RGBA", (across * step + gap, down * step + gap))
    for number, sticker in enumerate(stickers):
        small = sticker.convert("RGBA").resize((cell_px, cell_px), Image.Resampling.LANCZOS)
        sheet.paste(small, (gap + number % across * step, gap + number // across * step))
    return sheet
