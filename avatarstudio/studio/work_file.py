"""The `.avatar` file: a zip with the photo, the latents, the recipes and thumbnails.

The photo's path and its own metadata stay out: a person may hand the file on. A smaller one, with
one avatar and without the photo around the portrait, lies in an exported picture whose maker wants
to open it again.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
from PIL import Image

from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.errors import PhotoUnreadableError, WeightsDamagedError
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

_EXACT, _SMALL = "png", "webp"
_WEBP_QUALITY = 90
"""A portrait of 256 px takes a tenth of its PNG and cannot be told from it by eye."""


def encode_photo(photo: Photo) -> bytes:
    """The photo as it is kept; worth keeping itself, because a large one takes a while."""
    buffer = io.BytesIO()
    Image.fromarray(photo.picture).save(buffer, "JPEG", quality=95, subsampling=0)
    return buffer.getvalue()


def pack_work(work: Work, photo: bytes) -> bytes:
    """The content of a file.

    Args:
        work: What to keep.
        photo: Its photo as `encode_photo` gives it.
    """
    return _pack(work, photo, _EXACT)


def pack_origin(work: Work, mix: Mix, picture: RgbImage, *, name: str) -> bytes:
    """The content of a file about one avatar, small enough for the inside of its picture.

    Args:
        work: What the avatar was made in; its photo and its other avatars stay out.
        mix: The avatar.
        picture: It, drawn; RGB, uint8, (S, S, 3).
        name: What the work is called when it is opened again.
    """
    portrait = work.cutting.portrait
    side = portrait.shape[0]
    alone = Work(
        photo=make_photo(portrait, name=name),
        cutting=Cutting(portrait=portrait, crop=Crop(center=(side / 2, side / 2), side=side)),
        found=replace(work.found, loss_curves=((), ())),
        tiles=(Tile(id=0, recipe=mix.recipe, picture=picture),),
        mix=Mix(recipe=mix.recipe, tile_id=0),
    )
    return _pack(alone, _encode(portrait, _SMALL), _SMALL)


def _pack(work: Work, photo: bytes, kind: str) -> bytes:
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
        archive.writestr(f"photo.{'jpg' if kind == _EXACT else kind}", photo)
        archive.writestr(f"portrait.{kind}", _encode(work.cutting.portrait, kind))
        for name in _FOUND_PICTURES:
            archive.writestr(f"{name}.{kind}", _encode(getattr(found, name), kind))
        archive.writestr("latents.safetensors", latents_to_bytes(found.latents))
        for tile in work.tiles:
            thumbnail = Image.fromarray(tile.picture)
            thumbnail.thumbnail((_THUMBNAIL_PX, _THUMBNAIL_PX))
            archive.writestr(
                f"thumbnails/{tile.id}.{_SMALL}", _encode(np.asarray(thumbnail), _SMALL)
            )
    return buffer.getvalue()


def read_work(path: Path) -> Work:
    """Read a file; the tiles' pictures are thumbnails.

    Raises:
        PhotoUnreadableError: It is missing, damaged or of another version.
    """
    try:
        if path.is_dir():
            raise PhotoUnreadableError(path=path, reason="it is a folder")
        with path.open("rb") as stream:
            return unpack_work(stream, path)
    except FileNotFoundError as error:
        raise PhotoUnreadableError(path=path, reason="it does not exist") from error
    except PermissionError as error:
        reason = "you have no permission to read it"
        raise PhotoUnreadableError(path=path, reason=reason) from error
    except OSError as error:
        raise PhotoUnreadableError(path=path, reason="it cannot be opened") from error


def unpack_work(stream: IO[bytes], path: Path) -> Work:
    """Read the content of a file; the tiles' pictures are thumbnails.

    Args:
        stream: What `pack_work` or `pack_origin` made.
        path: Where it comes from, for errors.

    Raises:
        PhotoUnreadableError: It is damaged or of another version.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            return _read(_Entries(archive), path)
    except (
        EOFError,
        OSError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        LookupError,
        TypeError,
        WeightsDamagedError,
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

    def picture(self, stem: str) -> RgbImage:
        """A picture by its name without the suffix, which differs with its format."""
        from avatarstudio.capture.photo import decode_photo

        names = self._archive.namelist()
        [name] = [name for name in names if name.rpartition(".")[0] == stem]
        try:
            return decode_photo(self.data(name), name=name)
        except PhotoUnreadableError as error:
            raise ValueError(f"{name} is no picture") from error


def _read(entries: _Entries, path: Path) -> Work:
    facts = json.loads(entries.data("work.json"))
    if int(facts["version"]) > WORK_VERSION:
        raise PhotoUnreadableError(path=path, reason="it was made by a newer version")
    tiles = tuple(
        Tile(
            id=int(tile["id"]),
            recipe=Recipe.from_json(tile["recipe"]),
            picture=entries.picture(f"thumbnails/{int(tile['id'])}"),
            starred=bool(tile["starred"]),
        )
        for tile in facts["tiles"]
    )
    crop = facts["crop"]
    return Work(
        photo=make_photo(entries.picture("photo"), name=str(facts["photo"])),
        cutting=Cutting(
            portrait=entries.picture("portrait"),
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
        likeness=entries.picture("likeness"),
        styled=entries.picture("styled"),
        avatar=entries.picture("avatar"),
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


def _encode(picture: RgbImage, kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind, quality=_WEBP_QUALITY)  # PNG knows no quality
    return buffer.getvalue()
