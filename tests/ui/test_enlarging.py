"""Files larger than a variant: enlarged by the network in the lane, watched, and stoppable."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.core.progress import NullProgress
from avatarstudio.nets.carn import Carn
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind
from avatarstudio.nets.specs import UpscalerSpec
from avatarstudio.nets.weights import save_model, write_manifest
from avatarstudio.tasks.runner import TaskRunner
from avatarstudio.ui.page import Place
from tests.tiny_models import frontal_face, make_tiny_catalog
from tests.ui.conftest import MakeStudio
from tests.ui.entrances import settle

SPEC = UpscalerSpec(scale=4, width=4, blocks=1, units=1, tail=4)


@pytest.fixture(scope="session")
def tiny_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As elsewhere, with a network that enlarges and leaves its marks."""
    folder = make_tiny_catalog(tmp_path_factory.mktemp("with-upscaler"))
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = Carn(SPEC)
        torch.nn.init.normal_(network.exit.weight, std=0.3)
    card = ModelCard(
        id="tiny-upscaler",
        kind=ModelKind.UPSCALER,
        title="Tiny upscaler",
        file="upscaler.safetensors",
        folder=folder,
        spec=SPEC.to_dict(),
    )
    cards = [*Catalog.read(folder).cards, save_model(card, network.state_dict())]
    write_manifest(folder, cards)
    return folder


@pytest.fixture
def made(make_studio: MakeStudio, photo_file: Path, qtbot: QtBot) -> Studio:
    """A window at the place of finishing, its lane a thread."""
    studio = make_studio(frontal_face(x=80, y=60, size=50), inline=False)
    studio.session.open([photo_file])
    qtbot.waitUntil(lambda: studio.session.found is not None, timeout=60_000)
    settle(studio, qtbot)
    studio.window.go_to(Place.FINISH)
    qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)
    return studio


def choose_size(studio: Studio, size_px: int, qtbot: QtBot) -> None:
    box = studio.window.page(Place.FINISH).panel.file_size
    box.setCurrentIndex(box.findData(size_px))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)


