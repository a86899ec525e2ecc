"""From a run to a weight file with its card, which the program finds in its weights folder.

A style file holds the tuned blocks only. What lies before them must be the base's to the bit, in
the precision of the base's file; otherwise the style would belong to another generator.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor

from avatarstudio.avatars.edits import find_edit
from avatarstudio.avatars.measures import Property
from avatarstudio.core.errors import ExportError, StyleBaseError, UsageError
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.nets.catalog import MANIFEST, Catalog, ModelCard, ModelKind, is_model_id
from avatarstudio.nets.specs import FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import STYLE_AXES, STYLE_HAIR_LIGHT, tuned_tensors
from avatarstudio.nets.weights import load_strictly, load_tensors, save_model, write_manifest
from avatarstudio.training.checkpoint import find_checkpoint, load_checkpoint
from avatarstudio.training.options import Commands
from avatarstudio.training.state import PACKED

_NETWORK = {
    ModelKind.GENERATOR: "g_ema",
    ModelKind.STYLE: "g_ema",
    ModelKind.ENCODER: "e_ema",
    ModelKind.TRAITS: "traits_ema",
    ModelKind.JUDGE: "judge_ema",
    ModelKind.PERCEPTUAL: "features_ema",
    ModelKind.UPSCALER: "up_ema",
    ModelKind.MASK: "mask_ema",
    ModelKind.DENOISER: "denoiser_ema",
    ModelKind.CYCLEGAN: "to_drawing",
    ModelKind.TRANSLATOR: "unet_ema",
}
"""The network of a run's checkpoint that a weight file of each kind holds."""

_BASES = {
    ModelKind.STYLE: ModelKind.GENERATOR,
    ModelKind.ENCODER: ModelKind.GENERATOR,
    ModelKind.TRAITS: ModelKind.ENCODER,
}
"""What models of a kind belong to."""


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """What a run cannot know about the model that it made.

    Attributes:
        kind: What the file is for.
        id: Id of the model, unique within its kind.
        title: Name for people.
        base: Id of the generator that a style or an encoder belongs to, of the encoder that traits
            do.
        licence: Terms of the weights.
        training_data: The picture sets, one line each; the names of the run's if empty.
        quality: `full` or `preview`; None for the base's, or full where there is no base.
        dtype: Precision of the file, `float16` or `bfloat16`.
        feature_blocks: Blocks of a perceptual net that is made of a discriminator.
        metrics: Figures by name, from the `metrics` command.
    """

    kind: ModelKind
    id: str
    title: str
    base: str | None = None
    licence: str = ""
    training_data: Sequence[str] = ()
    quality: str | None = None
    dtype: str = "float16"
    feature_blocks: int = 3
    metrics: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not is_model_id(self.id):
            raise ValueError(f"an id has small letters, digits and hyphens only: {self.id}")
        if (self.base is None) == (self.kind in _BASES):
            raise ValueError("a style, an encoder and traits need --base, other kinds have none")
        if self.quality not in {"full", "preview", None}:
            raise ValueError(f"the quality is full or preview, not {self.quality}")


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """A run as the export sees it."""

    source: Path
    tensors: Mapping[str, Tensor]
    meta: Mapping[str, Any]

    def network(self, name: str) -> dict[str, Tensor]:
        """One network's tensors, none if the run has no such network."""
        prefix = f"{name}."
        return {k[len(prefix) :]: v for k, v in self.tensors.items() if k.startswith(prefix)}


