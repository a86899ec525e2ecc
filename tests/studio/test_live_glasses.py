from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from avatarstudio.avatars.glasses import draw_glasses, find_glasses, follow_glasses
from avatarstudio.avatars.recipe import Glasses
from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.align import align
from avatarstudio.faces.detect import DlibDetector
from tests.qt_support import Bench, equal


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
