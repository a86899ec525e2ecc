from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import Tensor

from avatarstudio.avatars.redraw import Redrawer, Redrawing
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


def test_only_what_is_within_reach_is_redrawn() -> None:
    avatar = _avatar()

    def left(side: int) -> npt.NDArray[np.float32]:
        return np.repeat((np.arange(side) < side // 2).astype(np.float32)[None], side, axis=0)

    redrawn = Redrawer([_KnowsOneDrawing()], CPU).redraw(avatar, amount=1.0, within=left)
    assert np.array_equal(redrawn[:, SIDE // 2 :], avatar[:, SIDE // 2 :])
    assert (redrawn[:, : SIDE // 2] == KNOWN).all()


def test_each_seed_has_its_own_strokes() -> None:
    network = _knows_pixels()
    redrawer, avatar = Redrawer([network], CPU), _avatar()
    drawn = [redrawer.redraw(avatar, amount=0.5, seed=seed) for seed in (0, 1, 1)]
    assert not np.array_equal(*drawn[:2])
    assert np.array_equal(*drawn[1:])
    pair = Redrawing(network, CPU).redraw(torch.zeros(2, 3, SIDE, SIDE), amount=0.5, seed=1)
    assert torch.equal(*pair)


def test_both_eyes_are_drawn_from_the_same_noise() -> None:
    network = _KnowsOneDrawing()
    flat = np.full((SIDE, SIDE, 3), KNOWN, np.uint8)
    Redrawer([network], CPU).redraw(flat, amount=1.0)
    for sigma, noisy in zip(network.told, network.seen, strict=True):
        unlike = (noisy - noisy.flip(-1))[0].abs()
        assert float(unlike[:, 17, 12:17].max()) < 1e-5
        assert float(unlike[:, 2:10].median()) > 0.5 * sigma


def test_noise_is_renewed_on_the_way() -> None:
    """What is left of the first noise before the last step is next to nothing."""
    network = _KnowsOneDrawing()
    Redrawer([network], CPU).redraw(np.full((SIDE, SIDE, 3), KNOWN, np.uint8), amount=1.0)
    known = torch.tensor(KNOWN)[None, :, None, None] / 127.5 - 1
    noise = [noisy - known for noisy in network.seen]
    for sigma, left in zip(network.told, noise, strict=True):
        assert float(left.std()) == pytest.approx(sigma, rel=0.1)
    alike = torch.corrcoef(torch.stack([noise[0].flatten(), noise[-1].flatten()]))
    assert abs(float(alike[0, 1])) < 0.1


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
