from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.align import align, align_manual, ffhq_quad
from avatarstudio.faces.detect import DlibDetector, Face
from avatarstudio.faces.geometry import quad_around, sample_quad, transform_points


def noise(*, height: int, width: int, seed: int = 0) -> RgbImage:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def eyes_in(portrait_points: FloatArray) -> FloatArray:
    return np.stack([portrait_points[36:42].mean(axis=0), portrait_points[42:48].mean(axis=0)])


def test_the_quad_is_that_of_the_ffhq_script(face: Face) -> None:
    marks = face.landmarks
    # The published script, with its names and its order of operations.
    eye_left, eye_right = np.mean(marks[36:42], axis=0), np.mean(marks[42:48], axis=0)
    eye_avg = (eye_left + eye_right) * 0.5
    eye_to_eye = eye_right - eye_left
    mouth_outer = marks[48:60]
    mouth_avg = (mouth_outer[0] + mouth_outer[6]) * 0.5
    eye_to_mouth = mouth_avg - eye_avg
    x = eye_to_eye - np.flipud(eye_to_mouth) * [-1, 1]
    x /= np.hypot(*x)
    x *= max(np.hypot(*eye_to_eye) * 2.0, np.hypot(*eye_to_mouth) * 1.8)
    y = np.flipud(x) * [-1, 1]
    c = eye_avg + eye_to_mouth * 0.1
    expected = np.stack([c - x - y, c - x + y, c + x + y, c + x - y])
    np.testing.assert_allclose(ffhq_quad(marks), expected)


def test_a_portrait_has_its_eyes_where_ffhq_has_them(photo: RgbImage, face: Face) -> None:
    portrait = align(photo, face)
    assert portrait.image.shape == (256, 256, 3)
    assert portrait.image.dtype == np.uint8
    assert portrait.overflow == 0
    eyes = eyes_in(transform_points(portrait.inverse, face.landmarks))
    assert np.abs(eyes - [(95, 120), (160, 120)]).max() < 4


def test_turned_photos_give_the_same_portrait(detector: DlibDetector, photo: RgbImage) -> None:
    on_its_side = np.ascontiguousarray(np.rot90(photo))
    upright, turned = (
        align(picture, detector.detect(picture)[0]) for picture in (photo, on_its_side)
    )
    difference = np.abs(upright.image.astype(float) - turned.image)
    assert difference.mean() < 12
    assert turned.quad[0, 1] > turned.quad[3, 1]


@pytest.mark.parametrize("source", ["ffhq_real", "ffhq_ai", "studio", "aaf"])
def test_training_pictures_keep_their_framing(
    detector: DlibDetector, shared_data: Path, source: str
) -> None:
    """Alignment of a photo and alignment of the training pictures must agree."""
    side, margin = 512, 300
    known = quad_around(
        center=(margin + (side - 1) / 2, margin + (side - 1) / 2), side=side, angle=0
    )
    offsets = []
    for path in sorted((shared_data / "human" / source).glob("*.webp"))[::97][:2]:
        with Image.open(path) as picture:
            enlarged = np.asarray(picture.convert("RGB").resize((side, side)))
        photo = np.pad(enlarged, ((margin, margin), (margin, margin), (0, 0)), mode="edge")
        (face,) = detector.detect(photo)
        offsets.append(align(photo, face).quad - known)
    assert np.abs(np.mean(offsets, axis=0)).max() < 0.03 * side


def test_a_quad_on_the_pixel_grid_shows_the_pixels_themselves() -> None:
    photo = noise(height=40, width=50)
    quad = quad_around(center=(25.5, 15.5), side=16, angle=0)
    assert (sample_quad(photo, quad, size_px=16) == photo[8:24, 18:34]).all()


@pytest.mark.parametrize(("angle", "quarters"), [(90, 1), (180, 2), (-90, 3)])
def test_the_angle_is_clockwise(angle: float, quarters: int) -> None:
    photo = noise(height=16, width=16)
    quad = quad_around(center=(7.5, 7.5), side=16, angle=angle)
    # To show upright what is turned clockwise, the pixels turn counter-clockwise.
    difference = sample_quad(photo, quad, size_px=16).astype(int) - np.rot90(photo, quarters)
    assert np.abs(difference).max() <= 1


def test_fine_detail_is_averaged_and_not_aliased() -> None:
    stripes = np.zeros((900, 900, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    quad = quad_around(center=(450, 450), side=700, angle=10)
    shown = sample_quad(stripes, quad, size_px=128)
    assert abs(shown.mean() - 127.5) < 2
    assert shown.std() < 25


def test_the_transforms_are_each_others_inverse(photo: RgbImage, face: Face) -> None:
    portrait = align(photo, face, size_px=128)
    points = np.random.default_rng(0).uniform(-50, 300, (20, 2))
    there = transform_points(portrait.transform, points)
    np.testing.assert_allclose(transform_points(portrait.inverse, there), points, atol=1e-9)
    corners = np.array([(-0.5, -0.5), (-0.5, 127.5), (127.5, 127.5), (127.5, -0.5)])
    np.testing.assert_allclose(transform_points(portrait.transform, corners), portrait.quad)


def test_a_point_of_the_photo_lies_where_the_inverse_says() -> None:
    photo = np.zeros((200, 300, 3), dtype=np.uint8)
    cv2.circle(photo, (180, 90), 4, (255, 255, 255), -1)
    portrait = align_manual(photo, center=(150.0, 100.0), side=140.0, angle=33.0)
    weight = portrait.image[..., 0].astype(float)
    rows, columns = np.mgrid[:256, :256]
    seen = np.array([(columns * weight).sum(), (rows * weight).sum()]) / weight.sum()
    (expected,) = transform_points(portrait.inverse, np.array([[180.0, 90.0]]))
    assert np.abs(seen - expected).max() < 0.3


@pytest.mark.parametrize(
    ("center", "overflow"),
    [((99.5, 99.5), 0.0), ((-0.5, 99.5), 0.5), ((199.5, -0.5), 0.75), ((-200.0, 99.5), 1.0)],
)
def test_overflow_is_the_share_outside_the_photo(
    center: tuple[float, float], overflow: float
) -> None:
    portrait = align_manual(noise(height=200, width=200), center=center, side=100.0)
    assert portrait.overflow == pytest.approx(overflow, abs=0.01)


def test_the_photos_own_pixels_stay_sharp_and_the_rest_melts_away() -> None:
    photo = noise(height=300, width=300)
    portrait = align_manual(photo, center=(-0.5, 149.5), side=256.0)
    assert (portrait.image[:, 128:] == photo[22:278, :128]).all()
    contrast = portrait.image.astype(float).std(axis=(0, 2))
    assert contrast[128:].min() > 60
    assert contrast[90:100].max() < 15
    assert contrast[:40].max() < 1


def test_beyond_the_edge_the_photo_is_mirrored_at_first() -> None:
    portrait = align_manual(noise(height=256, width=256), center=(107.5, 127.5), side=256.0)
    outside, inside = portrait.image[:, 17:20], portrait.image[:, 21:24]
    assert np.corrcoef(outside[:, ::-1].ravel(), inside.ravel())[0, 1] > 0.98


def test_a_crop_placed_by_hand_shows_that_square() -> None:
    photo = noise(height=60, width=80)
    portrait = align_manual(photo, center=(39.5, 29.5), side=32.0, size_px=32)
    assert (portrait.image == photo[14:46, 24:56]).all()


@pytest.mark.parametrize("side", [0.0, -3.0, float("nan")])
def test_a_crop_without_size_is_refused(side: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        align_manual(noise(height=9, width=9), center=(4.0, 4.0), side=side)
