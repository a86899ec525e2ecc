"""The whole way from a photo to avatars, for the command line and the window alike.

`Engine` holds the loaded models; its methods are the steps: find faces, align, invert, render.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from avatarstudio.avatars.appearance import read_appearance
from avatarstudio.avatars.background import Cutter, load_cutter
from avatarstudio.avatars.colours import measure_shift
from avatarstudio.avatars.edits import Edit, search_edits
from avatarstudio.avatars.enlarge import Enlarger
from avatarstudio.avatars.face_shape import reshape
from avatarstudio.avatars.first_wall import default_wall, first_blocks, first_recipe
from avatarstudio.avatars.glasses import find_glasses
from avatarstudio.avatars.hair_tone import way_to_dark
from avatarstudio.avatars.recipe import Appearance, Glasses, Recipe
from avatarstudio.avatars.redraw import Redrawer
from avatarstudio.avatars.render import Renderer, Variant, complete, cut
from avatarstudio.core.errors import LatentsBaseError, WeightsMissingError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress
from avatarstudio.faces.align import Portrait, align
from avatarstudio.faces.detect import DlibDetector, Face, FaceDetector, choose_face
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.inversion.config import Quality
from avatarstudio.inversion.cross_domain import Inversion, invert_across
from avatarstudio.inversion.lighting import lit
from avatarstudio.inversion.losses import to_target
from avatarstudio.inversion.models import Models, load_models
from avatarstudio.inversion.style_start import drawn_in
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind
from avatarstudio.nets.device import choose_device, memory_guard
from avatarstudio.nets.latent import Latents
from avatarstudio.nets.pictures import to_generated_image, to_rgb_image
from avatarstudio.nets.weights import load_denoiser, load_upscaler


class Engine:
    """Loads models once and runs the steps; used from one thread at a time."""

    def __init__(
        self, catalog: Catalog, *, device: str = "auto", detector: FaceDetector | None = None
    ) -> None:
        """Prepare; nothing is loaded yet.

        Raises:
            DeviceUnavailableError: This computer does not have the device.
        """
        self.catalog = catalog
        self.device = choose_device(device)
        self._detector = detector
        self._models: dict[str, Models] = {}
        self._enlarger: Enlarger | None = None
        self._cutter: Cutter | None = None
        self._redrawer: Redrawer | None = None
        self._edits: dict[str, Mapping[str, Edit]] = {}
        self._searches: dict[str, Generator[float, None, tuple[Edit, ...]]] = {}

    def style_card(self, style_id: str | None) -> ModelCard:
        """The card of a style, the default one for None.

        Raises:
            UnknownModelError: There is no such style.
            WeightsMissingError: There is no style at all.
        """
        return self.catalog.choose(ModelKind.STYLE, style_id)

    def models(self, style_id: str | None = None) -> Models:
        """Load what a style needs, or return it again.

        Raises:
            WeightsError: A file is missing, damaged or does not fit.
        """
        card = self.style_card(style_id)
        if card.id not in self._models:
            loaded = self._models.values()
            self._models[card.id] = load_models(self.catalog, card, loaded, device=self.device)
        return self._models[card.id]

    def find_faces(self, photo: RgbImage) -> tuple[Face, ...]:
        """Faces of a photo, from left to right."""
        if self._detector is None:
            self._detector = DlibDetector()
        return self._detector.detect(photo)

    def take_portrait(
        self, photo: RgbImage, faces: Sequence[Face], *, number: int | None
    ) -> Portrait:
        """Align the chosen face.

        Args:
            photo: RGB, uint8, (H, W, 3).
            faces: What `find_faces` gave.
            number: Counted from 1; None where there is only one.

        Raises:
            NoFaceFoundError: There is none.
            SeveralFacesError: There are several and none was chosen.
            FaceChoiceError: There is no such face.
        """
        return align(photo, choose_face(faces, number=number))

    def invert(
        self,
        portrait: RgbImage,
        *,
        style_id: str | None = None,
        quality: Quality,
        seed: int,
        progress: Progress,
        human_only: bool = False,
    ) -> Inversion:
        """Cross-domain reverse generation of a portrait.

        Args:
            portrait: RGB, uint8, (S, S, 3), aligned.
            style_id: The style, the default one for None.
            quality: How hard to try.
            seed: Seeds random starts.
            progress: Hears of every step and may stop it.
            human_only: Stop at z1; z2 is z1 then.

        Raises:
            Cancelled: `progress` asked for it.
            DeviceMemoryError: The device is too small.
        """
        models = self.models(style_id)
        return invert_across(
            self._target(portrait),
            models.style,
            quality=quality,
            perceptual=models.perceptual,
            encoder=models.encoder,
            device=self.device,
            seed=seed,
            progress=progress,
            human_only=human_only,
        )

    @torch.no_grad()
    def instant(
        self,
        portrait: RgbImage,
        *,
        style_id: str | None = None,
        glasses: Glasses | None = None,
        mouth: MouthShape | None = None,
    ) -> RgbImage:
        """An avatar in one pass, for live pictures: like the first avatar, but not redrawn.

        Args:
            portrait: RGB, uint8, (S, S, 3), aligned.
            style_id: The style, the default one for None.
            glasses: What the person wears.
            mouth: What the person's mouth does.

        Returns:
            RGB, uint8, square, enlarged like a variant.

        Raises:
            WeightsMissingError: The style's generator has no encoder.
            DeviceMemoryError: The device is too small.
        """
        models = self.models(style_id)
        if models.encoder is None:
            raise WeightsMissingError(what=f"An encoder for “{models.generator_card.title}”")
        tuned = models.style.tuned_blocks
        cutter = self.cutter()
        outline = cutter.rough_matte(portrait)
        smooth = cutter.smooth_background(portrait, outline).to(self.device)
        with memory_guard(self.device):
            target = to_target(smooth, models.style.base.spec.resolution)
            brighter = lit(target)
            w, details = models.encoder.encode_with_details(brighter)
            if brighter is not target:  # traits are read in the light of the photo
                _, details = models.encoder.encode_with_details(target)
            appearance = read_appearance(
                portrait,
                matte=outline,
                traits=None if models.traits is None else models.traits.traits(details),
                glasses=glasses,
                mouth=mouth,
            )
            recipe = first_recipe(tuned, appearance)
            generator = models.style.use(first_blocks(tuned), fade=recipe.fade)
            start = drawn_in(w, generator, models.encoder)
            latent = generator.broadcast(generator.mapping.w_avg.lerp(start, recipe.truncation))
            copy = to_rgb_image(target)
            avatar = to_generated_image(generator.synthesis(latent))
            shift = measure_shift(avatar, copy, person=outline)
            darker = way_to_dark(models.style, avatar, shift)
            if darker is not None:
                latent = latent + recipe.hair_tone * darker
                avatar = to_generated_image(generator.synthesis(latent))
                shift = measure_shift(avatar, copy, person=outline)
        avatar = reshape(avatar, small_eyes=recipe.small_eyes, strong_jaw=recipe.strong_jaw)
        cutout = cut(avatar, recipe, outline=outline, cutter=cutter)
        return complete(
            avatar if cutout is None else cutout.picture,
            recipe,
            shift=shift,
            cutout=cutout,
            enlarger=self.enlarger(),
        )

    def _target(self, portrait: RgbImage) -> Tensor:
        """What inversions look for: the portrait, before a background that generators know."""
        cutter = self.cutter()
        smooth = cutter.smooth_background(portrait, cutter.rough_matte(portrait))
        return smooth.to(self.device)

    def latents(self, inversion: Inversion, *, style_id: str | None = None) -> Latents:
        """What is kept of an inversion."""
        models = self.models(style_id)
        return Latents(
            z1=inversion.first.latent,
            z2=inversion.second.latent,
            generator=models.generator_card.id,
            generator_sha256=models.generator_card.sha256,
            style=models.style_card.id,
            style_sha256=models.style_card.sha256,
        )

    def renderer(self, latents: Latents) -> Renderer:
        """A renderer for a person's latents in the style that they were found for.

        Raises:
            LatentsBaseError: They were found over another generator.
        """
        models = self.models(latents.style)
        if latents.generator_sha256 != models.generator_card.sha256:
            raise LatentsBaseError(wanted=latents.generator, base=models.generator_card.id)
        return Renderer(
            models.style,
            z1=latents.z1,
            z2=latents.z2,
            device=self.device,
            edits=lambda: self.edits(latents.style),
            enlarger=self.enlarger(),
            cutter=self.cutter(),
            redrawer=self.redrawer(),
        )

    def redrawer(self) -> Redrawer:
        """What redraws avatars; without a denoiser it leaves them alone."""
        if self._redrawer is None:
            cards = self.catalog.of_kind(ModelKind.DENOISER)
            networks = [load_denoiser(card, self.device) for card in cards]
            self._redrawer = Redrawer(networks, self.device)
        return self._redrawer

    def enlarger(self) -> Enlarger:
        """What enlarges pictures; without a super-resolution model it leaves them alone."""
        if self._enlarger is None:
            cards = self.catalog.of_kind(ModelKind.UPSCALER)
            networks = [load_upscaler(card, self.device) for card in cards]
            self._enlarger = Enlarger(networks, self.device)
        return self._enlarger

    def cutter(self) -> Cutter:
        """What tells people from their backgrounds."""
        if self._cutter is None:
            self._cutter = load_cutter(self.catalog)
        return self._cutter

    def edits(self, style_id: str | None = None) -> Mapping[str, Edit]:
        """The named sliders of a style; finding them takes seconds, once."""
        style = self.models(style_id).style
        while not self.seek_edits(style_id):
            pass
        return self._edits[style.id]

    def seek_edits(self, style_id: str | None = None) -> bool:
        """Search a fraction of a second for a style's sliders; True when they are found."""
        style = self.models(style_id).style
        if style.id in self._edits:
            return True
        if style.id not in self._searches:
            self._searches[style.id] = search_edits(style.use(style.tuned_blocks))
        try:
            next(self._searches[style.id])
        except StopIteration as end:
            self._edits[style.id] = {edit.name.value: edit for edit in end.value}
            del self._searches[style.id]
        return style.id in self._edits

    def wall(
        self,
        style_id: str | None = None,
        *,
        seed: int,
        portrait: RgbImage | None = None,
        mouth: MouthShape | None = None,
    ) -> tuple[Recipe, ...]:
        """The default recipes of a style, with a person's appearance.

        Args:
            style_id: The style, the default one for None.
            seed: Where the random latents begin.
            portrait: RGB, uint8, (S, S, 3), aligned.
            mouth: What the person's mouth does.
        """
        style = self.models(style_id).style
        return default_wall(
            num_blocks=style.num_blocks,
            tuned_blocks=style.tuned_blocks,
            seed=seed,
            appearance=Appearance(mouth=mouth)
            if portrait is None
            else self.appearance(portrait, style_id=style_id, mouth=mouth),
        )

    @torch.no_grad()
    def appearance(
        self, portrait: RgbImage, *, style_id: str | None = None, mouth: MouthShape | None = None
    ) -> Appearance:
        """What a person's avatars begin with.

        Args:
            portrait: RGB, uint8, (S, S, 3), aligned.
            style_id: The style, the default one for None.
            mouth: What the person's mouth does.

        Raises:
            DeviceMemoryError: The device is too small.
        """
        models, matte = self.models(style_id), self.cutter().rough_matte(portrait)
        traits = None
        if models.encoder is not None and models.traits is not None:
            smooth = self.cutter().smooth_background(portrait, matte).to(self.device)
            with memory_guard(self.device):
                target = to_target(smooth, models.style.base.spec.resolution)
                both = torch.cat([target, target.flip(-1)])
                traits = models.traits.traits(models.encoder.encode_with_details(both)[1])
        return read_appearance(
            portrait, matte=matte, traits=traits, glasses=find_glasses(portrait), mouth=mouth
        )


def render_all(
    renderer: Renderer, recipes: Sequence[Recipe], *, progress: Progress
) -> Iterator[Variant]:
    """Render recipes one by one.

    Raises:
        Cancelled: `progress` asked for it.
    """
    for done, recipe in enumerate(recipes, start=1):
        yield renderer.render(recipe)
        progress.report(done / len(recipes), f"avatar {done} of {len(recipes)}")


def open_catalog(weights: Path, user_styles: Path | None) -> Catalog:
    """The models of the program and of its user."""
    return Catalog.read(weights, user_styles=user_styles)


def device_name(device: torch.device) -> str:
    """The device as people know it."""
    if device.type == "cuda":
        return f"cuda ({torch.cuda.get_device_name(device)})"
    return device.type
