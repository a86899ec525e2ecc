"""Following a face: quickly found again, handed on when it is gone, and held still."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatarstudio.capture.source import sway, sway_transform
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.align import ffhq_quad
from avatarstudio.faces.detect import DlibDetector, Face
from avatarstudio.faces.geometry import quad_side, transform_points
from avatarstudio.faces.track import FaceTracker, Steadier
from tests.tiny_models import frontal_face

FRAME_S = 0.1


class Watched:
    """A detector that notes how it was asked."""

    def __init__(self, detector: DlibDetector) -> None:
        self._detector = detector
        self.asked: list[tuple[int, int, float | None]] = []

    def detect(self, photo: RgbImage) -> tuple[Face, ...]:
        raise AssertionError("not for live pictures")

    def glance(self, photo: RgbImage, *, expected_px: float | None = None) -> Face | None:
        self.asked.append((*photo.shape[:2], expected_px))
        return self._detector.glance(photo, expected_px=expected_px)


@pytest.fixture
def watched(detector: DlibDetector) -> Watched:
    return Watched(detector)


def test_a_face_that_was_seen_is_looked_for_nearby_and_found_where_it_went(
    watched: Watched, photo: RgbImage
) -> None:
    tracker = FaceTracker(watched)
    first = tracker.follow(photo, seconds=0.0)
    moved = sway(photo, seconds=1.0)
    second = tracker.follow(moved, seconds=FRAME_S)
    assert first is not None
    assert second is not None
    (_, _, expected), (height, width, near) = watched.asked
    assert expected is None
    assert near == max(first.box[2] - first.box[0], first.box[3] - first.box[1])
    assert height * width < photo.shape[0] * photo.shape[1] / 3
    wanted = transform_points(sway_transform(photo, seconds=1.0), first.landmarks)
    off = np.hypot(*(second.landmarks - wanted).T).mean()
    assert off < 0.03 * near, "within a few pixels of where the movement took it"


def test_a_face_that_has_gone_is_looked_for_everywhere(watched: Watched, photo: RgbImage) -> None:
    tracker = FaceTracker(watched)
    face = tracker.follow(photo, seconds=0.0)
    empty = np.full_like(photo, 127)
    assert tracker.follow(empty, seconds=FRAME_S) is None
    assert [expected is None for *_, expected in watched.asked] == [True, False, True]
    again = tracker.follow(np.ascontiguousarray(photo[:, ::-1]), seconds=2 * FRAME_S)
    assert face is not None
    assert again is not None
    assert abs((again.box[0] + again.box[2]) / 2 - photo.shape[1] + sum(face.box[::2]) / 2) < 20


def test_a_face_of_long_ago_is_no_hint(watched: Watched, photo: RgbImage) -> None:
    tracker = FaceTracker(watched)
    tracker.follow(photo, seconds=0.0)
    tracker.follow(photo, seconds=10.0)
    assert [expected for *_, expected in watched.asked] == [None, None]


def trembling(*, count: int, path: np.ndarray) -> list[Face]:
    """A face of 100 px on a path, with a pixel of detector's noise in every point."""
    randomness = np.random.default_rng(3)
    faces = []
    for x, y in path[:count]:
        face = frontal_face(x=x, y=y, size=100)
        noise = randomness.normal(0, 1, 2)
        faces.append(Face(box=face.box, landmarks=face.landmarks + noise, score=face.score))
    return faces


def frames_of(faces: list[Face]) -> np.ndarray:
    """Corners of the portraits' frames, in portrait sides."""
    quads = np.array([ffhq_quad(face.landmarks) for face in faces])
    return quads / quad_side(quads[0])


def steadied(faces: list[Face]) -> list[Face]:
    steadier = Steadier()
    return [steadier.steady(face, seconds=FRAME_S * n) for n, face in enumerate(faces)]


def test_a_still_face_trembles_less_than_half_as_much() -> None:
    faces = trembling(count=60, path=np.full((60, 2), 300.0))
    before = np.diff(frames_of(faces), axis=0).std()
    after = np.diff(frames_of(steadied(faces)), axis=0).std()
    assert after < 0.5 * before


def test_a_face_in_motion_is_not_left_behind() -> None:
    path = np.linspace((200, 300), (500, 300), 31)  # a box side in a second
    faces = trembling(count=31, path=path)
    lag = frames_of(faces)[-1] - frames_of(steadied(faces))[-1]
    assert np.abs(lag).max() < 0.05


def test_after_a_gap_the_face_is_taken_as_it_is() -> None:
    steadier = Steadier()
    steadier.steady(frontal_face(x=100, y=100, size=80), seconds=0.0)
    there = frontal_face(x=500, y=300, size=80)
    found = steadier.steady(there, seconds=5.0)
    assert found.box == there.box
    assert np.array_equal(found.landmarks, there.landmarks)


def test_a_small_picture_gives_a_face_too(detector: DlibDetector, photo: RgbImage) -> None:
    small = cv2.resize(photo, (320, 320), interpolation=cv2.INTER_AREA)
    tracker = FaceTracker(detector)
    faces = [tracker.follow(small, seconds=FRAME_S * n) for n in range(3)]
    assert all(face is not None for face in faces)