def export_model(source: Path, folder: Path, config: ExportConfig) -> ModelCard:
    """Write a run's model as a weight file.

    Args:
        source: Run folder, checkpoint or packed state.
        folder: Where the file goes. Its manifest gets the model's entry; a person's own folder
            has no manifest and needs none.
        config: What the card says.

    Returns:
        The model's card.

    Raises:
        UsageError: The run holds no model of that kind.
        UnknownModelError: There is no such base.
        StyleBaseError: The run was made over another base.
        ExportError: The file cannot be written.
    """
    tensors, meta = load_checkpoint(find_checkpoint(source))
    run = _Run(source, tensors, meta)
    state, spec = _state_and_spec(run, config)
    dtype = getattr(torch, config.dtype)
    base = None if config.base is None else _find_base(config, folder)
    if base is not None:
        dtype = _file_dtype(base)
        if config.kind is ModelKind.STYLE:
            state = _tuned(run, state, base, style=config.id)
        elif config.kind is ModelKind.ENCODER:
            _require_same(run, base, model=config.id)
    started = _read_start(source)
    card = ModelCard(
        id=config.id,
        kind=config.kind,
        title=config.title,
        file=f"{config.kind.value}-{config.id}.safetensors",
        folder=folder,
        spec=spec,
        base=None if base is None else base.id,
        base_sha256=None if base is None else base.sha256,
        tuned_blocks=int(meta["blocks"]) if config.kind is ModelKind.STYLE else 0,
        quality=config.quality or ("full" if base is None else base.quality),
        licence=config.licence,
        training_data=tuple(config.training_data) or _data_names(started),
        kimg=round(meta["seen"] / 1000, 3),
        metrics=dict(config.metrics),
        date=datetime.now(UTC).date().isoformat(),
        command=without_folders(str(started.get("command", ""))),
    )
    try:
        card = save_model(card, state, dtype=dtype)
        if (folder / MANIFEST).is_file() or not _needs_no_manifest(card):
            _add_to_manifest(card)
    except OSError as error:
        raise ExportError(path=card.path, reason=error.strerror or str(error)) from error
    return card


def _needs_no_manifest(card: ModelCard) -> bool:
    """In a person's own folder the program reads the cards inside the files."""
    return card.kind is ModelKind.STYLE or card.folder.resolve() == user_styles_dir().resolve()


def _state_and_spec(run: _Run, config: ExportConfig) -> tuple[dict[str, Tensor], dict[str, object]]:
    state = run.network(_NETWORK[config.kind])
    if config.kind is ModelKind.PERCEPTUAL and not state:
        return _discriminator_trunk(run, blocks=config.feature_blocks)
    # A style's run has a generator's average as well; only one of the two is meant.
    other = ModelKind.GENERATOR if "blocks" in run.meta else ModelKind.STYLE
    if not state or config.kind is other:
        raise UsageError(f"The run “{run.source}” holds no {config.kind.value}; see --kind.")
    name = "encoder_spec" if config.kind is ModelKind.ENCODER else "spec"
    return state, dict(run.meta[name])


def _discriminator_trunk(run: _Run, *, blocks: int) -> tuple[dict[str, Tensor], dict[str, object]]:
    """The first blocks of a discriminator's average as a perceptual net (Larsen et al. 2016)."""
    wanted = ("from_rgb.", *(f"blocks.{i}." for i in range(blocks)))
    state = {k: v for k, v in run.network("d_ema").items() if k.startswith(wanted)}
    if not state:
        raise UsageError(f"The run “{run.source}” holds no perceptual net; see --kind.")
    spec = GeneratorSpec.from_dict(run.meta["spec"])
    features = FeatureSpec(
        resolution=spec.resolution,
        blocks=blocks,
        channel_base=spec.channel_base,
        channel_max=spec.channel_max,
    )
    return state, features.to_dict()


def _find_base(config: ExportConfig, folder: Path) -> ModelCard:
    """The base's card: of the target folder's own list or the program's, or a person's own."""
    home = folder if (folder / MANIFEST).is_file() else weights_dir()
    catalog = Catalog.read(home, user_styles=user_styles_dir())
    return catalog.get(_BASES[config.kind], config.base or "")


def _file_dtype(card: ModelCard) -> torch.dtype:
    with safe_open(card.path, framework="pt") as file:
        dtype: torch.dtype = file.get_tensor(next(iter(file.keys()))).dtype
    return dtype


def _tuned(
    run: _Run, state: Mapping[str, Tensor], base: ModelCard, *, style: str
) -> dict[str, Tensor]:
    """The style's own tensors, after the check that all others are the base's."""
    parent, child = (Generator(GeneratorSpec.from_dict(base.spec)) for _ in range(2))
    load_strictly(parent, load_tensors(base), file=base.file)
    load_strictly(child, _rounded_to(parent.state_dict(), state, run, base), file=style)
    try:
        tuned = tuned_tensors(parent, child, blocks=int(run.meta["blocks"]))
    except ValueError as error:
        raise StyleBaseError(style=style, wanted="another generator", base=base.id) from error
    axes = run.network("axes_ema")
    hair = find_edit(child.prepare_for_inference(), Property.HAIR_LIGHT)
    if axes:
        tuned[STYLE_AXES] = axes["value"]
    if hair is not None:
        tuned[STYLE_HAIR_LIGHT] = hair.direction
    return tuned


