from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from avatarstudio.avatars.enlarge import Enlarger
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import weights_dir
from avatarstudio.nets.carn import Carn
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.specs import UpscalerSpec
from avatarstudio.nets.weights import load_upscaler

CPU = torch.device("cpu")


def _network(scale: int) -> Carn:
    torch.manual_seed(scale)
    return Carn(UpscalerSpec(scale=scale, width=8, blocks=1, units=1, tail=4)).eval()


@pytest.fixture(scope="module")
def enlarger() -> Enlarger:
    return Enlarger([_network(4)], CPU)


@pytest.fixture(scope="module")
def bundled() -> Enlarger:
    cards = Catalog.read(weights_dir()).of_kind(ModelKind.UPSCALER)
    return Enlarger([load_upscaler(card, CPU) for card in cards], CPU)


@pytest.mark.parametrize(("side", "wanted", "found"), [(64, 256, 256), (64, 100, 128)])
def test_pictures_grow_by_doublings_until_they_are_large_enough(
    enlarger: Enlarger, side: int, wanted: int, found: int
) -> None:
    picture = np.full((side, side, 3), 90, dtype=np.uint8)
    large = enlarger.enlarge(picture, at_least_px=wanted)
    assert large.shape == (found, found, 3)
    assert np.abs(large.astype(int) - 90).max() <= 1


def test_large_enough_pictures_and_no_network_change_nothing(enlarger: Enlarger) -> None:
    picture = np.zeros((256, 256, 3), dtype=np.uint8)
    assert enlarger.enlarge(picture) is picture
    small = np.zeros((64, 64, 3), dtype=np.uint8)
    assert Enlarger((), CPU).enlarge(small) is small


@pytest.mark.parametrize(("factor", "used"), [(2, 2), (4, 4), (8, 4)])
def test_the_smallest_factor_that_is_enough_does_it(factor: int, used: int) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    networks = [_network(4), _network(2)]
    for network in networks:
        torch.nn.init.normal_(network.exit.weight, std=0.02)
    found = Enlarger(networks, CPU).enlarge(picture, at_least_px=16 * factor)
    alone = Enlarger([n for n in networks if n.spec.scale == used], CPU)
    assert (found == alone.enlarge(picture, at_least_px=16 * factor)).all()
    other = Enlarger([n for n in networks if n.spec.scale != used], CPU)
    assert (found != other.enlarge(picture, at_least_px=16 * factor)).any()


@pytest.mark.parametrize("factor", [2, 4])
def test_bundled_networks_shift_no_colours(
    bundled: Enlarger, factor: int, sample_photo: Path
) -> None:
    with Image.open(sample_photo) as photo:
        small = np.array(photo.convert("RGB").resize((96, 96), Image.Resampling.BOX))
    large = Image.fromarray(bundled.enlarge(small, at_least_px=96 * factor))
    back = np.asarray(large.resize((96, 96), Image.Resampling.BOX)).astype(float)
    # One level of 255 is not to be seen.
    assert np.abs((back - small).mean(axis=(0, 1))).max() < 1.0
    assert np.abs(back - small).mean() < 4


@pytest.mark.parametrize("factor", [2, 4])
def test_bundled_networks_show_no_seams_between_tiles(
    bundled: Enlarger, factor: int, sample_photo: Path
) -> None:
    with Image.open(sample_photo) as photo:
        small = np.array(photo.convert("RGB").resize((160, 160)))  # more than a tile of 128
    large = bundled.enlarge(small, at_least_px=160 * factor).astype(int)
    part = bundled.enlarge(small[88:152, 88:152], at_least_px=64 * factor).astype(int)
    # Around the place where tiles meet, the same as where there is no border; the rim of the part
    # has seen less of the picture.
    rim = 24 * factor
    seam = large[88 * factor : 152 * factor, 88 * factor : 152 * factor]
    assert np.abs(seam - part)[rim:-rim, rim:-rim].max() <= 1


@pytest.mark.parametrize("factor", [2, 4])
def test_bundled_networks_are_sharper_than_bicubic(
    bundled: Enlarger, factor: int, sample_photo: Path
) -> None:
    with Image.open(sample_photo) as photo:
        wanted = photo.convert("RGB").crop((96, 0, 352, 256))
    small = wanted.resize((256 // factor, 256 // factor), Image.Resampling.LANCZOS)

    def error(picture: Image.Image | RgbImage) -> float:
        return float(((np.asarray(picture).astype(float) - np.asarray(wanted)) ** 2).mean())

    ours = bundled.enlarge(np.array(small), at_least_px=256)
    # 0.5 dB; on pictures like those of the training it is more.
    assert error(ours) < 0.89 * error(small.resize((256, 256), Image.Resampling.BICUBIC))


@pytest.mark.parametrize("side", [16, 37, 130])
@pytest.mark.parametrize("value", [0, 255])
def test_odd_sizes_black_and_white_pictures_are_enlarged(
    bundled: Enlarger, side: int, value: int
) -> None:
    flat = np.full((side, side, 3), value, dtype=np.uint8)
    large = bundled.enlarge(flat, at_least_px=side + 1)
    assert large.shape == (2 * side, 2 * side, 3)
    assert np.abs(large.astype(int) - value).max() <= 4


def test_a_picture_of_4096_pixels_is_large_enough(bundled: Enlarger) -> None:
    large = np.zeros((4096, 4096, 3), dtype=np.uint8)
    assert bundled.enlarge(large, at_least_px=4096) is large
