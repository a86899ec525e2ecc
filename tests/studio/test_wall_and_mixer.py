"""The wall of variants, the mix under the person's hands, and undo."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.latent import Latents
from avatarstudio.studio.gallery_model import GalleryModel, GalleryRole, StarFilter
from avatarstudio.studio.values import Part, Tile
from tests.qt_support import Bench, MakeBench, equal
from tests.tiny_models import frontal_face, tiny_photo


@pytest.fixture
def filled(bench: Bench, photo_file: Path) -> Bench:
    bench.open(photo_file)
    return bench


def tile(number: int, **recipe: object) -> Tile:
    return Tile(
        id=number,
        recipe=Recipe(**recipe),  # type: ignore[arg-type]
        picture=tiny_photo(width=32, height=32),
    )


def test_the_gallery_is_a_proper_model(qtmodeltester: ModelTester) -> None:
    model = GalleryModel()
    qtmodeltester.check(model, force_py=True)
    for number in range(5):
        model.append(tile(number))
    model.set_starred(3, starred=True)
    model.reset([tile(7), tile(9)])
    assert model.rowCount() == 2


def test_the_star_filter_is_a_proper_model(qtmodeltester: ModelTester) -> None:
    model = GalleryModel()
    shown = StarFilter(model)
    qtmodeltester.check(shown, force_py=True)
    for number in range(4):
        model.append(tile(number))
    model.set_starred(2, starred=True)
    shown.set_starred_only(starred_only=True)
    assert [shown.index(row, 0).data(GalleryRole.TILE).id for row in range(shown.rowCount())] == [2]
    model.set_starred(0, starred=True)
    assert shown.rowCount() == 2
    model.set_starred(2, starred=False)
    assert shown.rowCount() == 1
    shown.set_starred_only(starred_only=False)
    assert shown.rowCount() == 4


def test_tiles_describe_themselves_to_screen_readers(qapp: object) -> None:
    model = GalleryModel()
    model.append(tile(0))
    model.append(tile(1, mix_seed=17))
    model.set_starred(1, starred=True)
    texts = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert texts == ["Avatar 1 of 2", "Avatar 2 of 2, seed 17, starred"]


def test_a_tile_is_drawn_as_its_picture(qapp: object) -> None:
    model = GalleryModel()
    model.append(tile(0))
    image = model.index(0).data(Qt.ItemDataRole.DecorationRole)
    assert (image.width(), image.height()) == (32, 32)
    colour = image.pixelColor(0, 0)
    assert [colour.red(), colour.green(), colour.blue()] == tiny_photo()[0, 0].tolist()
    assert model.rowCount(model.index(0)) == 0
    assert model.data(QModelIndex()) is None


def test_dice_add_tiles_with_fresh_seeds(filled: Bench) -> None:
    wall, mixer = filled.session.wall, filled.session.mixer
    assert mixer.mix is not None
    for _ in range(2):
        wall.throw_dice(mixer.mix.recipe, locks=frozenset())
        filled.idle()
    new = wall.model.tiles[24:]
    seeds = [t.recipe.mix_seed for t in new]
    assert len(new) == 24
    assert len(set(seeds)) == 24
    assert len({t.id for t in wall.model.tiles}) == 48


def test_more_like_this_stays_near_the_tile(filled: Bench) -> None:
    wall = filled.session.wall
    wall.add_more_like(wall.model.tiles[3].id)
    filled.idle()
    base = wall.model.tiles[3].recipe
    for made in wall.model.tiles[24:]:
        assert made.recipe.mix_weight < 0.5
        alike = {"mix_from": 0, "mix_until": 0, "mix_weight": 0.0, "redraw_seed": 0}
        plain, other = (
            replace(recipe, blends=(), mix_seed=None, **alike) for recipe in (base, made.recipe)
        )
        assert plain == other


def test_stopping_keeps_what_hangs(make_bench: MakeBench, photo_file: Path) -> None:
    bench = make_bench(frontal_face(x=80, y=60, size=50), inline=False)
    session = bench.session
    with bench.qtbot.waitSignal(session.wall.tile_added, timeout=60_000):
        session.open([photo_file])
    session.cancel()
    hanging = len(session.wall.model.tiles)
    assert 1 <= hanging < 24
    assert session.wall.pending == 0
    session.wall.throw_dice(Recipe(), locks=frozenset())
    bench.idle()
    assert len(session.wall.model.tiles) == hanging + 12


def test_choosing_a_tile_shows_it_at_once(filled: Bench) -> None:
    session = filled.session
    session.mixer.select(5)
    assert session.mixer.selected is session.wall.model.tile(5)
    assert session.mixer.picture is session.wall.model.tiles[5].picture
    assert session.mixer.is_drawn
    assert not session.mixer.is_edited


def test_an_edit_is_drawn_and_can_be_undone(filled: Bench) -> None:
    session = filled.session
    mixer = session.mixer
    before = mixer.picture
    assert mixer.mix is not None
    recipe = replace(mixer.mix.recipe, strength=0.1)
    mixer.edit(recipe, text="strength")
    assert mixer.is_edited
    assert not mixer.is_drawn
    filled.qtbot.waitUntil(lambda: mixer.is_drawn)
    assert before is not None
    assert mixer.picture is not None
    assert not equal(before, mixer.picture)
    session.undo_stack.undo()
    assert mixer.picture is before
    session.undo_stack.redo()
    assert mixer.mix.recipe == recipe


def test_one_drag_of_a_slider_is_one_step(filled: Bench) -> None:
    session, mixer = filled.session, filled.session.mixer
    assert mixer.mix is not None
    start = mixer.mix
    for number in range(30):
        recipe = replace(start.recipe, strength=number / 30)
        mixer.edit(recipe, text="strength", gesture=number // 10)
    assert session.undo_stack.count() == 3
    for _ in range(3):
        session.undo_stack.undo()
    assert mixer.mix == start


def test_at_least_fifty_steps_can_be_undone(filled: Bench) -> None:
    session, mixer = filled.session, filled.session.mixer
    assert mixer.mix is not None
    start = mixer.mix
    for number in range(60):
        mixer.edit(replace(start.recipe, truncation=number / 100), text="diversity")
    for _ in range(60):
        session.undo_stack.undo()
    assert mixer.mix == start


def test_of_many_edits_the_first_and_the_newest_are_drawn(
    make_bench: MakeBench, photo_file: Path
) -> None:
    bench = make_bench(frontal_face(x=80, y=60, size=50), inline=False)
    bench.open(photo_file)
    mixer, found = bench.session.mixer, bench.session.found
    assert mixer.mix is not None
    assert found is not None
    recipe = mixer.mix.recipe
    edits = [replace(recipe, strength=number / 100) for number in range(50)]
    pictures: list[RgbImage | None] = []
    settled: list[bool] = []
    mixer.picture_changed.connect(lambda: pictures.append(mixer.picture))
    mixer.picture_changed.connect(lambda: settled.append(mixer.is_drawn))
    busy = threading.Event()
    bench.runner.start(lambda _: busy.wait())
    for edit in edits:
        mixer.edit(edit, text="strength")
    busy.set()
    bench.qtbot.waitUntil(lambda: mixer.is_drawn, timeout=20_000)
    assert settled == [False, True]
    for picture, edit in zip(pictures, (edits[0], edits[-1]), strict=True):
        assert picture is not None
        assert equal(picture, bench.workshop.render(found.latents, edit, device="cpu"))
    assert mixer.picture is pictures[-1]


def test_whoever_hears_of_a_picture_may_edit_the_mix(
    make_bench: MakeBench, photo_file: Path
) -> None:
    bench = make_bench(frontal_face(x=80, y=60, size=50), inline=False)
    bench.open(photo_file)
    mixer = bench.session.mixer
    assert mixer.mix is not None
    recipe = mixer.mix.recipe
    drawn: list[RgbImage | None] = []
    mixer.picture_changed.connect(lambda: drawn.append(mixer.picture))
    again = lambda: mixer.edit(replace(recipe, strength=0.2), text="strength")  # noqa: E731
    mixer.picture_changed.connect(again)
    mixer.edit(replace(recipe, strength=0.1), text="strength")
    bench.qtbot.waitUntil(lambda: mixer.is_drawn, timeout=20_000)
    assert mixer.mix.recipe.strength == 0.2
    assert len(drawn) == 2


def test_an_edit_that_waited_is_drawn_after_a_drawing_that_failed(
    make_bench: MakeBench, photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = make_bench(frontal_face(x=80, y=60, size=50), inline=False)
    bench.open(photo_file)
    mixer, render = bench.session.mixer, bench.workshop.render
    assert mixer.mix is not None
    recipe = mixer.mix.recipe
    tried: list[float] = []

    def out_of_memory_once(latents: Latents, recipe: Recipe, *, device: str) -> RgbImage:
        tried.append(recipe.strength)
        if len(tried) == 1:
            raise MemoryError
        return render(latents, recipe, device=device)

    monkeypatch.setattr(bench.workshop, "render", out_of_memory_once)
    busy = threading.Event()
    bench.runner.start(lambda _: busy.wait())
    mixer.edit(replace(recipe, strength=0.1), text="strength")
    mixer.edit(replace(recipe, strength=0.2), text="strength")
    with bench.qtbot.waitSignal(mixer.failed):
        busy.set()
    bench.qtbot.waitUntil(lambda: mixer.is_drawn, timeout=20_000)
    assert tried == [0.1, 0.2]


def test_work_that_ends_with_the_mix_at_hand_is_drawn_anew(filled: Bench) -> None:
    mixer = filled.session.mixer
    assert mixer.mix is not None
    mixer.edit(replace(mixer.mix.recipe, strength=0.3), text="strength")
    filled.qtbot.waitUntil(lambda: mixer.is_drawn)
    mixer.begin(filled.session.found, mixer.mix)  # as when the same file is opened twice
    filled.qtbot.waitUntil(lambda: mixer.is_drawn)
    assert mixer.picture is not None


def test_a_mix_can_be_kept_as_a_tile(filled: Bench) -> None:
    session, mixer = filled.session, filled.session.mixer
    assert mixer.mix is not None
    mixer.edit(replace(mixer.mix.recipe, strength=0.3), text="strength")
    session.keep_mix()
    assert len(session.wall.model.tiles) == 24  # not drawn yet, so there is nothing to hang
    filled.qtbot.waitUntil(lambda: mixer.is_drawn)
    session.keep_mix()
    assert len(session.wall.model.tiles) == 25
    assert mixer.selected is session.wall.model.tiles[24]


def test_a_star_can_be_undone(filled: Bench, qtbot: QtBot) -> None:
    session = filled.session
    session.wall.toggle_star(4)
    assert session.wall.model.tiles[4].starred
    session.undo_stack.undo()
    assert not session.wall.model.tiles[4].starred


def test_locks_are_told_once(filled: Bench, qtbot: QtBot) -> None:
    mixer = filled.session.mixer
    with qtbot.waitSignal(mixer.locks_changed):
        mixer.set_locked(Part.SHAPE, locked=True)
    with qtbot.assertNotEmitted(mixer.locks_changed):
        mixer.set_locked(Part.SHAPE, locked=True)
    assert mixer.locks == {Part.SHAPE}
