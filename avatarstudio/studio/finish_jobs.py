"""What is done with an avatar on its way into a file: bodies of jobs, beside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from avatarstudio.avatars.encode import Origin, encode
from avatarstudio.avatars.presets import FileKind, Finish
from avatarstudio.avatars.sheet import compose_sheet
from avatarstudio.core.files import write_atomically
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.jobs import latents_to_bytes
from avatarstudio.studio.qimages import rgba_to_qimage
from avatarstudio.studio.values import Mix

if TYPE_CHECKING:
    # OpenCV comes with it, which the window does not wait for.
    from avatarstudio.avatars.export import Subject
    from avatarstudio.nets.latent import Latents

PREVIEW_PX = 512
_SHEET_CELL_PX = 256


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
        image: The look, with transparency.
    """

    subject: Subject
    picture: RgbImage
    image: QImage


def draw(picture: RgbImage, known: Subject | None, finish: Finish) -> Preview:
    """Draw the preview of a look; `known` is what an earlier preview found about the picture."""
    from avatarstudio.avatars.export import Subject, finish_picture

    subject = known or Subject.of(picture)
    margin_px = round(finish.margin_px * PREVIEW_PX / finish.size_px)
    # Always with transparency: the page shows what will be white in a JPEG.
    shown = replace(finish, size_px=PREVIEW_PX, margin_px=margin_px, kind=FileKind.PNG)
    return Preview(
        subject=subject,
        picture=picture,
        image=rgba_to_qimage(finish_picture(subject, shown)),
    )


def export(
    path: Path,
    picture: RgbImage,
    known: Subject | None,
    finish: Finish,
    mix: Mix | None,
    latents: Latents | None,
) -> Exported:
    """Write an avatar; with its mix and latents inside if both are given.

    Raises:
        ExportError: It cannot be written.
    """
    from avatarstudio.avatars.export import Subject, finish_picture

    image = finish_picture(known or Subject.of(picture), finish)
    origin = None
    if mix is not None and latents is not None:
        origin = Origin(recipe_json=mix.recipe.to_json(), latents=latents_to_bytes(latents))
    data = encode(image, finish.kind, limit_bytes=finish.limit_bytes, origin=origin)
    write_atomically(path, data)
    return Exported(path=path, size_px=image.size, bytes=len(data))


def export_sheet(path: Path, pictures: Sequence[RgbImage], finish: Finish) -> Exported:
    """Write a sheet of avatars.

    Raises:
        ExportError: It cannot be written.
    """
    from avatarstudio.avatars.export import Subject, finish_picture, on_white

    stickers = [finish_picture(Subject.of(picture), finish) for picture in pictures]
    sheet = compose_sheet(stickers, cell_px=_SHEET_CELL_PX)
    kept = sheet if finish.kind.keeps_transparency else on_white(sheet)
    data = encode(kept, finish.kind)
    write_atomically(path, data)
    return Exported(path=path, size_px=kept.size, bytes=len(data))
