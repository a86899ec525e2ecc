"""The catalog: which models there are, read from manifests without importing torch."""

from __future__ import annotations

import enum
import hashlib
import json
import logging
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from avatarstudio.core.errors import UnknownModelError, WeightsDamagedError, WeightsMissingError

log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
MANIFEST_VERSION = 1
_LARGEST_HEADER = 2**20


class ModelKind(enum.StrEnum):
    """What a weight file is for."""

    GENERATOR = "generator"
    STYLE = "style"
    ENCODER = "encoder"
    PERCEPTUAL = "perceptual"
    JUDGE = "judge"
    CYCLEGAN = "cyclegan"
    TRANSLATOR = "translator"
    UPSCALER = "upscaler"
    MASK = "mask"
    DENOISER = "denoiser"
    TRAITS = "traits"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model as its manifest entry describes it.

    Attributes:
        id: Unique within its kind.
        kind: What the file is for.
        title: Name for people.
        file: File name inside the manifest's folder.
        folder: Where the file lies.
        sha256: Of the whole file; empty for a person's own file, which has no manifest, unless it
            is a generator.
        bytes: Size of the file.
        spec: The network's spec, see `nets.specs`.
        base: Id of the generator that a style or an encoder belongs to, of the encoder that traits
            do, or None.
        base_sha256: sha256 of that model's file.
        tuned_blocks: Last synthesis blocks that a style replaces (the k of g_fin_k), else 0.
        quality: `full`, or `preview` for weights that only show the way.
        licence: Terms of the weights.
        training_data: The picture sets, one line each.
        kimg: Thousands of pictures seen in training.
        metrics: Measured figures by name.
        date: ISO date of the export.
        command: The command that trained it.
    """

    id: str
    kind: ModelKind
    title: str
    file: str
    folder: Path
    sha256: str = ""
    bytes: int = 0
    spec: Mapping[str, object] = field(default_factory=dict)
    base: str | None = None
    base_sha256: str | None = None
    tuned_blocks: int = 0
    quality: str = "full"
    licence: str = ""
    training_data: tuple[str, ...] = ()
    kimg: float = 0.0
    metrics: Mapping[str, float] = field(default_factory=dict)
    date: str = ""
    command: str = ""

    @property
    def path(self) -> Path:
        """The weight file."""
        return self.folder / self.file

    def to_dict(self) -> dict[str, Any]:
        """The card as a manifest entry; None and the folder are left out."""
        names = (f for f in self.__dataclass_fields__ if f != "folder")
        values = {name: getattr(self, name) for name in names}
        values["training_data"] = list(self.training_data)
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], *, folder: Path) -> Self:
        """Read a manifest entry.

        Raises:
            ValueError: A name is unknown, missing or impossible.
        """
        known = dict(values)
        try:
            known["kind"] = ModelKind(known["kind"])
            known["training_data"] = tuple(known.get("training_data", ()))
            return cls(folder=folder, **known)
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error


class Catalog:
    """All models of the program and of its user."""

    def __init__(self, cards: Sequence[ModelCard]) -> None:
        self.cards = tuple(cards)

    @classmethod
    def read(cls, weights: Path, *, user_styles: Path | None = None) -> Self:
        """Read the bundled manifest and the cards inside a person's own style files.

        A file of the person that cannot be read is left out and logged; it never stops the
        program.

        Args:
            weights: Folder with the bundled manifest.
            user_styles: Folder of `.safetensors` files whose metadata hold their card.

        Raises:
            WeightsMissingError: The manifest is missing.
            WeightsDamagedError: The manifest cannot be read.
        """
        cards = _read_manifest(weights)
        if user_styles is not None and user_styles.is_dir():
            for path in sorted(user_styles.glob("*.safetensors")):
                try:
                    cards.append(read_embedded_card(path))
                except (OSError, ValueError) as error:
                    log.warning("a model file was left out: %s", error)
        return cls(cards)

    def of_kind(self, kind: ModelKind) -> tuple[ModelCard, ...]:
        """Cards of one kind, bundled ones first."""
        return tuple(card for card in self.cards if card.kind is kind)

    def get(self, kind: ModelKind, model_id: str) -> ModelCard:
        """The card of that kind and id.

        Raises:
            UnknownModelError: There is none.
        """
        cards = self.of_kind(kind)
        for card in cards:
            if card.id == model_id:
                return card
        raise UnknownModelError(
            kind=kind.value, model_id=model_id, known=[card.id for card in cards]
        )

    def choose(self, kind: ModelKind, model_id: str | None) -> ModelCard:
        """The card of that id, or of the default model for None.

        Raises:
            UnknownModelError: There is no such model.
            WeightsMissingError: There is none of that kind.
        """
        return self.first(kind) if model_id is None else self.get(kind, model_id)

    def first(self, kind: ModelKind) -> ModelCard:
        """The default model of a kind.

        Raises:
            WeightsMissingError: There is none.
        """
        cards = self.of_kind(kind)
        if not cards:
            raise WeightsMissingError(what=f"A model of the kind “{kind.value}”")
        return cards[0]

    def for_base(self, kind: ModelKind, base: ModelCard) -> ModelCard | None:
        """The first model of a kind that was made for that very file, or None."""
        for card in self.of_kind(kind):
            if card.base == base.id and card.base_sha256 == base.sha256:
                return card
        return None


def is_model_id(text: str) -> bool:
    """Whether a new model may have that id: small letters, digits and hyphens."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]*", text) is not None


def _read_manifest(folder: Path) -> list[ModelCard]:
    path = folder / MANIFEST
    if not path.is_file():
        raise WeightsMissingError(what=f"The list of models, {MANIFEST},")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest["version"] != MANIFEST_VERSION:
            raise ValueError(f"version {manifest['version']} is not {MANIFEST_VERSION}")
        return [ModelCard.from_dict(entry, folder=folder) for entry in manifest["models"]]
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsDamagedError(file=MANIFEST, reason=str(error)) from error


def read_embedded_card(path: Path) -> ModelCard:
    """Read the card that `weights.save_model` put into a weight file's metadata.

    A generator's file is read whole, for its checksum: 0.1 s for 120 MB.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is no weight file or holds no card.
    """
    with path.open("rb") as stream:
        prefix = stream.read(8)
        if len(prefix) < 8:
            raise ValueError(f"{path.name} is no weight file")
        (length,) = struct.unpack("<Q", prefix)
        if length > _LARGEST_HEADER:
            raise ValueError(f"{path.name} is no weight file")
        header = json.loads(stream.read(length))
    card = header.get("__metadata__", {}).get("card")
    if card is None:
        raise ValueError(f"{path.name} holds no model card")
    values = json.loads(card) | {"file": path.name, "sha256": "", "bytes": path.stat().st_size}
    if values.get("kind") == ModelKind.GENERATOR:
        with path.open("rb") as stream:  # its styles and encoders know it by that
            values["sha256"] = hashlib.file_digest(stream, "sha256").hexdigest()
    return ModelCard.from_dict(values, folder=path.parent)
