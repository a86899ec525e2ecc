"""Where an avatar ends and its background begins, held to its portrait's.

A discriminator that has seen long hair alone gives it to everyone. Hair that hangs where the
portrait shows background is what the mask network can see, on drawings as on photographs.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.matte import MatteNet, find_matte, matte_logits
from avatarstudio.training.experiment import lowered


def silhouette_error(
    network: MatteNet, avatars: Tensor, portraits: Tensor, *, low_precision: torch.dtype | None
) -> Tensor:
    """How much the mattes of avatars differ from those of their portraits.

    Args:
        network: Finds people; it stays as it is.
        avatars: float32, (B, 3, S, S), values in [-1, 1].
        portraits: The same, in the same order.
        low_precision: Of the network's convolutions, None for float32.

    Returns:
        Mean cross entropy of the mattes in nats, a scalar; its gradient stays where the network is
        sure of hair that should not be there.
    """
    with lowered(avatars.device, low_precision):
        logits = matte_logits(network, avatars)
        with torch.no_grad():
            wanted = find_matte(network, portraits)
    return F.binary_cross_entropy_with_logits(logits.float(), wanted.float())
