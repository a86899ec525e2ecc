"""Between pictures of the program and tensors of the networks."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.core.images import RgbImage

_LUMA = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in luminance (ITU-R BT.601)."""


def luminance(pictures: Tensor) -> Tensor:
    """Luminance (B, H, W) of pictures (B, 3, H, W), in the range of their values."""
    weights = torch.tensor(_LUMA, device=pictures.device)
    return torch.einsum("bchw,c->bhw", pictures, weights)


def to_tensor(image: RgbImage, device: torch.device) -> Tensor:
    """Turn a picture into generator range.

    Args:
        image: RGB, uint8, (H, W, 3).
        device: Where the tensor goes.

    Returns:
        float32, (1, 3, H, W), values in [-1, 1].
    """
    tensor = torch.from_numpy(np.ascontiguousarray(image)).to(device)
    return tensor.permute(2, 0, 1)[None].float() / 127.5 - 1.0


def to_rgb_image(tensor: Tensor) -> RgbImage:
    """Turn the first picture of (B, 3, H, W), clamped to [-1, 1], into RGB uint8 (H, W, 3)."""
    scaled = (tensor[0].float().clamp(-1, 1) + 1.0) * 127.5
    array: RgbImage = scaled.round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()
    return np.ascontiguousarray(array)


def to_generated_image(tensor: Tensor) -> RgbImage:
    """A generator's picture as `to_rgb_image` gives it, without the line that it draws at the edge.

    Convolutions see zeros beyond it, and the outermost columns of styles differ from their
    neighbours three times as much as those do from theirs. They repeat their neighbours here.
    """
    return to_rgb_image(F.pad(tensor[..., 1:-1, 1:-1], (1, 1, 1, 1), mode="replicate"))
