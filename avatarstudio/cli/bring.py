"""`avatarstudio import-checkpoint`: a generator of another program becomes one of the user's."""

from __future__ import annotations

import shlex
from argparse import Namespace
from datetime import UTC, datetime

import torch

from avatarstudio.cli.run import Report
from avatarstudio.core.errors import UsageError
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind, is_model_id
from avatarstudio.nets.imported import import_generator, tuned_part
from avatarstudio.nets.weights import load_generator, save_model


def import_checkpoint(options: Namespace) -> Report:
    """Bring a StyleGAN2 generator, or with a base a style, into the user's folder."""
    kind = ModelKind.GENERATOR if options.base is None else ModelKind.STYLE
    catalog = Catalog.read(weights_dir(), user_styles=user_styles_dir())
    if not is_model_id(options.id):
        raise UsageError(f"“{options.id}” is no id; use small letters, digits and hyphens only.")
    if any(card.id == options.id for card in catalog.of_kind(kind)):
        raise UsageError(f"There is a {kind.value} named “{options.id}” already; choose another.")
    base = None if options.base is None else catalog.get(ModelKind.GENERATOR, options.base)
    found = import_generator(options.checkpoint)
    blocks, tensors = 0, found.state
    if base is not None:
        blocks, tensors = tuned_part(found, load_generator(base, torch.device("cpu")))
    card = ModelCard(
        id=options.id,
        kind=kind,
        title=options.title or options.id.replace("-", " ").capitalize(),
        file=f"{kind.value}-{options.id}.safetensors",
        folder=user_styles_dir(),
        spec=found.spec.to_dict(),
        base=None if base is None else base.id,
        base_sha256=None if base is None else base.sha256,
        tuned_blocks=blocks,
        licence=f"that of “{options.checkpoint.name}”",
        date=datetime.now(UTC).date().isoformat(),
        command=_command(options),
    )
    # Somebody else's weights stay as they are: float16 may not hold them.
    card = save_model(card, tensors, dtype=torch.float32)
    return {
        "input": str(options.checkpoint),
        "kind": kind.value,
        "id": card.id,
        "spec": found.spec.to_dict(),
        "base": card.base,
        "tuned_blocks": card.tuned_blocks,
        "outputs": [str(card.path)],
        "text": f"{card.path}\n{_next_step(card, found.spec.resolution)}",
    }


def _command(options: Namespace) -> str:
    words = ["avatarstudio", "import-checkpoint", options.checkpoint.name, "--id", options.id]
    return shlex.join(words if options.base is None else [*words, "--base", options.base])


def _next_step(card: ModelCard, resolution: int) -> str:
    if card.kind is ModelKind.STYLE:
        return f"A style of {resolution} px over “{card.base}”; use it with --style {card.id}."
    return (
        f"A generator of {resolution} px without styles; make one with: avatarstudio-train "
        f"finetune --base {card.id}"
    )