def press_export(studio: Studio, target: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
        studio.window.page(Place.FINISH).export_button.click()


def hold_up(lane: TaskRunner) -> threading.Event:
    """Keep the lane busy until the returned event is set."""
    gate = threading.Event()
    lane.start(lambda _: gate.wait(60))
    return gate


@pytest.mark.parametrize("size_px", [512, 1024])
def test_a_large_file_is_what_the_network_makes(
    made: Studio, tmp_path: Path, qtbot: QtBot, size_px: int
) -> None:
    choose_size(made, size_px, qtbot)
    with qtbot.waitSignal(made.finisher.exported, timeout=60_000):
        press_export(made, tmp_path / "me.png")
    picture = made.finisher.picture
    large = made.workshop.enlarge(picture, at_least_px=1024, device="cpu", progress=NullProgress())
    assert large.shape == (1024, 1024, 3)

    def resized(array: np.ndarray) -> np.ndarray:
        image = Image.fromarray(array).resize((size_px, size_px), Image.Resampling.LANCZOS)
        return np.asarray(image, dtype=float)

    with Image.open(tmp_path / "me.png") as saved:
        pixels = np.asarray(saved.convert("RGB"), dtype=float)
    assert np.abs(pixels - resized(large)).max() <= 1
    assert np.abs(pixels - resized(picture)).mean() > 1, "no filter does that"


def test_the_preview_and_what_is_copied_have_the_files_size(made: Studio, qtbot: QtBot) -> None:
    for size_px in (128, 1024):
        choose_size(made, size_px, qtbot)
        made.window.page(Place.FINISH).copy()
        assert QGuiApplication.clipboard().image().width() == size_px
        assert made.finisher.preview.width() >= 512


def test_an_export_waits_for_the_network_and_can_be_cancelled(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    page, finisher = made.window.page(Place.FINISH), made.finisher
    gate = hold_up(made.lane)
    made.session.mixer.select(7)
    qtbot.waitUntil(page.export_button.isEnabled)
    press_export(made, tmp_path / "me.png")
    assert finisher.is_writing
    assert page.result.is_busy
    assert not page.export_button.isEnabled()
    qtbot.mouseClick(page.result.cancel, Qt.MouseButton.LeftButton)
    assert not finisher.is_writing
    assert page.result.text == ""
    assert page.export_button.isEnabled()
    gate.set()

    steps: list[float] = []
    finisher.progressed.connect(steps.append)
    with qtbot.waitSignal(finisher.exported, timeout=60_000):
        press_export(made, tmp_path / "other.png")
    assert steps == sorted(steps)
    assert len(steps) > 2
    assert "other.png" in page.result.text
    assert not (tmp_path / "me.png").exists()


def press_sheet(studio: Studio, target: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
        studio.window.page(Place.FINISH).sheet_button.click()


def test_the_stickers_of_a_sheet_are_what_the_network_makes(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    wall, finisher = made.session.wall, made.finisher
    for tile_id in (1, 2, 5):
        wall.toggle_star(tile_id)
    steps: list[float] = []
    finisher.progressed.connect(steps.append)
    with qtbot.waitSignal(finisher.exported, timeout=60_000):
        press_sheet(made, tmp_path / "sheet.png")
    assert steps == sorted(steps)
    assert len(steps) > 3
    picture = wall.model.tile(2).picture
    large = made.workshop.enlarge(picture, at_least_px=512, device="cpu", progress=NullProgress())
    with Image.open(tmp_path / "sheet.png") as saved:
        second = np.asarray(saved.convert("RGB"))[31 : 31 + 512, 2 * 31 + 512 : 2 * (31 + 512)]
    assert np.abs(second.astype(float) - large).max() <= 1


def test_a_sheet_waits_for_the_network_and_can_be_cancelled(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    page, finisher = made.window.page(Place.FINISH), made.finisher
    for tile_id in (1, 2):
        made.session.wall.toggle_star(tile_id)
    gate = hold_up(made.lane)
    press_sheet(made, tmp_path / "sheet.png")
    assert finisher.is_writing
    assert page.result.is_busy
    assert not page.sheet_button.isEnabled()
    qtbot.mouseClick(page.result.cancel, Qt.MouseButton.LeftButton)
    assert not finisher.is_writing
    assert page.sheet_button.isEnabled()
    choose_size(made, 128, qtbot)
    with qtbot.waitSignal(finisher.exported, timeout=60_000):
        press_sheet(made, tmp_path / "small.png")  # small ones wait for nothing
    gate.set()
    with qtbot.waitSignal(made.lane.start(lambda _: None).finished, timeout=60_000):
        pass
    assert not finisher.is_writing
    assert not (tmp_path / "sheet.png").exists()


def test_a_small_file_waits_for_nothing(made: Studio, tmp_path: Path, qtbot: QtBot) -> None:
    choose_size(made, 128, qtbot)
    gate = hold_up(made.lane)
    made.session.mixer.select(7)
    qtbot.waitUntil(made.window.page(Place.FINISH).export_button.isEnabled)
    with qtbot.waitSignal(made.finisher.exported, timeout=60_000):
        press_export(made, tmp_path / "me.png")
    assert (tmp_path / "me.png").exists()
    gate.set()


def test_another_avatar_waits_until_the_file_of_this_one_is_written(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    gate = hold_up(made.lane)
    made.session.mixer.select(7)
    seventh = made.session.mixer.picture
    press_export(made, tmp_path / "me.png")
    made.session.mixer.select(3)
    assert made.finisher.picture is seventh
    gate.set()
    qtbot.waitUntil((tmp_path / "me.png").exists, timeout=60_000)
    qtbot.waitUntil(lambda: made.finisher.is_drawn, timeout=60_000)
    assert made.finisher.picture is made.session.mixer.picture is not seventh
