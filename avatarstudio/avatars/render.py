"""Rendering: latents, style and recipe to a picture."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from avatarstudio.avatars.background import Cutter
from avatarstudio.avatars.beard import draw_beard
from avatarstudio.avatars.colours import ColourShift, measure_shift
from avatarstudio.avatars.edits import Edit, apply_edits
from avatarstudio.avatars.enlarge import Enlarger
from avatarstudio.avatars.face_shape import reshape
from avatarstudio.avatars.first_wall import FADE, first_blocks
from avatarstudio.avatars.glasses import draw_glasses
from avatarstudio.avatars.hair_tone import way_to_dark
from avatarstudio.avatars.ink import ink
from avatarstudio.avatars.mend import find_usual_eyes, mend
from avatarstudio.avatars.mouth import draw_mouth
from avatarstudio.avatars.outline import Cutout, cut_out
from avatarstudio.avatars.recipe import Blend, Recipe
from avatarstudio.avatars.redraw import Redrawer
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.eyes import EyeFinder
from avatarstudio.nets.device import memory_guard
from avatarstudio.nets.pictures import to_generated_image
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import Style

_DRAWN_STRENGTH = 0.7
"""From this strength of the style, the mean of its blocks, on mouths are small lines (looked at for
nine people) and a network that knows drawings has something to redraw."""


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """A rendered recipe.

    Attributes:
        recipe: What it was made from.
        picture: RGB, uint8, square: the generator's, enlarged where that is small.
    """

    recipe: Recipe
    picture: RgbImage


class Renderer:
    """Renders recipes for one person in one style; the same inputs give the same bytes."""

    def __init__(
        self,
        style: Style,
        *,
        z1: Tensor,
        z2: Tensor,
        device: torch.device,
        edits: Callable[[], Mapping[str, Edit]] = dict,
        enlarger: Enlarger | None = None,
        cutter: Cutter | None = None,
        redrawer: Redrawer | None = None,
    ) -> None:
        """Hold the latents.

        Args:
            style: The style over its base.
            z1: W+ of the portrait over the base, (L, Z).
            z2: W+ over the style, (L, Z).
            device: Where the style lies.
            edits: Gives the style's sliders by name; asked only for a recipe that uses them,
                since finding them takes a moment.
            enlarger: Brings small generators' pictures to the size that is shown.
            cutter: Finds outlines; without one, or without its network, they stay as drawn.
            redrawer: Redraws what the style drew; without one it stays.
        """
        self._cutter = cutter or Cutter(None)
        self._enlarger = enlarger or Enlarger((), device)
        self._redrawer = redrawer or Redrawer((), device)
        self._edits = edits
        self._style = style
        self._z1 = z1.to(device)
        self._z2 = z2.to(device)
        self._device = device
        self._copy: RgbImage | None = None
        self._seen: tuple[Tensor | None] | None = None
        self._drawn: tuple[Recipe, _Drawing] | None = None
        self._shift: tuple[Recipe, ColourShift] | None = None
        self._outline: tuple[Recipe, Tensor | None] | None = None
        self._darker: tuple[Recipe, Tensor | None] | None = None
        self._usual_eyes: EyeFinder | None = None

    @property
    def copy(self) -> RgbImage:
        """The human generator's copy of the portrait, g(z1)."""
        if self._copy is None:
            with torch.no_grad():
                self._copy = self._synthesise(self._z1, self._style.base)
        return self._copy

    @torch.no_grad()
    def render(self, recipe: Recipe) -> Variant:
        """Render one recipe.

        Raises:
            DeviceMemoryError: The device is too small.
        """
        drawing = self._draw(recipe)
        coloured = recipe.photo_colours > 0 or recipe.skin_tone > 0
        picture = complete(
            drawing.picture,
            recipe if self._is_drawn(recipe) else _undrawn(recipe),
            shift=self._shift_of(recipe, drawing.picture) if coloured else None,
            cutout=drawing.cutout,
            enlarger=self._enlarger,
        )
        return Variant(recipe=recipe, picture=picture)

    def _draw(self, recipe: Recipe) -> _Drawing:
        """The generator's picture, cut out, redrawn and enlarged, before the photo's colours.

        The last one is kept, since a slider of what comes after it asks for it again and again.
        """
        recipe = _uncompleted(recipe)
        if self._drawn is None or self._drawn[0] != recipe:
            self._drawn = (recipe, self._drawn_anew(recipe))
        return self._drawn[1]

    def _drawn_anew(self, recipe: Recipe) -> _Drawing:
        blocks = self._use_blocks(recipe)
        generator = self._style.use(blocks, strength=recipe.strength, fade=recipe.fade)
        plain = self._synthesise(self._latent(recipe), generator)
        plain = self._toned(plain, recipe, generator)
        is_drawn = self._is_drawn(recipe)
        if is_drawn:
            if recipe.redraw > 0:  # which hides what was patched
                plain = mend(plain, self._eyes())
            plain = reshape(plain, small_eyes=recipe.small_eyes, strong_jaw=recipe.strong_jaw)
        # It is cut before it is redrawn, so that strands end along the cut as drawings have them.
        cutout = cut(
            plain,
            recipe if is_drawn else replace(recipe, short_hair=0.0, bald=0.0),
            outline=self._outline_of(recipe) if recipe.outline > 0 else None,
            cutter=self._cutter,
        )
        if cutout is not None and is_drawn:
            if recipe.redraw > 0:
                cutout = cutout.with_mended_hair()
            bare = cutout.with_bare_head(cutout.picture, recipe.bald)
            cutout = replace(cutout, picture=bare)
        redraw = functools.partial(
            self._redrawer.redraw,
            amount=recipe.redraw if is_drawn else 0.0,
            seed=recipe.redraw_seed,
            within=None if cutout is None else cutout.within_reach,
        )
        drawn = redraw(plain if cutout is None else cutout.picture)
        large = self._enlarger.enlarge(drawn)
        if large is not drawn:  # what is sharp when it is small is soft when it is large
            large = redraw(large)
        return _Drawing(large, None if cutout is None else cutout.redrawn(large))

    def _eyes(self) -> EyeFinder:
        """The eyes of the face that the style draws of nobody in particular."""
        if self._usual_eyes is None:
            base, tuned = self._style.base, self._style.tuned_blocks
            nobody = base.broadcast(base.mapping.w_avg[None])[0]
            drawn = self._synthesise(nobody, self._style.use(first_blocks(tuned), fade=FADE))
            self._usual_eyes = find_usual_eyes(drawn)
        return self._usual_eyes

    def _use_blocks(self, recipe: Recipe) -> int:
        """The j of g_fin_k_use_j."""
        tuned = self._style.tuned_blocks
        return tuned if recipe.use_blocks is None else min(recipe.use_blocks, tuned)

    def _is_drawn(self, recipe: Recipe) -> bool:
        """Whether a style drew it, with a mouth of its own; nearer to the photo it is a face."""
        tuned, used = self._style.tuned_blocks, self._use_blocks(recipe)
        fading = (recipe.fade ** (1 + missing) for missing in range(tuned - used))
        return recipe.strength * (used + sum(fading)) >= _DRAWN_STRENGTH * tuned

    def _outline_of(self, recipe: Recipe) -> Tensor | None:
        """The matte of the person, with what a recipe does to outlines and nothing else."""
        front = self._style.num_blocks - self._style.tuned_blocks
        blends = [b for b in recipe.all_blends() if b.first < front]
        blends = [replace(b, until=min(b.until, front)) for b in blends]
        shaping = Recipe(anime_latent=0.0, blends=tuple(blends), edits=recipe.edits)
        if self._outline is None or self._outline[0] != shaping:
            if shaping.blends or shaping.edits:
                person = self._synthesise(self._latent(shaping), self._style.base)
                matte = self._cutter.rough_matte(person)
            else:
                matte = self._copy_matte()
            self._outline = (shaping, matte)
        return self._outline[1]

    def _copy_matte(self) -> Tensor | None:
        """The matte of the person in the copy, which outlines and the colour of hair ask for."""
        if self._seen is None:
            self._seen = (self._cutter.rough_matte(self.copy),)
        return self._seen[0]

    def _shift_of(self, recipe: Recipe, picture: RgbImage) -> ColourShift:
        """The way to the photo's colours, measured without edits, which would be undone else."""
        plain = replace(_uncompleted(recipe), edits=())
        if self._shift is None or self._shift[0] != plain:
            unedited = self._draw(plain).picture if recipe.edits else picture
            self._shift = (plain, measure_shift(unedited, self.copy, person=self._copy_matte()))
        return self._shift[1]

    def _latent(self, recipe: Recipe) -> Tensor:
        """W+ (L, Z) of a recipe."""
        base = self._style.base
        latent = torch.lerp(self._z1, self._z2, recipe.anime_latent)
        split = self._first_row(recipe.split)
        latent[:split] = self._z1[:split]
        for blend in recipe.all_blends():
            self._mix(latent, blend)
        latent = torch.lerp(base.mapping.w_avg.expand_as(latent), latent, recipe.truncation)
        return apply_edits(latent, recipe.edits, self._edits()) if recipe.edits else latent

    def _toned(self, plain: RgbImage, recipe: Recipe, generator: Generator) -> RgbImage:
        """The picture that a generator draws, with hair that is dark where the person's is."""
        if recipe.hair_tone == 0:
            return plain
        # Without edits, which would be undone else.
        unedited = replace(_uncompleted(recipe), edits=(), hair_tone=1.0)
        if self._darker is None or self._darker[0] != unedited:
            drawn = self._synthesise(self._latent(unedited), generator) if recipe.edits else plain
            shift = measure_shift(drawn, self.copy, person=self._copy_matte())
            way = way_to_dark(self._style, drawn, shift)
            self._darker = (unedited, way)
        way = self._darker[1]
        if way is None:
            return plain
        return self._synthesise(self._latent(recipe) + recipe.hair_tone * way, generator)

    def _synthesise(self, latent: Tensor, generator: Generator) -> RgbImage:
        with memory_guard(self._device):
            return to_generated_image(generator.synthesis(latent[None]))

    def _mix(self, latent: Tensor, blend: Blend) -> None:
        """Mix a seeded random latent into the rows of some blocks of W+ (L, Z), in place."""
        seeded = torch.Generator().manual_seed(blend.seed)
        z = torch.randn(self._style.base.spec.z_dim, generator=seeded).to(self._device)
        rows = slice(self._first_row(blend.first), self._first_row(blend.until))
        latent[rows] = torch.lerp(latent[rows], self._style.random_latent(z)[rows], blend.weight)

    def _first_row(self, block: int) -> int:
        """The row of W+ at which a block begins; past the last block, the end."""
        spec = self._style.base.spec
        if block >= len(spec.block_resolutions):
            return spec.num_layers
        return spec.layers_of_block(block).start


