from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.redraw import Redrawer
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.specs import DenoiserSpec

CPU = torch.device("cpu")
SIDE = 32
KNOWN = (200, 120, 40)
TINY = DenoiserSpec(resolution=SIDE, width=8, width_max=8, levels=2, blocks=1)


class _KnowsOneDrawing(Denoiser):
    """Takes everything for noise over one flat colour."""

    def __init__(self) -> None:
        super().__init__(TINY)
        self.told: list[float] = []
        self.seen: list[Tensor] = []

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        self.told.append(float(sigma))
        self.seen.append(noisy.clone())
        return (torch.tensor(KNOWN) / 127.5 - 1)[None, :, None, None].expand_as(noisy)


def _knows_pixels() -> Denoiser:
    """An untrained network."""
    torch.manual_seed(0)
    return Denoiser(TINY)


def _avatar(side: int = SIDE) -> RgbImage:
    return np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)


def test_what_the_network_knows_takes_the_place_of_what_drowned() -> None:
    network = _KnowsOneDrawing()
    redrawn = Redrawer([network], CPU).redraw(_avatar(), amount=0.5)
    assert np.array_equal(redrawn, np.broadcast_to(np.uint8(KNOWN), redrawn.shape))
    assert network.told[0] == pytest.approx(0.5 * TINY.sigma_max, rel=1e-4)
    assert all(a > b for a, b in zip(network.told, network.told[1:], strict=False))


def test_a_network_that_knows_nothing_but_pixels_keeps_the_picture() -> None:
    network = _knows_pixels()
    avatar = np.full((SIDE, SIDE, 3), KNOWN, np.uint8)

    def change(amount: float) -> float:
        redrawn = Redrawer([network.requires_grad_(False)], CPU).redraw(avatar, amount=amount)
        return float(np.abs(redrawn.astype(int) - avatar).mean())

    assert 0 < change(0.1) < change(0.5) < change(1.0)


def test_eyes_nose_and_mouth_are_redrawn_less_freely_than_hair() -> None:
    network = _knows_pixels()
    avatar = np.full((SIDE, SIDE, 3), KNOWN, np.uint8)
    change = np.abs(Redrawer([network], CPU).redraw(avatar, amount=1.0).astype(int) - avatar)
    face, hair = change[14:23, 12:20].mean(), change[:6].mean()
    assert face < 0.5 * hair
    # A little is as little everywhere.
    change = np.abs(Redrawer([network], CPU).redraw(avatar, amount=0.15).astype(int) - avatar)
    assert change[14:23, 12:20].mean() == pytest.approx(change[:6].mean(), rel=0.25)


def test_the_network_sees_beyond_the_edge() -> None:
    network = _KnowsOneDrawing()
    avatar = _avatar()
    Redrawer([network], CPU).redraw(avatar, amount=0.05)
    seen = network.seen[0][0]
    margin = (seen.shape[-1] - SIDE) // 2
    assert margin == 2
    assert seen.shape[-1] % network.spec.multiple == 0
    beyond = torch.from_numpy(avatar[1:3][::-1].copy()).permute(2, 0, 1) / 127.5 - 1
    apart = seen[:, :margin, margin:-margin] - beyond
    assert float(apart.std()) == pytest.approx(0.05 * TINY.sigma_max, rel=0.3)


def test_the_same_picture_is_redrawn_alike() -> None:
    network = _knows_pixels()
    redrawer = Redrawer([network], CPU)
    first, second = (redrawer.redraw(_avatar(), amount=0.5) for _ in range(2))
    assert np.array_equal(first, second)
    assert np.array_equal(first, Redrawer([network], CPU).redraw(_avatar(), amount=0.5))


def test_pictures_stay_where_nothing_can_or_shall_be_redrawn() -> None:
    avatar = _avatar()
    assert Redrawer((), CPU).redraw(avatar, amount=1.0) is avatar
    redrawer = Redrawer([_KnowsOneDrawing()], CPU)
    assert redrawer.redraw(avatar, amount=0.0) is avatar
    larger = _avatar(2 * SIDE)
    assert redrawer.redraw(larger, amount=1.0) is larger
