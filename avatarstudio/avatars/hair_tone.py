"""Dark hair: styles draw it pale where a photograph shows a forehead or little hair.

Its broad colours cannot say so, and pale hair is taken for skin. So the latent goes along the
style's own direction from light to dark hair until the crown is about as dark as the person's.
"""

from __future__ import annotations

import numpy as np
from torch import Tensor

from avatarstudio.avatars.colours import ColourShift
from avatarstudio.avatars.parts import to_lab
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.surgery import Style

_CROWN_ROWS, _CROWN_COLUMNS = (0.08, 0.3), (0.34, 0.66)
"""Where an avatar's crown is, above the brows, in sides of the picture."""

_ROOM, _PER_STEP = 12.0, 40.0
"""How much lighter, in L*, the crown may be than the person's hair in a drawing, and how much
darker a whole step makes it (38 for 100 people, a tenth of them 20). By eye of 40 people more of
it is more like everybody, and less like drawings for the judge: over 100 people KD-judge is 0.35
at a room of 8, 0.34 at 12, 0.28 without (CycleGAN's 0.41), and two more are found at 12."""


def way_to_dark(style: Style, drawn: RgbImage, shift: ColourShift) -> Tensor | None:
    """Where a latent is to go so that an avatar's hair is as dark as the person's.

    Args:
        style: Says in which direction its hair gets lighter.
        drawn: What it draws at that latent, RGB, uint8, square.
        shift: What was measured of that picture and the person.

    Returns:
        What is to be added to W+, (L, Z); None where hair is dark enough or nothing says how.
    """
    if shift.person is None or style.hair_light is None:
        return None
    tone, seen = shift.person
    side = len(drawn)
    rows, columns = (
        slice(round(first * side), round(end * side))
        for first, end in (_CROWN_ROWS, _CROWN_COLUMNS)
    )
    lighter = float(np.median(to_lab(drawn)[rows, columns, 0]) - tone[0])
    steps = seen * min(max((lighter - _ROOM) / _PER_STEP, 0.0), 1.0)
    return -steps * style.hair_light if steps > 0 else None
