from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from avatarstudio.avatars.first_wall import BACKGROUND_LIGHT, REDRAW, REDRAW_SEED
from avatarstudio.avatars.recipe import Glasses, GlassesShape, Recipe
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.studio.sliders import Sliders
from avatarstudio.ui.widgets.edit_words import edit_words
from avatarstudio.ui.widgets.mix_panel import MixPanel
from tests.qt_support import Bench, MakeBench, equal
from tests.tiny_models import frontal_face

ROWS = (
    "strength",
    "use_blocks",
    "split",
    "photo_colours",
    "skin_tone",
    "darker_skin",
    "hair_tone",
    "outline",
    "background_light",
    "short_hair",
    "bald",
    "beard",
    "small_eyes",
    "strong_jaw",
    "redraw",
    "redraw_seed",
    "ink",
    "mix_weight",
    "glasses",
    "mouth",
)


def make_sliders(bench: Bench) -> Sliders:
    session = bench.session
    return Sliders(bench.runner, bench.workshop, bench.preferences, session.wall, session.mixer)


@pytest.fixture
def sliders(bench: Bench) -> Sliders:
    return make_sliders(bench)


@pytest.fixture
def panel(bench: Bench, sliders: Sliders, photo_file: Path) -> Iterator[MixPanel]:
    panel = MixPanel(bench.session, sliders)
    bench.open(photo_file)
    panel.show()
    yield panel
    panel.deleteLater()


def drawn(bench: Bench) -> None:
    """Wait until the picture shows the mix."""
    bench.qtbot.waitUntil(lambda: bench.session.mixer.is_drawn, timeout=60_000)


def recipe(bench: Bench) -> Recipe:
    mix = bench.session.mixer.mix
    assert mix is not None
    return mix.recipe


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("strength", 40, "strength", 0.4),
        ("use_blocks", 2, "use_blocks", 2),
        ("split", 3, "split", 3),
        ("photo_colours", 90, "photo_colours", 0.9),
        ("skin_tone", 40, "skin_tone", 0.4),
        ("mix_weight", 60, "mix_weight", 0.6),
        ("glasses", 1, "glasses", Glasses(GlassesShape.ROUND)),
        ("mouth", 3, "mouth", MouthShape.LAUGH),
    ],
)
def test_a_slider_changes_its_ingredient_and_draws_it(
    panel: MixPanel, bench: Bench, name: str, value: int, field: str, expected: object
) -> None:
    before = bench.session.mixer.picture
    panel.row(name).slider.setValue(value)
    drawn(bench)
    assert getattr(recipe(bench), field) == expected
    assert not equal(before, bench.session.mixer.picture)


def test_the_outline_of_the_photo_can_be_let_go(panel: MixPanel, bench: Bench) -> None:
    assert panel.row("outline").slider.value() == 100
    panel.row("outline").slider.setValue(30)
    assert recipe(bench).outline == 0.3


def test_hair_can_be_cut(panel: MixPanel, bench: Bench) -> None:
    assert panel.row("short_hair").slider.value() == 0  # no network here sees the person's
    panel.row("short_hair").slider.setValue(60)
    assert recipe(bench).short_hair == 0.6


@pytest.mark.parametrize("name", ["beard", "small_eyes", "strong_jaw"])
def test_a_face_can_be_a_mans(panel: MixPanel, bench: Bench, name: str) -> None:
    assert panel.row(name).slider.value() == 0
    panel.row(name).slider.setValue(45)
    assert getattr(recipe(bench), name) == 0.45


def test_skin_can_be_darker_and_lighter_than_the_photos(panel: MixPanel, bench: Bench) -> None:
    slider = panel.row("darker_skin").slider
    assert slider.value() == 0
    slider.setValue(40)
    assert recipe(bench).darker_skin == 0.4
    slider.setValue(-100)
    assert recipe(bench).darker_skin == -1


def test_lines_can_be_left_as_the_style_drew_them(panel: MixPanel, bench: Bench) -> None:
    assert panel.row("redraw").slider.value() == round(100 * REDRAW)
    panel.row("redraw").slider.setValue(0)
    assert recipe(bench).redraw == 0


def test_one_turns_through_the_strokes(panel: MixPanel, bench: Bench) -> None:
    row = panel.row("redraw_seed")
    assert row.slider.value() == REDRAW_SEED
    row.slider.setValue(4)
    assert recipe(bench).redraw_seed == 4
    assert "No. 5" in {label.text() for label in row.findChildren(QLabel)}


def test_the_background_can_be_as_dark_as_in_the_photo(panel: MixPanel, bench: Bench) -> None:
    assert panel.row("background_light").slider.value() == round(100 * BACKGROUND_LIGHT)
    panel.row("background_light").slider.setValue(0)
    assert recipe(bench).background_light == 0


