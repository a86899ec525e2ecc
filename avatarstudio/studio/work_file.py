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
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from PIL import Image

from avatarstudio.avatars.recipe import Appearance, Recipe
from avatarstudio.core.errors import PhotoUnreadableError, WeightsDamagedError
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.inversion.config import Quality
from avatarstudio.studio.jobs import latents_from_bytes, latents_to_bytes, make_photo
from avatarstudio.studio.values import Anatomy, Crop, Cutting, Found, Mix, Tile, Work

WORK_SUFFIX = ".avatar"
WORK_VERSION = 1

_LARGEST_ENTRY = 2**27
"""No part of a real file is larger; more would be a trap."""

_FOUND_PICTURES = ("likeness", "styled", "avatar")


@dataclass(frozen=True, slots=True)
class _Form:
    """How a picture lies in a file.

    Attributes:
        suffix: Of its name.
        format: Pillow's name of the format.
        quality: The encoder's, where it has one.
        largest_px: Larger pictures are shrunk to this side.
    """

    suffix: str
    format: str
    quality: int = 100
    largest_px: int | None = None


_PHOTO = _Form("jpg", "JPEG", quality=95)
_EXACT = _Form("png", "PNG")
# At 90 a portrait of 256 px takes a tenth of its PNG and cannot be told from it by eye.
_SMALL = _Form("webp", "WEBP", quality=90)
_THUMBNAIL = replace(_SMALL, largest_px=128)

_Encode = Callable[[RgbImage, _Form], bytes]


class WorkPacker:
    """Makes the content of one file after another.

    Pictures that the file before held too are not encoded again, so that keeping a work after each
    action costs what is new in it, not what is there.
    """

    def __init__(self) -> None:
        self._encoded: dict[tuple[int, _Form], tuple[RgbImage, bytes]] = {}
        """Pictures of the last file; each is held, so that no other one gets its id."""

    def pack(self, work: Work) -> bytes:
        """The content of a file."""
        before, self._encoded = self._encoded, {}

        def encode(picture: RgbImage, form: _Form) -> bytes:
            key = (id(picture), form)
            self._encoded[key] = before.get(key) or (picture, _encode(picture, form))
            return self._encoded[key][1]

        return _pack(work, encode, photo=_PHOTO, other=_EXACT)


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
        cutting=replace(work.cutting, crop=Crop(center=(side / 2, side / 2), side=side)),
        found=replace(work.found, loss_curves=((), ())),
        tiles=(Tile(id=0, recipe=mix.recipe, picture=picture),),
        mix=Mix(recipe=mix.recipe, tile_id=0),
    )
    return _pack(alone, _encode, photo=_SMALL, other=_SMALL)


def _pack(work: Work, encode: _Encode, *, photo: _Form, other: _Form) -> bytes:
    found = work.found
    facts = {
        "version": WORK_VERSION,
        "photo": work.photo.name,
        "crop": asdict(work.cutting.crop),
        "mouth": work.cutting.mouth,
        "found": {
            "anatomy": asdict(found.anatomy),
            "loss_curves": found.loss_curves,
            "quality": found.quality,
            "device": found.device,
            "seconds": found.seconds,
            "evaluations": found.evaluations,
            "preview_weights": found.preview_weights,
            "appearance": asdict(found.appearance),
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
        archive.writestr("latents.safetensors", latents_to_bytes(found.latents))

        def add(stem: str, picture: RgbImage, form: _Form) -> None:
            archive.writestr(f"{stem}.{form.suffix}", encode(picture, form))

        add("photo", work.photo.picture, photo)
        add("portrait", work.cutting.portrait, other)
        for name in _FOUND_PICTURES:
            add(name, getattr(found, name), other)
        for tile in work.tiles:
            add(f"thumbnails/{tile.id}", tile.picture, _THUMBNAIL)
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
        stream: What `WorkPacker` or `pack_origin` made.
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
    crop, mouth = facts["crop"], facts.get("mouth")
    return Work(
        photo=make_photo(entries.picture("photo"), name=str(facts["photo"])),
        cutting=Cutting(
            portrait=entries.picture("portrait"),
            crop=Crop(
                center=(float(crop["center"][0]), float(crop["center"][1])),
                side=float(crop["side"]),
                angle=float(crop["angle"]),
            ),
            mouth=None if mouth is None else MouthShape(mouth),
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
        # Older files know of the hair alone.
        appearance=Appearance.from_dict(
            facts.get("appearance", {"short_hair": facts.get("short_hair", 0.0)})
        ),
    )


def _mix(facts: Mapping[str, Any] | None) -> Mix | None:
    if facts is None:
        return None
    tile_id = facts["tile_id"]
    return Mix(
        recipe=Recipe.from_json(facts["recipe"]),
        tile_id=None if tile_id is None else int(tile_id),
    )


def _encode(picture: RgbImage, form: _Form) -> bytes:
    image, buffer = Image.fromarray(picture), io.BytesIO()
    if form.largest_px is not None:
        image.thumbnail((form.largest_px, form.largest_px))
    # PNG passes over the quality, and all but JPEG over the subsampling.
    image.save(buffer, form.format, quality=form.quality, subsampling=0)
    return buffer.getvalue()
