from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from avatarstudio.avatars.background import Cutter, load_cutter, parse_background
from avatarstudio.avatars.export import compose
from avatarstudio.avatars.grabcut import Seeds, grab_cut
from avatarstudio.capture.photo import load_photo
from avatarstudio.core.errors import UsageError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.faces.align import align
from avatarstudio.faces.detect import DlibDetector, choose_face
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind
from avatarstudio.nets.pictures import to_rgb_image


@pytest.fixture
def figure() -> RgbImage:
    """A brown head and dark shoulders before a bright blue wall."""
    picture = np.zeros((128, 128, 3), dtype=np.uint8)
    picture[:] = (120, 180, 250)
    y, x = np.mgrid[:128, :128]
    picture[((x - 64) / 34) ** 2 + ((y - 70) / 44) ** 2 < 1] = (190, 130, 100)
    picture[((x - 64) / 60) ** 2 + ((y - 128) / 20) ** 2 < 1] = (40, 30, 60)
    return picture


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    """The one that the program brings along."""
    return load_cutter(Catalog.read(weights_dir()))


@pytest.fixture(params=["network", "framing"])
def any_cutter(request: pytest.FixtureRequest, cutter: Cutter) -> Cutter:
    return cutter if request.param == "network" else Cutter(None)


def test_head_and_shoulders_are_cut_from_the_wall(figure: RgbImage, any_cutter: Cutter) -> None:
    matte = any_cutter.find_matte(figure)
    person = np.abs(figure.astype(int) - (120, 180, 250)).sum(axis=2) > 30
    wrong = (matte > 127) != person
    assert wrong.mean() < 0.03
    assert matte[64, 64] == 255
    assert matte[3, 3] == 0


def test_the_network_finds_hair_where_the_framing_alone_loses_it(
    cutter: Cutter, sample_photo: Path
) -> None:
    photo = load_photo(sample_photo)
    portrait = align(photo, choose_face(DlibDetector().detect(photo), number=None)).image
    found, lost = (one.find_matte(portrait)[3:8] for one in (cutter, Cutter(None)))
    # Her hair reaches the upper edge from column 95 to column 185; looked up by eye.
    assert found[:, 100:180].mean() > 245
    assert lost[:, 100:180].mean() < 220
    assert found[:, :70].max() < 20
    assert found[:, 215:].max() < 20


def test_the_same_picture_gives_the_same_matte(figure: RgbImage, any_cutter: Cutter) -> None:
    assert (any_cutter.find_matte(figure) == any_cutter.find_matte(figure)).all()


@pytest.mark.parametrize(("width", "height"), [(16, 16), (33, 33), (101, 57), (512, 512)])
def test_any_size_and_plain_pictures_give_a_matte(
    width: int, height: int, any_cutter: Cutter
) -> None:
    for value in (0, 128, 255):
        flat = np.full((height, width, 3), value, dtype=np.uint8)
        assert any_cutter.find_matte(flat).shape == (height, width)


def test_a_picture_of_4096_pixels_is_cut_like_the_same_picture_of_256(
    cutter: Cutter, sample_photo: Path
) -> None:
    with Image.open(sample_photo) as photo:
        small = photo.convert("RGB").resize((256, 256))
    large = small.resize((4096, 4096), Image.Resampling.BICUBIC)
    wanted = cutter.find_matte(np.array(small)).astype(int)
    found = Image.fromarray(cutter.find_matte(np.array(large))).resize((256, 256))
    assert np.abs(np.array(found).astype(int) - wanted).mean() < 6


def test_without_a_usable_network_the_framing_has_to_do(
    figure: RgbImage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    card = ModelCard(
        id="gone", kind=ModelKind.MASK, title="Gone", file="gone.safetensors", folder=tmp_path
    )
    wanted = Cutter(None).find_matte(figure)
    assert (load_cutter(Catalog([])).find_matte(figure) == wanted).all()
    assert (load_cutter(Catalog([card])).find_matte(figure) == wanted).all()
    assert "gone.safetensors" in caplog.text


def test_smoothing_keeps_the_person_and_hides_what_is_behind(
    cutter: Cutter, sample_photo: Path
) -> None:
    photo = load_photo(sample_photo)
    portrait = align(photo, choose_face(DlibDetector().detect(photo), number=None)).image
    behind, person = (cutter.find_matte(portrait) == value for value in (0, 255))
    striped = portrait.copy()
    striped[:, ::2][behind[:, ::2]] //= 2
    plain, busy = (
        to_rgb_image(cutter.smooth_background(p, cutter.rough_matte(p))).astype(int)
        for p in (portrait, striped)
    )
    assert np.abs(plain - portrait)[person].mean() < 1
    for strip in (np.s_[:70, :8], np.s_[:70, -8:]):
        before, after = (np.abs(np.diff(p[strip].astype(int), axis=1)) for p in (striped, busy))
        assert before.mean() > 50
        assert after.mean() < 2
    assert (
        to_rgb_image(Cutter(None).smooth_background(portrait, Cutter(None).rough_matte(portrait)))
        == portrait
    ).all()


def test_backgrounds_are_composed(figure: RgbImage, cutter: Cutter) -> None:
    def composed(size_px: int, background: str) -> Image.Image:
        return compose(figure, size_px=size_px, background=background, cutter=cutter)

    assert composed(64, "photo").size == (64, 64)
    clear = composed(128, "transparent")
    assert clear.mode == "RGBA"
    assert np.array(clear)[2, 2, 3] == 0
    red = np.array(composed(128, "#ff0000")).astype(int)
    assert (red[2, 2] == (255, 0, 0)).all()
    assert np.abs(red[70, 64] - figure[70, 64]).max() < 8


@pytest.mark.parametrize("size", [256, 640])
def test_no_halo_of_the_old_background_is_left(size: int, figure: RgbImage, cutter: Cutter) -> None:
    large = cv2.resize(figure, (size, size))
    soft = np.asarray(cv2.GaussianBlur(large, (0, 0), size / 64), dtype=np.uint8)
    clear = np.array(compose(soft, size_px=size, background="transparent", cutter=cutter))
    edge = (clear[..., 3] > 60) & (clear[..., 3] < 250)
    edge[size * 3 // 4 :] = False  # the shoulders have another colour
    assert edge.sum() > size
    skin = np.array((190, 130, 100))
    before, after = (np.abs(one[edge].astype(int) - skin).mean() for one in (soft, clear[..., :3]))
    assert after < 0.5 * before


@pytest.mark.parametrize("everything", [True, False])
def test_where_all_or_nothing_may_be_the_person_colours_are_not_asked(everything: bool) -> None:
    nothing = np.zeros((20, 20), dtype=bool)
    guess = np.full((20, 20), everything)
    seeds = Seeds(background=nothing, person=nothing, guess=guess)
    picture = np.random.default_rng(0).integers(0, 256, (20, 20, 3), dtype=np.uint8)
    assert (grab_cut(picture, seeds, iterations=1) == guess).all()


@pytest.mark.parametrize("text", ["", "blue", "#12345", "#gggggg", "Photo"])
def test_other_backgrounds_are_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError, match="transparent"):
        parse_background(text)
