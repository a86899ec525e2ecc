from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest
import torch

from avatarstudio.avatars.background import Cutter
from avatarstudio.avatars.edits import Edit
from avatarstudio.avatars.enlarge import Enlarger
from avatarstudio.avatars.first_wall import default_wall
from avatarstudio.avatars.glasses import draw_glasses
from avatarstudio.avatars.measures import Property
from avatarstudio.avatars.outline import cut_out
from avatarstudio.avatars.recipe import Glasses, Recipe
from avatarstudio.avatars.redraw import Redrawer, Within
from avatarstudio.avatars.render import Renderer
from avatarstudio.core.images import RgbImage
from avatarstudio.core.progress import Progress
from avatarstudio.faces.eyes import EyeFinder
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.pictures import to_generated_image
from avatarstudio.nets.specs import GeneratorSpec, UnetSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import Style, tuned_tensors
from tests.avatars.lab import lab_mean

SPEC = GeneratorSpec(
    resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
)
CPU = torch.device("cpu")
PLAIN = Recipe()


@pytest.fixture(scope="module")
def style() -> Style:
    torch.manual_seed(0)
    base = Generator(SPEC).prepare_for_inference()
    child = copy.deepcopy(base)
    with torch.no_grad():
        for block in child.synthesis.blocks[2:]:
            for parameter in block.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return Style(
        style_id="s", base=base, tuned=tuned_tensors(base, child, blocks=2), tuned_blocks=2
    )


@pytest.fixture(scope="module")
def latents(style: Style) -> tuple[torch.Tensor, torch.Tensor]:
    z = torch.randn(2, SPEC.z_dim, generator=torch.Generator().manual_seed(4))
    with torch.no_grad():
        w = style.base.broadcast(style.base.mapping(z))
    return w[0], w[1]


@pytest.fixture
def renderer(style: Style, latents: tuple[torch.Tensor, torch.Tensor]) -> Renderer:
    return Renderer(style, z1=latents[0], z2=latents[1], device=CPU)


def rendered(generator: Generator, ws: torch.Tensor) -> np.ndarray:
    with torch.no_grad():
        return to_generated_image(generator.synthesis(ws[None]))


def test_the_plain_recipe_is_the_style_at_z2(
    renderer: Renderer, style: Style, latents: tuple[torch.Tensor, torch.Tensor]
) -> None:
    assert (renderer.render(PLAIN).picture == rendered(style.use(2), latents[1])).all()


def test_a_split_gives_z1_to_the_first_blocks(
    renderer: Renderer, style: Style, latents: tuple[torch.Tensor, torch.Tensor]
) -> None:
    rows = SPEC.layers_of_block(2).start
    joined = torch.cat([latents[0][:rows], latents[1][rows:]])
    assert (renderer.render(Recipe(split=2)).picture == rendered(style.use(2), joined)).all()
    all_z1 = renderer.render(Recipe(split=4)).picture
    assert (all_z1 == rendered(style.use(2), latents[0])).all()


def test_no_tuned_block_at_z1_is_the_copy_of_the_portrait(renderer: Renderer) -> None:
    inside = (slice(1, -1), slice(1, -1))  # of the line at the edge of avatars
    for recipe in (Recipe(use_blocks=0, split=4), Recipe(strength=0.0, anime_latent=0.0)):
        assert (renderer.render(recipe).picture[inside] == renderer.copy[inside]).all()


def test_the_edge_of_an_avatar_repeats_what_is_inside(renderer: Renderer) -> None:
    picture = renderer.render(PLAIN).picture
    for turned in (picture, picture[::-1], picture.swapaxes(0, 1), picture.swapaxes(0, 1)[::-1]):
        assert (turned[0] == turned[1]).all()


def test_mixing_follows_its_seed_span_and_weight(renderer: Renderer) -> None:
    mixed = Recipe(mix_seed=3, mix_from=1, mix_until=4, mix_weight=0.7)
    first = renderer.render(mixed).picture
    assert (first == renderer.render(mixed).picture).all()
    assert (first != renderer.render(replace(mixed, mix_seed=4)).picture).any()
    plain = renderer.render(PLAIN).picture
    assert (renderer.render(replace(mixed, mix_weight=0.0)).picture == plain).all()
    assert (renderer.render(replace(mixed, mix_until=1)).picture == plain).all()


