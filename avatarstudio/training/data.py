"""Training pictures in memory: read once, kept as uint8, drawn with seeded randomness."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from tqdm import tqdm

from avatarstudio.core.errors import PhotoUnreadableError, UsageError
from avatarstudio.faces.eyes import SEARCH_PX, EyeFinder
from avatarstudio.training.distributed import rank
from avatarstudio.training.framing import Matrix, eyes_in_place, framed, joined, placed

SUFFIXES = frozenset({".webp", ".png", ".jpg", ".jpeg"})

MIN_PICTURES = 16
"""Fewer pictures than this teach a network nothing but themselves."""


class TooFewPicturesError(UsageError):
    """A training set is too small."""

    def __init__(self, *, found: int, wanted: int, places: Sequence[Path]) -> None:
        names = ", ".join(f"“{place}”" for place in places) or "A set to measure"
        pictures = "1 picture" if found == 1 else f"{found} pictures"
        super().__init__(f"{names} gives {pictures} but at least {wanted} are needed; add more.")
        self.found = found
        self.wanted = wanted


@dataclass(frozen=True, slots=True)
class DataSource:
    """Square pictures in a folder, in its tar shards or in one tar file, and how to take them.

    Attributes:
        path: Folder or tar file; pictures are taken in the order of their names.
        weight: How often a picture of it is drawn, relative to the other sources.
        hold_out: Pictures at the end that training never sees.
        scale: Size of the picture inside the frame; 0.95 shrinks it by a twentieth.
        shift: Downward shift in pixels of a 256 px frame, after scaling about the centre.
        eyes: 1 to move each picture further, so that its eyes lie where portraits have theirs.
    """

    path: Path
    weight: float = 1.0
    hold_out: int = 0
    scale: float = 1.0
    shift: float = 0.0
    eyes: float = 0.0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `PATH[,weight=2][,hold_out=200][,scale=0.95][,shift=14][,eyes=1]`.

        Raises:
            ValueError: An option is unknown or its value not a number.
        """
        path, *options = text.split(",")
        values: dict[str, float] = {}
        for option in options:
            name, _, value = option.partition("=")
            if name not in {"weight", "hold_out", "scale", "shift", "eyes"}:
                raise ValueError(f"unknown option of a data source: {name}")
            values[name] = float(value)
        return cls(
            path=Path(path),
            weight=values.get("weight", 1.0),
            hold_out=int(values.get("hold_out", 0)),
            scale=values.get("scale", 1.0),
            shift=values.get("shift", 0.0),
            eyes=values.get("eyes", 0.0),
        )

    def __str__(self) -> str:
        """The source as `parse` reads it."""
        changed = [f for f in fields(self)[1:] if getattr(self, f.name) != f.default]
        return ",".join([str(self.path), *(f"{f.name}={getattr(self, f.name)}" for f in changed)])


@dataclass(frozen=True, slots=True, eq=False)
class PictureSet:
    """Pictures of one resolution and how often each is drawn.

    Attributes:
        pictures: uint8, (N, 3, H, W); on the training device, where batches are drawn from them.
        weights: float32, (N,), on the CPU; need not sum to one.
        inside: bool, (N, 1, H, W), where a picture fills its frame; beside that its edge goes on.
            None where all of them do.
    """

    pictures: Tensor
    weights: Tensor
    inside: Tensor | None = None

    def to(self, device: torch.device) -> PictureSet:
        """The same set with its pictures on a device."""
        inside = None if self.inside is None else self.inside.to(device)
        return PictureSet(self.pictures.to(device), self.weights, inside)

    def draw(self, count: int, *, generator: torch.Generator) -> Tensor:
        """Draw pictures with replacement, each mirrored with probability one half.

        Args:
            count: Pictures to draw (B).
            generator: CPU randomness.

        Returns:
            float32, (B, 3, H, W), values in [-1, 1], channels last.
        """
        return self.draw_inside(count, generator=generator)[0]

    def draw_inside(
        self, count: int, *, generator: torch.Generator
    ) -> tuple[Tensor, Tensor | None]:
        """Draw pictures like `draw`, and where each fills its frame, bool, (B, 1, H, W)."""
        index = torch.multinomial(self.weights, count, replacement=True, generator=generator)
        mirror = torch.rand(count, generator=generator) < 0.5
        device = self.pictures.device
        index, mirror = index.to(device), mirror.to(device)[:, None, None, None]

        def drawn(everything: Tensor) -> Tensor:
            batch = everything[index]
            return torch.where(mirror, batch.flip(3), batch)

        batch = to_unit_range(drawn(self.pictures)).contiguous(memory_format=torch.channels_last)
        return batch, None if self.inside is None else drawn(self.inside)


def to_unit_range(pictures: Tensor) -> Tensor:
    """Map uint8 (any shape) from [0, 255] to float32 in [-1, 1]."""
    return pictures.float() / 127.5 - 1.0


def to_uint8(pictures: Tensor) -> Tensor:
    """Map float (any shape) from [-1, 1], clamped, to uint8 in [0, 255]."""
    return ((pictures.float().clamp(-1, 1) + 1.0) * 127.5).round().to(torch.uint8)


