"""What one style needs: its generator and the networks that know it, loaded together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import torch

from avatarstudio.inversion.losses import BundledDistance, PerceptualDistance
from avatarstudio.inversion.lpips_trunk import find_lpips
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.surgery import Style
from avatarstudio.nets.traits import TraitNet
from avatarstudio.nets.weights import (
    load_encoder,
    load_feature_net,
    load_generator,
    load_style,
    load_trait_net,
)


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """What one style needs, loaded.

    Attributes:
        generator_card: The human generator's card.
        style_card: The style's card.
        style: The style over its generator.
        encoder: The generator's encoder, where there is one.
        traits: What reads traits off the encoder, where there is one.
        perceptual: The distance in use.
    """

    generator_card: ModelCard
    style_card: ModelCard
    style: Style
    encoder: Encoder | None
    traits: TraitNet | None
    perceptual: PerceptualDistance


def load_models(
    catalog: Catalog, card: ModelCard, loaded: Iterable[Models], *, device: torch.device
) -> Models:
    """Load what a style needs.

    Args:
        catalog: Where the other models are.
        card: Of the style.
        loaded: What is there already; a style over the same generator shares all but itself.
        device: Where they go.

    Raises:
        UnknownModelError: The style's generator is not there.
        WeightsError: A file is missing, damaged or does not fit.
    """
    base_card = catalog.get(ModelKind.GENERATOR, card.base or "")
    known = next((models for models in loaded if models.generator_card is base_card), None)
    base = load_generator(base_card, device) if known is None else known.style.base
    style = load_style(card, base=base, base_card=base_card, device=device)
    if known is not None:
        return replace(known, style_card=card, style=style)
    encoder_card = catalog.for_base(ModelKind.ENCODER, base_card)
    trait_card = encoder_card and catalog.for_base(ModelKind.TRAITS, encoder_card)
    return Models(
        generator_card=base_card,
        style_card=card,
        style=style,
        encoder=load_encoder(encoder_card, device) if encoder_card else None,
        traits=load_trait_net(trait_card, device) if trait_card else None,
        perceptual=find_lpips(device) or _bundled_distance(catalog, device),
    )


def _bundled_distance(catalog: Catalog, device: torch.device) -> PerceptualDistance:
    card = catalog.first(ModelKind.PERCEPTUAL)
    return BundledDistance(load_feature_net(card, device), name=card.id)
