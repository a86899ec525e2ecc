"""The networks that a style starts from: a run of `pretrain`, or what the program brings along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from avatarstudio.core.errors import CheckpointMismatchError, UsageError
from avatarstudio.core.paths import weights_dir
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.weights import load_strictly, load_tensors
from avatarstudio.training.checkpoint import find_checkpoint, load_checkpoint, load_network
from avatarstudio.training.experiment import place


@dataclass(frozen=True, slots=True, eq=False)
class Parent:
    """Pre-trained networks; generator and encoder are averages.

    Attributes:
        generator: g of the thesis.
        discriminator: Its opponent; a fresh one where there was none.
        encoder: Portraits to w; None where the base has none.
    """

    generator: Generator
    discriminator: Discriminator
    encoder: Encoder | None


def load_parent(base: str, *, device: torch.device, discriminator: Path | None = None) -> Parent:
    """Load what a style starts from.

    Args:
        base: Run folder, checkpoint or packed state of `pretrain` or `autoencode`, or a bundled
            generator's id.
        device: Where the networks go.
        discriminator: Run or checkpoint that brings a bundled generator's opponent.

    Raises:
        UnknownModelError: It is neither a folder nor a bundled generator.
        NoCheckpointError: A folder holds no checkpoint.
        WeightsDamagedError: A file cannot be read.
        CheckpointMismatchError: A checkpoint is of another command or other specs.
        UsageError: A discriminator was given beside a run that has one.
    """
    if not Path(base).is_dir():
        parent = _bundled(base, discriminator)
    elif discriminator is None:
        parent = _of_run(Path(base))
    else:
        raise UsageError("A run of pretrain has its discriminator; leave --discriminator out.")
    for network in (parent.generator, parent.discriminator, parent.encoder):
        if network is not None:
            place(network, device)
    return parent


def _of_run(source: Path) -> Parent:
    tensors, meta = load_checkpoint(find_checkpoint(source))
    if "encoder_spec" not in meta:
        raise CheckpointMismatchError(file=str(source), missing=["encoder_spec"], unexpected=[])
    spec = GeneratorSpec.from_dict(meta["spec"])
    encoder = Encoder(EncoderSpec.from_dict(meta["encoder_spec"]))
    parent = Parent(Generator(spec), Discriminator(spec), encoder)
    load_network(parent.generator, tensors, name="g_ema", file=str(source))
    if any(name.startswith("d.") for name in tensors):  # a run of autoencode has none
        load_network(parent.discriminator, tensors, name="d", file=str(source))
    load_network(encoder, tensors, name="e_ema", file=str(source))
    return parent


def _bundled(base: str, discriminator: Path | None) -> Parent:
    catalog = Catalog.read(weights_dir())
    card = catalog.get(ModelKind.GENERATOR, base)
    spec = GeneratorSpec.from_dict(card.spec)
    parent = Parent(Generator(spec), Discriminator(spec), _encoder_for(catalog, card))
    load_strictly(parent.generator, load_tensors(card), file=card.file)
    if discriminator is not None:
        tensors, _ = load_checkpoint(find_checkpoint(discriminator))
        load_network(parent.discriminator, tensors, name="d", file=str(discriminator))
    return parent


def _encoder_for(catalog: Catalog, base: ModelCard) -> Encoder | None:
    card = catalog.for_base(ModelKind.ENCODER, base)
    if card is None:
        return None
    encoder = Encoder(EncoderSpec.from_dict(card.spec))
    load_strictly(encoder, load_tensors(card), file=card.file)
    return encoder