def test_the_panel_shows_the_chosen_avatar(panel: MixPanel, bench: Bench) -> None:
    for tile in bench.session.wall.model.tiles[::5]:
        bench.session.mixer.select(tile.id)
        assert panel.row("photo_colours").slider.value() == round(tile.recipe.photo_colours * 100)
        assert panel.row("split").slider.value() == tile.recipe.split
        assert not any(panel.row(name).dot.isEnabled() for name in ROWS)


def test_a_dot_resets_its_row_alone_and_reset_all_the_rest(panel: MixPanel, bench: Bench) -> None:
    origin = recipe(bench)
    panel.row("strength").slider.setValue(20)
    panel.row("photo_colours").slider.setValue(100)
    assert panel.row("strength").dot.isEnabled()
    panel.row("strength").dot.click()
    assert recipe(bench).strength == origin.strength
    assert recipe(bench).photo_colours == 1.0
    assert not panel.row("strength").dot.isEnabled()
    panel.reset_button.click()
    assert recipe(bench) == origin
    assert not panel.reset_button.isEnabled()


def test_glasses_come_and_go_in_the_colour_of_the_photos(
    panel: MixPanel, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Glasses(GlassesShape.SQUARE, "#102030")
    monkeypatch.setattr("avatarstudio.pipeline.find_glasses", lambda portrait: found)
    bench.session.invert()
    bench.qtbot.waitUntil(lambda: recipe(bench).glasses is not None, timeout=60_000)
    slider = panel.row("glasses").slider
    assert all(tile.recipe.glasses == found for tile in bench.session.wall.model.tiles)
    assert slider.value() == 2
    assert panel.row("glasses")._value.text() == "square"
    slider.setValue(0)
    assert recipe(bench).glasses is None
    slider.setValue(3)
    assert recipe(bench).glasses == Glasses(GlassesShape.HALF_RIMMED, "#102030")


def test_one_drag_is_one_step_back(panel: MixPanel, bench: Bench, qtbot: QtBot) -> None:
    slider, stack = panel.row("strength").slider, bench.session.undo_stack
    slider.setSliderDown(True)
    for value in (90, 70, 50):
        slider.setSliderPosition(value)
    slider.setSliderDown(False)
    slider.setSliderDown(True)
    slider.setSliderPosition(30)
    slider.setSliderDown(False)
    assert stack.count() == 2
    stack.undo()
    assert recipe(bench).strength == 0.5
    assert slider.value() == 50
    stack.undo()
    assert recipe(bench).strength == 1.0
    stack.redo()
    assert slider.value() == 50


def test_sixty_steps_can_be_undone_and_redone(panel: MixPanel, bench: Bench) -> None:
    stack, row = bench.session.undo_stack, panel.row("strength")
    origin = recipe(bench)
    for step in range(60):
        row.slider.sliderPressed.emit()
        row.slider.setValue(99 - step)
    assert stack.count() == 60
    last = recipe(bench)
    for _ in range(60):
        stack.undo()
    assert recipe(bench) == origin
    for _ in range(60):
        stack.redo()
    assert recipe(bench) == last


def test_while_one_picture_is_drawn_only_the_newest_move_is_drawn_next(
    make_bench: MakeBench, photo_file: Path
) -> None:
    bench = make_bench(frontal_face(x=80, y=60, size=50), inline=False)
    sliders = make_sliders(bench)
    panel = MixPanel(bench.session, sliders)
    bench.open(photo_file)
    strengths: list[float] = []
    render = bench.workshop.render

    def note(latents, recipe, *, device):
        strengths.append(recipe.strength)
        return render(latents, recipe, device=device)

    bench.workshop.render = note
    for value in range(99, 19, -1):
        panel.row("strength").slider.setValue(value)
    drawn(bench)
    assert strengths == [0.99, 0.2]
    panel.deleteLater()


def test_the_named_sliders_appear_when_they_are_found_and_edit_the_recipe(
    panel: MixPanel, bench: Bench, sliders: Sliders, qtbot: QtBot
) -> None:
    assert panel.edit_names == ()
    sliders.begin(bench.session.found)
    qtbot.waitUntil(lambda: sliders.names is not None, timeout=60_000)
    assert panel.edit_names == sliders.names
    assert sliders.names
    name = sliders.names[0]
    before = bench.session.mixer.picture
    panel.row(name).slider.setValue(80)
    drawn(bench)
    assert recipe(bench).edit(name) == 0.8
    assert not equal(before, bench.session.mixer.picture)
    panel.row(name).dot.click()
    assert recipe(bench).edits == ()


def test_words_of_an_edit_say_which_way_it_goes() -> None:
    words = edit_words("warmth")
    assert words.title == "Warmth"
    assert "warmer" in words.describe(40)
    assert "cooler" in words.describe(-40)
    assert words.describe(0) == ""
    assert edit_words("of-another-version").title == "of-another-version"


def test_the_wheel_moves_no_slider_that_nobody_is_at(panel: MixPanel, qtbot: QtBot) -> None:
    slider = panel.row("strength").slider
    value = slider.value()
    slider.clearFocus()
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(slider.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, event)
    assert slider.value() == value
