"""Contact sheets with a title, and a label over each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from avatarstudio.core.images import RgbImage

_COLUMNS = 8
_GAP_PX = 8
_LINE_PX = 28
_FONT_PX = 16
_INK = (32, 32, 32)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One figure.

    Attributes:
        name: Its file name without suffix.
        title: What it shows.
        columns: One label per column; empty for none.
        rows: Pictures, RGB, uint8, square ones of any size; None leaves a place empty.
        enlarge: Whether pictures smaller than a cell fill it; else they keep their size.
        note: A sentence below the pictures, or nothing.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[RgbImage | None]]
    enlarge: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        widths = {len(row) for row in self.rows} | ({len(self.columns)} if self.columns else set())
        if len(widths) != 1:
            raise ValueError("every row has as many pictures as there are columns")


def in_rows(pictures: Sequence[RgbImage]) -> list[list[RgbImage | None]]:
    """Break pictures into rows of eight, the last one filled up with empty places."""
    width = min(_COLUMNS, len(pictures))
    padded = [*pictures, *[None] * (-len(pictures) % width)]
    return [padded[i : i + width] for i in range(0, len(padded), width)]


def draw_sheet(sheet: Sheet, *, cell_px: int) -> Image.Image:
    """Lay a sheet out on white.

    Args:
        sheet: What to draw.
        cell_px: Width and height of a picture's place, less where all pictures are smaller.
    """
    font = ImageFont.load_default(_FONT_PX)
    if not sheet.enlarge:
        cell_px = min(cell_px, max(max(p.shape[:2]) for p in _pictures(sheet)))
    labels = [_fit(label, font, cell_px) for label in sheet.columns]
    head = _LINE_PX + (_LINE_PX if labels else 0)
    step = cell_px + _GAP_PX
    title_width = round(font.getlength(sheet.title)) + 2 * _GAP_PX
    width = max(len(sheet.rows[0]) * step + _GAP_PX, title_width)
    foot = head + len(sheet.rows) * step
    lines = _wrap(sheet.note, font, width - 2 * _GAP_PX)
    canvas = Image.new("RGB", (width, foot + _GAP_PX + len(lines) * _LINE_PX), "white")
    pen = ImageDraw.Draw(canvas)
    pen.text((_GAP_PX, 4), sheet.title, font=font, fill=_INK)
    for column, label in enumerate(labels):
        pen.text((_GAP_PX + column * step, _LINE_PX + 4), label, font=font, fill=_INK)
    for y, row in enumerate(sheet.rows):
        for x, picture in enumerate(row):
            if picture is not None:
                image = _scaled(picture, cell_px, enlarge=sheet.enlarge)
                canvas.paste(image, (_GAP_PX + x * step, head + _GAP_PX // 2 + y * step))
    for number, line in enumerate(lines):
        pen.text((_GAP_PX, foot + 4 + number * _LINE_PX), line, font=font, fill=_INK)
    return canvas


def _pictures(sheet: Sheet) -> Iterator[RgbImage]:
    return (picture for row in sheet.rows for picture in row if picture is not None)


def _scaled(picture: RgbImage, cell_px: int, *, enlarge: bool) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(picture))
    scale = cell_px / max(image.size)
    if scale == 1 or (scale > 1 and not enlarge):
        return image
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    # Enlarged pixels stay visible: a figure must not smooth what a generator drew.
    kind = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.LANCZOS
    return image.resize(size, kind)


def _fit(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text}…"


def _wrap(
    text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int
) -> Sequence[str]:
    """Break a text into lines between its words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
