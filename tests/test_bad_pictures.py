"""Unusual pictures through instant engine, enlarger and mask: a picture or a clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatarstudio.avatars.export import compose
from avatarstudio.capture.photo import load_photo
from avatarstudio.core.errors import NoFaceFoundError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.pipeline import Engine, open_catalog


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_catalog(weights_dir(), None), device="cpu")


def _with_alpha(photo: Image.Image) -> Image.Image:
    photo = photo.copy()
    photo.putalpha(Image.linear_gradient("L").resize(photo.size).point(lambda v: 128 + v // 2))
    return photo


FACES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "odd": lambda photo: photo.crop((61, 0, 398, 301)),
    "grey": lambda photo: photo.convert("L"),
    "alpha": _with_alpha,
    "4096": lambda photo: photo.resize((4096, 4096)),
}
FACELESS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "16": lambda photo: photo.resize((16, 16)),
    "narrow": lambda photo: photo.resize((16, 4096)),
    "black": lambda photo: Image.new("RGB", photo.size, "black"),
    "white": lambda photo: Image.new("RGB", photo.size, "white"),
    "clear": lambda photo: Image.new("RGBA", photo.size, (0, 0, 0, 0)),
}


def _saved(sample: Path, change: Callable[[Image.Image], Image.Image], folder: Path) -> RgbImage:
    path = folder / "photo.png"
    with Image.open(sample) as photo:
        change(photo.convert("RGB")).save(path)
    return load_photo(path)


def _finished(engine: Engine, portrait: RgbImage) -> Image.Image:
    avatar = engine.enlarger().enlarge(engine.instant(portrait), at_least_px=256)
    return compose(avatar, size_px=256, background="transparent", cutter=engine.cutter())


@pytest.mark.parametrize("name", FACES)
def test_an_unusual_picture_with_a_face_becomes_a_cut_out_avatar(
    name: str, engine: Engine, sample_photo: Path, tmp_path: Path
) -> None:
    photo = _saved(sample_photo, FACES[name], tmp_path)
    faces = engine.find_faces(photo)
    portrait = engine.take_portrait(photo, faces, number=1).image
    avatar = np.array(_finished(engine, portrait))
    assert avatar.shape == (256, 256, 4)
    assert avatar[128:160, 112:144, 3].min() > 200  # the face is there
    assert avatar[..., :3].std() > 20  # and is no plain patch


@pytest.mark.parametrize("name", FACELESS)
def test_a_picture_without_a_face_gives_a_sentence(
    name: str, engine: Engine, sample_photo: Path, tmp_path: Path
) -> None:
    photo = _saved(sample_photo, FACELESS[name], tmp_path)
    with pytest.raises(NoFaceFoundError, match=r"\w+.*\."):
        engine.take_portrait(photo, engine.find_faces(photo), number=None)


@pytest.mark.parametrize("side", [16, 37, 250, 4096])
@pytest.mark.parametrize("value", [0, 255])
def test_portraits_of_any_size_and_without_content_give_a_picture(
    side: int, value: int, engine: Engine
) -> None:
    flat = np.full((side, side, 3), value, dtype=np.uint8)
    assert _finished(engine, flat).size == (256, 256)
