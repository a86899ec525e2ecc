"""Latent files: what an inversion found, exactly, with what is needed to render it again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from avatarstudio.core.errors import WeightsDamagedError, WeightsMissingError
from avatarstudio.core.files import write_atomically


@dataclass(frozen=True, slots=True, eq=False)
class Latents:
    """The latents of one person's portrait.

    Attributes:
        z1: r_g(x), W+ over the human generator, float32, (L, Z), on the CPU.
        z2: r_g_fin(x') over the style, same shape; z1 itself where there was no second inversion.
        generator: Id of the human generator.
        generator_sha256: Which very file that was.
        style: Id of the style.
        style_sha256: Which very file that was; empty for a person's own style.
    """

    z1: Tensor
    z2: Tensor
    generator: str
    generator_sha256: str
    style: str
    style_sha256: str = field(default="")


_FACTS = ("generator", "generator_sha256", "style", "style_sha256")


def save_latents(latents: Latents, path: Path) -> None:
    """Write a latent file, whole or not at all.

    Raises:
        ExportError: It cannot be written.
    """
    facts = {name: getattr(latents, name) for name in _FACTS}
    data = save(
        {"z1": latents.z1.contiguous(), "z2": latents.z2.clone().contiguous()},
        metadata={"latents": json.dumps(facts)},
    )
    write_atomically(path, data)


def load_latents(path: Path) -> Latents:
    """Read a latent file.

    Raises:
        WeightsMissingError: There is no such file.
        WeightsDamagedError: It is no latent file, or damaged.
    """
    if not path.is_file():
        raise WeightsMissingError(what=f"The latent file “{path.name}”")
    try:
        with safe_open(path, framework="pt") as file:
            facts = json.loads((file.metadata() or {})["latents"])
            z1, z2 = file.get_tensor("z1"), file.get_tensor("z2")
        if z1.ndim != 2 or z1.shape != z2.shape:
            raise ValueError(f"latents of shapes {tuple(z1.shape)} and {tuple(z2.shape)}")
        return Latents(z1=z1, z2=z2, **{name: str(facts[name]) for name in _FACTS})
    except (SafetensorError, OSError, KeyError, ValueError) as error:
        raise WeightsDamagedError(file=path.name, reason=f"no latent file: {error}") from error
