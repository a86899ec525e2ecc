"""Exponential moving averages of networks."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def update_ema(
    average: nn.Module, network: nn.Module, *, batch: int, seen: int, half_life_kimg: float
) -> None:
    """Move an average toward its network.

    Args:
        average: The network that holds the average.
        network: The network in training.
        batch: Pictures of this step.
        seen: Pictures since training began; early averages follow faster (ramp-up 0.05).
        half_life_kimg: Thousands of pictures after which an old weight counts half.
    """
    half_life = min(half_life_kimg * 1000, max(seen, 1) * 0.05)
    beta = 0.5 ** (batch / max(half_life, 1e-8))
    # One launch for many tensors: beside replayed graphs, one for each would take the longest.
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - beta)
    if buffers := list(average.buffers()):
        torch._foreach_copy_(buffers, list(network.buffers()))