@dataclass(frozen=True, slots=True, eq=False)
class _Drawing:
    """A picture before the photo's colours, and how it was cut out."""

    picture: RgbImage
    cutout: Cutout | None


def _undrawn(recipe: Recipe) -> Recipe:
    """The same without what only a style's faces get when all is drawn."""
    return replace(recipe, mouth=None, beard=0.0, bald=0.0, ink=0.0)


def _uncompleted(recipe: Recipe) -> Recipe:
    """The same without what `complete` does."""
    return replace(
        recipe,
        photo_colours=0.0,
        skin_tone=0.0,
        darker_skin=0.0,
        background_light=0.0,
        ink=0.0,
        beard=0.0,
        glasses=None,
        mouth=None,
    )


def cut(
    plain: RgbImage, recipe: Recipe, *, outline: Tensor | None, cutter: Cutter
) -> Cutout | None:
    """Cut a generator's picture out as a recipe asks for.

    Args:
        plain: RGB, uint8, square.
        recipe: Says how closely, and how short hair is.
        outline: The matte of the person, float32, (1, 1, H, H); None leaves outlines as drawn.
        cutter: Finds the avatar's own outline.

    Returns:
        None if nothing is to be cut.
    """
    if outline is None and recipe.short_hair == 0 and recipe.bald == 0:
        return None
    return cut_out(
        plain,
        person=cutter.rough_matte(plain),
        outline=outline,
        amount=recipe.outline,
        short_hair=recipe.short_hair,
        bald=recipe.bald,
    )


