"""One HTML page with figures and pictures inside; opens anywhere, needs nothing beside it."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem }}
table {{ border-collapse: collapse }} td, th {{ padding: .3rem .8rem; text-align: left }}
tr:nth-child(even) {{ background: #8881 }} td.number {{ font-variant-numeric: tabular-nums }}
img {{ display: block; max-width: 100% }}
</style></head><body><h1>{title}</h1>
<table><tr><th>figure</th><th>value</th><th>standard error</th><th>meaning</th></tr>
{figures}</table>
{rows}
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value.

    Attributes:
        value: The value.
        error: Its standard error, where there is one.
        meaning: What it says and which way is better.
    """

    value: float
    error: float | None
    meaning: str


@dataclass(frozen=True, slots=True, eq=False)
class PictureRow:
    """Pictures under one heading.

    Attributes:
        title: The heading.
        pictures: Lines of pictures, uint8, (B, 3, H, W) each, of one size.
    """

    title: str
    pictures: Sequence[Tensor]


def write_report(
    path: Path,
    figures: Mapping[str, Figure],
    rows: Sequence[PictureRow],
    *,
    title: str = "Metrics",
) -> None:
    """Write the page.

    Raises:
        OSError: It cannot be written.
    """
    lines = "".join(_figure(name, figure) for name, figure in figures.items())
    pictures = "".join(
        f'<h2>{html.escape(row.title)}</h2><img alt="{html.escape(row.title)}" '
        f'src="data:image/webp;base64,{_encoded(row.pictures)}">\n'
        for row in rows
    )
    page = _PAGE.format(title=html.escape(title), figures=lines, rows=pictures)
    path.write_text(page, encoding="utf-8")


def _figure(name: str, figure: Figure) -> str:
    error = "" if figure.error is None else f"{figure.error:.4g}"
    return (
        f'<tr><td>{html.escape(name)}</td><td class="number">{figure.value:.4g}</td>'
        f'<td class="number">{error}</td><td>{html.escape(figure.meaning)}</td></tr>\n'
    )


def _encoded(lines: Sequence[Tensor]) -> str:
    sheet = torch.cat([torch.cat(list(line), dim=2) for line in lines], dim=1)
    image = Image.fromarray(sheet.permute(1, 2, 0).contiguous().numpy())
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=85)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
