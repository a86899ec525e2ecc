"""What is done with an avatar on its way into a file: bodies of jobs, beside the window."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtGui import QImage

from avatarstudio.avatars.encode import encode
from avatarstudio.avatars.presets import FileKind, Finish
from avatarstudio.avatars.sheet import compose_sheet
from avatarstudio.core.files import write_atomically
from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress, SubProgress
from avatarstudio.studio.qimages import rgba_to_qimage

if TYPE_CHECKING:
    # OpenCV comes with it, which the window does not wait for.
    from avatarstudio.avatars.background import Cutter
    from avatarstudio.avatars.export import Subject

PREVIEW_PX = 512
"""Least side of a preview, however small the file will be."""
_STICKERS_SHARE = 0.5
"""Of the time that a sheet takes; the rest is its encoding (24 cut-outs as PNG: 47 %)."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Attributes:
        path: The file.
        size_px: Width and height of its picture.
        bytes: Its size.
    """

    path: Path
    size_px: tuple[int, int]
    bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A drawn look.

    Attributes:
        subject: The picture with its matte, for the next preview.
        picture: The variant.
        size_px: Side of the file that it is a preview of.
        image: The look, with transparency, of that size or larger.
    """

    subject: Subject
    picture: RgbImage
    size_px: int
    image: QImage


def draw(picture: RgbImage, known: Subject | None, finish: Finish, weights: Path) -> Preview:
    """Draw the preview of a look; `known` is what an earlier preview found about the picture."""
    from avatarstudio.avatars.export import finish_picture

    subject = known or _cut_out(picture, weights)
    shown = finish.resized(max(finish.size_px, PREVIEW_PX))
    # Always with transparency: the page shows what will be white in a JPEG.
    shown = replace(shown, kind=FileKind.PNG)
    return Preview(
        subject=subject,
        picture=picture,
        size_px=finish.size_px,
        image=rgba_to_qimage(finish_picture(subject, shown)),
    )


def export(
    path: Path,
    picture: RgbImage,
    known: Subject | None,
    finish: Finish,
    origin: Callable[[], bytes] | None,
    weights: Path,
    progress: Progress,
) -> Exported:
    """Write an avatar.

    Args:
        path: The file; an existing one is replaced.
        picture: The variant; RGB, uint8, (S, S, 3).
        known: What an earlier preview found about it.
        finish: How it shall look.
        origin: Makes what goes into the file so that it opens as work in progress; None keeps
            everything personal out.
        weights: Folder of the models.
        progress: Hears of every step and may stop it.

    Raises:
        Cancelled: `progress` asked for it; there is no file then.
        ExportError: It cannot be written.
    """
    from avatarstudio.avatars.export import finish_picture

    image = finish_picture(known or _cut_out(picture, weights), finish)
    progress.report(0.5)
    data = encode(
        image,
        finish.kind,
        limit_bytes=finish.limit_bytes,
        origin=origin() if origin else None,
        progress=SubProgress(progress, 0.5, 0.5),
    )
    progress.report(1.0)
    write_atomically(path, data)
    return Exported(path=path, size_px=image.size, bytes=len(data))


def export_sheet(
    path: Path, pictures: Sequence[RgbImage], finish: Finish, weights: Path, progress: Progress
) -> Exported:
    """Write a sheet of avatars.

    Args:
        path: The file; an existing one is replaced.
        pictures: The variants; RGB, uint8, (S, S, 3) each.
        finish: How each of them shall look, at its size on the sheet.
        weights: Folder of the models.
        progress: Hears of every step and may stop it.

    Raises:
        Cancelled: `progress` asked for it; there is no file then.
        ExportError: It cannot be written.
    """
    from avatarstudio.avatars.export import finish_picture, on_white

    def finished(number: int, picture: RgbImage) -> Image.Image:
        progress.report(_STICKERS_SHARE * number / len(pictures))
        return finish_picture(_cut_out(picture, weights), finish)

    stickers = [finished(number, picture) for number, picture in enumerate(pictures)]
    progress.report(_STICKERS_SHARE)
    sheet = compose_sheet(stickers)
    kept = sheet if finish.kind.keeps_transparency else on_white(sheet)
    data = encode(kept, finish.kind)
    progress.report(1.0)
    write_atomically(path, data)
    return Exported(path=path, size_px=kept.size, bytes=len(data))


def _cut_out(picture: RgbImage, weights: Path) -> Subject:
    from avatarstudio.avatars.export import Subject

    return Subject.of(picture, _cutter(weights))


@functools.lru_cache(maxsize=1)
def _cutter(weights: Path) -> Cutter:
    from avatarstudio.avatars.background import load_cutter
    from avatarstudio.nets.catalog import Catalog

    return load_cutter(Catalog.read(weights))