def _require_same(run: _Run, base: ModelCard, *, model: str) -> None:
    """Check that an encoder was trained for that very generator."""
    wanted = load_tensors(base)
    found = _rounded_to(wanted, run.network("g_ema"), run, base)
    same = found.keys() == wanted.keys() and all(
        torch.equal(found[name], value) for name, value in wanted.items()
    )
    if not same:
        raise StyleBaseError(style=model, wanted="another generator", base=base.id)


def _rounded_to(
    wanted: Mapping[str, Tensor], state: Mapping[str, Tensor], run: _Run, base: ModelCard
) -> dict[str, Tensor]:
    """The base's own tensors where a run's are the same, the run's elsewhere.

    Same means to the bit in the precision of the base's file. A packed state was rounded to
    bfloat16 before; rounding twice may go the other way, so there the last bits may differ.
    """
    dtype = _file_dtype(base)

    def same(value: Tensor, other: Tensor) -> bool:
        if run.meta.get(PACKED):
            return torch.allclose(value.float(), other, rtol=2**-7, atol=1e-7)
        return torch.equal(value.to(dtype).float(), other)

    return {
        name: wanted[name] if name in wanted and same(value, wanted[name]) else value.float()
        for name, value in state.items()
    }


def _add_to_manifest(card: ModelCard) -> None:
    """Put the card into its folder's manifest, in the place of one of the same kind and id."""
    exists = (card.folder / MANIFEST).is_file()
    cards = list(Catalog.read(card.folder).cards) if exists else []
    keys = [(other.kind, other.id) for other in cards]
    if (card.kind, card.id) in keys:
        cards[keys.index((card.kind, card.id))] = card
    else:
        cards.append(card)
    write_manifest(card.folder, cards)


def _read_start(source: Path) -> Mapping[str, Any]:
    """How the run was started; nothing for a checkpoint that left its folder."""
    for place in (source, source.parent):
        if (place / "config.toml").is_file():
            return tomllib.loads((place / "config.toml").read_text(encoding="utf-8"))
    return {}


def _data_names(started: Mapping[str, Any]) -> tuple[str, ...]:
    options = started.get("options", {})
    sources = [*options.get("data", ()), *options.get("portraits_data", ())]
    return tuple(Path(source.partition(",")[0]).name for source in sources)


def without_folders(command: str) -> str:
    """Shorten absolute paths to their last two parts: a card tells nothing of a person's disk."""

    def shorten(match: re.Match[str]) -> str:
        return "/".join(Path(match[0]).parts[-2:])

    words = [re.sub(r"^(?:/|[A-Za-z]:[\\/])[^,]+", shorten, word) for word in shlex.split(command)]
    return shlex.join(words)


def _command(options: argparse.Namespace) -> None:
    metrics: dict[str, float] = {}
    if options.metrics is not None:
        try:
            metrics = json.loads(options.metrics.read_text(encoding="utf-8"))["figures"]
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(f"“{options.metrics}” is no result of metrics: {error}.") from error
    try:
        config = ExportConfig(
            kind=ModelKind(options.kind),
            id=options.id,
            title=options.title or options.id.replace("-", " ").capitalize(),
            base=options.base,
            licence=options.licence,
            training_data=options.training_data,
            quality=options.quality,
            dtype=options.dtype,
            feature_blocks=options.feature_blocks,
            metrics=metrics,
        )
    except ValueError as error:
        raise UsageError(f"{error}.") from error
    export_model(options.source, options.out, config)


def add_command(commands: Commands) -> None:
    """Add `export` to the toolkit."""
    parser = commands.add_parser("export", help="turn a run into a weight file with its card")
    parser.set_defaults(run=_command)
    parser.add_argument("source", type=Path, metavar="RUN", help="run folder or checkpoint")
    parser.add_argument("--kind", choices=[kind.value for kind in ModelKind], required=True)
    parser.add_argument("--id", required=True, help="small letters, digits and hyphens")
    parser.add_argument("--title", default="", help="name for people")
    parser.add_argument("--base", help="id of the generator or encoder that it belongs to")
    parser.add_argument("--out", type=Path, required=True, help="weights or styles folder")
    parser.add_argument("--licence", default="")
    parser.add_argument("--training-data", nargs="*", default=(), metavar="LINE")
    parser.add_argument("--quality", choices=("full", "preview"), help="the base's if left out")
    parser.add_argument("--dtype", choices=("float16", "bfloat16"), default="float16")
    parser.add_argument("--feature-blocks", type=int, default=3, help="of a discriminator's trunk")
    parser.add_argument("--metrics", type=Path, help="metrics.json for the card")
