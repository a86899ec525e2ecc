"""One person's work, from the photo to the wall, on tiny models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from avatarstudio.core.errors import (
    DeviceMemoryError,
    PhotoUnreadableError,
    WeightsMissingError,
)
from avatarstudio.core.progress import Progress
from avatarstudio.inversion.config import InversionConfig, LatentSpace, Quality
from avatarstudio.pipeline import Engine
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.studio.values import (
    Activity,
    Crop,
    Found,
    LivePreview,
    Notice,
    NoticeKind,
    Stage,
)
from tests.qt_support import Bench, MakeBench, equal
from tests.tiny_models import frontal_face, tiny_photo

LEFT = frontal_face(x=45, y=60, size=40)
RIGHT = frontal_face(x=115, y=60, size=40)


def test_a_photo_with_one_face_runs_by_itself_to_a_full_wall(
    bench: Bench, photo_file: Path
) -> None:
    bench.open(photo_file)
    session = bench.session
    assert session.photo is not None
    assert session.photo.name == "someone.png"
    assert session.portrait is not None
    assert session.portrait.shape == (256, 256, 3)
    assert session.found is not None
    assert equal(session.found.avatar, session.wall.model.tiles[0].picture)
    assert session.found.preview_weights
    assert len(session.wall.model.tiles) == 24
    assert session.mixer.selected is session.wall.model.tiles[0]


def test_the_steps_are_told_in_their_order(bench: Bench, photo_file: Path) -> None:
    order: list[Activity | None] = []
    session = bench.session
    session.activity_changed.connect(lambda: order.append(session.activity))
    bench.open(photo_file)
    steps = list(dict.fromkeys(order))
    assert steps == [
        Activity.READING,
        Activity.FINDING,
        Activity.CUTTING,
        Activity.INVERTING,
        Activity.RENDERING,
        None,
    ]


def test_of_several_faces_the_person_chooses_one(make_bench: MakeBench, photo_file: Path) -> None:
    bench = make_bench(LEFT, RIGHT)
    bench.open(photo_file)
    assert bench.session.faces is not None
    assert len(bench.session.faces) == 2
    assert bench.session.cutting is None
    bench.session.choose_face(3)
    assert bench.session.activity is None
    bench.session.choose_face(2)
    bench.idle()
    assert bench.session.cutting is not None
    assert bench.session.cutting.crop.center[0] == pytest.approx(115, abs=2)


def test_without_a_face_the_person_places_the_crop(make_bench: MakeBench, photo_file: Path) -> None:
    bench = make_bench()
    bench.open(photo_file)
    assert bench.session.faces == ()
    assert bench.session.portrait is None
    crop = Crop(center=(70.0, 50.0), side=60.0, angle=20.0)
    bench.session.place_crop(crop)
    bench.idle()
    assert bench.session.cutting is not None
    placed = bench.session.cutting.crop
    assert placed.center == pytest.approx(crop.center)
    assert (placed.side, placed.angle) == pytest.approx((crop.side, crop.angle))
    assert bench.session.found is not None


def test_a_picture_from_memory_needs_no_file(bench: Bench) -> None:
    bench.session.take_picture(tiny_photo(), name="Camera")
    bench.idle()
    assert bench.session.photo is not None
    assert bench.session.photo.path is None
    assert bench.session.found is not None


def test_a_pasted_picture_arrives_as_it_is(bench: Bench) -> None:
    bench.session.take_image(to_qimage(tiny_photo()), name="Pasted")
    bench.idle()
    assert bench.session.photo is not None
    assert equal(bench.session.photo.picture, tiny_photo())


@pytest.mark.parametrize("content", [b"", b"no picture at all", None])
def test_a_bad_file_leaves_everything_as_it_was(
    bench: Bench, photo_file: Path, tmp_path: Path, content: bytes | None
) -> None:
    bench.open(photo_file)
    photo, found, tiles = (
        bench.session.photo,
        bench.session.found,
        bench.session.wall.model.tiles,
    )
    bad = tmp_path / "bad.jpg"
    if content is not None:
        bad.write_bytes(content)
    with bench.qtbot.waitSignal(bench.session.failed) as failed:
        bench.session.open([bad])
    assert isinstance(failed.args[0], PhotoUnreadableError)
    bench.idle()
    assert (bench.session.photo, bench.session.found) == (photo, found)
    assert bench.session.wall.model.tiles == tiles


def test_further_photos_wait_in_the_queue(bench: Bench, photo_file: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.png"
    second.write_bytes(photo_file.read_bytes())
    bench.open(photo_file, second)
    assert bench.session.queue == (second,)
    bench.session.open_next()
    bench.idle()
    assert bench.session.queue == ()
    assert bench.session.photo is not None
    assert bench.session.photo.path == second


def test_opened_files_are_remembered(bench: Bench, photo_file: Path) -> None:
    bench.open(photo_file)
    assert bench.preferences.value.recents == (str(photo_file),)


def test_cancel_keeps_what_was_found_before(make_bench: MakeBench, photo_file: Path) -> None:
    bench = make_bench(LEFT, inline=False)
    bench.open(photo_file)
    session, found = bench.session, bench.session.found
    bench.preferences.change(replace(bench.preferences.value, quality=Quality.THESIS))
    with bench.qtbot.waitSignal(session.progressed, timeout=20_000):
        session.invert()
    with bench.qtbot.waitSignal(session.activity_changed, timeout=1000):
        session.cancel()
    assert session.activity is None
    assert session.found is found
    assert len(session.wall.model.tiles) == 24
    # The lane is free again soon: the next job begins.
    task = bench.runner.start(lambda progress: None)
    with bench.qtbot.waitSignal(task.succeeded, timeout=5000):
        pass


def test_previews_say_which_search_they_are_from(
    bench: Bench, photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = InversionConfig(space=LatentSpace.W, steps=3, learning_rate=0.1)
    searches = "avatarstudio.inversion.cross_domain"
    monkeypatch.setattr(f"{searches}.search_config", lambda *_, **__: config)
    monkeypatch.setattr(f"{searches}.style_config", lambda _: config)
    monkeypatch.setattr("avatarstudio.tasks.runner._PREVIEW_GAP_S", 0.0)
    bench.preferences.change(replace(bench.preferences.value, quality=Quality.FAST))
    heard: list[LivePreview] = []
    bench.session.previewed.connect(heard.append)
    bench.open(photo_file)
    told = [(p.stage, p.step, p.steps) for p in heard]
    assert told == [(stage, step, 3) for stage in Stage for step in (1, 2, 3)]
    assert bench.session.found is not None
    assert heard[0].loss == pytest.approx(bench.session.found.loss_curves[0][0])
    measured = dict(bench.preferences.value.step_seconds)
    assert measured["cpu"] > 0


class SmallDevice:
    """Stands for a graphics card that is always too small."""

    def __init__(self, device: object) -> None:
        self.type = "cuda"

    def __str__(self) -> str:
        return "cuda"


def test_out_of_memory_goes_on_with_the_processor_and_says_so(
    bench: Bench, photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    invert = Engine.invert
    devices: list[str] = []

    def cramped(engine: Engine, *args: object, **kwargs: object) -> object:
        # The first engine plays a graphics card; the one that follows it is the processor's.
        devices.append(str(engine.device))
        if len(devices) == 1:
            monkeypatch.setattr(engine, "device", SmallDevice(engine.device))
            raise DeviceMemoryError(device="cuda")
        return invert(engine, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Engine, "invert", cramped)
    notices: list[Notice] = []
    bench.session.noticed.connect(notices.append)
    bench.open(photo_file)
    assert notices == [Notice(NoticeKind.FELL_BACK_TO_CPU)]
    assert bench.session.found is not None
    assert bench.session.found.fell_back
    assert bench.session.found.device == "cpu"
    assert len(bench.session.wall.model.tiles) == 24


def test_too_little_memory_everywhere_is_a_failure_that_changes_nothing(
    bench: Bench, photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cramped(engine: Engine, *args: object, **kwargs: object) -> object:
        raise DeviceMemoryError(device="cpu")

    monkeypatch.setattr(Engine, "invert", cramped)
    with bench.qtbot.waitSignal(bench.session.failed) as failed:
        bench.session.open([photo_file])
    assert isinstance(failed.args[0], DeviceMemoryError)
    bench.idle()
    assert bench.session.portrait is not None
    assert bench.session.found is None


def test_warm_up_tells_what_the_models_offer(bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.session.ready_changed):
        bench.session.warm_up()
    ready = bench.session.ready
    assert ready is not None
    assert ready.device == "cpu"
    assert ready.devices[:2] == ("auto", "cpu")
    assert [style.id for style in ready.styles] == ["tiny-anime-0", "tiny-anime-1"]
    assert ready.preview_weights


def test_missing_weights_are_told_and_faces_are_still_found(
    make_bench: MakeBench, photo_file: Path, tmp_path: Path
) -> None:
    bench = make_bench(LEFT, weights=tmp_path / "nothing")
    with bench.qtbot.waitSignal(bench.session.failed) as failed:
        bench.session.open([photo_file])
    assert isinstance(failed.args[0], WeightsMissingError)
    bench.idle()
    assert bench.session.portrait is not None


def test_another_style_is_another_inversion(bench: Bench, photo_file: Path) -> None:
    bench.open(photo_file)
    first = bench.session.found
    bench.preferences.change(replace(bench.preferences.value, style="tiny-anime-1"))
    bench.session.invert()
    bench.idle()
    second = bench.session.found
    assert first is not None
    assert second is not None
    assert second.latents.style == "tiny-anime-1"
    assert not equal(first.avatar, second.avatar)


def test_the_same_photo_gives_the_same_wall(make_bench: MakeBench, photo_file: Path) -> None:
    walls = []
    for _ in range(2):
        bench = make_bench(LEFT)
        bench.open(photo_file)
        walls.append([tile.picture for tile in bench.session.wall.model.tiles])
    assert all(equal(a, b) for a, b in zip(*walls, strict=True))


def test_a_stale_result_never_lands(
    make_bench: MakeBench, photo_file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    bench = make_bench(LEFT, inline=False)
    bench.open(photo_file)
    found: list[Found | None] = []
    bench.session.found_changed.connect(lambda: found.append(bench.session.found))
    bench.session.invert()
    bench.session.invert()
    bench.idle()
    assert len(found) == 1
    assert np.isfinite(found[0].seconds if found[0] else np.nan)


def test_a_job_that_never_reports_is_left_behind_by_cancel(
    bench: Bench, photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*args: object, progress: Progress, **kwargs: object) -> object:
        return None

    bench.open(photo_file)
    found = bench.session.found
    monkeypatch.setattr(bench.workshop, "invert", silent)
    bench.session.invert()
    bench.session.cancel()
    bench.idle()
    assert bench.session.found is found
