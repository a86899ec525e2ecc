"""The papers' figures with this project's models, as labelled contact sheets.

Thesis: 4.2 to 4.12 and A.1; the report on CycleGAN: 6 to 12. A column whose model is not there is
left out, and the sheet says so; a figure that has none left, or no pictures, is left out, and the
list beside the sheets says so.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import torch
from tqdm import tqdm

from avatarstudio.core.errors import ExportError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import Quality, search_config
from avatarstudio.inversion.losses import to_target
from avatarstudio.inversion.projector import Projector
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.cyclegan import Translator
from avatarstudio.nets.pictures import to_rgb_image, to_tensor
from avatarstudio.nets.surgery import Style
from avatarstudio.nets.unet import Unet
from avatarstudio.nets.weights import load_upscaler
from avatarstudio.training.crop_sources import (
    Crop,
    crop_drawing,
    resize_by_lanczos,
    resize_by_network,
)
from avatarstudio.training.ingredients import (
    GROUPS,
    Ingredients,
    read_collected,
    read_groups,
    read_portraits,
)
from avatarstudio.training.options import Commands, add_device_options, data_source
from avatarstudio.training.sheets import Sheet, draw_sheet, in_rows
from avatarstudio.training.trained import load_distilled, load_translator

if TYPE_CHECKING:
    from avatarstudio.inversion.cross_domain import Inversion
    from avatarstudio.pipeline import Engine

T = TypeVar("T")
Draw = Callable[[RgbImage], RgbImage]
"""From a portrait to an avatar."""

_SAMPLES = 24


class MissingIngredientError(Exception):
    """A figure lacks models or pictures; its text says which."""


class FigureMaker:
    """Makes the figures one by one; inversions are kept for the next figure."""

    def __init__(self, engine: Engine, ingredients: Ingredients) -> None:
        self._engine = engine
        self._given = ingredients
        self._inversions: dict[tuple[int, str], Inversion] = {}
        self._loaded: dict[int, Translator] | None = None
        self.figures: dict[str, Callable[[], Sheet]] = {
            "thesis-4.02": self._collected,
            "thesis-4.03": self._enlarged,
            "thesis-4.04": lambda: self._samples("thesis-4.04", "Samples of g", 0),
            **{
                f"thesis-4.{4 + k:02d}": self._samples_of(f"thesis-4.{4 + k:02d}", k)
                for k in (1, 2, 3, 4)
            },
            "thesis-4.09": self._human_copies,
            "thesis-4.10": self._anime_copies,
            "thesis-4.11": self._fewer_blocks,
            "thesis-4.12": self._joined_latents,
            "thesis-A.1": self._comparison,
            "report-06": lambda: self._translated("report-06", "CycleGAN", (9,), self._people()),
            "report-07": lambda: self._translated(
                "report-07", "3, 6 and 9 residual blocks", (3, 6, 9), self._people()
            ),
            **{name: self._group(key) for key, (name, _) in GROUPS.items()},
        }

    def _people(self) -> Sequence[RgbImage]:
        if not self._given.portraits:
            raise MissingIngredientError("portraits")
        return self._given.portraits

    def _style(self, blocks: int | None = None) -> Style:
        """The style to show, or one over the same generator with that many tuned blocks."""
        catalog, wanted = self._engine.catalog, self._given.style
        cards = catalog.of_kind(ModelKind.STYLE)
        if not cards:
            raise MissingIngredientError("a style")
        shown = cards[0] if wanted is None else catalog.get(ModelKind.STYLE, wanted)
        if blocks is None or blocks == shown.tuned_blocks:
            return self._engine.models(shown.id).style
        for card in cards:
            if card.tuned_blocks == blocks and card.base_sha256 == shown.base_sha256:
                return self._engine.models(card.id).style
        plural = "" if blocks == 1 else "s"
        raise MissingIngredientError(f"a style with {blocks} tuned block{plural}")

    def _inversion(self, index: int, style: Style) -> Inversion:
        key = (index, style.id)
        if key not in self._inversions:
            self._inversions[key] = self._engine.invert(
                self._people()[index],
                style_id=style.id,
                quality=self._given.quality,
                seed=self._given.seed,
                progress=NullProgress(),
            )
        return self._inversions[key]

    def _collected(self) -> Sheet:
        if not self._given.small:
            raise MissingIngredientError("collected drawings")
        rows = in_rows(self._given.small[:_SAMPLES])
        return Sheet("thesis-4.02", "Collected drawings at their sizes", (), rows, enlarge=False)

    def _enlarged(self) -> Sheet:
        if not self._given.small:
            raise MissingIngredientError("collected drawings")
        cards = self._engine.catalog.of_kind(ModelKind.UPSCALER)
        if not cards:
            raise MissingIngredientError("a super-resolution network")
        network = resize_by_network(load_upscaler(cards[0], torch.device("cpu")))
        squares = [crop_drawing(p, Crop.CENTRE) for p in self._given.small[:4]]
        rows = [[resize_by_lanczos(p, 256), network(p, 256)] for p in squares]
        return Sheet("thesis-4.03", "Small drawings enlarged", ("Lanczos", "CARN"), rows)

    def _samples_of(self, name: str, blocks: int) -> Callable[[], Sheet]:
        return lambda: self._samples(name, f"Samples of g_fin{blocks}", blocks)

    @torch.no_grad()
    def _samples(self, name: str, title: str, blocks: int) -> Sheet:
        """The same latents in every figure, so that they can be compared."""
        style = self._style(blocks or None)
        generator = style.use(blocks)
        seeded = torch.Generator().manual_seed(self._given.seed)
        z = torch.randn(_SAMPLES, generator.spec.z_dim, generator=seeded)
        pictures = [to_rgb_image(generator(one[None].to(self._engine.device))) for one in z]
        return Sheet(name, title, (), in_rows(pictures))

    def _human_copies(self) -> Sheet:
        style = self._style()
        rows = [
            [portrait, self._inversion(i, style).first.picture]
            for i, portrait in enumerate(self._people())
        ]
        return Sheet("thesis-4.09", "Reverse generation with g", ("x", "g(r_g(x))"), rows)

    def _anime_copies(self) -> Sheet:
        """Reverse generation of a photograph straight over the style, which cannot reach it."""
        style = self._style()
        models = self._engine.models(style.id)
        projector = Projector(
            style.use(style.tuned_blocks),
            perceptual=models.perceptual,
            encoder=models.encoder,
            device=self._engine.device,
        )
        rows = []
        for portrait in self._people():
            found = projector.project(
                to_tensor(portrait, self._engine.device),
                search_config(self._given.quality, curvature=False),  # it is of `human`
                seed=self._given.seed,
                progress=NullProgress(),
            )
            rows.append([portrait, found.picture])
        name = f"g_fin{style.tuned_blocks}"
        return Sheet(
            "thesis-4.10", f"Reverse generation with {name}", ("x", f"{name}(r_{name}(x))"), rows
        )

    @torch.no_grad()
    def _fewer_blocks(self) -> Sheet:
        style = self._style()
        uses = range(1, style.tuned_blocks + 1)
        rows = []
        for index, portrait in enumerate(self._people()):
            latent = self._inversion(index, style).first.latent[None].to(self._engine.device)
            rows.append([portrait, *(to_rgb_image(style.use(j).synthesis(latent)) for j in uses)])
        labels = ("x", *(f"g_fin{style.tuned_blocks}use{j}(z1)" for j in uses))
        return Sheet("thesis-4.11", "Fewer and more blocks of the style", labels, rows)

    @torch.no_grad()
    def _joined_latents(self) -> Sheet:
        """Section 4.6: z1 to the frozen blocks, z2 to the tuned ones."""
        styles, lacking = _present(self._style, (4, 3, 2))
        rows = []
        for index, portrait in enumerate(self._people()):
            row = [portrait]
            for style in styles:
                found = self._inversion(index, style)
                front = style.base.spec.layers_of_block(style.num_blocks - style.tuned_blocks).start
                latent = torch.cat([found.first.latent[:front], found.second.latent[front:]])
                generator = style.use(style.tuned_blocks)
                row.append(to_rgb_image(generator.synthesis(latent[None].to(self._engine.device))))
            rows.append(row)
        labels = ("x", *(f"z1 and z2, g_fin{style.tuned_blocks}" for style in styles))
        return Sheet("thesis-4.12", "Concatenated latents", labels, rows, note=lacking)

    def _comparison(self) -> Sheet:
        style = self._style()
        translators = self._translators()
        best = [max(translators)] if translators else []
        rows = []
        for index, portrait in enumerate(self._people()):
            found = self._inversion(index, style)
            translated = [self._translate(translators[blocks], portrait) for blocks in best]
            rows.append([portrait, *translated, found.styled, found.second.picture])
        labels = ("input", *("CycleGAN" for _ in best), "style transfer x'", "ours")
        note = "" if best else _left_out(["a CycleGAN"])
        return Sheet("thesis-A.1", "Comparison with other methods", labels, rows, note=note)

    def _group(self, key: str) -> Callable[[], Sheet]:
        name, title = GROUPS[key]

        def make() -> Sheet:
            if key not in self._given.groups:
                raise MissingIngredientError(f"portraits of the group {key}")
            people = self._given.groups[key]
            return self._translated(name, title, (3, 6, 9), people, beside=self._others())

        return make

    def _translated(
        self,
        name: str,
        title: str,
        blocks: Sequence[int],
        people: Sequence[RgbImage],
        *,
        beside: Mapping[str, Draw] = MappingProxyType({}),
    ) -> Sheet:
        translators, lacking = _present(self._translator, blocks)
        ways: dict[str, Draw] = {
            f"{t.spec.blocks} blocks": partial(self._translate, t) for t in translators
        }
        ways |= beside
        rows = [[p, *(draw(p) for draw in ways.values())] for p in people]
        return Sheet(name, title, ("input", *ways), rows, note=lacking)

    def _others(self) -> Mapping[str, Draw]:
        """What else draws in one pass, by its label."""
        ways: dict[str, Draw] = {}
        if self._given.distilled is not None:
            ways["distilled"] = partial(self._translate, self._given.distilled)
        if self._engine.catalog.of_kind(ModelKind.STYLE):
            ways["encoder, style"] = partial(self._engine.instant, style_id=self._given.style)
        return ways

    def _translators(self) -> Mapping[int, Translator]:
        """CycleGANs by their residual blocks; given ones come before the catalog's."""
        if self._loaded is None:
            cards = self._engine.catalog.of_kind(ModelKind.CYCLEGAN)
            bundled = [load_translator(card, self._engine.device) for card in cards]
            every = (*self._given.translators, *bundled)
            self._loaded = {network.spec.blocks: network for network in reversed(every)}
        return self._loaded

    def _translator(self, blocks: int) -> Translator:
        if blocks not in self._translators():
            raise MissingIngredientError(f"a CycleGAN with {blocks} blocks")
        return self._translators()[blocks]

    def _translate(self, translator: Translator | Unet, portrait: RgbImage) -> RgbImage:
        picture = to_tensor(portrait, self._engine.device)
        return to_rgb_image(translator(to_target(picture, translator.spec.resolution)))