def tile(rows: Sequence[Tensor]) -> Tensor:
    """Lay rows of pictures (B, 3, H, W) in [-1, 1] out as one picture, uint8, (H, W, 3)."""
    lines = [torch.cat(list(to_uint8(row.cpu())), dim=2) for row in rows]
    return torch.cat(lines, dim=1).permute(1, 2, 0).contiguous()


def load_pictures(
    sources: Sequence[DataSource], *, resolution: int, held_out: bool = False, minimum: int = 1
) -> PictureSet:
    """Read all pictures of the sources, each source's in the order of its names.

    Args:
        sources: Where to read.
        resolution: Width and height to bring the pictures to.
        held_out: Read the held-out pictures instead of those for training.
        minimum: Pictures that there must be.

    Raises:
        TooFewPicturesError: There are fewer.
        PhotoUnreadableError: A picture is damaged or not square.
        UsageError: A source is neither a folder nor a tar file.
    """
    sets: list[Tensor] = []
    weights: list[float] = []
    for source in sources:
        places = _places(source, held_out=held_out)
        sets.append(_read_framed(source, places, resolution, held_out=held_out))
        weights += [source.weight] * len(places)
    if len(weights) < minimum:
        folders = [source.path for source in sources]
        raise TooFewPicturesError(found=len(weights), wanted=minimum, places=folders)
    pixels = torch.cat(sets)
    inside = pixels[:, 3:] > 127
    return PictureSet(
        pictures=pixels[:, :3].contiguous(),
        weights=torch.tensor(weights),
        inside=None if bool(inside.all()) else inside.contiguous(),
    )


def _places(source: DataSource, *, held_out: bool) -> Mapping[str, Matrix]:
    """Where each picture comes to lie, in the order of the names."""
    names = picture_names(source, held_out=held_out)
    places = dict.fromkeys(names, placed(scale=source.scale, shift=source.shift / 256))
    if not source.eyes or not names:
        return places
    faces = _read_framed(source, places, SEARCH_PX, held_out=held_out)[:, :3]
    moves = eyes_in_place(EyeFinder(faces).find(faces))
    return {name: joined(places[name], move) for name, move in zip(names, moves, strict=True)}


def _read_framed(
    source: DataSource, places: Mapping[str, Matrix], resolution: int, *, held_out: bool
) -> Tensor:
    """Pictures in their places and in the order of these; RGBA, uint8, (N, 4, H, W)."""
    arrays = np.empty((len(places), resolution, resolution, 4), np.uint8)
    row = {name: i for i, name in enumerate(places)}
    for name, image in read_source(source, held_out=held_out):
        arrays[row[name]] = framed(image, places[name], resolution)
    return torch.from_numpy(arrays).permute(0, 3, 1, 2).contiguous()


def picture_names(source: DataSource, *, held_out: bool = False) -> list[str]:
    """Names of a source's training or held-out pictures, in the order of `load_pictures`.

    Raises:
        UsageError: The source is neither a folder nor a tar file.
    """
    names = sorted(name for name, _ in _members(source.path))
    cut = max(len(names) - source.hold_out, 0)
    return names[cut:] if held_out else names[:cut]


def read_source(source: DataSource, *, held_out: bool = False) -> Iterator[tuple[str, Image.Image]]:
    """Yield the names and the square RGB pictures of one source, unscaled, as they are stored.

    Raises:
        PhotoUnreadableError: A picture is damaged or not square.
        UsageError: The source is neither a folder nor a tar file.
    """
    wanted = set(picture_names(source, held_out=held_out))
    bar = tqdm(
        total=len(wanted), desc=f"reading {source.path.name}", unit="picture", disable=rank() > 0
    )
    with bar:
        for name, read in _members(source.path):
            if name in wanted:
                yield name, _decode(name, read())
                bar.update()


def _decode(name: str, data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data)) as image:
            rgb = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoUnreadableError(path=Path(name), reason=str(error)) from error
    if rgb.width != rgb.height:
        reason = f"it is {rgb.width} x {rgb.height} pixels, not square; run prepare on it first"
        raise PhotoUnreadableError(path=Path(name), reason=reason)
    return rgb


def _members(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names of the pictures in a folder or its shards, and how to read each."""
    try:
        if not path.is_dir():
            yield from _tar_members(path)
            return
        files = sorted(path.iterdir())
        shards = [file for file in files if file.suffix == ".tar"]
        for shard in shards:
            yield from _tar_members(shard)
        # Beside shards lies the contact sheet of `prepare`.
        for file in files if not shards else ():
            if _is_picture(file.name):
                yield file.name, file.read_bytes
    except (OSError, tarfile.TarError) as error:
        raise UsageError(
            f"“{path}” cannot be read as a folder or tar file of pictures: {error}."
        ) from error


def _tar_members(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    with tarfile.open(path) as tar:
        for member in tar:
            stream = tar.extractfile(member) if _is_picture(member.name) else None
            if stream is not None:
                yield member.name, stream.read


def _is_picture(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")
