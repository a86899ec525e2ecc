"""Properties of a face picture that can be measured, in the framing that all portraits share.

Each is one number per picture that grows with the property's name. They are simple on purpose: a
slider is named after the property that it moves, so anybody can check the name by measuring again.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.pictures import luminance

_SIDE_PX = 64
"""Pictures are measured at this size: enough for areas, quick for hundreds of pictures."""


class Property(enum.StrEnum):
    """What is measured; the values are what recipes hold."""

    LIGHT = "light"
    WARMTH = "warmth"
    COLOURFULNESS = "colourfulness"
    HAIR_LIGHT = "hair-light"
    BACKGROUND_LIGHT = "background-light"
    FACE_WIDTH = "face-width"
    TURN = "turn"
    EYE_CONTRAST = "eye-contrast"


def measure(pictures: Tensor) -> Tensor:
    """Measure pictures.

    Args:
        pictures: (B, 3, H, W), about [-1, 1].

    Returns:
        float32, (B, P), one column per `Property` in their order.
    """
    small = F.interpolate(
        pictures.float().clamp(-1, 1), size=(_SIDE_PX, _SIDE_PX), mode="bilinear", antialias=True
    )
    return torch.stack([_MEASURES[name](small) for name in Property], dim=1)


def _light(x: Tensor) -> Tensor:
    return luminance(x).mean(dim=(1, 2))


def _warmth(x: Tensor) -> Tensor:
    """Red against blue."""
    return (x[:, 0] - x[:, 2]).mean(dim=(1, 2))


def _colourfulness(x: Tensor) -> Tensor:
    return (x - luminance(x)[:, None]).square().mean(dim=(1, 2, 3)).sqrt()


def _hair_light(x: Tensor) -> Tensor:
    """Crown against face."""
    return _region(luminance(x), 0.06, 0.26, 0.3, 0.7) - _face(luminance(x))


def _background_light(x: Tensor) -> Tensor:
    """Upper corners against face."""
    left = _region(luminance(x), 0.0, 0.25, 0.0, 0.12)
    right = _region(luminance(x), 0.0, 0.25, 0.88, 1.0)
    return (left + right) / 2 - _face(luminance(x))


def _face_width(x: Tensor) -> Tensor:
    """How much of the band from cheeks to mouth has the colour of the face."""
    return _likeness_to_face(x).mean(dim=(1, 2))


def _turn(x: Tensor) -> Tensor:
    """How far right of the middle the colour of the face lies in that band."""
    likeness = _likeness_to_face(x)
    across = torch.linspace(-1, 1, likeness.shape[-1], device=x.device)
    return (likeness * across).mean(dim=(1, 2)) / likeness.mean(dim=(1, 2)).clamp_min(1e-4)


def _eye_contrast(x: Tensor) -> Tensor:
    """Spread of lightness where the eyes lie."""
    luma = luminance(x)
    eyes = luma[:, _rows(0.42) : _rows(0.58), _rows(0.25) : _rows(0.75)]
    return eyes.flatten(1).std(dim=1)


_MEASURES: dict[Property, Callable[[Tensor], Tensor]] = {
    Property.LIGHT: _light,
    Property.WARMTH: _warmth,
    Property.COLOURFULNESS: _colourfulness,
    Property.HAIR_LIGHT: _hair_light,
    Property.BACKGROUND_LIGHT: _background_light,
    Property.FACE_WIDTH: _face_width,
    Property.TURN: _turn,
    Property.EYE_CONTRAST: _eye_contrast,
}


def _likeness_to_face(x: Tensor) -> Tensor:
    """Of the band from cheeks to mouth: 1 where a pixel has the face's colour, 0 far from it."""
    middle = x[:, :, _rows(0.6) : _rows(0.7), _rows(0.42) : _rows(0.58)].mean(dim=(2, 3))
    band = x[:, :, _rows(0.56) : _rows(0.74)]
    distance = (band - middle[:, :, None, None]).square().mean(dim=1)  # (B, h, W)
    return torch.exp(-distance / 0.05)


def _face(luma: Tensor) -> Tensor:
    return _region(luma, 0.5, 0.75, 0.35, 0.65)


def _region(maps: Tensor, top: float, bottom: float, left: float, right: float) -> Tensor:
    part = maps[:, _rows(top) : _rows(bottom), _rows(left) : _rows(right)]
    return part.mean(dim=(1, 2))


def _rows(share: float) -> int:
    return round(share * _SIDE_PX)
