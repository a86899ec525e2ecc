"""Training pictures in memory: read once, kept as uint8, drawn with seeded randomness."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from tqdm import tqdm

SUFFIXES = frozenset({".webp", ".png", ".jpg", ".jpeg"})


@dataclass(frozen=True, slots=True)
class DataSource:
    """One folder or tar file of square pictures and how to take them.

    Attributes:
        path: Folder or tar file; pictures are taken in the order of their names.
        weight: How often a picture of it is drawn, relative to the other sources.
        hold_out: Pictures at the end that training never sees.
        scale: Size of the picture inside the frame; 0.95 shrinks it by a twentieth.
        shift: Downward shift in pixels of a 256 px frame, after scaling about the centre.
    """

    path: Path
    weight: float = 1.0
    hold_out: int = 0
    scale: float = 1.0
    shift: float = 0.0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `PATH[,weight=2][,hold_out=200][,scale=0.95][,shift=14]`.

        Raises:
            ValueError: An option is unknown or its value not a number.
        """
        path, *options = text.split(",")
        values: dict[str, float] = {}
        for option in options:
            name, _, value = option.partition("=")
            if name not in {"weight", "hold_out", "scale", "shift"}:
                raise ValueError(f"unknown option of a data source: {name}")
            values[name] = float(value)
        return cls(
            path=Path(path),
            weight=values.get("weight", 1.0),
            hold_out=int(values.get("hold_out", 0)),
            scale=values.get("scale", 1.0),
            shift=values.get("shift", 0.0),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PictureSet:
    """Pictures of one resolution and how often each is drawn.

    Attributes:
        pictures: uint8, (N, 3, H, W), on the training device.
        weights: float32, (N,), on the CPU; need not sum to one.
    """

    pictures: Tensor
    weights: Tensor

    def draw(self, count: int, *, generator: torch.Generator) -> Tensor:
        """Draw pictures with replacement, each mirrored with probability one half.

        Args:
            count: Pictures to draw (B).
            generator: CPU randomness.

        Returns:
            float32, (B, 3, H, W), values in [-1, 1], channels last.
        """
        index = torch.multinomial(self.weights, count, replacement=True, generator=generator)
        mirror = torch.rand(count, generator=generator) < 0.5
        device = self.pictures.device
        batch = self.pictures[index.to(device)]
        batch = torch.where(mirror.to(device)[:, None, None, None], batch.flip(3), batch)
        return to_unit_range(batch).contiguous(memory_format=torch.channels_last)


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
    sources: Sequence[DataSource], *, resolution: int, held_out: bool = False
) -> PictureSet:
    """Read all pictures of the sources.

    Args:
        sources: Where to read.
        resolution: Width and height to bring the pictures to.
        held_out: Read the held-out pictures instead of those for training.

    Raises:
        ValueError: No picture was found.
    """
    arrays: list[np.ndarray] = []
    weights: list[float] = []
    for source in sources:
        names = sorted(_names(source.path))
        cut = len(names) - source.hold_out
        wanted = set(names[cut:] if held_out else names[: max(cut, 0)])
        progress = tqdm(total=len(wanted), desc=f"reading {source.path.name}", unit="picture")
        for name, data in _read(source.path):
            if name in wanted:
                with Image.open(io.BytesIO(data)) as image:
                    arrays.append(_frame(image.convert("RGB"), source, resolution))
                weights.append(source.weight)
                progress.update()
        progress.close()
    if not arrays:
        raise ValueError("no pictures in " + ", ".join(str(s.path) for s in sources))
    pictures = torch.from_numpy(np.stack(arrays)).permute(0, 3, 1, 2).contiguous()
    return PictureSet(pictures=pictures, weights=torch.tensor(weights))


def _frame(image: Image.Image, source: DataSource, resolution: int) -> np.ndarray:
    """Scale, shift and resize one picture; what comes in from outside is mirrored."""
    if source.scale != 1.0 or source.shift != 0.0:
        size = image.width
        inner = round(size * source.scale)
        array = np.asarray(image.resize((inner, inner), Image.Resampling.LANCZOS))
        pad = size  # ample on every side; the crop below takes what it needs
        array = np.pad(array, ((pad, pad), (pad, pad), (0, 0)), mode="symmetric")
        left = pad - (size - inner) // 2
        top = left - round(source.shift * size / 256)
        image = Image.fromarray(array[top : top + size, left : left + size])
    if image.size != (resolution, resolution):
        image = image.resize((resolution, resolution), Image.Resampling.LANCZOS)
    return np.asarray(image)


def _names(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from (f.name for f in path.iterdir() if f.suffix.lower() in SUFFIXES)
        return
    with tarfile.open(path) as tar:
        yield from (m.name for m in tar if Path(m.name).suffix.lower() in SUFFIXES)


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in sorted(path.iterdir()):
            if file.suffix.lower() in SUFFIXES:
                yield file.name, file.read_bytes()
        return
    with tarfile.open(path) as tar:
        for member in tar:
            stream = tar.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()
