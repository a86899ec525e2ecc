"""The networks that a style starts from: a run of `pretrain`, or what the program brings along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from avatarstudio.core.errors import CheckpointMismatchError, UsageError
from avatarstudio.core.paths import user_styles_dir, weights_dir
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
        base: Run folder, checkpoint or packed state of `pretrain`, `autoencode` or `encoder`, or a
            generator's id, bundled or imported.
        device: Where the networks go.
        discriminator: Run or checkpoint that brings the opponent where the base has none.

    Raises:
        UnknownModelError: It is neither a folder nor a generator.
        NoCheckpointError: A folder holds no checkpoint.
        WeightsDamagedError: A file cannot be read.
        CheckpointMismatchError: A checkpoint is of another command or other specs.
        UsageError: A discriminator was given beside a run that has one.
    """
    parent = (_of_run if Path(base).is_dir() else _bundled)(base, discriminator)
    for network in (parent.generator, parent.discriminator, parent.encoder):
        if network is not None:
            place(network, device)
    return parent


def _of_run(base: str, discriminator: Path | None) -> Parent:
    tensors, meta = load_checkpoint(find_checkpoint(Path(base)))
    if "encoder_spec" not in meta:
        raise CheckpointMismatchError(file=base, missing=["encoder_spec"], unexpected=[])
    spec = GeneratorSpec.from_dict(meta["spec"])
    encoder = Encoder(EncoderSpec.from_dict(meta["encoder_spec"]))
    # Runs of autoencode and encoder have none.
    has_opponent = any(name.startswith("d.") for name in tensors)
    if has_opponent and discriminator is not None:
        raise UsageError("A run of pretrain has its discriminator; leave --discriminator out.")
    parent = Parent(Generator(spec), _opponent(spec, discriminator), encoder)
    load_network(parent.generator, tensors, name="g_ema", file=base)
    load_network(encoder, tensors, name="e_ema", file=base)
    if has_opponent:
        load_network(parent.discriminator, tensors, name="d", file=base)
    return parent


def _bundled(base: str, discriminator: Path | None) -> Parent:
    catalog = Catalog.read(weights_dir(), user_styles=user_styles_dir())
    card = catalog.get(ModelKind.GENERATOR, base)
    spec = GeneratorSpec.from_dict(card.spec)
    parent = Parent(Generator(spec), _opponent(spec, discriminator), _encoder_for(catalog, card))
    load_strictly(parent.generator, load_tensors(card), file=card.file)
    return parent


def _opponent(spec: GeneratorSpec, source: Path | None) -> Discriminator:
    """A run's discriminator, which may be of other widths; without one a fresh one."""
    if source is None:
        return Discriminator(spec)
    tensors, meta = load_checkpoint(find_checkpoint(source))
    own = GeneratorSpec.from_dict(meta["spec"])
    opponent = Discriminator(own if own.resolution == spec.resolution else spec)
    load_network(opponent, tensors, name="d", file=str(source))
    return opponent


def _encoder_for(catalog: Catalog, base: ModelCard) -> Encoder | None:
    card = catalog.for_base(ModelKind.ENCODER, base)
    if card is None:
        return None
    encoder = Encoder(EncoderSpec.from_dict(card.spec))
    load_strictly(encoder, load_tensors(card), file=card.file)
    return encoder
