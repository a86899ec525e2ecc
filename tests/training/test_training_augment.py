from __future__ import annotations

import pytest
import torch
from torch import Tensor

from avatarstudio.training.augment import diff_augment, draw_changes

SIZE = 16
NEUTRAL = (0.0, 1.0, 1.0, 0.0, 0.0, -SIZE, -SIZE)


def _changed(x: Tensor, **values: float) -> Tensor:
    names = ("brightness", "saturation", "contrast", "down", "right", "row", "column")
    changes = [values.get(name, value) for name, value in zip(names, NEUTRAL, strict=True)]
    return diff_augment(x, torch.tensor([changes] * len(x)))


@pytest.fixture
def pictures() -> Tensor:
    return torch.rand(2, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0)) * 2 - 1


def test_each_change_is_what_its_name_says(pictures: Tensor) -> None:
    x = pictures
    assert torch.allclose(_changed(x), x, atol=1e-6)
    assert torch.allclose(_changed(x, brightness=0.3), x + 0.3, atol=1e-6)
    grey = _changed(x, saturation=0.0)
    assert torch.allclose(grey, x.mean(dim=1, keepdim=True).expand_as(x), atol=1e-6)
    flat = _changed(x, contrast=0.5)
    assert torch.allclose(flat.mean(dim=(1, 2, 3)), x.mean(dim=(1, 2, 3)), atol=1e-6)
    assert torch.allclose(flat.std(dim=(1, 2, 3)), 0.5 * x.std(dim=(1, 2, 3)), atol=1e-6)

    moved = torch.zeros_like(x)
    moved[:, :, 2:, :-1] = x[:, :, :-2, 1:]
    assert torch.allclose(_changed(x, down=2, right=-1), moved, atol=1e-6)

    cut = x.clone()
    cut[:, :, 1:9, :7] = 0
    assert torch.allclose(_changed(x, row=5, column=3), cut, atol=1e-6)


def test_each_picture_has_its_own_changes_as_often_as_wanted(pictures: Tensor) -> None:
    generator = torch.Generator().manual_seed(1)
    drawn = draw_changes(4000, size_px=SIZE, probability=0.25, generator=generator)
    neutral = drawn == torch.tensor(NEUTRAL)
    for columns in (slice(0, 3), slice(3, 5), slice(5, 7)):
        changed = 1 - neutral[:, columns].all(dim=1).float().mean()
        # A 25th of the shifts by -2 to 2 pixels is none.
        assert changed == pytest.approx(0.25, abs=0.03)
    low, high = drawn.amin(dim=0).tolist(), drawn.amax(dim=0).tolist()
    assert low == pytest.approx([-0.5, 0.0, 0.5, -2, -2, -SIZE, -SIZE], abs=0.02)
    assert high == pytest.approx([0.5, 2.0, 1.5, 2, 2, SIZE - 1, SIZE - 1], abs=0.02)
    both = diff_augment(pictures, drawn[:2])
    assert torch.allclose(both[1:], diff_augment(pictures[1:], drawn[1:2]))


def test_a_gradient_passes_twice(pictures: Tensor) -> None:
    changes = draw_changes(
        2, size_px=SIZE, probability=1.0, generator=torch.Generator().manual_seed(2)
    )
    x = pictures.requires_grad_(True)
    (gradient,) = torch.autograd.grad(diff_augment(x, changes).pow(3).sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(gradient.square().sum(), x)
    assert torch.isfinite(second).all()
    assert second.abs().mean() > 0
