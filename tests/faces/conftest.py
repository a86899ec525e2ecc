"""One detector and one detected face for all tests: loading the landmark model takes a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.detect import DlibDetector, Face


@pytest.fixture(scope="session")
def detector() -> DlibDetector:
    return DlibDetector()


@pytest.fixture(scope="session")
def photo(sample_photo: Path) -> RgbImage:
    picture = load_photo(sample_photo)
    picture.flags.writeable = False
    return picture


@pytest.fixture(scope="session")
def face(detector: DlibDetector, photo: RgbImage) -> Face:
    (face,) = detector.detect(photo)
    return face
