"""From collected pictures to a training set: cropped, filtered, without duplicates, in shards.

Each picture's outcome goes into a journal as soon as it is known. So an interrupted run goes on
where it stopped, and a finished set takes further pictures into further shards.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from tqdm import tqdm

from avatarstudio.core.errors import AvatarStudioError, ExportError, UsageError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.weights import load_upscaler
from avatarstudio.training.crop_sources import (
    Crop,
    Cropper,
    Rejected,
    Resize,
    crop_drawing,
    crop_faces,
    resize_by_lanczos,
    resize_by_network,
)
from avatarstudio.training.duplicates import LookIndex, look_of
from avatarstudio.training.options import Commands, add_dataclass, from_options
from avatarstudio.training.shards import packed_names, write_shards

JOURNAL = "journal.jsonl"
SHEET = "contact-sheet.png"
REPORT = "report"

_WORK = "pictures"
_SHEET_SIDE = 8
_SHEET_PX = 96


class NothingKeptError(UsageError):
    """No picture passed."""

    def __init__(self, *, seen: int, reason: str) -> None:
        super().__init__(
            f"None of {seen} pictures can be used, most often because {reason}; give other "
            "pictures or other limits."
        )
        self.seen = seen
        self.reason = reason


class Kind(Enum):
    """What the pictures are."""

    HUMAN = "human"
    ANIME = "anime"


class Upscale(Enum):
    """How small crops are enlarged: by a filter or by the super-resolution network."""

    LANCZOS = "lanczos"
    CARN = "carn"


@dataclass(frozen=True, slots=True)
class PrepareConfig:
    """What a training set accepts.

    Attributes:
        kind: Photographs, whose faces are found and aligned, or drawings.
        size: Width and height of the pictures.
        crop: How drawings become square.
        min_size: Crops smaller than this are left out; smaller than `size`, they are enlarged.
        upscale: How small crops are enlarged.
        grey: Whether greyscale pictures are kept.
        tolerance: Bits of 256 in which the hashes of near duplicates may differ.
        quality: Of the WebP files, 1 to 100.
    """

    kind: Kind = Kind.ANIME
    size: int = 256
    crop: Crop = Crop.CENTRE
    min_size: int = 64
    upscale: Upscale = Upscale.LANCZOS
    grey: bool = False
    tolerance: int = 20
    quality: int = 90

    def __post_init__(self) -> None:
        if not 1 <= self.min_size <= self.size:
            raise ValueError("the smallest size lies between 1 and the size")

    def to_dict(self) -> dict[str, object]:
        """Plain values for the journal."""
        values = asdict(self)
        return {k: v.value if isinstance(v, Enum) else v for k, v in values.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source picture.

    Attributes:
        name: The picture, relative to its folder or archive.
        digest: SHA-256 of the file.
        kept: File names and hashes of the crops that were kept.
        reasons: Why the picture or some of its crops were dropped.
    """

    name: str
    digest: str
    kept: Mapping[str, str]
    reasons: Sequence[str]


