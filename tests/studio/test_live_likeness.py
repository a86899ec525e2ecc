from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatarstudio.avatars.glasses import draw_glasses, find_glasses, follow_glasses
from avatarstudio.avatars.recipe import Glasses
from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.align import align
from avatarstudio.faces.detect import DlibDetector
from avatarstudio.faces.mouth import MouthShape
from tests.qt_support import Bench, equal
from tests.tiny_models import frontal_face


@pytest.fixture
def bare(sample_photo: Path) -> RgbImage:
    photo = load_photo(sample_photo)
    (face,) = DlibDetector().detect(photo)
    return align(photo, face).image


@pytest.fixture
def live(bench: Bench) -> Callable[[RgbImage], RgbImage]:
    return lambda portrait: bench.workshop.draw_live(portrait, style_id=None, device="cpu")


def hazy(bare: RgbImage) -> RgbImage:
    """Glasses that are seen on somebody who wore some before, and on nobody else."""
    worn = draw_glasses(bare, Glasses())
    for share in np.arange(0, 1, 0.02):
        picture = np.rint(bare + share * (worn * 1.0 - bare)).astype(np.uint8)
        if find_glasses(picture) is None and follow_glasses(picture, Glasses()) is not None:
            return picture
    raise AssertionError("no such picture")


def test_glasses_stay_while_the_face_does_and_go_with_it(
    bench: Bench, bare: RgbImage, live: Callable[[RgbImage], RgbImage]
) -> None:
    unclear = hazy(bare)
    without = live(unclear)
    assert not equal(live(draw_glasses(bare, Glasses())), without)
    assert not equal(live(unclear), without)
    bench.detector.faces = ()
    assert bench.workshop.watch(np.zeros((240, 320, 3), dtype=np.uint8)).portrait is None
    assert equal(live(unclear), without)


def test_the_mouth_is_that_of_the_face_that_is_watched(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = frontal_face(x=160, y=120, size=120)
    marks = face.landmarks.copy()
    marks[[62, 66], 1] = marks[[48, 54], 1].mean() + np.array([-5, 4])  # an open mouth
    bench.detector.faces = (replace(face, landmarks=marks),)
    drawn: list[MouthShape] = []

    def record(picture: RgbImage, shape: MouthShape) -> RgbImage:
        drawn.append(shape)
        return picture

    monkeypatch.setattr("avatarstudio.avatars.render.draw_mouth", record)
    frame = np.full((240, 320, 3), 127, dtype=np.uint8)
    portrait = bench.workshop.watch(frame).portrait
    assert portrait is not None
    bench.workshop.draw_live(portrait, style_id=None, device="cpu")
    assert drawn == [MouthShape.OPEN]
    bench.detector.faces = ()
    bench.workshop.watch(np.zeros((480, 640, 3), dtype=np.uint8))
    bench.workshop.draw_live(portrait, style_id=None, device="cpu")
    assert drawn == [MouthShape.OPEN]
