"""The losses that train generators, discriminators and encoders."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def generator_loss(fake_logits: Tensor) -> Tensor:
    """Non-saturating loss of the generator (Goodfellow et al. 2014); logits (B,)."""
    return F.softplus(-fake_logits).mean()


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Logistic loss of the discriminator; logits (B,) each."""
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def r1_penalty(real: Tensor, real_logits: Tensor) -> Tensor:
    """Mean squared gradient norm of the logits at real pictures (Mescheder et al. 2018, eq. 9).

    Args:
        real: (B, 3, H, W), requires grad and led to the logits.
        real_logits: (B,).

    Returns:
        Scalar; R1 is gamma / 2 times it.
    """
    (gradient,) = torch.autograd.grad(real_logits.sum(), real, create_graph=True)
    return gradient.square().sum(dim=(1, 2, 3)).mean()
