"""Photos of a folder, the names of their avatars, and what was made already; without torch."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avatarstudio.core.errors import ExportError, PhotoUnreadableError
from avatarstudio.core.files import writing
from avatarstudio.core.images import PHOTO_SUFFIXES

_JOURNAL = ".avatarstudio-batch.jsonl"
_NUMBER = re.compile(r"(?<=.)(?:-face\d+)?(?:-\d{2,})?$")


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of a folder.

    Attributes:
        path: The file.
        name: Its path inside the folder, with `/`, printable.
        avatar: The path of its avatar inside the other folder; those of several faces, and
            variants, add a number.
        size: Bytes of the file.
        modified_ns: When it was written, nanoseconds since 1970.
    """

    path: Path
    name: str
    avatar: Path
    size: int
    modified_ns: int


def variant_paths(output: Path, count: int) -> list[Path]:
    """Name the outputs OUT.png, OUT-02.png, OUT-03.png and so on."""
    more = (output.with_stem(f"{output.stem}-{n:02d}") for n in range(2, count + 1))
    return [output, *more]


def face_path(output: Path, number: int, *, faces: int) -> Path:
    """Name the output of one face: OUT.png where it is the only one, else OUT-face1.png."""
    return output if faces == 1 else output.with_stem(f"{output.stem}-face{number}")


def find_photos(folder: Path, *, but: Path) -> tuple[list[Photo], list[PhotoUnreadableError]]:
    """All photos of a folder and its subfolders, sorted, and what of it cannot be read.

    Hidden files and folders, and links to folders, are passed over.

    Args:
        folder: Where to look.
        but: A folder that is left out, where it lies inside: avatars are no photos.

    Raises:
        PhotoUnreadableError: The folder itself cannot be read.
    """
    errors: list[PhotoUnreadableError] = []

    def note(error: OSError) -> None:
        path = Path(error.filename)
        found = PhotoUnreadableError(path=path, reason="it is no folder that you can read")
        if path == folder:
            raise found from error
        errors.append(found)

    photos: list[Photo] = []
    for place, folders, files in os.walk(folder, onerror=note):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (here / name).resolve() != but.resolve()
        )
        below = here.relative_to(folder)
        for name, stem in _stems(name for name in sorted(files) if _is_photo(name)).items():
            photos.append(_photo(here / name, below / name, below / f"{stem}.png"))
    return photos, errors


def _is_photo(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in PHOTO_SUFFIXES


def _photo(path: Path, inside: Path, avatar: Path) -> Photo:
    size, modified = 0, 0
    with contextlib.suppress(OSError):  # who reads the photo will say what is wrong
        found = path.stat()
        size, modified = found.st_size, found.st_mtime_ns
    return Photo(path, name=printable(inside), avatar=avatar, size=size, modified_ns=modified)


def printable(path: Path) -> str:
    """A path with `/`, also where its name is not in the system's encoding."""
    return path.as_posix().encode(errors="backslashreplace").decode()


def _stems(names: Iterable[str]) -> Mapping[str, str]:
    """What the avatars of the photos of one folder are named after.

    It is the photo's name without its ending; with it, where another photo's avatars could have
    the same name on a system that does not tell capital letters from small ones.
    """
    stems = {name: Path(name).stem for name in names}
    taken = Counter(text.lower() for pair in stems.items() for text in pair)

    def is_clear(stem: str) -> bool:
        # The avatars of “a” may be a-02.png and a-face1.png.
        plain = _NUMBER.sub("", stem.lower())
        return taken[stem.lower()] == 1 and (plain == stem.lower() or plain not in taken)

    return {name: stem if is_clear(stem) else name for name, stem in stems.items()}


class Journal:
    """What was made of which photo with which options, kept beside the avatars line by line."""

    def __init__(self, folder: Path) -> None:
        """Read what a folder's journal says.

        Args:
            folder: The folder of the avatars; neither it nor a journal need be there.
        """
        self._folder = folder
        self._path = folder / _JOURNAL
        self._entries: dict[str, Mapping[str, Any]] = {}
        lines = self._path.read_bytes().splitlines() if self._path.is_file() else []
        for line in lines:
            try:
                entry = json.loads(line)
                self._entries[entry["photo"]] = entry
            except (ValueError, KeyError, TypeError):
                continue  # a line that a power cut has torn: its photo is made again

    def begin(self) -> None:
        """Make the folder and the file, before the long work.

        Raises:
            ExportError: They cannot be written.
        """
        if self._folder.is_file():
            raise ExportError(path=self._folder, reason="it is a file, not a folder")
        with writing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._path.touch()

    def find(self, photo: Photo, options: Mapping[str, Any]) -> list[Path] | None:
        """The avatars of a photo, if they are all there and made of this very file and so."""
        entry = self._entries.get(photo.name)
        if entry is None or entry != _entry(photo, options, entry["avatars"]):
            return None
        avatars = [self._folder / name for name in entry["avatars"]]
        return avatars if all(path.is_file() for path in avatars) else None

    def add(self, photo: Photo, options: Mapping[str, Any], avatars: Iterable[Path]) -> None:
        """Note that all avatars of a photo are written.

        Raises:
            ExportError: The journal cannot be written.
        """
        names = [path.relative_to(self._folder).as_posix() for path in avatars]
        entry = _entry(photo, options, names)
        with writing(self._path), self._path.open("ab") as stream:
            # The line break comes first: behind a torn line, too, this one stands by itself.
            stream.write(b"\n" + json.dumps(entry).encode())
        self._entries[photo.name] = entry


def _entry(photo: Photo, options: Mapping[str, Any], avatars: list[str]) -> dict[str, Any]:
    return {
        "photo": photo.name,
        "bytes": photo.size,
        "modified_ns": photo.modified_ns,
        "options": dict(options),
        "avatars": avatars,
    }
