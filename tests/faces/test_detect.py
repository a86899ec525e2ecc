from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from avatarstudio.core.errors import (
    FaceChoiceError,
    NoFaceFoundError,
    SeveralFacesError,
    WeightsDamagedError,
    WeightsMissingError,
)
from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces import detect
from avatarstudio.faces.detect import DlibDetector, Face, choose_face, find_models_dir
from avatarstudio.faces.geometry import transform_points

EYES = np.array([[203.0, 101.0], [246.0, 103.0]])
"""Pupils of the sample photo, left and right in the picture, read off by hand."""
GREY = (150, 150, 150)


def eyes_of(face: Face) -> FloatArray:
    marks = face.landmarks
    return np.stack([marks[36:42].mean(axis=0), marks[42:48].mean(axis=0)])


def turned(photo: RgbImage, degrees: float) -> tuple[RgbImage, FloatArray]:
    """The photo turned counter-clockwise about its middle, and the map of its points."""
    middle = (np.array(photo.shape[1::-1]) - 1) / 2
    transform = np.asarray(cv2.getRotationMatrix2D(middle.tolist(), degrees, 1.0), dtype=np.float64)
    picture = cv2.warpAffine(photo, transform, photo.shape[1::-1], borderMode=cv2.BORDER_REFLECT)
    return np.asarray(picture, dtype=np.uint8), transform


