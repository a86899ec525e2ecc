from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QMessageBox, QSlider
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from avatarstudio.studio.sliders import Sliders
from avatarstudio.studio.values import Part
from avatarstudio.ui.page import Place
from avatarstudio.ui.pages.avatars_page import AvatarsPage
from avatarstudio.ui.questions import ask_before_new_wall
from avatarstudio.ui.widgets.compare_view import CompareView
from tests.qt_support import Bench
from tests.tiny_models import tiny_photo


def make_sliders(bench: Bench) -> Sliders:
    session = bench.session
    return Sliders(bench.runner, bench.workshop, bench.preferences, session.wall, session.mixer)


@pytest.fixture
def sliders(bench: Bench) -> Sliders:
    return make_sliders(bench)


@pytest.fixture
def page(bench: Bench, sliders: Sliders, photo_file: Path, qtbot: QtBot) -> Iterator[AvatarsPage]:
    page = AvatarsPage(bench.session, sliders)
    assert page.blocked_reason()
    bench.session.warm_up()
    bench.open(photo_file)
    page.resize(1100, 720)
    page.show()
    page.wall.list.setFocus()
    yield page
    page.deleteLater()


def key(qtbot: QtBot, page: AvatarsPage, which: Qt.Key) -> None:
    qtbot.keyClick(page.wall.list, which)


def test_the_wall_fills_and_its_first_avatar_is_chosen(page: AvatarsPage, bench: Bench) -> None:
    assert page.blocked_reason() == ""
    assert page.wall.filter.rowCount() == 24
    selected = bench.session.mixer.selected
    assert selected is not None
    assert selected.id == 0
    assert page.wall.list.currentIndex().row() == 0


def test_a_slider_shows_its_effect_while_it_moves(
    page: AvatarsPage, bench: Bench, qtbot: QtBot
) -> None:
    mixer = bench.session.mixer
    before = page.compare.grab().toImage()
    with qtbot.waitSignal(mixer.picture_changed):
        for value in (10, 50):
            page.mix.row("strength").slider.setValue(value)
    assert mixer.is_drawing
    meanwhile = page.compare.grab().toImage()
    assert meanwhile != before
    qtbot.waitUntil(lambda: mixer.is_drawn)
    assert page.compare.grab().toImage() not in (before, meanwhile)


