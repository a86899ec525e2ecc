"""Weight files: checked, loaded strictly, saved with their card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from avatarstudio.core.errors import (
    CheckpointMismatchError,
    StyleBaseError,
    WeightsDamagedError,
    WeightsMissingError,
)
from avatarstudio.core.files import write_atomically, writing
from avatarstudio.nets.carn import Carn
from avatarstudio.nets.catalog import MANIFEST, MANIFEST_VERSION, ModelCard
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import (
    DenoiserSpec,
    EncoderSpec,
    FeatureSpec,
    GeneratorSpec,
    Spec,
    UnetSpec,
    UpscalerSpec,
)
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import STYLE_AXES, STYLE_HAIR_LIGHT, Style
from avatarstudio.nets.traits import TraitNet, TraitSpec

S = TypeVar("S", bound=Spec)
N = TypeVar("N", bound=nn.Module)


def load_tensors(card: ModelCard) -> dict[str, Tensor]:
    """Read a weight file after checking its sha256 (safetensors itself misses flipped bits).

    Returns:
        Tensors by name, float32, on the CPU.

    Raises:
        WeightsMissingError: The file is not there.
        WeightsDamagedError: Its content is not what the card says, or cannot be parsed.
    """
    try:
        data = card.path.read_bytes()
    except OSError as error:
        raise WeightsMissingError(what=f"The weight file “{card.file}”") from error
    if card.sha256 and hashlib.sha256(data).hexdigest() != card.sha256:
        raise WeightsDamagedError(file=card.file, reason="its checksum differs")
    try:
        return {name: tensor.float() for name, tensor in load(data).items()}
    except SafetensorError as error:
        raise WeightsDamagedError(file=card.file, reason=str(error)) from error


def load_strictly(network: nn.Module, tensors: Mapping[str, Tensor], *, file: str) -> None:
    """Load a state dict that must fit exactly.

    Raises:
        CheckpointMismatchError: Names or shapes differ.
    """
    wanted = network.state_dict()
    missing = [
        name for name in wanted if name not in tensors or tensors[name].shape != wanted[name].shape
    ]
    unexpected = [name for name in tensors if name not in wanted]
    if missing or unexpected:
        raise CheckpointMismatchError(file=file, missing=missing, unexpected=unexpected)
    network.load_state_dict(dict(tensors))


def load_generator(card: ModelCard, device: torch.device) -> Generator:
    """Load a generator, ready for inference."""
    generator = Generator(_spec(card, GeneratorSpec))
    load_strictly(generator, load_tensors(card), file=card.file)
    return generator.to(device).prepare_for_inference()


def load_style(
    card: ModelCard, *, base: Generator, base_card: ModelCard, device: torch.device
) -> Style:
    """Load a style over the base that it was made for.

    Raises:
        StyleBaseError: It was made for another base.
        CheckpointMismatchError: Its tensors are not those of the base's last blocks.
    """
    if card.base != base_card.id or card.base_sha256 != base_card.sha256:
        raise StyleBaseError(style=card.id, wanted=str(card.base), base=base_card.id)
    tensors = {name: tensor.to(device) for name, tensor in load_tensors(card).items()}
    axes, hair_light = tensors.pop(STYLE_AXES, None), tensors.pop(STYLE_HAIR_LIGHT, None)
    style = Style(
        style_id=card.id,
        base=base,
        tuned=tensors,
        tuned_blocks=card.tuned_blocks,
        axes=axes,
        hair_light=hair_light,
    )
    missing, unexpected = style.mismatch()
    if missing or unexpected:
        raise CheckpointMismatchError(file=card.file, missing=missing, unexpected=unexpected)
    return style


def load_encoder(card: ModelCard, device: torch.device) -> Encoder:
    """Load an encoder, ready for inference."""
    encoder = Encoder(_spec(card, EncoderSpec))
    load_strictly(encoder, load_tensors(card), file=card.file)
    return _frozen(encoder, device)


def load_feature_net(card: ModelCard, device: torch.device) -> FeatureNet:
    """Load a perceptual net, ready for inference."""
    network = FeatureNet(_spec(card, FeatureSpec))
    load_strictly(network, load_tensors(card), file=card.file)
    return _frozen(network, device)


def load_upscaler(card: ModelCard, device: torch.device) -> Carn:
    """Load a super-resolution network, ready for inference."""
    network = Carn(_spec(card, UpscalerSpec))
    load_strictly(network, load_tensors(card), file=card.file)
    return _frozen(network, device)


def load_denoiser(card: ModelCard, device: torch.device) -> Denoiser:
    """Load a denoiser, ready for inference."""
    network = Denoiser(_spec(card, DenoiserSpec))
    load_strictly(network, load_tensors(card), file=card.file)
    return _frozen(network, device)


def load_trait_net(card: ModelCard, device: torch.device) -> TraitNet:
    """Load what reads traits, ready for inference."""
    network = TraitNet(_spec(card, TraitSpec))
    load_strictly(network, load_tensors(card), file=card.file)
    return _frozen(network, device)


def load_matte_net(card: ModelCard, device: torch.device) -> MatteNet:
    """Load a mask network, ready for inference."""
    network = MatteNet(_spec(card, UnetSpec))
    load_strictly(network, load_tensors(card), file=card.file)
    return _frozen(network, device)


def save_model(
    card: ModelCard, tensors: Mapping[str, Tensor], *, dtype: torch.dtype = torch.float16
) -> ModelCard:
    """Write a weight file with its card inside.

    Args:
        card: Describes the model; file and folder say where it goes.
        tensors: The state to save.
        dtype: Precision of the file.

    Returns:
        The card with the file's sha256 and size, for the manifest.

    Raises:
        ExportError: The file cannot be written; one that was there is as it was.
    """
    state = {
        name: tensor.detach().to("cpu", dtype).contiguous() for name, tensor in tensors.items()
    }
    embedded = json.dumps(replace(card, sha256="", bytes=0).to_dict())
    data = save(state, metadata={"card": embedded})
    with writing(card.folder):
        card.folder.mkdir(parents=True, exist_ok=True)
    write_atomically(card.path, data)
    return replace(card, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def write_manifest(folder: Path, cards: list[ModelCard]) -> None:
    """Write the list of models of a folder."""
    manifest = {"version": MANIFEST_VERSION, "models": [card.to_dict() for card in cards]}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _spec(card: ModelCard, kind: type[S]) -> S:
    try:
        return kind.from_dict(card.spec)
    except ValueError as error:
        raise WeightsDamagedError(file=card.file, reason=str(error)) from error


def _frozen(network: N, device: torch.device) -> N:
    network.to(device).eval().requires_grad_(False)
    network.to(memory_format=torch.channels_last)
    return network
