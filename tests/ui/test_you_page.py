"""Watching the likeness grow: pictures, curve, quality, cancel, queue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.inversion.config import InversionConfig, LatentSpace, Quality
from avatarstudio.studio.values import LivePreview, Stage
from avatarstudio.ui.page import Place
from avatarstudio.ui.pages.you_page import YouPage
from tests.tiny_models import frontal_face, tiny_photo
from tests.ui.conftest import MakeStudio

FACE = frontal_face(x=80, y=60, size=50)


def idle(studio: Studio, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: studio.session.activity is None, timeout=60_000)


def you_page(studio: Studio) -> YouPage:
    page = studio.window.page(Place.YOU)
    assert isinstance(page, YouPage)
    return page


def open_photo(studio: Studio, qtbot: QtBot, *paths: Path) -> YouPage:
    studio.session.open(paths)
    idle(studio, qtbot)
    return you_page(studio)


def test_all_three_pictures_are_there_in_the_end(
    studio: Studio, photo_file: Path, qtbot: QtBot
) -> None:
    page = open_photo(studio, qtbot, photo_file)
    assert not page.portrait.is_empty
    assert not page.likeness.is_empty
    assert not page.anime.is_empty
    assert page.run.isEnabled()
    assert page.run.text() == "Run again"
    assert page.see_avatars.isEnabled()


def test_previews_fill_the_pictures_and_the_curve(
    make_studio: MakeStudio, photo_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = InversionConfig(space=LatentSpace.W, steps=4, learning_rate=0.1)
    searches = "avatarstudio.inversion.cross_domain"
    monkeypatch.setattr(f"{searches}.search_config", lambda *_, **__: config)
    monkeypatch.setattr(f"{searches}.style_config", lambda _: config)
    monkeypatch.setattr("avatarstudio.tasks.runner._PREVIEW_GAP_S", 0.0)
    studio = make_studio(FACE)
    studio.preferences.change(replace(studio.preferences.value, quality=Quality.FAST))
    page, seen = you_page(studio), []

    def look(preview: LivePreview) -> None:
        counts = {stage: len(points) for stage, points in page.curve.points.items()}
        seen.append((preview.stage, counts, page.likeness.is_empty, page.anime.is_empty))

    studio.session.previewed.connect(look)
    open_photo(studio, qtbot, photo_file)
    assert seen[0] == (Stage.LIKENESS, {Stage.LIKENESS: 1}, False, True)
    assert seen[-1] == (Stage.STYLE, {Stage.LIKENESS: 4, Stage.STYLE: 4}, False, False)
    assert {stage: len(points) for stage, points in page.curve.points.items()} == {
        Stage.LIKENESS: 4,
        Stage.STYLE: 4,
    }


def test_cancel_brings_the_last_good_state_back(
    make_studio: MakeStudio, photo_file: Path, qtbot: QtBot
) -> None:
    studio = make_studio(FACE, inline=False)
    page = open_photo(studio, qtbot, photo_file)
    studio.window.go_to(Place.YOU)
    before = page.anime.grab().toImage()
    studio.preferences.change(replace(studio.preferences.value, quality=Quality.THESIS))
    with qtbot.waitSignal(studio.session.previewed, timeout=20_000):
        qtbot.mouseClick(page.run, Qt.MouseButton.LeftButton)
    assert page.anime.is_empty
    assert not page.run.isEnabled()
    with qtbot.waitActive(studio.window):
        studio.window.activateWindow()
    with qtbot.waitSignal(studio.session.activity_changed, timeout=1000):
        qtbot.keyClick(studio.window, Qt.Key.Key_Escape)
    assert studio.session.activity is None
    assert page.run.isEnabled()
    assert page.anime.grab().toImage() == before


def test_the_strip_counts_steps_and_goes_quiet(
    studio: Studio, photo_file: Path, qtbot: QtBot
) -> None:
    strip = studio.window.strip
    bar = strip.findChild(QProgressBar)
    texts: list[str] = []
    session = studio.session
    session.activity_changed.connect(
        lambda: texts.extend(label.text() for label in strip.findChildren(QLabel))
    )
    open_photo(studio, qtbot, photo_file)
    assert {"Opening the photo", "Looking for faces", "Drawing your avatars"} <= set(texts)
    assert not bar.isVisible()
    facts = " ".join(label.text() for label in strip.findChildren(QLabel))
    assert "Preview models" in facts
    assert "processor" in facts


def test_the_strip_names_the_step_of_the_search(
    make_studio: MakeStudio, photo_file: Path, qtbot: QtBot
) -> None:
    studio = make_studio(FACE, inline=False)
    open_photo(studio, qtbot, photo_file)
    studio.preferences.change(replace(studio.preferences.value, quality=Quality.THESIS))
    studio.session.invert()

    def counts() -> bool:
        labels = studio.window.strip.findChildren(QLabel)
        return any("Finding your likeness, step" in label.text() for label in labels)

    qtbot.waitUntil(counts, timeout=20_000)
    studio.session.cancel()


def test_quality_device_and_style_are_kept_at_once(
    studio: Studio, photo_file: Path, qtbot: QtBot
) -> None:
    page = open_photo(studio, qtbot, photo_file)
    studio.window.go_to(Place.YOU)
    page.panel.button(Quality.FIDELITY).click()
    assert studio.preferences.value.quality is Quality.FIDELITY
    page.panel.device.setCurrentIndex(page.panel.device.findData("cpu"))
    page.panel.device.activated.emit(page.panel.device.currentIndex())
    assert studio.preferences.value.device == "cpu"
    assert page.panel.style_choice.isVisible()
    page.panel.style_choice.setCurrentIndex(1)
    page.panel.style_choice.activated.emit(1)
    assert studio.preferences.value.style == "tiny-anime-1"


def test_waiting_photos_are_counted_and_taken_one_by_one(
    studio: Studio, photo_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    second = tmp_path / "second.png"
    second.write_bytes(photo_file.read_bytes())
    page = open_photo(studio, qtbot, photo_file, second)
    studio.window.go_to(Place.YOU)
    assert page.next_photo.isVisible()
    page.next_photo.click()
    idle(studio, qtbot)
    assert studio.session.photo is not None
    assert studio.session.photo.name == "second.png"
    assert not page.next_photo.isVisible()


def test_the_pictures_fit_side_by_side_at_every_size(studio: Studio, photo_file: Path,
                                                     qtbot: QtBot) -> None:  # fmt: skip
    page = open_photo(studio, qtbot, photo_file)
    studio.window.go_to(Place.YOU)
    for width, height in ((1280, 800), (960, 640), (1900, 700)):
        studio.window.resize(width, height)
        frames = (page.portrait, page.likeness, page.anime)
        for frame in frames:
            assert frame.parentWidget().rect().contains(frame.geometry())
        assert not page.portrait.geometry().intersects(page.anime.geometry())
        assert page.likeness.geometry().bottom() == page.anime.geometry().bottom()


def test_a_preview_of_another_size_is_shown_too(studio: Studio, photo_file: Path,
                                                qtbot: QtBot) -> None:  # fmt: skip
    page = open_photo(studio, qtbot, photo_file)
    small = tiny_photo(width=16, height=16)
    studio.session.previewed.emit(
        LivePreview(stage=Stage.STYLE, step=1, steps=2, loss=1.0, picture=small)
    )
    assert not page.anime.is_empty
