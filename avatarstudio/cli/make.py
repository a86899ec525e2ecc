"""The commands that make something: create, align, invert, render."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from avatarstudio.avatars.background import parse_background
from avatarstudio.avatars.export import compose, save_png
from avatarstudio.avatars.recipe import Recipe
from avatarstudio.capture.photo import load_photo
from avatarstudio.cli.folder import variant_paths
from avatarstudio.cli.run import Report
from avatarstudio.cli.terminal import Stopwatch
from avatarstudio.core.errors import ExportError, UsageError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.core.progress import Progress
from avatarstudio.faces.align import Portrait
from avatarstudio.faces.detect import Face
from avatarstudio.inversion.config import Quality
from avatarstudio.inversion.cross_domain import Inversion
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.latent import load_latents, save_latents
from avatarstudio.pipeline import Engine, device_name, render_all


def create(options: Namespace) -> Report:
    """A photo in, avatars out."""
    outputs = variant_paths(options.output, options.variants)
    _require_writable(outputs[0])
    parse_background(options.background)  # refuse a bad colour before the long work
    engine = _engine(options)
    engine.style_card(options.style)
    watch = Stopwatch()
    faces, portrait = _take_portrait(engine, options, watch)
    with watch.stage("models"):
        models = engine.models(options.style)
    with watch.stage("inversion") as progress:
        inversion = find_latents(engine, portrait, options, progress=progress)
    with watch.stage("avatars") as progress:
        avatars = draw(engine, portrait, inversion, options, progress=progress)
        for avatar, path in zip(avatars, outputs, strict=True):
            save_png(avatar, path)
    return {
        "input": str(options.photo),
        "faces": [_box(face) for face in faces],
        "device": device_name(engine.device),
        "style": models.style_card.id,
        "preview_quality": models.generator_card.quality == "preview",
        "quality": options.quality,
        "seed": options.seed,
        **_found(inversion, models.perceptual.name),
        "seconds": watch.seconds,
        "outputs": [str(path) for path in outputs],
        "text": "\n".join(str(path) for path in outputs),
    }


def find_latents(
    engine: Engine, portrait: Portrait, options: Namespace, *, progress: Progress
) -> Inversion:
    """Invert a portrait as the options say."""
    return engine.invert(
        portrait.image,
        style_id=options.style,
        quality=Quality(options.quality),
        seed=options.seed,
        progress=progress,
    )


def draw(
    engine: Engine,
    portrait: Portrait,
    inversion: Inversion,
    options: Namespace,
    *,
    progress: Progress,
) -> Iterator[Image.Image]:
    """Render as many avatars of a person as the options want, RGB or RGBA."""
    renderer = engine.renderer(engine.latents(inversion, style_id=options.style))
    mouth = portrait.mouth if options.mouth else None
    wall = engine.wall(options.style, seed=options.seed, portrait=portrait.image, mouth=mouth)
    recipes = [_as_wanted(wall[i % len(wall)], options) for i in range(options.variants)]
    for variant in render_all(renderer, recipes, progress=progress):
        yield _finish(engine, variant.picture, options)


def _as_wanted(recipe: Recipe, options: Namespace) -> Recipe:
    if not options.glasses:
        recipe = replace(recipe, glasses=None)
    if not options.short_hair:
        recipe = replace(recipe, short_hair=0.0)
    if not options.beard:
        recipe = replace(recipe, beard=0.0)
    return recipe if options.face_shape else replace(recipe, small_eyes=0.0, strong_jaw=0.0)


def align(options: Namespace) -> Report:
    """Cut the portrait out of a photo."""
    _require_writable(options.output)
    engine = Engine(Catalog([]), device="cpu")
    watch = Stopwatch()
    faces, portrait = _take_portrait(engine, options, watch)
    save_png(Image.fromarray(portrait.image), options.output)
    return {
        "input": str(options.photo),
        "faces": [_box(face) for face in faces],
        "quad": portrait.quad.tolist(),
        "overflow": portrait.overflow,
        "seconds": watch.seconds,
        "outputs": [str(options.output)],
        "text": str(options.output),
    }


def invert(options: Namespace) -> Report:
    """Find the latents of a portrait."""
    _require_writable(options.output)
    engine = _engine(options)
    watch = Stopwatch()
    portrait = load_photo(options.portrait)
    style, human_only = _generator_choice(engine, options.generator)
    with watch.stage("models"):
        models = engine.models(style)
    with watch.stage("inversion") as progress:
        inversion = engine.invert(
            portrait,
            style_id=style,
            quality=Quality(options.quality),
            seed=options.seed,
            progress=progress,
            human_only=human_only,
        )
    save_latents(engine.latents(inversion, style_id=style), options.output)
    return {
        "input": str(options.portrait),
        "device": device_name(engine.device),
        "generator": models.generator_card.id,
        "style": models.style_card.id,
        "quality": options.quality,
        "seed": options.seed,
        **_found(inversion, models.perceptual.name),
        "seconds": watch.seconds,
        "outputs": [str(options.output)],
        "text": str(options.output),
    }


def render(options: Namespace) -> Report:
    """Render latents by a recipe."""
    _require_writable(options.output)
    parse_background(options.background)
    recipe = _read_recipe(options.recipe)
    engine = _engine(options)
    watch = Stopwatch()
    with watch.stage("models"):
        renderer = engine.renderer(load_latents(options.latent))
    with watch.stage("avatars"):
        save_png(_finish(engine, renderer.render(recipe).picture, options), options.output)
    return {
        "input": str(options.latent),
        "device": device_name(engine.device),
        "seconds": watch.seconds,
        "outputs": [str(options.output)],
        "text": str(options.output),
    }


def _engine(options: Namespace) -> Engine:
    catalog = Catalog.read(weights_dir(), user_styles=user_styles_dir())
    return Engine(catalog, device=options.device)


def _take_portrait(
    engine: Engine, options: Namespace, watch: Stopwatch
) -> tuple[Sequence[Face], Portrait]:
    with watch.stage("photo"):
        photo = load_photo(options.photo)
    with watch.stage("faces"):
        faces = engine.find_faces(photo)
        portrait = engine.take_portrait(photo, faces, number=options.face)
    return faces, portrait


def _finish(engine: Engine, picture: RgbImage, options: Namespace) -> Image.Image:
    large = engine.enlarger().enlarge(picture, at_least_px=options.size)
    cutter = engine.cutter()
    return compose(large, size_px=options.size, background=options.background, cutter=cutter)


def _require_writable(path: Path) -> None:
    """Refuse a hopeless target before the long work; the write itself still may fail."""
    if path.is_dir():
        raise ExportError(path=path, reason="it is a folder")
    if not path.parent.is_dir():
        raise ExportError(path=path, reason="its folder does not exist")
    if not os.access(path.parent, os.W_OK):
        raise ExportError(path=path, reason="its folder is read-only")


def _generator_choice(engine: Engine, model_id: str | None) -> tuple[str | None, bool]:
    """The style to load and whether only z1 is wanted."""
    generators = {card.id for card in engine.catalog.of_kind(ModelKind.GENERATOR)}
    if model_id is None or model_id not in generators:
        return engine.style_card(model_id).id, False
    styles = [c.id for c in engine.catalog.of_kind(ModelKind.STYLE) if c.base == model_id]
    if not styles:
        raise UsageError(
            f"The generator “{model_id}” has no style yet; make one with: avatarstudio-train "
            f"finetune --base {model_id}."
        )
    return styles[0], True


def _read_recipe(path: Path | None) -> Recipe:
    if path is None:
        return Recipe()
    try:
        return Recipe.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"“{path.name}” is no recipe ({error}); write one as JSON.") from error


def _box(face: Face) -> list[int]:
    return [round(edge) for edge in face.box]


def _found(inversion: Inversion, perceptual: str) -> Report:
    first, second = inversion.first, inversion.second
    return {
        "evaluations": first.evaluations + second.evaluations,
        "loss": {
            "mse": first.loss.mse,
            "perceptual": first.loss.perceptual,
            "perceptual_net": perceptual,
            "style_mse": second.loss.mse,
            "style_perceptual": second.loss.perceptual,
        },
    }
