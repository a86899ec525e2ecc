"""Networks that commands need ready: from a run, a weight file, or what the program brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from avatarstudio.core.errors import UsageError
from avatarstudio.core.paths import weights_dir
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind, read_embedded_card
from avatarstudio.nets.cyclegan import Translator
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.judge import JudgeNet
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import (
    DenoiserSpec,
    DistilledSpec,
    FeatureSpec,
    JudgeSpec,
    Spec,
    TranslatorSpec,
    UnetSpec,
)
from avatarstudio.nets.unet import Unet
from avatarstudio.nets.weights import load_strictly, load_tensors
from avatarstudio.training.checkpoint import find_checkpoint, load_checkpoint, load_network
from avatarstudio.training.experiment import place

S = TypeVar("S", bound=Spec)
N = TypeVar("N", bound=nn.Module)


def load_judge(source: Path | None, device: torch.device) -> JudgeNet:
    """Load a judge for inference.

    Args:
        source: Run of `features`, weight file, or None for the program's own.
        device: Where it goes.

    Raises:
        WeightsError: There is none, or it cannot be read.
        UsageError: The run or the weight file is of another kind.
    """
    kind = ModelKind.JUDGE
    return _load(source, kind, JudgeSpec, JudgeNet, "judge_ema", device)


def load_perceptual(source: Path | None, device: torch.device) -> FeatureNet:
    """Load a perceptual net for inference, like `load_judge`."""
    kind = ModelKind.PERCEPTUAL
    return _load(source, kind, FeatureSpec, FeatureNet, "features_ema", device)


def load_matte_net(source: Path | None, device: torch.device) -> MatteNet:
    """Load a mask network for inference, like `load_judge`."""
    return _load(source, ModelKind.MASK, UnetSpec, MatteNet, "mask_ema", device)


def load_denoiser(source: Path | None, device: torch.device) -> Denoiser:
    """Load a denoiser for inference, like `load_judge`."""
    return _load(source, ModelKind.DENOISER, DenoiserSpec, Denoiser, "denoiser_ema", device)


def load_translator(source: Path | ModelCard, device: torch.device) -> Translator:
    """Load a CycleGAN from portraits to drawings for inference, like `load_judge`.

    Args:
        source: Run of `cyclegan`, weight file, or the card of one.
        device: Where it goes.
    """
    kind = ModelKind.CYCLEGAN
    return _load(source, kind, TranslatorSpec, Translator, "to_drawing", device)


def load_distilled(source: Path, device: torch.device) -> Unet:
    """Load a distilled translator for inference, like `load_judge`."""
    return _load(source, ModelKind.TRANSLATOR, DistilledSpec, Unet, "unet_ema", device)


def has_bundled(kind: ModelKind) -> bool:
    """Whether the program brings a model of that kind along."""
    return bool(Catalog.read(weights_dir()).of_kind(kind))


def _load(
    source: Path | ModelCard | None,
    kind: ModelKind,
    spec: type[S],
    build: Callable[[S], N],
    name: str,
    device: torch.device,
) -> N:
    if isinstance(source, Path) and source.is_dir():
        tensors, meta = load_checkpoint(find_checkpoint(source))
        if not any(key.startswith(f"{name}.") for key in tensors):
            raise UsageError(f"The run “{source}” holds no {kind.value}.")
        network = build(spec.from_dict(meta["spec"]))
        load_network(network, tensors, name=name, file=str(source))
    else:
        card = source if isinstance(source, ModelCard) else _card_of(source, kind)
        network = build(spec.from_dict(card.spec))
        load_strictly(network, load_tensors(card), file=card.file)
    return place(network.eval().requires_grad_(False), device)


def _card_of(file: Path | None, kind: ModelKind) -> ModelCard:
    if file is None:
        return Catalog.read(weights_dir()).first(kind)
    try:
        card = read_embedded_card(file)
    except (OSError, ValueError) as error:
        raise UsageError(f"“{file}” cannot be used as a {kind.value}: {error}.") from error
    if card.kind is not kind:
        raise UsageError(f"“{file}” is a {card.kind.value}, not a {kind.value}.")
    return card
