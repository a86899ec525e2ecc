from __future__ import annotations

import pytest
import torch
from torch import Tensor

from avatarstudio.inversion.gauss_newton import GaussNewton

BENDS = torch.tensor([4.0, 1.0, 0.25, 0.1])


@pytest.fixture
def axes() -> Tensor:
    """Four axes of a space of six, at right angles."""
    rotation, _ = torch.linalg.qr(torch.randn(6, 6, generator=torch.Generator().manual_seed(0)))
    return BENDS.sqrt()[:, None] * rotation[:4]


def _loss(latent: Tensor, axes: Tensor) -> Tensor:
    return 0.5 * (latent @ axes.T).square().sum()


def test_one_whole_step_ends_where_the_loss_is_least(axes: Tensor) -> None:
    latent = torch.ones(1, 1, 6, requires_grad=True)
    before = _loss(latent, axes)
    before.backward()
    GaussNewton(latent, axes, lr=1.0).step()
    assert _loss(latent, axes) < 0.01 * before.detach()


def test_every_direction_gets_there_as_fast(axes: Tensor) -> None:
    latent = torch.ones(1, 1, 6, requires_grad=True)
    start = (latent.detach() @ axes.T).abs()
    optimizer = GaussNewton(latent, axes, lr=0.5)
    for _ in range(3):
        optimizer.zero_grad(set_to_none=True)
        _loss(latent, axes).backward()
        optimizer.step()
    left = (latent.detach() @ axes.T).abs() / start
    assert left.max() < 0.5
    assert left.max() - left.min() < 0.15


def test_directions_without_an_axis_move_along_their_gradient(axes: Tensor) -> None:
    latent = torch.zeros(1, 1, 6, requires_grad=True)
    along = torch.linalg.svd(axes).Vh[4]  # at right angles to all four
    (latent * along).sum().backward()
    GaussNewton(latent, axes, lr=0.5).step()
    moved = latent.detach()[0, 0]
    assert torch.allclose(moved / moved.norm(), -along, atol=1e-4)


def test_axes_of_no_length_are_harmless(axes: Tensor) -> None:
    latent = torch.ones(1, 1, 6, requires_grad=True)
    _loss(latent, axes).backward()
    padded = torch.cat([axes, torch.zeros(2, 6)])
    GaussNewton(latent, padded, lr=0.5).step()
    assert torch.isfinite(latent).all()
