"""Pictures to the bytes of files, within size limits, with or without where they come from."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from avatarstudio.avatars.presets import FileKind
from avatarstudio.core.errors import ExportError

_RECIPE_KEY = "avatarstudio-recipe"
_LATENTS_KEY = "avatarstudio-latents"
_QUALITIES = (95, 90, 82, 72, 60, 45, 30, 15)
_PALETTES = (256, 128, 64, 32)
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:a="https://avatarstudio.example/ns/"><a:origin>{}</a:origin></rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an avatar comes from: enough to open its file again as work in progress.

    Attributes:
        recipe_json: Its recipe.
        latents: The bytes of the person's latent file.
    """

    recipe_json: str
    latents: bytes


def encode(
    image: Image.Image,
    kind: FileKind,
    *,
    limit_bytes: int | None = None,
    recipe_json: str | None = None,
    origin: Origin | None = None,
) -> bytes:
    """Make the bytes of a picture file; only what is passed here goes into its metadata.

    Args:
        image: RGB or RGBA.
        kind: The format.
        limit_bytes: The largest file; colours and detail are given up to stay below.
        recipe_json: Put into a PNG as text.
        origin: Put into a PNG or WebP so that `read_origin` finds it; JPEG has no room for it.

    Raises:
        ExportError: Not even the coarsest version stays below the limit.
    """
    for data in _attempts(image, kind, _texts(recipe_json, origin), origin):
        if limit_bytes is None or len(data) <= limit_bytes:
            return data
    raise ExportError(path=Path(f"avatar.{kind}"), reason="it does not get small enough")


def read_origin(path: Path) -> Origin | None:
    """Look for what `encode` put into a file; None where there is nothing."""
    try:
        with Image.open(path, formats=["PNG", "WEBP"]) as image:
            image.load()
            if image.format == "PNG":
                texts = {str(key): str(value) for key, value in image.info.items()}
            else:
                texts = _texts_of_xmp(image.info.get("xmp", b""))
        return Origin(
            recipe_json=texts[_RECIPE_KEY],
            latents=base64.b64decode(texts[_LATENTS_KEY], validate=True),
        )
    except (OSError, SyntaxError, ValueError, KeyError):
        return None


def _attempts(
    image: Image.Image, kind: FileKind, texts: dict[str, str], origin: Origin | None
) -> Iterator[bytes]:
    """Files from the best to the coarsest."""
    if kind is FileKind.PNG:
        facts = PngInfo()
        for key, text in texts.items():
            facts.add_text(key, text, zip=key == _LATENTS_KEY)
        yield _saved(image, "PNG", pnginfo=facts, optimize=True)
        for colours in _PALETTES:
            # The only method of Pillow's that keeps transparency.
            fewer = image.quantize(colours, method=Image.Quantize.FASTOCTREE)
            yield _saved(fewer, "PNG", pnginfo=facts, optimize=True)
    elif kind is FileKind.WEBP:
        xmp = _XMP.format(escape(json.dumps(texts))).encode() if origin else b""
        yield _saved(image, "WEBP", lossless=True, method=4, xmp=xmp)
        for quality in _QUALITIES:
            yield _saved(image, "WEBP", quality=quality, method=4, xmp=xmp)
    else:
        for quality in _QUALITIES:
            yield _saved(image.convert("RGB"), "JPEG", quality=quality, subsampling=0)


def _texts(recipe_json: str | None, origin: Origin | None) -> dict[str, str]:
    if origin is not None:
        latents = base64.b64encode(origin.latents).decode()
        return {_RECIPE_KEY: origin.recipe_json, _LATENTS_KEY: latents}
    return {} if recipe_json is None else {_RECIPE_KEY: recipe_json}


def _texts_of_xmp(xmp: bytes) -> dict[str, str]:
    text = xmp.decode()
    start, end = text.index("<a:origin>") + len("<a:origin>"), text.index("</a:origin>")
    values = json.loads(unescape(text[start:end]))
    return {str(key): str(value) for key, value in values.items()}


def _saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_name, **options)
    return buffer.getvalue()
