"""The `.avatar` file: a zip with the photo, the latents, the recipes and thumbnails.

The photo's path and its own metadata stay out: a person may hand the file on.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.errors import PhotoUnreadableError
from avatarstudio.core.images import RgbImage
from avatarstudio.inversion.config import Quality
from avatarstudio.studio.jobs import latents_from_bytes, latents_to_bytes, make_photo
from avatarstudio.studio.values import Anatomy, Crop, Cutting, Found, Mix, Photo, Tile, Work

WORK_SUFFIX = ".avatar"
WORK_VERSION = 1

_THUMBNAIL_PX = 128
_LARGEST_ENTRY = 2**27
"""No part of a real file is larger; more would be a trap."""

_FOUND_PICTURES = ("likeness", "styled", "avatar")


def encode_photo(photo: Photo) -> bytes:
    """The photo as it is kept; worth keeping itself, because a large one takes a while."""
    return _encode(photo.picture, "JPEG", quality=95, subsampling=0)


def pack_work(work: Work, photo: bytes) -> bytes:
    """The content of a file.

    Args:
        work: What to keep.
        photo: Its photo as `encode_photo` gives it.
    """
    found = work.found
    facts = {
        "version": WORK_VERSION,
        "photo": work.photo.name,
        "crop": asdict(work.cutting.crop),
        "found": {
            "anatomy": asdict(found.anatomy),
            "loss_curves": found.loss_curves,
            "quality": found.quality,
            "device": found.device,
            "seconds": found.seconds,
            "evaluations": found.evaluations,
            "preview_weights": found.preview_weights,
        },
        "tiles": [
            {"id": tile.id, "recipe": tile.recipe.to_json(), "starred": tile.starred}
            for tile in work.tiles
        ],
        "mix": work.mix and {"recipe": work.mix.recipe.to_json(), "tile_id": work.mix.tile_id},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("work.json", json.dumps(facts, indent=1))
        archive.writestr("photo.jpg", photo)
        archive.writestr("portrait.png", _encode(work.cutting.portrait, "PNG"))
        for name in _FOUND_PICTURES:
            archive.writestr(f"{name}.png", _encode(getattr(found, name), "PNG"))
        archive.writestr("latents.safetensors", latents_to_bytes(found.latents))
        for tile in work.tiles:
            thumbnail = Image.fromarray(tile.picture)
            thumbnail.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
            archive.writestr(
                f"thumbnails/{tile.id}.webp", _encode(np.asarray(thumbnail), "WEBP", quality=90)
            )
    return buffer.getvalue()


def read_work(path: Path) -> Work:
    """Read a file; the tiles' pictures are thumbnails.

    Raises:
        PhotoUnreadableError: It is missing, damaged or of another version.
        WeightsDamagedError: Its latents are damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Entries(archive), path)
    except FileNotFoundError as error:
        raise PhotoUnreadableError(path=path, reason="it does not exist") from error
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        LookupError,
        TypeError,
        SyntaxError,
        NotImplementedError,
    ) as error:
        raise PhotoUnreadableError(path=path, reason="it is damaged or incomplete") from error


class _Entries:
    """The parts of a file, none larger than is sane."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def data(self, name: str) -> bytes:
        if self._archive.getinfo(name).file_size > _LARGEST_ENTRY:
            raise ValueError(f"{name} is too large")
        return self._archive.read(name)

    def picture(self, name: str) -> RgbImage:
        with Image.open(io.BytesIO(self.data(name)), formats=("JPEG", "PNG", "WEBP")) as image:
            return np.array(image.convert("RGB"))


def _read(entries: _Entries, path: Path) -> Work:
    facts = json.loads(entries.data("work.json"))
    if facts["version"] != WORK_VERSION:
        raise PhotoUnreadableError(path=path, reason="it was made by a newer version")
    tiles = tuple(
        Tile(
            id=int(tile["id"]),
            recipe=Recipe.from_json(tile["recipe"]),
            picture=entries.picture(f"thumbnails/{int(tile['id'])}.webp"),
            starred=bool(tile["starred"]),
        )
        for tile in facts["tiles"]
    )
    crop = facts["crop"]
    return Work(
        photo=make_photo(entries.picture("photo.jpg"), name=str(facts["photo"])),
        cutting=Cutting(
            portrait=entries.picture("portrait.png"),
            crop=Crop(
                center=(float(crop["center"][0]), float(crop["center"][1])),
                side=float(crop["side"]),
                angle=float(crop["angle"]),
            ),
        ),
        found=_found(facts["found"], entries),
        tiles=tiles,
        mix=_mix(facts["mix"]),
    )


def _found(facts: Mapping[str, Any], entries: _Entries) -> Found:
    first, second = facts["loss_curves"]
    return Found(
        latents=latents_from_bytes(entries.data("latents.safetensors")),
        anatomy=Anatomy(
            num_blocks=int(facts["anatomy"]["num_blocks"]),
            tuned_blocks=int(facts["anatomy"]["tuned_blocks"]),
        ),
        likeness=entries.picture("likeness.png"),
        styled=entries.picture("styled.png"),
        avatar=entries.picture("avatar.png"),
        loss_curves=(tuple(map(float, first)), tuple(map(float, second))),
        quality=Quality(facts["quality"]),
        device=str(facts["device"]),
        seconds=float(facts["seconds"]),
        evaluations=int(facts["evaluations"]),
        preview_weights=bool(facts["preview_weights"]),
    )


def _mix(facts: Mapping[str, Any] | None) -> Mix | None:
    if facts is None:
        return None
    tile_id = facts["tile_id"]
    return Mix(
        recipe=Recipe.from_json(facts["recipe"]),
        tile_id=None if tile_id is None else int(tile_id),
    )


def _encode(picture: RgbImage, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind, **options)
    return buffer.getvalue()
