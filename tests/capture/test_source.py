from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from avatarstudio.capture.source import StillSource, VideoFileSource
from avatarstudio.core.errors import CameraLostError, PhotoUnreadableError

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Three red pictures, then three blue ones."""
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 60, (64, 48))
    for colour in [RED] * 3 + [BLUE] * 3:
        writer.write(np.full((48, 64, 3), colour[::-1], dtype=np.uint8))
    writer.release()
    return path


def colour_of(frame: np.ndarray) -> str:
    return "red" if frame[..., 0].mean() > frame[..., 2].mean() else "blue"


def test_a_video_plays_in_rgb_and_starts_again(video: Path) -> None:
    source = VideoFileSource(video)
    source.open()
    frames = [source.read() for _ in range(7)]
    source.close()
    source.close()
    assert [colour_of(frame) for frame in frames] == ["red"] * 3 + ["blue"] * 3 + ["red"]
    assert frames[0].shape == (48, 64, 3)


def test_a_video_without_loop_is_lost_at_its_end(video: Path) -> None:
    source = VideoFileSource(video, loop=False)
    source.open()
    for _ in range(6):
        source.read()
    with pytest.raises(CameraLostError, match="clip"):
        source.read()
    source.close()


@pytest.mark.parametrize("content", [None, b"", b"no video at all"])
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "clip.avi"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PhotoUnreadableError):
        VideoFileSource(path).open()


def test_a_file_name_that_is_no_unicode_is_refused_and_not_shown_to_opencv(tmp_path: Path) -> None:
    with pytest.raises(PhotoUnreadableError):
        VideoFileSource(tmp_path / "a\udcff.avi").open()


def test_a_still_drifts_but_keeps_its_size() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    source = StillSource(picture, fps=500)
    source.open()
    frames = [source.read() for _ in range(500)]
    assert (frames[0] == picture).all()
    assert any((frame != picture).any() for frame in frames)
    assert {frame.shape for frame in frames} == {picture.shape}