def test_full_truncation_forgets_the_person(renderer: Renderer, style: Style) -> None:
    mean = style.base.broadcast(style.base.mapping.w_avg[None])[0]
    found = renderer.render(Recipe(truncation=0.0)).picture
    assert (found == rendered(style.use(2), mean)).all()


def test_colours_of_the_photo_come_nearer_to_the_photo_as_a_drawing(renderer: Renderer) -> None:
    drawn = lab_mean(renderer.copy) + np.array((16, -4, -6))
    distances = [
        np.abs(lab_mean(renderer.render(Recipe(photo_colours=amount)).picture) - drawn).sum()
        for amount in (0.0, 0.5, 1.0)
    ]
    assert distances[0] > distances[1] > distances[2]


def test_more_blocks_than_the_style_has_mean_all_of_them(renderer: Renderer) -> None:
    plain = renderer.render(PLAIN).picture
    assert (renderer.render(Recipe(use_blocks=99)).picture == plain).all()


def test_the_default_wall_differs_from_picture_to_picture(renderer: Renderer) -> None:
    wall = default_wall(num_blocks=4, tuned_blocks=2, seed=0)
    pictures = [renderer.render(recipe).picture.astype(float) for recipe in wall]
    apart = [np.abs(a - b).mean() for i, a in enumerate(pictures) for b in pictures[i + 1 :]]
    assert min(apart) > 1.0  # of 255; nobody sees less


class _BrightIsPerson(MatteNet):
    """A network to which what is bright is the person."""

    def __init__(self) -> None:
        super().__init__(UnetSpec(width=8, width_max=8, levels=2, blocks=1))

    def forward(self, rgb: torch.Tensor) -> torch.Tensor:
        return 8 * rgb.mean(dim=1, keepdim=True)


def test_an_avatar_keeps_to_the_outline_that_its_latents_have_over_the_base(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor]
) -> None:
    cutter = Cutter(_BrightIsPerson())
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, cutter=cutter)

    def wanted(recipe: Recipe, people: RgbImage) -> RgbImage:
        drawn = renderer.render(replace(recipe, outline=0.0)).picture
        person, outline = cutter.rough_matte(drawn), cutter.rough_matte(people)
        assert person is not None
        assert outline is not None
        cutout = cut_out(drawn, person=person, outline=outline, amount=recipe.outline)
        assert cutout is not None
        return cutout.redrawn(cutout.picture).before_calm(cutout.picture)

    looks = Recipe(outline=0.8, mix_seed=3, mix_from=2, mix_until=4, mix_weight=0.9)
    for recipe in (Recipe(outline=1.0), Recipe(outline=0.8, split=2), looks):
        assert np.array_equal(renderer.render(recipe).picture, wanted(recipe, renderer.copy))
    # Another outline by chance is that of the base's picture there; what it does to the style's own
    # blocks is no matter.
    other = replace(looks, mix_from=1)
    front = Recipe(use_blocks=0, anime_latent=0.0, mix_seed=3, mix_from=1, mix_until=2)
    people = renderer.render(replace(front, mix_weight=0.9)).picture
    assert np.array_equal(renderer.render(other).picture, wanted(other, people))
    assert not np.array_equal(people, renderer.copy)


def test_hair_is_cut_where_the_style_draws_alone(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def everything(picture: RgbImage, *, shortness: float, bald: float) -> np.ndarray:
        asked.append(shortness)
        return np.full((128, 128), -1.0, np.float32)

    monkeypatch.setattr("avatarstudio.avatars.outline.room_for_hair", everything)
    cutter = Cutter(_BrightIsPerson())
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, cutter=cutter)
    recipe = Recipe(short_hair=0.7)
    for drawn in (recipe, replace(recipe, outline=1.0)):
        whole = renderer.render(replace(drawn, short_hair=0.0)).picture
        assert not np.array_equal(renderer.render(drawn).picture, whole)
    assert asked == [0.7, 0.7]
    face = replace(recipe, strength=0.5)
    renderer.render(face)
    assert asked == [0.7, 0.7]