def complete(
    drawn: RgbImage,
    recipe: Recipe,
    *,
    shift: ColourShift | None,
    cutout: Cutout | None,
    enlarger: Enlarger,
) -> RgbImage:
    """Give a picture what a recipe asks for beside its latents, its style and its outline.

    Args:
        drawn: RGB, uint8, square.
        recipe: Says how much of each.
        shift: The way to the photo's colours; None leaves them as drawn.
        cutout: How the picture was cut out; None if it was not.
        enlarger: Brings small pictures to the size that is shown.

    Returns:
        RGB, uint8, square, enlarged.
    """
    picture = drawn
    if shift is not None:
        picture = shift.apply(
            picture,
            amount=recipe.photo_colours,
            skin=recipe.skin_tone,
            darker=recipe.darker_skin,
            cover=None if cutout is None else cutout.cover,
        )
    if cutout is not None:
        picture = cutout.with_bare_head(picture, recipe.bald)
    picture = enlarger.enlarge(picture)
    if cutout is not None:
        picture = cutout.before_calm(picture, light=recipe.background_light)
    picture = ink(picture, recipe.ink)
    if recipe.mouth is not None:
        picture = draw_mouth(picture, recipe.mouth)
    picture = draw_beard(picture, recipe.beard, within=None if cutout is None else cutout.cover)
    return picture if recipe.glasses is None else draw_glasses(picture, recipe.glasses)
