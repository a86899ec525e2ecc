"""Steps of a search in W that know how the loss bends there on average."""

from __future__ import annotations

import torch
from torch import Tensor

_FLOOR = 0.003
"""Curvature that every direction has at least, as a share of the largest. On eight held-out
portraits 2 to 20 steps come the closer, the smaller it is, from 0.04 to this; more hardly tells."""

_MOMENTUM = 0.5
"""0.5 to 0.7 do equally well."""


class GaussNewton(torch.optim.Optimizer):
    """Heavy-ball descent along the gradient, scaled by the inverse of a mean curvature.

    The Gauss-Newton method with one curvature for all portraits, measured beforehand, where the
    method proper would need dozens of derivatives at each step (Nocedal and Wright 2006, 10.3).
    Directions of W differ a thousandfold in what they change; Adam, which scales coordinates, sees
    nothing of it.
    """

    def __init__(self, latent: Tensor, curvature: Tensor, *, lr: float) -> None:
        """Prepare.

        Args:
            latent: What moves, float32, (..., Z).
            curvature: Axes at right angles, (K, Z), as in `Encoder.curvature`; K is at least 1.
            lr: Share of the way to where the loss would be least if it bent like that.
        """
        super().__init__([latent], {"lr": lr})
        self._latent = latent
        along = curvature.square().sum(dim=1)
        floor = _FLOOR * along.max()
        self._axes = curvature * along.clamp(min=1e-20).rsqrt()[:, None]
        self._elsewhere = 1 / floor
        self._more = 1 / (along + floor) - self._elsewhere
        self._velocity = torch.zeros_like(latent)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move the latent by its gradient; a closure is not asked for."""
        del closure
        gradient = self._latent.grad
        assert gradient is not None
        wanted = self._elsewhere * gradient + gradient @ self._axes.T * self._more @ self._axes
        self._velocity.mul_(_MOMENTUM).sub_(self.param_groups[0]["lr"] * wanted)
        self._latent.add_(self._velocity)
