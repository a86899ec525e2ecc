"""Detection in a process of its own: answers, errors, death and the end."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator

import numpy as np
import pytest

from avatarstudio.core.errors import WeightsMissingError
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.detect import Face
from avatarstudio.faces.process import ProcessDetector
from tests.tiny_models import frontal_face


class Scripted:
    """Does what the first pixel of a picture says."""

    def detect(self, photo: RgbImage) -> tuple[Face, ...]:
        order = int(photo[0, 0, 0])
        if order == 2:
            raise WeightsMissingError(what="The face model")
        if order == 3:
            os._exit(1)
        return (frontal_face(x=40, y=30, size=float(photo.shape[0])),) if order else ()

    def glance(self, photo: RgbImage, *, expected_px: float | None = None) -> Face | None:
        return next(iter(self.detect(photo)), None)


@pytest.fixture
def detector() -> Iterator[ProcessDetector]:
    detector = ProcessDetector(Scripted)
    yield detector
    detector.close()


def picture(order: int) -> RgbImage:
    return np.full((20, 30, 3), order, dtype=np.uint8)


def test_the_process_answers_errs_dies_and_begins_anew(detector: ProcessDetector) -> None:
    (face,) = detector.detect(picture(1))
    assert face.box == (30, 20, 50, 40)
    assert face.landmarks.shape == (68, 2)
    assert detector.detect(picture(0)) == ()
    assert detector.glance(picture(0)) is None
    assert detector.glance(picture(1)).box == face.box  # type: ignore[union-attr]
    with pytest.raises(WeightsMissingError, match="The face model is missing") as caught:
        detector.detect(picture(2))
    assert caught.value.what == "The face model"
    assert detector.detect(picture(3)) == ()
    assert len(detector.detect(picture(1))) == 1
    detector.close()
    assert not multiprocessing.active_children()
