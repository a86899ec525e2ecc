"""The whole way by clicks, on the models that come with the program, with and without a screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import CHECKOUT


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a screen of this test's own."""
    if sys.platform != "linux" or shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        number = server.stdout.readline().decode().strip()
        yield f":{number}"
        server.terminate()


@pytest.mark.slow
def test_from_a_sample_face_to_a_file_by_clicks(tmp_path: Path) -> None:
    walk(tmp_path, platform="offscreen")


@pytest.mark.slow
def test_the_same_way_on_a_real_screen(tmp_path: Path, screen: str) -> None:
    walk(tmp_path, platform="xcb", display=screen)


def walk(folder: Path, *, platform: str, display: str = "") -> None:
    """Walk in a program of its own and look at what came out."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.ui.whole_way", str(folder)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        cwd=CHECKOUT,
        env={**os.environ, "QT_QPA_PLATFORM": platform, "DISPLAY": display},
    )
    assert result.returncode == 0, result.stderr
    with Image.open(folder / "me.png") as saved, Image.open(folder / "picture.png") as picture:
        assert saved.format == "PNG"
        assert saved.size == (512, 512)
        assert not saved.info.keys() & {"avatarstudio-origin", "exif"}
        small = np.asarray(saved.convert("RGB").resize(picture.size), dtype=float)
        drawn = np.asarray(picture, dtype=float)
    assert np.abs(small - drawn).mean() < 6
    assert drawn.std() > 20, "a picture, not a plain area"