def _present(find: Callable[[int], T], wanted: Sequence[int]) -> tuple[list[T], str]:
    """The models that are there, and a note of those that are not.

    Raises:
        MissingIngredientError: There are none.
    """
    found: list[T] = []
    lacking: list[str] = []
    for blocks in wanted:
        try:
            found.append(find(blocks))
        except MissingIngredientError as missing:
            lacking.append(str(missing))
    if not found:
        raise MissingIngredientError(_listed(lacking))
    return found, _left_out(lacking)


def _left_out(lacking: Sequence[str]) -> str:
    return f"Left out for want of {_listed(lacking)}." if lacking else ""


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _label(name: str) -> str:
    """Name a figure as its paper does: `thesis-4.02` is “Thesis 4.2”."""
    paper, _, number = name.partition("-")
    return f"{paper.capitalize()} " + re.sub(r"(^|[.])0", r"\1", number)


def make_figures(maker: FigureMaker, folder: Path, *, cell_px: int) -> dict[str, str]:
    """Make all figures that can be made.

    Args:
        maker: Makes them.
        folder: Gets one PNG each, and figures.json.
        cell_px: Width and height of a picture on the sheets.

    Returns:
        For each figure its file name, or what it lacks.

    Raises:
        ExportError: A file cannot be written.
    """
    made: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, figure in tqdm(maker.figures.items(), desc="figures"):
            try:
                sheet = figure()
            except MissingIngredientError as missing:
                made[name] = _left_out([str(missing)])
                continue
            made[name] = f"{name}.png"
            sheet = replace(sheet, title=f"{_label(name)}: {sheet.title}")
            draw_sheet(sheet, cell_px=cell_px).save(folder / made[name])
        text = json.dumps(made, indent=2, ensure_ascii=False)
        (folder / "figures.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise ExportError(path=folder, reason=error.strerror or str(error)) from error
    return made


def _command(options: argparse.Namespace) -> None:
    # Faces need dlib and OpenCV, which are not on the machines that only train.
    from avatarstudio.pipeline import Engine

    engine = Engine(Catalog.read(options.weights), device=options.device)
    ingredients = Ingredients(
        portraits=read_portraits(options.portraits, options.count, held_out=options.held_out),
        groups=read_groups(options.group, options.count),
        small=[] if options.small is None else read_collected(options.small, _SAMPLES),
        translators=[load_translator(source, engine.device) for source in options.cyclegan],
        distilled=load_distilled(options.distilled, engine.device) if options.distilled else None,
        style=options.style,
        quality=Quality(options.quality),
        seed=options.seed,
    )
    make_figures(FigureMaker(engine, ingredients), options.out, cell_px=options.cell)


def add_command(commands: Commands) -> None:
    """Add `figures` to the toolkit."""
    parser = commands.add_parser("figures", help="the papers' figures with this project's models")
    parser.set_defaults(run=_command)
    parser.add_argument(
        "--portraits", nargs="+", type=data_source, default=(), help="aligned photographs"
    )
    parser.add_argument("--small", type=Path, help="folder or zip of drawings as they came")
    parser.add_argument("--held-out", action="store_true", help="take the portraits held out")
    parser.add_argument(
        "--group", action="append", default=[], metavar="NAME=FOLDER", help=", ".join(GROUPS)
    )
    parser.add_argument(
        "--cyclegan", nargs="+", type=Path, default=(), metavar="RUN", help="runs or weight files"
    )
    parser.add_argument("--distilled", type=Path, metavar="RUN", help="run or weight file")
    parser.add_argument("--count", type=int, default=4, help="portraits of each source")
    parser.add_argument("--style", help="id of the style to show")
    parser.add_argument("--quality", choices=[q.value for q in Quality], default="fast")
    parser.add_argument("--weights", type=Path, default=weights_dir(), help="folder of models")
    parser.add_argument("--cell", type=int, default=192, help="pixels of a picture on a sheet")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    add_device_options(parser)
