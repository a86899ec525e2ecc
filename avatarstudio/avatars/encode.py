"""Pictures to the bytes of files, within size limits, with or without where they come from."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from avatarstudio.avatars.presets import FileKind
from avatarstudio.core.errors import ExportError
from avatarstudio.core.progress import NullProgress, Progress

_ORIGIN_KEY = "avatarstudio-origin"
_QUALITIES = (95, 90, 82, 72, 60, 45, 30, 15)
_PALETTES = (256, 128, 64, 32)
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:a="https://avatarstudio.example/ns/"><a:origin>{}</a:origin></rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
)


def encode(
    image: Image.Image,
    kind: FileKind,
    *,
    limit_bytes: int | None = None,
    origin: bytes | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Make the bytes of a picture file; only what is passed here goes into its metadata.

    Args:
        image: RGB or RGBA.
        kind: The format.
        limit_bytes: The largest file; colours and detail are given up to stay below.
        origin: Where the picture comes from, put into a PNG or WebP so that `read_origin` finds
            it; JPEG has no room for it.
        progress: Hears of every attempt and may stop it.

    Raises:
        Cancelled: `progress` asked for it.
        ExportError: Not even the coarsest version stays below the limit.
    """
    watcher = progress or NullProgress()
    for number, data in enumerate(_attempts(image, kind, origin), start=1):
        if limit_bytes is None or len(data) <= limit_bytes:
            return data
        watcher.report(number / (len(_QUALITIES) + 1))
    raise ExportError(path=Path(f"avatar.{kind}"), reason="it does not get small enough")


def read_origin(path: Path) -> bytes | None:
    """Look for what `encode` put into a file; None where there is nothing."""
    try:
        with Image.open(path, formats=["PNG", "WEBP"]) as image:
            info = image.info
        text = _between_tags(info.get("xmp", b"")) or str(info.get(_ORIGIN_KEY, ""))
        return base64.b64decode(text, validate=True) or None
    except (OSError, SyntaxError, ValueError):
        return None


def _attempts(image: Image.Image, kind: FileKind, origin: bytes | None) -> Iterator[bytes]:
    """Files from the best to the coarsest."""
    text = "" if origin is None else base64.b64encode(origin).decode()
    if kind is FileKind.PNG:
        facts = PngInfo()
        if text:
            facts.add_text(_ORIGIN_KEY, text, zip=True)
        yield _saved(image, "PNG", pnginfo=facts, optimize=True)
        for colours in _PALETTES:
            # The only method of Pillow's that keeps transparency.
            fewer = image.quantize(colours, method=Image.Quantize.FASTOCTREE)
            yield _saved(fewer, "PNG", pnginfo=facts, optimize=True)
    elif kind is FileKind.WEBP:
        xmp = _XMP.format(text).encode() if text else b""
        yield _saved(image, "WEBP", lossless=True, method=4, xmp=xmp)
        for quality in _QUALITIES:
            yield _saved(image, "WEBP", quality=quality, method=4, xmp=xmp)
    else:
        for quality in _QUALITIES:
            yield _saved(image.convert("RGB"), "JPEG", quality=quality, subsampling=0)


def _between_tags(xmp: bytes) -> str:
    _, _, rest = xmp.decode().partition("<a:origin>")
    return rest.partition("</a:origin>")[0]


def _saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()
