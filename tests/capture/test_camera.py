from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from avatarstudio.capture import camera
from avatarstudio.capture.camera import CameraSource, list_cameras, still_device, why_unusable
from avatarstudio.core.errors import (
    CameraBackendError,
    CameraBusyError,
    CameraLostError,
    CameraPermissionError,
    NoCameraError,
)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux itself")


class FakeCapture:
    """What OpenCV opens."""

    opens = True
    frames = 3

    def __init__(self, index: int) -> None:
        self.left = self.frames
        self.released = False

    def isOpened(self) -> bool:  # noqa: N802
        return self.opens

    def set(self, option: int, value: float) -> bool:
        return False

    def grab(self) -> bool:
        return self.left > 0

    def read(self) -> tuple[bool, np.ndarray | None]:
        if self.left == 0:
            return False, None
        self.left -= 1
        return True, np.full((4, 6, 3), (255, 0, 0), dtype=np.uint8)

    def release(self) -> None:
        self.released = True


@pytest.fixture
def capture(monkeypatch: pytest.MonkeyPatch) -> type[FakeCapture]:
    class Capture(FakeCapture):
        pass

    monkeypatch.setattr(cv2, "VideoCapture", Capture)
    monkeypatch.setattr(camera, "_refuse_unusable", lambda index, title: None)
    return Capture


def test_a_camera_delivers_rgb_until_it_is_lost(capture: type[FakeCapture]) -> None:
    source = CameraSource(0, title="Desk")
    source.open()
    assert source.read()[0, 0].tolist() == [0, 0, 255]
    source.read()
    source.read()
    with pytest.raises(CameraLostError, match="Desk"):
        source.read()
    source.close()
    source.close()
    with pytest.raises(CameraLostError):
        source.read()


def test_a_camera_that_opens_but_stays_dark_is_in_use(capture: type[FakeCapture]) -> None:
    capture.frames = 0
    with pytest.raises(CameraBusyError, match="Desk"):
        CameraSource(0, title="Desk").open()


@pytest.mark.parametrize(
    ("platform", "error"),
    [("darwin", CameraPermissionError), ("linux", CameraBusyError), ("win32", NoCameraError)],
)
def test_a_camera_that_does_not_open_has_the_systems_likeliest_reason(
    capture: type[FakeCapture],
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    error: type[Exception],
) -> None:
    capture.opens = False
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(error):
        CameraSource(0, title="Desk").open()


def test_an_opencv_without_cameras_says_so(
    capture: type[FakeCapture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cv2.videoio_registry, "getCameraBackends", lambda: ())
    with pytest.raises(CameraBackendError):
        CameraSource(0, title="Desk").open()


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EACCES, CameraPermissionError),
        (errno.EBUSY, CameraBusyError),
        (errno.ENOENT, NoCameraError),
        (errno.ENODEV, NoCameraError),
    ],
)
def test_linux_says_why_a_node_does_not_open(
    monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    assert type(why_unusable(Path("/dev/video0"), title="Desk")) is error


@on_linux
def test_linux_cameras_are_listed_by_name_without_their_metadata_nodes(tmp_path: Path) -> None:
    for node, index, name in (
        ("video10", "0", "Second"),
        ("video2", "0", "First"),
        ("video3", "1", "First"),
        ("video4", "0", ""),
    ):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(f"{index}\n")
        (tmp_path / node / "name").write_text(f"{name}\n")
    found = list_cameras(tmp_path)
    assert [device.title for device in found] == ["First", "Camera 5", "Second"]
    assert [device.key for device in found] == ["camera:2", "camera:4", "camera:10"]
    assert list_cameras(tmp_path / "absent") == ()


def test_a_still_stands_in_for_a_camera() -> None:
    picture = np.zeros((8, 8, 3), dtype=np.uint8)
    source = still_device(picture, title="Demo").make()
    source.open()
    assert source.read().shape == (8, 8, 3)
