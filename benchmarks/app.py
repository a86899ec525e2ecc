"""How quick the window is, measured in the real window with the bundled weights, without a screen.

usage: python benchmarks/app.py [--starts 5] [--changes 60] [--cancels 100] [--photos 100]

Prints one JSON object: seconds from the process's start to the drawn window; from the click on the
sample face to the first preview, before and after the models were loaded; milliseconds from a
slider's change to its picture; how many pictures a drag shows; seconds from Cancel during an
inversion until the lane is free; memory after every tenth photo; and for each phase the longest
standstill of the window, which is the time that the event loop was late for a heartbeat. A 0 leaves
a part out.

`wall` is what a person would feel here. Where other programs load the computer only processor time
says something about this one: `process` is what the program used meanwhile, and would be left on a
core of its own; `gui` is the part of it that the window's own thread used.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from clocks import FirstPaint, Heart, Span
from PIL import Image
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from avatarstudio.app import Folders, Studio
from avatarstudio.core.paths import resources_dir, weights_dir
from avatarstudio.inversion.config import Quality
from avatarstudio.tasks.garbage import GuiCollector
from avatarstudio.ui.page import Place
from avatarstudio.ui.pages.avatars_page import AvatarsPage
from avatarstudio.ui.pages.finish_page import FinishPage
from avatarstudio.ui.pages.photo_page import PhotoPage
from avatarstudio.ui.widgets.mix_panel import MixPanel

_SCRIPT = __file__
_PATIENCE_S = 300
_SEED = 0
_SLIDERS = ("strength", "photo_colours", "mix_weight", "use_blocks", "split")


class Driver:
    """A person at the window."""

    def __init__(self, studio: Studio, heart: Heart, sample: Path) -> None:
        self._studio = studio
        self._heart = heart
        self._sample = sample
        self._random = random.Random(_SEED)

    def click_to_preview(self) -> float:
        """Click on the sample face; seconds until the first picture of the inversion is there."""
        studio = self._studio
        seen: list[object] = []
        studio.window.go_to(Place.PHOTO)
        photo_page = studio.window.page(Place.PHOTO)
        assert isinstance(photo_page, PhotoPage)
        photo_page.show_drop_zone()
        wait(lambda: bool(photo_page.samples.buttons))
        studio.session.previewed.connect(seen.append)
        begun = time.perf_counter()
        QTest.mouseClick(photo_page.samples.buttons[0], Qt.MouseButton.LeftButton)
        wait(lambda: bool(seen))
        seconds = time.perf_counter() - begun
        studio.session.previewed.disconnect(seen.append)
        return seconds

    def finish_wall(self) -> None:
        """Wait until the inversion is done and the wall is full."""
        session = self._studio.session
        wait(lambda: session.found is not None and session.activity is None)

    def move_sliders(self, changes: int) -> list[Span]:
        """Change sliders one at a time; how long to the picture."""
        studio = self._studio
        mixer = studio.session.mixer
        studio.window.go_to(Place.AVATARS)
        panel = self._mix_panel()
        wait(lambda: studio.sliders.names is not None)
        names = [*_SLIDERS, *panel.edit_names]
        spans: list[Span] = []
        for number in range(changes):
            slider = panel.row(names[number % len(names)]).slider
            begun = Span.now()
            slider.setValue(self._other_value(slider))
            wait(lambda: mixer.is_drawn)
            spans.append(Span.now() - begun)
            rest(0.02)
        return spans

    def drag_slider(self) -> tuple[int, int]:
        """Drag one slider through its range for a second; its values and the pictures shown."""
        mixer = self._studio.session.mixer
        slider = self._mix_panel().row("strength").slider
        slider.setValue(0)
        wait(lambda: mixer.is_drawn)
        shown: list[object] = []
        note = lambda: shown.append(mixer.picture)  # noqa: E731
        mixer.picture_changed.connect(note)
        for value in range(1, 61):
            slider.setValue(value)
            rest(1 / 60)
        wait(lambda: mixer.is_drawn)
        mixer.picture_changed.disconnect(note)
        return 60, len(shown)

    def cancel(self) -> float:
        """Click on Cancel in the middle of an inversion; seconds until the lane is free."""
        studio, session = self._studio, self._studio.session
        previews: list[object] = []
        session.previewed.connect(previews.append)
        session.invert()
        wait(lambda: bool(previews))
        rest(self._random.uniform(0.0, 0.5))
        session.previewed.disconnect(previews.append)
        begun = time.perf_counter()
        session.cancel()
        task = studio.lane.start(lambda _: None)
        wait(lambda: task.is_over)
        seconds = time.perf_counter() - begun
        session.cancel()
        return seconds

    def open_photo(self, folder: Path, number: int) -> None:
        """Open another photo of the sample face and wait until its wall is full."""
        session, former = self._studio.session, self._studio.session.found
        path = folder / f"photo-{number}.jpg"
        _jitter(self._sample, self._random).save(path, quality=92)
        session.open([path])
        wait(lambda: session.found not in (None, former) and session.activity is None)

    def finish(self) -> None:
        """Walk to the last place and try a few looks."""
        studio = self._studio
        studio.window.go_to(Place.FINISH)
        page = studio.window.page(Place.FINISH)
        assert isinstance(page, FinishPage)
        for preset in ("discord-avatar", "telegram-sticker"):
            page.panel.preset_button(preset).click()
            wait(lambda: studio.finisher.is_drawn)

    def _mix_panel(self) -> MixPanel:
        page = self._studio.window.page(Place.AVATARS)
        assert isinstance(page, AvatarsPage)
        return page.mix

    def _other_value(self, slider: QSlider) -> int:
        values = [v for v in range(slider.minimum(), slider.maximum() + 1) if v != slider.value()]
        return self._random.choice(values)


def wait(done: Callable[[], bool]) -> None:
    """Let the window work until something is done.

    Raises:
        SystemExit: It takes too long.
    """
    end = time.monotonic() + _PATIENCE_S
    while not done():
        if time.monotonic() > end:
            raise SystemExit("the window did not finish its work")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def rest(seconds: float) -> None:
    """Let the window go on for a while."""
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() >= end)


@contextmanager
def open_studio() -> Iterator[Studio]:
    """The whole window, with nothing of the person's own."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as home:
        folders = Folders(
            weights=weights_dir(),
            styles=Path(home) / "styles",
            samples=resources_dir() / "samples",
            config=Path(home) / "config",
            data=Path(home) / "data",
            log=Path(home) / "log",
        )
        studio = Studio(app, folders)
        collector = GuiCollector()
        studio.session.ready_changed.connect(collector.begin)
        value = studio.preferences.value
        studio.preferences.change(replace(value, device="cpu"))
        try:
            yield studio
        finally:
            studio.window.close()
            studio.shut_down()
            collector.stop()


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Drive one window through everything."""
    report: dict[str, object] = {}
    heart = Heart()
    sample = sorted((resources_dir() / "samples").glob("*.jpg"))[0]
    with open_studio() as studio, tempfile.TemporaryDirectory() as folder:
        driver = Driver(studio, heart, sample)
        paint = FirstPaint(studio.window)
        studio.start()
        wait(lambda: paint.is_drawn)
        with heart.phase("start and first photo"):
            cold = driver.click_to_preview()
        with heart.phase("inversion and wall"):
            driver.finish_wall()
        with heart.phase("opening"):
            warm = driver.click_to_preview()
        report["click to preview"] = {"models not loaded s": cold, "models loaded s": warm}
        driver.finish_wall()
        if options.changes:
            with heart.phase("sliders"):
                spans = driver.move_sliders(options.changes)
                moved, shown = driver.drag_slider()
            report["slider to picture"] = {
                "wall ms": summary([1000 * span.wall_s for span in spans]),
                "process ms": summary([1000 * span.process_s for span in spans]),
            }
            report["drag"] = {"values": moved, "pictures": shown}
        with heart.phase("finish"):
            driver.finish()
        if options.cancels:
            with heart.phase("cancelling"):
                report["cancel s"] = summary([driver.cancel() for _ in range(options.cancels)])
        if options.photos:
            value = studio.preferences.value
            studio.preferences.change(replace(value, quality=Quality.INSTANT))
            with heart.phase("many photos"):
                report["memory MB"] = _memory(driver, Path(folder), options.photos)
    report["longest standstill"] = heart.standstills
    return report


def _memory(driver: Driver, folder: Path, photos: int) -> dict[str, float]:
    """Resident memory after some photos."""
    sizes = {}
    for number in range(1, photos + 1):
        driver.open_photo(folder, number)
        if number % 10 == 0:
            sizes[number] = _resident_mb()
            print(number, sizes[number], file=sys.stderr)
    return {f"after {number}": size for number, size in sizes.items()} | {
        "growth after 10": sizes[max(sizes)] - sizes[min(sizes)]
    }


def _resident_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _jitter(sample: Path, randomness: random.Random) -> Image.Image:
    """The sample a little larger or smaller, moved, and lighter or darker."""
    with Image.open(sample) as image:
        scale = randomness.uniform(0.9, 1.5)
        picture = image.convert("RGB").resize(
            (round(image.width * scale), round(image.height * scale))
        )
    x, y = (randomness.randrange(round(0.05 * side)) for side in picture.size)
    moved = np.asarray(picture.crop((x, y, picture.width, picture.height)), dtype=np.float32)
    return Image.fromarray(np.uint8(np.clip(moved * randomness.uniform(0.8, 1.2), 0, 255)))


def summary(values: Sequence[float]) -> dict[str, float]:
    """Median and the slow end."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {
        "count": len(values),
        "median": statistics.median(values),
        "p95": cuts[94],
        "p99": cuts[98],
        "max": max(values),
    }


def measure_start(starts: int) -> dict[str, float]:
    """Seconds from the start of a process to its drawn window."""
    seconds = []
    for _ in range(starts):
        begun = time.time()
        output = subprocess.run(
            [sys.executable, _SCRIPT, "--window-only"], check=True, capture_output=True, text=True
        ).stdout
        seconds.append(float(output) - begun)
    return {"median": statistics.median(seconds), "max": max(seconds)}


def show_window() -> None:
    """Open the window and print when it was drawn."""
    with open_studio() as studio:
        paint = FirstPaint(studio.window)
        studio.window.show()
        wait(lambda: paint.is_drawn)
        print(time.time())


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--cancels", type=int, default=100)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--window-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["avatarstudio"])
    if options.window_only:
        show_window()
        return
    # Or the detector's process would load this script, and Qt with it, as the program's never does.
    delattr(sys.modules["__main__"], "__file__")
    report = measure(options)
    if options.starts:
        report["start to window s"] = measure_start(options.starts)
    print(json.dumps(report, indent=2))
    del app


if __name__ == "__main__":
    main()
