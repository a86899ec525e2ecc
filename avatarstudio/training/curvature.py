"""How the loss of reverse generation bends over W, on average over portraits."""

from __future__ import annotations

import torch
from torch import Tensor

from avatarstudio.nets.perceptual import FeatureNet, unit_length
from avatarstudio.nets.stylegan2 import Generator

PORTRAITS = 96
_DRAWS = 10
"""Random derivatives for each portrait: 960 in all, for the 512 directions of W."""

_BATCH = 8


def mean_curvature(
    generator: Generator,
    latents: Tensor,
    perceptual: FeatureNet | None,
    *,
    axes: int,
    randomness: torch.Generator,
) -> Tensor:
    """The axes along which eq. 2.3 bends most, with equal weights for its two parts.

    Near a portrait's own latent the loss is the squared length of a difference in pixels and unit
    features, so it bends by `J^T J` there (Gauss-Newton); J takes latents to both. A derivative
    along random pixels and features has that as its covariance, which spares J itself.

    Args:
        generator: g.
        latents: Of portraits, w, float32, (N, Z).
        perceptual: The perceptual part's net; None leaves that part out.
        axes: How many.
        randomness: Of the derivatives.

    Returns:
        float32, (axes, Z), the longest first, as in `Encoder.curvature`.
    """
    total = latents.new_zeros(latents.shape[1], latents.shape[1])
    for part in torch.split(latents, _BATCH):
        w = part.detach().clone().requires_grad_(True)
        picture = generator.synthesis(generator.broadcast(w))
        seen = [picture / picture[0].numel() ** 0.5]
        if perceptual is not None:
            maps = perceptual(picture)
            seen += [
                unit_length(m.float()) / (len(maps) * m.shape[-1] * m.shape[-2]) ** 0.5
                for m in maps
            ]
        for _ in range(_DRAWS):
            along = [torch.randn(s.shape, generator=randomness).to(s.device) for s in seen]
            (gradient,) = torch.autograd.grad(seen, w, along, retain_graph=True)
            total += gradient.T @ gradient
    bends, directions = torch.linalg.eigh(total / (len(latents) * _DRAWS))
    longest: Tensor = (bends.clamp(min=0).sqrt() * directions).T.flip(0)
    return longest[:axes].contiguous()
