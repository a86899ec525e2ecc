from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatarstudio.avatars.glasses import draw_glasses, find_glasses, follow_glasses
from avatarstudio.avatars.recipe import Glasses, GlassesShape
from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.align import align
from avatarstudio.faces.detect import DlibDetector

PAPER = np.full((256, 256, 3), 240, dtype=np.uint8)
SHAPES = tuple(GlassesShape)


@pytest.fixture(scope="module")
def portrait(sample_photo: Path) -> RgbImage:
    photo = load_photo(sample_photo)
    (face,) = DlibDetector().detect(photo)
    return align(photo, face).image


def test_a_bare_face_wears_none(portrait: RgbImage) -> None:
    assert find_glasses(portrait) is None
    assert find_glasses(np.zeros_like(portrait)) is None
    assert find_glasses(PAPER) is None


@pytest.mark.parametrize("colour", ["#101014", "#a01020", "#2030a0"])
def test_glasses_are_seen_and_their_colour_kept(portrait: RgbImage, colour: str) -> None:
    worn = draw_glasses(portrait, Glasses(GlassesShape.SQUARE, colour))
    found = find_glasses(worn)
    assert found is not None
    seen, given = (np.array(list(bytes.fromhex(c[1:]))) for c in (found.colour, colour))
    # Drawn darker than seen, and mixed with the skin beside the bridge.
    assert seen.argmax() == given.argmax() or np.ptp(given) < 10
    assert found.shape is GlassesShape.SQUARE


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("side", [128, 256, 512])
def test_rims_go_around_the_eyes_at_any_size(shape: GlassesShape, side: int) -> None:
    paper = np.full((side, side, 3), 240, dtype=np.uint8)
    drawn = draw_glasses(paper, Glasses(shape, "#000000"))
    covered = (240 - drawn[..., 0]) / 240
    for x in (0.37, 0.63):
        column, row = round(x * side), round(0.47 * side)
        assert covered[row, column] == 0, "the eye is free"
        assert covered[:row, column].max() > 0.5, "a rim above"
        half = shape is GlassesShape.HALF_RIMMED
        assert (covered[row:, column].max() > 0.5) != half, "a rim below"
    assert covered[:, side // 2].max() > 0.4, "a bridge"
    assert np.array_equal(covered, covered[:, ::-1])
    # The same at every size: shares of the picture, not pixels.
    whole = draw_glasses(PAPER, Glasses(shape, "#000000"))
    assert covered.mean() == pytest.approx(((240 - whole[..., 0]) / 240).mean(), rel=0.05)


def test_in_a_video_glasses_stay_until_they_are_clearly_gone(portrait: RgbImage) -> None:
    worn = draw_glasses(portrait, Glasses(GlassesShape.SQUARE, "#a01020"))
    first = follow_glasses(worn, None)
    assert first is not None
    # Through a haze, which a first look would not trust.
    shares = [
        np.rint(portrait + share * (worn * 1.0 - portrait)) for share in np.arange(0, 1, 0.02)
    ]
    hazy = [np.asarray(picture, dtype=np.uint8) for picture in shares]
    fresh = [find_glasses(picture) is not None for picture in hazy]
    kept = [follow_glasses(picture, first) for picture in hazy]
    assert fresh == sorted(fresh)
    assert sum(picture is not None for picture in kept) > sum(fresh)
    assert set(kept) == {None, first}


def test_each_shape_is_another() -> None:
    drawn = [draw_glasses(PAPER, Glasses(shape)) for shape in SHAPES]
    assert len({picture.tobytes() for picture in drawn}) == len(SHAPES)


def test_a_colour_is_written_in_one_way() -> None:
    for colour in ("red", "#12345", "#1234567", "#ABCDEF", "123456"):
        with pytest.raises(ValueError, match="#rrggbb"):
            replace(Glasses(), colour=colour)