def test_without_a_network_outlines_stay_as_drawn(renderer: Renderer) -> None:
    still = renderer.render(Recipe()).picture
    assert np.array_equal(renderer.render(Recipe(outline=1.0)).picture, still)


class _Negative(Redrawer):
    """Redraws with a network that turns pictures into their negatives."""

    def __init__(self) -> None:
        super().__init__((), CPU)

    def redraw(
        self, picture: RgbImage, *, amount: float, seed: int = 0, within: Within | None = None
    ) -> RgbImage:
        return 255 - picture if amount else picture


def test_what_a_style_drew_is_redrawn_and_a_face_is_not(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor]
) -> None:
    plain = Renderer(style, z1=latents[0], z2=latents[1], device=CPU)
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, redrawer=_Negative())
    recipe = Recipe(redraw=0.5)
    for drawn in (recipe, replace(recipe, strength=0.8)):
        redrawn = renderer.render(drawn).picture
        assert np.array_equal(redrawn, 255 - plain.render(drawn).picture)
    for still in (replace(recipe, redraw=0.0), replace(recipe, strength=0.5)):
        assert np.array_equal(renderer.render(still).picture, plain.render(still).picture)
    # Colours are led to the photo's from those of the redrawn picture.
    far, near = (
        np.linalg.norm(lab_mean(renderer.render(r).picture) - lab_mean(renderer.copy))
        for r in (recipe, replace(recipe, photo_colours=1.0))
    )
    assert near < 0.5 * far


class _Doubled(Enlarger):
    """Enlarges pictures of 32 px to 64."""

    def __init__(self) -> None:
        super().__init__((), CPU)

    def enlarge(
        self, picture: RgbImage, *, at_least_px: int = 64, progress: Progress | None = None
    ) -> RgbImage:
        return picture.repeat(2, 0).repeat(2, 1) if len(picture) < at_least_px else picture