def enlarged(photo: RgbImage, width: int, height: int) -> RgbImage:
    picture = cv2.resize(photo, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(picture, dtype=np.uint8)


def side_by_side(*pictures: RgbImage) -> RgbImage:
    """Pictures of any height on one grey canvas, in a row."""
    height = max(picture.shape[0] for picture in pictures)
    canvas = np.full((height, sum(p.shape[1] for p in pictures), 3), GREY, dtype=np.uint8)
    left = 0
    for picture in pictures:
        rows, columns = picture.shape[:2]
        canvas[height - rows :, left : left + columns] = picture
        left += columns
    return canvas


def made_up_face(left: int) -> Face:
    return Face(box=(left, 0, left + 9, 9), landmarks=np.zeros((68, 2)), score=1.0)


def test_the_sample_shows_one_face_with_its_eyes(face: Face, photo: RgbImage) -> None:
    assert face.landmarks.shape == (68, 2)
    assert face.landmarks.dtype == np.float64
    assert np.abs(eyes_of(face) - EYES).max() < 3
    left, top, right, bottom = face.box
    assert (left, top) < tuple(EYES.min(axis=0))
    assert (right, bottom) > tuple(EYES.max(axis=0))
    assert 70 < right - left < 120
    assert 70 < bottom - top < 120


@pytest.mark.parametrize("degrees", [25, -25, 90, -90, 180])
def test_a_turned_face_is_found_with_its_eyes(
    detector: DlibDetector, photo: RgbImage, degrees: float
) -> None:
    picture, transform = turned(photo, degrees)
    (face,) = detector.detect(picture)
    # Left and right are those of the person, so they turn with the picture.
    assert np.abs(eyes_of(face) - transform_points(transform, EYES)).max() < 5


def test_coordinates_are_those_of_a_photo_that_is_searched_reduced(
    detector: DlibDetector, photo: RgbImage
) -> None:
    (face,) = detector.detect(enlarged(photo, 4032, 3024))
    expected = EYES * (4032 / 512, 3024 / 512)
    assert np.abs(eyes_of(face) - expected).max() < 0.01 * 4032


def test_two_faces_are_sorted_from_left_to_right(detector: DlibDetector, photo: RgbImage) -> None:
    mirrored = np.ascontiguousarray(photo[:, ::-1])
    faces = detector.detect(side_by_side(mirrored, photo))
    expected = [511 - EYES[::-1, 0].mean(), 512 + EYES[:, 0].mean()]
    assert [eyes_of(face)[:, 0].mean() for face in faces] == pytest.approx(expected, abs=5)


def test_three_faces_of_different_sizes_are_sorted_from_left_to_right(
    detector: DlibDetector, photo: RgbImage
) -> None:
    large, mirrored = enlarged(photo, 768, 768), enlarged(photo[:, ::-1], 600, 600)
    faces = detector.detect(side_by_side(photo, large, mirrored))
    expected = [
        EYES[:, 0].mean(),
        512 + EYES[:, 0].mean() * 768 / 512,
        512 + 768 + (511 - EYES[:, 0].mean()) * 600 / 512,
    ]
    assert [eyes_of(face)[:, 0].mean() for face in faces] == pytest.approx(expected, abs=7)


def test_a_face_at_the_edge_keeps_its_box_inside_the_photo(
    detector: DlibDetector, photo: RgbImage
) -> None:
    cut = np.ascontiguousarray(photo[90:, 185:])
    (face,) = detector.detect(cut)
    left, top, right, bottom = face.box
    assert 0 <= left < right <= cut.shape[1]
    assert 0 <= top < bottom <= cut.shape[0]
    assert np.abs(eyes_of(face) - (EYES - (185, 90))).max() < 6


def test_a_blank_picture_shows_no_face(detector: DlibDetector) -> None:
    assert detector.detect(np.full((240, 320, 3), 127, dtype=np.uint8)) == ()


@pytest.mark.parametrize("shape", [(1, 1), (3, 10), (1, 4096), (39, 300)])
def test_a_sliver_of_a_picture_shows_no_face(
    detector: DlibDetector, shape: tuple[int, int]
) -> None:
    assert detector.detect(np.full((*shape, 3), 127, dtype=np.uint8)) == ()


def test_the_cnn_looks_when_hog_proposes_nothing(
    detector: DlibDetector, photo: RgbImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DlibDetector, "_scan_hog", lambda *_: [])
    (face,) = detector.detect(photo)
    assert np.abs(eyes_of(face) - EYES).max() < 4


def test_a_doubtful_proposal_counts_only_when_the_cnn_agrees(
    detector: DlibDetector, photo: RgbImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    glove = detect._Proposal(center=(80.0, 420.0), side=90.0, angle=0.0, score=0.4)
    woman = detect._Proposal(center=(221.0, 121.0), side=90.0, angle=0.0, score=-0.1)
    monkeypatch.setattr(DlibDetector, "_scan_hog", lambda *_: [glove, woman])
    (face,) = detector.detect(photo)
    assert face.score == -0.1
    assert np.abs(eyes_of(face) - EYES).max() < 3


def test_overlapping_proposals_become_the_surest_of_them() -> None:
    unsure = detect._Proposal(center=(100.0, 100.0), side=80.0, angle=0.0, score=0.5)
    sure = detect._Proposal(center=(110.0, 95.0), side=90.0, angle=60.0, score=1.5)
    inside = detect._Proposal(center=(120.0, 100.0), side=30.0, angle=0.0, score=1.0)
    apart = detect._Proposal(center=(190.0, 100.0), side=80.0, angle=0.0, score=0.1)
    assert detect._distinct([unsure, sure, inside, apart]) == [sure, apart]


def test_the_models_are_found_without_importing_their_package() -> None:
    assert (find_models_dir() / detect._LANDMARK_FILE).is_file()
    assert "face_recognition_models" not in sys.modules


def test_a_missing_model_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(WeightsMissingError, match="face_recognition_models"):
        find_models_dir()


@pytest.fixture
def sure_proposal(monkeypatch: pytest.MonkeyPatch) -> None:
    woman = detect._Proposal(center=(221.0, 121.0), side=90.0, angle=0.0, score=2.0)
    monkeypatch.setattr(DlibDetector, "_scan_hog", lambda *_: [woman])


@pytest.mark.usefixtures("sure_proposal")
def test_a_missing_model_file_is_named(tmp_path: Path, photo: RgbImage) -> None:
    with pytest.raises(WeightsMissingError, match=detect._LANDMARK_FILE):
        DlibDetector(tmp_path).detect(photo)


@pytest.mark.usefixtures("sure_proposal")
def test_a_damaged_model_file_is_named(tmp_path: Path, photo: RgbImage) -> None:
    (tmp_path / detect._LANDMARK_FILE).write_bytes(b"not a model" * 100)
    with pytest.raises(WeightsDamagedError, match=detect._LANDMARK_FILE):
        DlibDetector(tmp_path).detect(photo)


def test_loading_finds_a_missing_file_before_any_photo_needs_it(tmp_path: Path) -> None:
    (tmp_path / detect._CNN_FILE).write_bytes((find_models_dir() / detect._CNN_FILE).read_bytes())
    with pytest.raises(WeightsMissingError, match=detect._LANDMARK_FILE):
        DlibDetector(tmp_path).load()


def test_the_only_face_needs_no_choice() -> None:
    face = made_up_face(0)
    assert choose_face([face], number=None) is face
    assert choose_face([face], number=1) is face


def test_faces_are_counted_from_one() -> None:
    faces = [made_up_face(left) for left in (0, 20, 40)]
    assert choose_face(faces, number=3) is faces[2]


@pytest.mark.parametrize("number", [None, 1])
def test_no_face_cannot_be_chosen(number: int | None) -> None:
    with pytest.raises(NoFaceFoundError):
        choose_face([], number=number)


def test_several_faces_need_a_choice() -> None:
    with pytest.raises(SeveralFacesError) as caught:
        choose_face([made_up_face(0), made_up_face(20)], number=None)
    assert caught.value.count == 2


@pytest.mark.parametrize("number", [0, 3, 9, -1])
def test_a_face_that_is_not_there_cannot_be_chosen(number: int) -> None:
    with pytest.raises(FaceChoiceError) as caught:
        choose_face([made_up_face(0), made_up_face(20)], number=number)
    assert (caught.value.chosen, caught.value.count) == (number, 2)
