from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import pytest

from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.align import align
from avatarstudio.faces.detect import Face
from avatarstudio.faces.geometry import transform_points
from avatarstudio.faces.quality import Advice, Quality, assess

GOOD = Quality(
    face_width_px=200.0, luminance=130.0, sharpness=200.0, yaw=0.0, roll=0.0, overflow=0.0
)


def moved(face: Face, transform: FloatArray) -> Face:
    return dataclasses.replace(face, landmarks=transform_points(transform, face.landmarks))


def resampled(photo: RgbImage, transform: FloatArray, *, side: int) -> RgbImage:
    moved_photo = cv2.warpAffine(photo, transform, (side, side), flags=cv2.INTER_CUBIC)
    return np.asarray(moved_photo, dtype=np.uint8)


def measured(photo: RgbImage, face: Face) -> Quality:
    return assess(face, align(photo, face))


def test_the_sample_photo_needs_no_advice(photo: RgbImage, face: Face) -> None:
    quality = measured(photo, face)
    assert quality.advice == ()
    assert quality.face_width_px == pytest.approx(92, abs=5)
    assert abs(quality.yaw) < 0.1
    assert quality.roll == pytest.approx(3, abs=2)


@pytest.mark.parametrize(
    ("figure", "value", "advice"),
    [
        ("face_width_px", 60.0, Advice.TOO_SMALL),
        ("luminance", 30.0, Advice.TOO_DARK),
        ("luminance", 235.0, Advice.TOO_BRIGHT),
        ("sharpness", 8.0, Advice.BLURRED),
        ("yaw", 0.6, Advice.TURNED_AWAY),
        ("yaw", -0.6, Advice.TURNED_AWAY),
        ("overflow", 0.2, Advice.CUT_OFF),
    ],
)
def test_each_bad_figure_calls_for_its_advice(figure: str, value: float, advice: Advice) -> None:
    assert GOOD.advice == ()
    assert dataclasses.replace(GOOD, **{figure: value}).advice == (advice,)


def test_several_troubles_are_all_named() -> None:
    bad = dataclasses.replace(GOOD, luminance=20.0, yaw=0.9)
    assert bad.advice == (Advice.TOO_DARK, Advice.TURNED_AWAY)


def test_every_advice_has_a_sentence_of_its_own() -> None:
    sentences = {advice.sentence for advice in Advice}
    assert len(sentences) == len(Advice)
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_small_face_is_noticed(photo: RgbImage, face: Face) -> None:
    halving = np.array([[0.5, 0, -0.25], [0, 0.5, -0.25]])
    quality = measured(resampled(photo, halving, side=256), moved(face, halving))
    assert quality.face_width_px == pytest.approx(46, abs=3)
    assert Advice.TOO_SMALL in quality.advice


@pytest.mark.parametrize(
    ("gain", "offset", "advice"), [(0.2, 0, Advice.TOO_DARK), (0.5, 160, Advice.TOO_BRIGHT)]
)
def test_bad_light_is_noticed(
    photo: RgbImage, face: Face, gain: float, offset: float, advice: Advice
) -> None:
    changed = np.clip(photo * gain + offset, 0, 255).astype(np.uint8)
    assert advice in measured(changed, face).advice


def test_dark_surroundings_do_not_make_a_face_dark(photo: RgbImage, face: Face) -> None:
    at_night = photo.copy()
    inside = np.zeros(photo.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(np.rint(face.landmarks).astype(np.int32)), 1)
    at_night[cv2.dilate(inside, np.ones((7, 7))) == 0] = 0
    expected = measured(photo, face).luminance
    assert measured(at_night, face).luminance == pytest.approx(expected, abs=3)


def test_a_blurred_face_is_noticed(photo: RgbImage, face: Face) -> None:
    blurred = np.asarray(cv2.GaussianBlur(photo, (0, 0), 2), dtype=np.uint8)
    assert measured(blurred, face).advice == (Advice.BLURRED,)


@pytest.mark.parametrize(("shift", "sign"), [(25.0, 1), (-25.0, -1)])
def test_a_nose_away_from_the_middle_means_turned_away(
    photo: RgbImage, face: Face, shift: float, sign: int
) -> None:
    marks = face.landmarks.copy()
    marks[30, 0] += shift
    quality = measured(photo, dataclasses.replace(face, landmarks=marks))
    assert quality.advice == (Advice.TURNED_AWAY,)
    assert np.sign(quality.yaw) == sign


def test_a_cut_off_head_is_noticed(photo: RgbImage, face: Face) -> None:
    cut = np.ascontiguousarray(photo[80:])
    quality = measured(cut, moved(face, np.array([[1.0, 0, 0], [0, 1, -80]])))
    assert quality.advice == (Advice.CUT_OFF,)
    assert 0.2 < quality.overflow < 0.6


def test_roll_is_clockwise_and_changes_no_other_figure(photo: RgbImage, face: Face) -> None:
    clockwise = np.asarray(cv2.getRotationMatrix2D((255.5, 255.5), -20, 1.0), dtype=np.float64)
    turned = resampled(photo, clockwise, side=512)
    before, after = measured(photo, face), measured(turned, moved(face, clockwise))
    assert after.roll == pytest.approx(before.roll + 20)
    assert after.yaw == pytest.approx(before.yaw)
    assert after.luminance == pytest.approx(before.luminance, abs=2)
    assert after.advice == ()


def test_portraits_of_every_size_are_measured_alike(photo: RgbImage, face: Face) -> None:
    usual = measured(photo, face)
    large = assess(face, align(photo, face, size_px=512))
    assert large.luminance == pytest.approx(usual.luminance, abs=1)
    assert large.sharpness == pytest.approx(usual.sharpness, rel=0.3)
