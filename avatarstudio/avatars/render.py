"""Rendering: latents, style and recipe to a picture."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from avatarstudio.avatars.colours import keep_colours
from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.pictures import to_rgb_image
from avatarstudio.nets.surgery import Style


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """A rendered recipe.

    Attributes:
        recipe: What it was made from.
        picture: RGB, uint8, at the generator's resolution.
    """

    recipe: Recipe
    picture: RgbImage


class Renderer:
    """Renders recipes for one person in one style; the same inputs give the same bytes."""

    def __init__(self, style: Style, *, z1: Tensor, z2: Tensor, device: torch.device) -> None:
        """Hold the latents.

        Args:
            style: The style over its base.
            z1: W+ of the portrait over the base, (L, Z).
            z2: W+ over the style, (L, Z).
            device: Where the style lies.
        """
        self._style = style
        self._z1 = z1.to(device)
        self._z2 = z2.to(device)
        self._device = device
        self._copy: RgbImage | None = None

    @property
    def copy(self) -> RgbImage:
        """The human generator's copy of the portrait, g(z1)."""
        if self._copy is None:
            with torch.no_grad(), memory_guard(self._device):
                self._copy = to_rgb_image(self._style.base.synthesis(self._z1[None]))
        return self._copy

    @torch.no_grad()
    def render(self, recipe: Recipe) -> Variant:
        """Render one recipe.

        Raises:
            DeviceMemoryError: The device is too small.
        """
        j = self._style.tuned_blocks if recipe.use_blocks is None else recipe.use_blocks
        generator = self._style.use(min(j, self._style.tuned_blocks), strength=recipe.strength)
        with memory_guard(self._device):
            picture = to_rgb_image(generator.synthesis(self._latent(recipe)[None]))
        if recipe.photo_colours > 0:
            picture = keep_colours(picture, self.copy, amount=recipe.photo_colours)
        return Variant(recipe=recipe, picture=picture)

    def _latent(self, recipe: Recipe) -> Tensor:
        """W+ (L, Z) of a recipe."""
        base, spec = self._style.base, self._style.base.spec
        latent = torch.lerp(self._z1, self._z2, recipe.anime_latent)
        split = self._first_row(recipe.split)
        latent[:split] = self._z1[:split]
        if recipe.mix_seed is not None and recipe.mix_weight > 0:
            seeded = torch.Generator().manual_seed(recipe.mix_seed)
            z = torch.randn(1, spec.z_dim, generator=seeded).to(self._device)
            other: Tensor = base.mapping(z)
            rows = slice(self._first_row(recipe.mix_from), self._first_row(recipe.mix_until))
            latent[rows] = torch.lerp(
                latent[rows], other.expand_as(latent[rows]), recipe.mix_weight
            )
        return torch.lerp(base.mapping.w_avg.expand_as(latent), latent, recipe.truncation)

    def _first_row(self, block: int) -> int:
        """The row of W+ at which a block begins; past the last block, the end."""
        spec = self._style.base.spec
        if block >= len(spec.block_resolutions):
            return spec.num_layers
        return spec.layers_of_block(block).start
