from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from avatarstudio.nets.matte import (
    MATTE,
    MATTE_PX,
    MatteNet,
    box_mean,
    find_matte,
    guided_filter,
    person_colours,
    smooth_background,
)


def _step(size: int, *, at: int) -> Tensor:
    """0 on the left, 1 from a column on, (1, 1, size, size)."""
    return (torch.arange(size) >= at).float().expand(1, 1, size, size)


def test_the_bundled_size_fits_two_mebibytes_in_half_precision() -> None:
    assert 2 * sum(p.numel() for p in MatteNet(MATTE).parameters()) < 2 * 2**20


def test_pictures_of_any_size_get_a_matte_between_nothing_and_all() -> None:
    torch.manual_seed(0)
    network = MatteNet(MATTE).eval()
    nn.init.normal_(network.exit.weight)
    for size in (16, 100, 300):
        matte = find_matte(network, torch.rand(2, 3, size, size) * 2 - 1)
        assert matte.shape == (2, 1, MATTE_PX, MATTE_PX)
        assert 0 <= matte.min() < matte.max() <= 1


def test_the_box_mean_is_that_of_the_pixels_inside_the_picture() -> None:
    picture = torch.rand(2, 3, 9, 14, generator=torch.Generator().manual_seed(0))
    found = box_mean(picture, 2)
    assert torch.allclose(found[0, 1, 4, 7], picture[0, 1, 2:7, 5:10].mean(), atol=1e-6)
    assert torch.allclose(found[1, 2, 0, 13], picture[1, 2, :3, 11:].mean(), atol=1e-6)
    assert torch.allclose(box_mean(picture, 20)[1, 0, 3, 3], picture[1, 0].mean(), atol=1e-6)


def test_a_guided_matte_moves_to_the_edge_of_the_picture() -> None:
    picture = (_step(64, at=30) * 1.6 - 0.8).expand(1, 3, 64, 64)
    rough = F.avg_pool2d(_step(64, at=33), 7, 1, 3, count_include_pad=False)  # 3 px off and soft
    guided = guided_filter(picture, rough, radius=6, smoothness=1e-3)
    jumps = guided.diff(dim=3)[0, 0, 32]
    assert jumps.argmax() == 29
    assert jumps.max() > 2 * rough.diff(dim=3).max()


def test_a_guided_matte_stays_soft_where_the_picture_is_flat() -> None:
    flat = torch.zeros(1, 3, 32, 32)
    guided = guided_filter(flat, _step(32, at=16), radius=4, smoothness=1e-3)
    assert 0.2 < guided[0, 0, 16, 16] < 0.8


def test_the_background_leaves_mixed_pixels() -> None:
    matte = ((torch.arange(36) - 14) / 8).clamp(0, 1).expand(1, 1, 36, 36)
    person, behind = torch.tensor([0.6, -0.2, -0.4]), torch.tensor([-0.8, 0.9, 0.1])
    mixed = matte * person.view(3, 1, 1) + (1 - matte) * behind.view(3, 1, 1)
    found = person_colours(mixed, matte, radius=8)
    before, after = (
        (picture - person.view(3, 1, 1)).abs().amax(dim=1)[0, 0, 15:] for picture in (mixed, found)
    )
    assert before[0] > 1.2
    assert after.max() < 0.15


def test_only_what_lies_behind_is_smoothed() -> None:
    inside = F.pad(torch.ones(1, 1, 128, 96), (80, 80, 64, 64))
    noise = torch.rand(1, 3, 256, 256, generator=torch.Generator().manual_seed(0)) * 2 - 1
    person, behind = noise * 0.1 + 0.9, noise * 0.4 + torch.linspace(-0.6, 0, 256)
    smoothed = smooth_background(inside * person + (1 - inside) * behind, inside)
    assert torch.equal(smoothed[..., 72:184, 88:168], person[..., 72:184, 88:168])
    around = smoothed[..., 8:40, :]
    assert around.std(dim=2).max() < 0.05  # flat downwards
    assert around[..., 0].mean() < -0.4  # the light from the right is still there
    assert around[..., 255].mean() > -0.2
    assert around.max() < 0.1  # nothing of the person's colour


def test_a_picture_without_a_background_stays() -> None:
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert torch.allclose(smooth_background(picture, torch.ones(1, 1, 16, 16)), picture)
