"""What is read off a portrait because styles cannot draw it, or do not know whom they draw."""

from __future__ import annotations

from torch import Tensor

from avatarstudio.avatars.colours import skin_light
from avatarstudio.avatars.haircut import read_short_hair
from avatarstudio.avatars.recipe import Appearance, Glasses
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.nets.traits import Traits

# Traits of 200 held-out portraits of `ffhq_real`, labelled by eye, decided all of these.
_LONG = (0.3, 0.5)
"""From where on hair is left a little and wholly. Of 118 people with short, tied or hardly any hair
95 are cut wholly and 114 some, of 47 with long hair 3 by more than half; by what is beside the neck
(`read_short_hair`) 88 of the ones are cut by more than half and 5 of the others."""
_BEARD, _UNMANLY = (0.36, 0.44), 0.3
"""The same for beards, and what a face that is no man's takes off: 10 of 13 beards and 5 of 16
moustaches and stubbles get some, of 171 shaven faces none."""
_FULLEST = 0.85
_MAN = (0.5, 0.8)
"""The same for a man's eyes and jaw: of 79 men and boys 58 get a third of both or more, of 121
women and children 3."""
_DARK, _LIGHT = (0.3, 0.55), (0.2, 0.05)
_BRIGHT, _DIM = (48.0, 63.0), (56.0, 44.0)
"""From where on skin is dark and light, and L* of it in the photograph is too much and too little
for that."""
_DARKER, _LIGHTER = 0.8, 0.5
"""How far skin is led then."""


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
    man, skin = _ramp(traits.man, *_MAN), skin_light(portrait)
    beard = traits.beard - _UNMANLY * max(1 - traits.man, 0.0)
    too_light = _ramp(traits.dark_skin, *_DARK) * _ramp(skin, *_BRIGHT)
    too_dark = _ramp(traits.dark_skin, *_LIGHT) * _ramp(skin, *_DIM)
    return Appearance(
        glasses=glasses,
        mouth=mouth,
        short_hair=1 - _ramp(traits.long_hair, *_LONG),
        darker_skin=_DARKER * too_light - _LIGHTER * too_dark,
        beard=_FULLEST * _ramp(beard, *_BEARD) * man,
        small_eyes=man,
        strong_jaw=man,
    )


def _ramp(value: float, low: float, high: float) -> float:
    """0 at `low` and on its side, 1 from `high` on, which may lie below."""
    return min(max((value - low) / (high - low), 0.0), 1.0)
