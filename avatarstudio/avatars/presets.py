"""What an avatar file should be: shape, size, format, and what the usual places ask for."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Self

SMALLEST_PX = 128
LARGEST_PX = 1024

_ROOM_FOR_ORIGIN = 200 * 1024
"""Smallest size limit that leaves room for an origin: one of a 256 px style takes up to 130 KB."""


class Shape(enum.StrEnum):
    """The outline of an avatar; outside of it the file is transparent."""

    SQUARE = "square"
    ROUNDED = "rounded"
    CIRCLE = "circle"


class FileKind(enum.StrEnum):
    """The format of an avatar file; the values are file name suffixes without the dot."""

    PNG = "png"
    WEBP = "webp"
    JPEG = "jpg"

    @property
    def keeps_transparency(self) -> bool:
        """Whether the format has an alpha channel."""
        return self is not FileKind.JPEG


@dataclass(frozen=True, slots=True)
class Finish:
    """How a variant becomes an avatar.

    Attributes:
        background: `photo`, `transparent`, a colour `#rrggbb`, or two of them with a `-` between
            for a gradient from top to bottom.
        shape: The outline.
        zoom: How much closer than the portrait, from 1.
        brightness: -1 to 1, 0 leaves it.
        contrast: -1 to 1, 0 leaves it.
        saturation: -1 to 1, 0 leaves it.
        size_px: Side of the file's picture.
        margin_px: Transparent border inside that side.
        kind: The format.
        limit_bytes: The largest file, or None.
    """

    background: str = "photo"
    shape: Shape = Shape.SQUARE
    zoom: float = 1.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    size_px: int = 512
    margin_px: int = 0
    kind: FileKind = FileKind.PNG
    limit_bytes: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.zoom <= 3:
            raise ValueError(f"zoom lies between 1 and 3, not {self.zoom}")
        for name in ("brightness", "contrast", "saturation"):
            if not -1 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies between -1 and 1, not {getattr(self, name)}")
        if not SMALLEST_PX <= self.size_px <= LARGEST_PX:
            raise ValueError(f"size_px lies between {SMALLEST_PX} and {LARGEST_PX}")
        if not 0 <= 2 * self.margin_px < self.size_px:
            raise ValueError("a margin leaves room for the picture")

    @property
    def has_room_for_origin(self) -> bool:
        """Whether its files can hold where they come from."""
        limit = self.limit_bytes or _ROOM_FOR_ORIGIN
        return self.kind.keeps_transparency and limit >= _ROOM_FOR_ORIGIN

    def resized(self, size_px: int) -> Self:
        """The same look at another size."""
        margin_px = round(self.margin_px * size_px / self.size_px)
        return replace(self, size_px=size_px, margin_px=margin_px)

    def fitted(self, preset: Preset) -> Self:
        """The same look in a preset's size and format."""
        kind = self.kind if self.kind in preset.kinds else preset.kinds[0]
        return replace(
            self,
            size_px=preset.size_px,
            margin_px=preset.margin_px,
            kind=kind,
            limit_bytes=preset.limit_bytes,
        )


@dataclass(frozen=True, slots=True)
class Preset:
    """What a place asks of avatars.

    Attributes:
        id: Its name in code.
        title: Its name for people, in English.
        size_px: Side of the picture.
        kinds: Formats that it takes, the best one first.
        margin_px: Transparent border that it wants.
        limit_bytes: The largest file that it takes, or None.
        shown_round: Whether it shows a circle of the square, so that corners are lost.
    """

    id: str
    title: str
    size_px: int
    kinds: tuple[FileKind, ...] = (FileKind.PNG, FileKind.WEBP, FileKind.JPEG)
    margin_px: int = 0
    limit_bytes: int | None = None
    shown_round: bool = False


# Sizes and limits as the places' own pages for authors give them.
PRESETS = (
    Preset("plain", "Plain picture", 512),
    Preset(
        "discord-avatar",
        "Discord avatar",
        512,
        kinds=(FileKind.PNG, FileKind.JPEG),
        shown_round=True,
    ),
    Preset("discord-emoji", "Discord emoji", 128, kinds=(FileKind.PNG,), limit_bytes=256 * 1024),
    Preset(
        "telegram-sticker",
        "Telegram sticker",
        512,
        kinds=(FileKind.PNG, FileKind.WEBP),
        limit_bytes=512 * 1024,
    ),
    Preset(
        "whatsapp-sticker",
        "WhatsApp sticker",
        512,
        kinds=(FileKind.WEBP,),
        margin_px=16,
        limit_bytes=100 * 1024,
    ),
    Preset("gravatar", "Gravatar", 512, kinds=(FileKind.PNG, FileKind.JPEG), shown_round=True),
)
