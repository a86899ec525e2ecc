"""Files in the place of cameras."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatarstudio.capture.stand_ins import list_stand_ins
from avatarstudio.core.errors import (
    CameraBackendError,
    CameraBusyError,
    CameraLostError,
    CameraPermissionError,
    NoCameraError,
    PhotoUnreadableError,
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "Desk.png"
    Image.fromarray(np.full((12, 16, 3), 90, dtype=np.uint8)).save(path)
    return path


def test_files_are_cameras_by_name_and_others_are_passed_over(desk: Path) -> None:
    for name in ("Attic.busy", "notes.txt", "Cellar.MP4"):
        (desk.parent / name).touch()
    assert [device.title for device in list_stand_ins(desk.parent)] == ["Attic", "Cellar", "Desk"]
    assert list_stand_ins(desk.parent / "absent") == ()


def test_a_picture_plays_until_its_file_is_pulled_out(desk: Path) -> None:
    (device,) = list_stand_ins(desk.parent)
    source = device.make()
    source.open()
    assert source.read().shape == (12, 16, 3)
    desk.unlink()
    with pytest.raises(CameraLostError, match="Desk"):
        source.read()
    source.close()
    source.close()
    with pytest.raises(NoCameraError):
        device.make().open()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Desk.denied", CameraPermissionError),
        ("Desk.busy", CameraBusyError),
        ("Desk.unsupported", CameraBackendError),
        ("Desk.mp4", PhotoUnreadableError),
    ],
)
def test_a_suffix_says_why_a_camera_cannot_be_used(
    tmp_path: Path, name: str, error: type[Exception]
) -> None:
    (tmp_path / name).touch()
    (device,) = list_stand_ins(tmp_path)
    with pytest.raises(error):
        device.make().open()
