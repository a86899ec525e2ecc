"""What an encoder's feature maps say of a person beyond the latent: hair, beard, skin."""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
from torch import Tensor, nn

from avatarstudio.nets.specs import Spec


@dataclass(frozen=True, slots=True)
class Traits:
    """How surely a person has what a name says, each about 0 (not) to 1.

    Attributes:
        long_hair: Hair that hangs to the shoulders.
        beard: A beard that is clearly seen.
        man: A grown man's face.
        dark_skin: Dark skin, in whatever light; brown skin is half of that.
    """

    long_hair: float
    beard: float
    man: float
    dark_skin: float


TRAITS = tuple(f.name for f in fields(Traits))


@dataclass(frozen=True, slots=True)
class TraitSpec(Spec):
    """The map from an encoder's feature maps to traits.

    Attributes:
        features: Numbers in those maps.
    """

    features: int = 8192

    def __post_init__(self) -> None:
        if self.features < 1:
            raise ValueError("there must be features")


class TraitNet(nn.Module):
    """A linear map of an encoder's feature maps of 8 px, fitted by ridge regression."""

    def __init__(self, spec: TraitSpec) -> None:
        super().__init__()
        self.spec = spec
        self.read = nn.Linear(spec.features, len(TRAITS))

    def forward(self, maps: Tensor) -> Tensor:
        """Read traits off feature maps.

        Args:
            maps: What `Encoder.encode_with_details` gives, float32, (B, C, 8, 8).

        Returns:
            In the order of `TRAITS`, float32, (B, 4).
        """
        read: Tensor = self.read(maps.flatten(1))
        return read

    @torch.no_grad()
    def traits(self, maps: Tensor) -> Traits:
        """Traits of one person; of several pictures, (B, C, 8, 8), their mean."""
        return Traits(*self(maps).mean(dim=0).tolist())
