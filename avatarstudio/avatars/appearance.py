"""What is read off a portrait because styles cannot draw it, or do not know whom they draw."""

from __future__ import annotations

from torch import Tensor

from avatarstudio.avatars.haircut import read_short_hair
from avatarstudio.avatars.recipe import Appearance, Glasses
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.nets.traits import Traits

_LONG = (0.3, 0.6)
_BEARD = (0.3, 0.45)
_MAN = (0.5, 0.8)
_FULL = 0.85


def read_appearance(
    portrait: RgbImage,
    *,
    matte: Tensor | None,
    traits: Traits | None,
    glasses: Glasses | None,
    mouth: MouthShape | None,
) -> Appearance:
    """Say how a person's avatars begin.

    Args:
        portrait: RGB, uint8, (S, S, 3), aligned.
        matte: Of the person, float32, (1, 1, H, H), values in [0, 1]; None where nothing finds it.
        traits: What an encoder sees in it; None where there is none that could.
        glasses: What the person wears.
        mouth: What the mouth does.
    """
    if traits is None:
        short_hair = read_short_hair(portrait, matte)
        return Appearance(glasses=glasses, mouth=mouth, short_hair=short_hair)
    man = _ramp(traits.man, *_MAN)
    return Appearance(
        glasses=glasses,
        mouth=mouth,
        short_hair=1 - _ramp(traits.long_hair, *_LONG),
        beard=_FULL * _ramp(traits.beard, *_BEARD) * man,
        small_eyes=man,
        strong_jaw=man,
    )


def _ramp(value: float, low: float, high: float) -> float:
    """0 up to `low`, 1 from `high` on."""
    return min(max((value - low) / (high - low), 0.0), 1.0)