class Preparation:
    """One training set in the making."""

    def __init__(
        self, folder: Path, config: PrepareConfig, *, cropper: Cropper, resize: Resize
    ) -> None:
        """Begin a set, or go on with one.

        Args:
            folder: The set's folder, made if need be.
            config: What it accepts.
            cropper: Square crops of a picture.
            resize: Brings them to size.

        Raises:
            UsageError: The folder holds a set with other options.
            ExportError: It cannot be written.
        """
        self.folder, self.config = folder, config
        self.outcomes: dict[str, Outcome] = {}
        self._cropper, self._resize = cropper, resize
        self._digests: dict[str, str] = {}
        self._looks = LookIndex(tolerance=config.tolerance)
        self._journal = folder / JOURNAL
        try:
            (folder / _WORK).mkdir(parents=True, exist_ok=True)
            self._read_journal()
        except OSError as error:
            raise ExportError(path=folder, reason=error.strerror or str(error)) from error

    def _read_journal(self) -> None:
        wanted = self.config.to_dict()
        if not self._journal.exists():
            self._journal.write_text(json.dumps({"config": wanted}) + "\n", encoding="utf-8")
            return
        head, *lines = self._journal.read_text(encoding="utf-8").splitlines() or ["{}"]
        if json.loads(head).get("config") != wanted:
            raise UsageError(
                f"“{self.folder}” holds a set that was prepared with other options; repeat those "
                "or choose another --out."
            )
        for number, line in enumerate(lines):
            try:
                self._remember(Outcome(**json.loads(line)))
            except (ValueError, TypeError):
                # The run was killed while it wrote this line.
                good = "".join(f"{text}\n" for text in (head, *lines[:number]))
                self._journal.write_text(good, encoding="utf-8")
                break

    def _remember(self, outcome: Outcome) -> None:
        self.outcomes[outcome.name] = outcome
        self._digests.setdefault(outcome.digest, outcome.name)
        for name, look in outcome.kept.items():
            self._looks.add(look, name)

    def take(self, name: str, read: Callable[[], bytes]) -> None:
        """Handle one source picture, unless a former run did; a bad one is only noted.

        Raises:
            ExportError: The set cannot be written.
        """
        if name in self.outcomes:
            return
        digest, kept, reasons = "", dict[str, str](), list[str]()
        try:
            data = read()
            digest = hashlib.sha256(data).hexdigest()
            if digest in self._digests:
                raise Rejected("it is an exact duplicate")
            for index, crop in enumerate(self._cropper(decode(data, name))):
                self._take_crop(crop, f"{_flat(name)}-{index}.webp", kept, reasons)
        except Rejected as rejection:
            reasons.append(str(rejection))
        except ExportError:
            raise
        except (AvatarStudioError, OSError, zipfile.BadZipFile) as error:
            reasons.append(_reason(error))
        self._note(Outcome(name, digest, kept, reasons))

    def _take_crop(
        self, crop: RgbImage, name: str, kept: dict[str, str], reasons: list[str]
    ) -> None:
        if crop.shape[0] < self.config.min_size:
            reasons.append(f"it is smaller than {self.config.min_size} px")
            return
        if not self.config.grey and is_grey(crop):
            reasons.append("it is greyscale")
            return
        image = Image.fromarray(self._resize(crop, self.config.size))
        look = look_of(image)
        if self._looks.find(look) is not None:
            reasons.append("it is a near duplicate")
            return
        self._looks.add(look, name)
        try:
            image.save(self.folder / _WORK / name, "WEBP", quality=self.config.quality, method=4)
        except OSError as error:
            raise ExportError(path=self.folder, reason=error.strerror or str(error)) from error
        kept[name] = look

    def _note(self, outcome: Outcome) -> None:
        # `take` has added the looks already, so that crops of one picture are compared too.
        self.outcomes[outcome.name] = outcome
        if outcome.digest:
            self._digests.setdefault(outcome.digest, outcome.name)
        try:
            with self._journal.open("a", encoding="utf-8") as journal:
                journal.write(json.dumps(asdict(outcome)) + "\n")
        except OSError as error:
            raise ExportError(path=self.folder, reason=error.strerror or str(error)) from error

    def finish(self, *, shard_bytes: int) -> dict[str, Any]:
        """Pack new pictures into shards, and write the contact sheet and the report.

        Returns:
            The report.

        Raises:
            NothingKeptError: No picture passed, now or before.
            ExportError: A file cannot be written.
        """
        reasons = Counter(r for outcome in self.outcomes.values() for r in outcome.reasons)
        kept = sum(len(outcome.kept) for outcome in self.outcomes.values())
        if kept == 0:
            common = reasons.most_common(1)[0][0] if reasons else "there are no pictures"
            raise NothingKeptError(seen=len(self.outcomes), reason=common)
        examples = {
            reason: [o.name for o in self.outcomes.values() if reason in o.reasons][:20]
            for reason in reasons
        }
        report = {
            "config": self.config.to_dict(),
            "sources": len(self.outcomes),
            "kept": kept,
            "dropped": dict(reasons.most_common()),
            "examples": examples,
        }
        work = self.folder / _WORK
        try:
            # A run may have been killed after packing.
            packed = packed_names(self.folder)
            fresh = sorted(file for file in work.glob("*.webp") if file.name not in packed)
            if fresh:
                _contact_sheet(fresh).save(self.folder / SHEET)
                write_shards(fresh, self.folder, limit=shard_bytes)
            shutil.rmtree(work)
            text = json.dumps(report, indent=2, ensure_ascii=False)
            (self.folder / f"{REPORT}.json").write_text(text + "\n", encoding="utf-8")
            (self.folder / f"{REPORT}.txt").write_text(_text(report), encoding="utf-8")
        except OSError as error:
            raise ExportError(path=self.folder, reason=error.strerror or str(error)) from error
        return report