def test_the_models_keep_qts_rules(
    page: AvatarsPage, bench: Bench, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(page.wall.filter)
    page.throw_dice()
    page.toggle_star()
    page.wall.starred_only.setChecked(True)
    page.wall.starred_only.setChecked(False)


def test_the_cursor_chooses(page: AvatarsPage, bench: Bench, qtbot: QtBot) -> None:
    key(qtbot, page, Qt.Key.Key_Right)
    assert bench.session.mixer.selected.id == 1
    rect = page.wall.list.visualRect(page.wall.filter.index(3, 0))
    qtbot.mouseClick(page.wall.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert bench.session.mixer.selected.id == 3


def test_s_gives_a_star_and_the_filter_shows_only_those(
    page: AvatarsPage, bench: Bench, qtbot: QtBot
) -> None:
    page.wall.starred_only.setChecked(True)
    assert not page.wall.list.isVisible()
    page.wall.starred_only.setChecked(False)
    bench.session.mixer.select(4)
    key(qtbot, page, Qt.Key.Key_S)
    assert page.star.isChecked()
    page.wall.starred_only.setChecked(True)
    assert page.wall.filter.rowCount() == 1
    assert page.wall.list.isVisible()
    page.star.click()
    assert page.wall.filter.rowCount() == 0


def test_r_throws_the_dice_and_the_seed_is_shown(
    page: AvatarsPage, bench: Bench, qtbot: QtBot
) -> None:
    key(qtbot, page, Qt.Key.Key_R)
    bench.idle()
    tiles = bench.session.wall.model.tiles
    assert len(tiles) == 36
    seeds = [tile.recipe.mix_seed for tile in tiles[24:]]
    assert len(set(seeds)) == 12
    bench.session.mixer.select(tiles[30].id)
    assert str(tiles[30].recipe.mix_seed) in page._caption.text()


@pytest.mark.parametrize("which", [Qt.Key.Key_R, Qt.Key.Key_M])
def test_new_avatars_come_into_view(
    page: AvatarsPage, bench: Bench, qtbot: QtBot, which: Qt.Key
) -> None:
    view = page.wall.list
    page.wall.starred_only.setChecked(True)
    key(qtbot, page, which)
    bench.idle()
    assert page.wall.filter.rowCount() == 36
    first_new = view.visualRect(page.wall.filter.index(24, 0))
    assert view.viewport().rect().contains(first_new)
    view.scrollToTop()
    tile = bench.session.wall.model.tiles[0]
    bench.session.wall.keep(tile.recipe, tile.picture)
    assert view.verticalScrollBar().value() == 0


def test_m_makes_more_like_the_chosen_one(page: AvatarsPage, bench: Bench, qtbot: QtBot) -> None:
    base = bench.session.wall.model.tiles[20]
    bench.session.mixer.select(base.id)
    key(qtbot, page, Qt.Key.Key_M)
    bench.idle()
    new = bench.session.wall.model.tiles[24:]
    assert len(new) == 12
    for tile in new:
        last = tile.recipe.blends[-1]
        assert (last.seed, last.weight) == (base.recipe.mix_seed, base.recipe.mix_weight)


def test_digits_lock_parts_against_the_dice(page: AvatarsPage, bench: Bench, qtbot: QtBot) -> None:
    for which in (Qt.Key.Key_1, Qt.Key.Key_3):
        key(qtbot, page, which)
    assert bench.session.mixer.locks == {Part.SHAPE, Part.COLOURS}
    assert page.lock(Part.SHAPE).isChecked()
    assert not page.lock(Part.FEATURES).isChecked()
    key(qtbot, page, Qt.Key.Key_1)
    assert bench.session.mixer.locks == {Part.COLOURS}


@pytest.mark.parametrize("which", [Qt.Key.Key_C, Qt.Key.Key_Space])
def test_a_held_key_shows_the_portrait(page: AvatarsPage, qtbot: QtBot, which: Qt.Key) -> None:
    qtbot.keyPress(page.wall.list, which)
    assert page.compare.shows_portrait_only
    qtbot.keyRelease(page.wall.list, which)
    assert not page.compare.shows_portrait_only


def test_the_divider_follows_the_mouse_and_the_arrows(qtbot: QtBot) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(400, 400)
    view.show()
    view.show_avatar(tiny_photo())
    view.show_portrait(tiny_photo())
    assert view.divider == 0
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert view.divider == pytest.approx(0.25)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(900, 200))
    assert view.divider == 1
    view.set_divider(0.25)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.divider == pytest.approx(0.3)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.divider == 0


def test_left_of_the_divider_is_the_portrait(qtbot: QtBot) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(300, 300)
    dark, light = tiny_photo() // 8, 255 - tiny_photo() // 8
    view.show_portrait(dark)
    view.show_avatar(light)
    view.set_divider(0.5)
    shown = view.grab().toImage()
    assert shown.pixelColor(40, 40).lightness() < 60
    assert shown.pixelColor(shown.width() - 40, 40).lightness() > 195


def test_two_up_shows_both(page: AvatarsPage, qtbot: QtBot) -> None:
    key(qtbot, page, Qt.Key.Key_T)
    assert page.two_up.isChecked()
    assert page.compare.heightForWidth(100) > 200
    page.compare.grab()


def test_thumbnails_follow_the_size_slider(page: AvatarsPage) -> None:
    page.wall.tile_size.setValue(256)
    rect = page.wall.list.visualRect(page.wall.filter.index(0, 0))
    assert rect.width() >= 256
    page.wall.tile_size.setValue(128)
    assert page.wall.list.visualRect(page.wall.filter.index(0, 0)).width() < 160
    page.wall.list.grab()


def test_an_edited_mix_can_be_hung_on_the_wall(page: AvatarsPage, bench: Bench) -> None:
    assert not page.keep.isEnabled()
    page.mix.row("strength").slider.setValue(40)
    bench.qtbot.waitUntil(lambda: bench.session.mixer.is_drawn, timeout=60_000)
    assert page.keep.isEnabled()
    page.keep.click()
    assert len(bench.session.wall.model.tiles) == 25
    assert bench.session.mixer.selected.recipe.strength == 0.4


def test_another_style_draws_a_new_wall_but_asks_if_stars_would_be_lost(
    page: AvatarsPage, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def refuse(parent: object, *, stars: int) -> bool:
        asked.append(stars)
        return stars == 0

    monkeypatch.setattr("avatarstudio.ui.pages.avatars_page.ask_before_new_wall", refuse)
    page.toggle_star()
    before = bench.session.found
    page.mix.style_wanted.emit("tiny-anime-1")
    assert asked == [1]
    assert bench.session.found is before
    page.toggle_star()
    page.mix.style_wanted.emit("tiny-anime-1")
    bench.idle()
    assert bench.session.found.latents.style == "tiny-anime-1"
    assert page.mix.style_choice.currentData() == "tiny-anime-1"


@pytest.mark.parametrize("agree", [True, False])
def test_the_question_is_asked_only_when_something_would_be_lost(
    page: AvatarsPage, monkeypatch: pytest.MonkeyPatch, agree: bool
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda box: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0 if agree else 1])
    assert ask_before_new_wall(page, stars=0)
    answers = {ask_before_new_wall(page, stars=2)}
    assert len(answers) == 1


def test_finish_leads_on(page: AvatarsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.place_wanted) as caught:
        page.finish.click()
    assert caught.args == [Place.FINISH]


def test_everything_has_a_name_and_can_be_reached_by_keyboard(
    page: AvatarsPage, bench: Bench, sliders: Sliders, qtbot: QtBot
) -> None:
    kinds = (QAbstractButton, QComboBox, QSlider)
    widgets = [widget for kind in kinds for widget in page.findChildren(kind)]
    assert len(widgets) > 20
    for widget in widgets:
        name = widget.accessibleName() or getattr(widget, "text", str)()
        assert name, widget
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, name


def test_it_fits_into_the_smallest_window(page: AvatarsPage) -> None:
    assert page.minimumSizeHint().width() <= 960 - 88
    assert page.minimumSizeHint().height() <= 600
