from __future__ import annotations

import numpy as np
import pytest
import torch

from avatarstudio.avatars.enlarge import Enlarger
from avatarstudio.nets.carn import Carn
from avatarstudio.nets.specs import UpscalerSpec

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def enlarger() -> Enlarger:
    torch.manual_seed(0)
    network = Carn(UpscalerSpec(scale=4, width=8, blocks=1, units=1, tail=4)).eval()
    return Enlarger(network, CPU)


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
    assert Enlarger(None, CPU).enlarge(small) is small