def is_grey(image: RgbImage) -> bool:
    """Whether a picture, RGB, uint8, (H, W, 3), has no colour worth the name."""
    channels = image.astype(np.int16)
    return float((channels.max(axis=2) - channels.min(axis=2)).mean()) < 6


def decode(data: bytes, name: str) -> RgbImage:
    """Read a collected picture, upright and in sRGB, as the program reads photos."""
    # HEIC's library is not on the machines that only train.
    from avatarstudio.capture.photo import decode_photo

    return decode_photo(data, name=name)


def _flat(name: str) -> str:
    """A file name of a path, unique as the path is."""
    return name.replace("/", "__").replace("\\", "__")


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", None) or f"it cannot be read: {error}")


def _contact_sheet(files: Sequence[Path]) -> Image.Image:
    """Up to 64 pictures, drawn with a fixed seed."""
    chosen = random.Random(0).sample(files, min(len(files), _SHEET_SIDE**2))
    rows = -(-len(chosen) // _SHEET_SIDE)
    sheet = Image.new("RGB", (_SHEET_SIDE * _SHEET_PX, rows * _SHEET_PX), "white")
    for index, file in enumerate(chosen):
        with Image.open(file) as image:
            small = image.resize((_SHEET_PX, _SHEET_PX), Image.Resampling.LANCZOS)
        row, column = divmod(index, _SHEET_SIDE)
        sheet.paste(small, (column * _SHEET_PX, row * _SHEET_PX))
    return sheet


def _text(report: Mapping[str, Any]) -> str:
    kept, sources = _counted(report["kept"], "picture"), _counted(report["sources"], "file")
    lines = [f"Kept {kept} of {sources}."]
    for reason, count in report["dropped"].items():
        names = ", ".join(report["examples"][reason][:5])
        lines.append(f"{count} dropped because {reason}, such as {names}")
    return "\n".join(lines) + "\n"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def source_pictures(source: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the files of a folder, with its subfolders, or of a zip archive, by their names.

    Raises:
        UsageError: It is neither.
    """
    try:
        if source.is_dir():
            for file in sorted(source.rglob("*")):
                if file.is_file() and not file.name.startswith("."):
                    yield file.relative_to(source).as_posix(), file.read_bytes
            return
        with zipfile.ZipFile(source) as archive:
            for info in sorted(archive.infolist(), key=lambda i: i.filename):
                hidden = info.filename.startswith("__MACOSX") or "/." in f"/{info.filename}"
                if not info.is_dir() and not hidden:
                    yield info.filename, functools.partial(archive.read, info)
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(f"“{source}” is neither a folder nor a zip archive: {error}.") from error


def _cropper(config: PrepareConfig) -> Cropper:
    if config.kind is Kind.ANIME:
        return lambda image: [crop_drawing(image, config.crop)]
    from avatarstudio.faces.detect import DlibDetector

    detector = DlibDetector()
    return lambda photo: crop_faces(photo, detector.detect)


def _command(options: argparse.Namespace) -> None:
    config = from_options(PrepareConfig, options)
    resize: Resize = resize_by_lanczos
    if config.upscale is Upscale.CARN:
        card = Catalog.read(weights_dir()).first(ModelKind.UPSCALER)
        resize = resize_by_network(load_upscaler(card, torch.device("cpu")))
    preparation = Preparation(options.out, config, cropper=_cropper(config), resize=resize)
    for source in options.sources:
        for name, read in tqdm(source_pictures(source), desc=source.name, unit="file"):
            preparation.take(f"{source.name}/{name}", read)
    preparation.finish(shard_bytes=round(options.shard_mib * 2**20))


def add_command(commands: Commands) -> None:
    """Add `prepare` to the toolkit."""
    parser = commands.add_parser("prepare", help="make a training set of collected pictures")
    parser.set_defaults(run=_command)
    parser.add_argument("sources", nargs="+", type=Path, help="folders or zip archives")
    parser.add_argument("--out", type=Path, required=True, help="folder of the set")
    parser.add_argument("--shard-mib", type=float, default=14.0, help="largest size of a shard")
    add_dataclass(parser, PrepareConfig)