def test_what_is_redrawn_is_redrawn_once_more_when_it_is_large(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    redrawer = _Negative()
    redraw, calls = redrawer.redraw, []

    def noting(picture: RgbImage, *, amount: float, seed: int, within: Within | None) -> RgbImage:
        calls.append((len(picture), amount, seed))
        return redraw(picture, amount=amount, seed=seed)

    monkeypatch.setattr(redrawer, "redraw", noting)
    z1, z2 = latents
    large = Renderer(style, z1=z1, z2=z2, device=CPU, enlarger=_Doubled(), redrawer=redrawer)
    plain = Renderer(style, z1=z1, z2=z2, device=CPU, enlarger=_Doubled())
    recipe = Recipe(redraw=0.5, redraw_seed=7)
    twice = large.render(recipe).picture
    assert calls == [(32, 0.5, 7), (64, 0.5, 7)]
    assert np.array_equal(twice, plain.render(recipe).picture)
    # The photo's colours are those that the small picture gets.
    coloured = replace(recipe, photo_colours=1.0, skin_tone=0.5)
    small = Renderer(style, z1=z1, z2=z2, device=CPU).render(coloured).picture
    apart = large.render(coloured).picture[::2, ::2].astype(float) - small
    assert np.abs(apart).mean() < 3


def test_hair_goes_the_way_that_it_is_told_whatever_was_edited(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    way = torch.randn(latents[1].shape, generator=torch.Generator().manual_seed(2))
    seen = []

    def told(_: Style, drawn: RgbImage, __: object) -> torch.Tensor:
        seen.append(drawn)
        return way

    monkeypatch.setattr("avatarstudio.avatars.render.way_to_dark", told)
    edit = Edit(Property.LIGHT, torch.ones_like(way), effect=1.0, leak=0.0, agreement=1.0)
    renderer = Renderer(
        style, z1=latents[0], z2=latents[1], device=CPU, edits=lambda: {edit.name.value: edit}
    )
    plain = renderer.render(PLAIN).picture
    half = renderer.render(Recipe(hair_tone=0.5)).picture
    assert (half == rendered(style.use(2), latents[1] + 0.5 * way)).all()
    edited = Recipe(hair_tone=1.0).with_edit(edit.name.value, 0.7)
    wanted = rendered(style.use(2), latents[1] + 0.7 * edit.direction + way)
    assert (renderer.render(edited).picture == wanted).all()
    assert all((drawn == plain).all() for drawn in seen)
    fresh = Renderer(
        style, z1=latents[0], z2=latents[1], device=CPU, edits=lambda: {edit.name.value: edit}
    )
    seen.clear()
    assert (fresh.render(edited).picture == wanted).all()
    assert [(drawn == plain).all() for drawn in seen] == [True]


def test_it_is_cut_before_it_is_redrawn(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    redrawer, cutter, seen = _Negative(), Cutter(_BrightIsPerson()), []

    def watching(picture: RgbImage, *, amount: float, seed: int, within: Within | None) -> RgbImage:
        if amount and within is not None:
            seen.append((picture, within(64)))
        return 255 - picture if amount else picture

    monkeypatch.setattr(redrawer, "redraw", watching)
    monkeypatch.setattr("avatarstudio.avatars.render.mend", lambda picture, eyes: picture)
    renderer = Renderer(
        style, z1=latents[0], z2=latents[1], device=CPU, cutter=cutter, redrawer=redrawer
    )
    plain = renderer.render(Recipe()).picture
    renderer.render(Recipe(outline=1.0, redraw=0.5))
    person, outline = cutter.rough_matte(plain), cutter.rough_matte(renderer.copy)
    wanted = cut_out(plain, person=person, outline=outline, amount=1.0)
    assert wanted is not None
    assert not np.array_equal(wanted.picture, plain)
    ((picture, within),) = seen
    assert np.array_equal(picture, wanted.picture)
    assert np.array_equal(within, wanted.within_reach(64))


def test_faces_are_mended_where_a_style_drew_them_and_they_are_redrawn(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    mended: list[RgbImage] = []

    def watching(picture: RgbImage, eyes: EyeFinder) -> RgbImage:
        mended.append(picture)
        return 255 - picture

    monkeypatch.setattr("avatarstudio.avatars.render.mend", watching)
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU)
    drawn = renderer.render(PLAIN).picture
    renderer.render(Recipe(use_blocks=0, redraw=1.0))  # a copy of the photo
    assert not mended
    assert np.array_equal(renderer.render(Recipe(redraw=1.0)).picture, 255 - drawn)
    assert np.array_equal(mended[0], drawn)


def test_hair_is_mended_where_it_is_cut_and_redrawn(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    mended: list[RgbImage] = []

    def watching(picture: RgbImage, inside: np.ndarray) -> RgbImage:
        assert inside.shape == picture.shape[:2]
        mended.append(picture)
        return 255 - picture

    monkeypatch.setattr("avatarstudio.avatars.render.mend", lambda picture, eyes: picture)
    cutter = Cutter(_BrightIsPerson())
    cut = Recipe(outline=1.0)
    plain = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, cutter=cutter)
    before = [plain.render(replace(cut, redraw=amount)).picture for amount in (0.0, 0.5)]
    assert np.array_equal(*before)  # such a small head has no crown
    monkeypatch.setattr("avatarstudio.avatars.outline.mend_hair", watching)
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, cutter=cutter)
    assert np.array_equal(renderer.render(cut).picture, before[0])
    assert not mended
    assert not np.array_equal(renderer.render(replace(cut, redraw=0.5)).picture, before[0])
    assert len(mended) == 1


def test_lines_get_ink_where_a_style_drew_them(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Pictures as small as these have no lines of a pen's width.
    monkeypatch.setattr(
        "avatarstudio.avatars.render.ink",
        lambda picture, amount: 255 - picture if amount else picture,
    )
    drawn = renderer.render(PLAIN).picture
    assert np.array_equal(renderer.render(Recipe(ink=1.0)).picture, 255 - drawn)
    copied = renderer.render(Recipe(use_blocks=0, ink=1.0)).picture
    assert np.array_equal(copied, renderer.render(Recipe(use_blocks=0)).picture)


def test_heads_are_bare_before_they_are_redrawn_and_in_their_last_colours(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    amounts: list[float] = []

    def watching(picture: RgbImage, inside: np.ndarray, amount: float) -> RgbImage:
        assert inside.shape == picture.shape[:2]
        amounts.append(amount)
        return 255 - picture if amount else picture

    monkeypatch.setattr("avatarstudio.avatars.outline.bare_head", watching)
    cutter = Cutter(_BrightIsPerson())
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, cutter=cutter)
    renderer.render(Recipe(outline=1.0, bald=0.5))
    assert amounts == [0.5, 0.5]
    amounts.clear()
    renderer.render(Recipe(use_blocks=0, outline=1.0, bald=0.5))  # a copy of the photo
    assert not any(amounts)


def test_only_what_lies_behind_an_avatar_gets_lighter(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor]
) -> None:
    z1, z2 = latents
    renderer = Renderer(style, z1=z1, z2=z2, device=CPU, cutter=Cutter(_BrightIsPerson()))
    recipe = Recipe(outline=1.0)
    plain, light = (
        renderer.render(replace(recipe, background_light=amount)).picture.astype(int)
        for amount in (0.0, 1.0)
    )
    assert (light >= plain).all()
    assert (light > plain).any()
    uncut = Recipe(background_light=1.0)
    assert np.array_equal(renderer.render(uncut).picture, renderer.render(Recipe()).picture)


def test_what_comes_after_drawing_draws_nothing_anew(
    style: Style, latents: tuple[torch.Tensor, torch.Tensor], monkeypatch: pytest.MonkeyPatch
) -> None:
    redrawer = _Negative()
    redraw, calls = redrawer.redraw, []

    def counting(picture: RgbImage, *, amount: float, seed: int, within: Within | None) -> RgbImage:
        calls.append(amount)
        return redraw(picture, amount=amount, seed=seed)

    monkeypatch.setattr(redrawer, "redraw", counting)
    renderer = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, redrawer=redrawer)
    recipe = Recipe(redraw=0.5)
    finished = (
        replace(recipe, photo_colours=0.4, skin_tone=0.5),
        replace(recipe, glasses=Glasses(), mouth=MouthShape.LAUGH),
    )
    for other in (recipe, *finished):
        renderer.render(other)
    assert len(calls) == 1
    for other in (replace(recipe, redraw=0.6), replace(recipe, truncation=0.5), recipe):
        fresh = Renderer(style, z1=latents[0], z2=latents[1], device=CPU, redrawer=_Negative())
        assert np.array_equal(renderer.render(other).picture, fresh.render(other).picture)
    assert len(calls) == 4


def test_glasses_are_drawn_last_over_the_same_picture(renderer: Renderer) -> None:
    recipe, glasses = Recipe(photo_colours=1.0), Glasses()
    bare = renderer.render(recipe).picture
    worn = renderer.render(replace(recipe, glasses=glasses)).picture
    assert np.array_equal(worn, draw_glasses(bare, glasses))
    assert not np.array_equal(worn, bare)


def test_a_mouth_is_drawn_under_glasses_where_the_style_draws_alone(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(picture: RgbImage, shape: MouthShape) -> RgbImage:
        assert shape is MouthShape.SMILE
        return np.asarray(255 - picture, dtype=np.uint8)

    monkeypatch.setattr("avatarstudio.avatars.render.draw_mouth", marked)
    plain = Recipe(mouth=MouthShape.SMILE, glasses=Glasses())
    still = renderer.render(Recipe()).picture
    assert np.array_equal(renderer.render(plain).picture, draw_glasses(255 - still, Glasses()))
    # Half faded is three quarters of the style; without fading it is a half.
    faded = replace(plain, use_blocks=1, fade=0.5)
    own = renderer.render(replace(faded, mouth=None, glasses=None)).picture
    assert np.array_equal(renderer.render(faded).picture, draw_glasses(255 - own, Glasses()))
    for recipe in (replace(plain, strength=0.5), replace(plain, use_blocks=1)):
        own = renderer.render(replace(recipe, mouth=None)).picture
        assert np.array_equal(renderer.render(recipe).picture, own)
