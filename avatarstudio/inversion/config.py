"""How hard an inversion tries: the quality modes and their numbers."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Quality(enum.StrEnum):
    """The quality modes that a person chooses from."""

    INSTANT = "instant"
    FAST = "fast"
    THESIS = "thesis"
    FIDELITY = "fidelity"


class LatentSpace(enum.StrEnum):
    """What is optimised."""

    Z = "z"
    W = "w"
    W_PLUS = "w+"


@dataclass(frozen=True, slots=True)
class InversionConfig:
    """One inversion's protocol.

    Attributes:
        space: The latent that moves.
        steps: Optimisation steps, each one generator evaluation; 0 keeps the start.
        learning_rate: Adam's, or the share of a Gauss-Newton step.
        alpha: Weight of the perceptual part in eq. 2.3, the rest is MSE.
        encoded_start: Start at the encoder's latent where there is one; else at random z.
        coarse_steps: First steps, in which a generator of 256 px or more stops at 64 px.
        ramp: Let the rate rise over the first and fall over the last quarter of the steps.
        keep_best: Return the best step instead of the last.
        newton: Take Gauss-Newton's steps in place of Adam's; the encoder brings the curvature.
        preview_every: Steps between two previews; at 256 px ten steps take seconds, and whoever
            watches drops what comes too fast.
    """

    space: LatentSpace
    steps: int
    learning_rate: float
    alpha: float = 0.5
    encoded_start: bool = True
    coarse_steps: int = 0
    ramp: bool = True
    keep_best: bool = True
    newton: bool = False
    preview_every: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.alpha <= 1:
            raise ValueError("alpha lies between 0 and 1")
        if not 0 <= self.coarse_steps <= self.steps:
            raise ValueError("coarse steps are a part of the steps")


_ENCODED = InversionConfig(space=LatentSpace.W, steps=0, learning_rate=0.0)

CONFIGS = {
    # Three corrections of the encoder's latent: less than the thesis protocol leaves, and further
    # ones would no longer be instant.
    Quality.INSTANT: InversionConfig(
        space=LatentSpace.W, steps=3, learning_rate=0.5, newton=True, ramp=False
    ),
    # Half the steps that Adam takes, and no more of the loss is left. At 0.5 it is less still, but
    # faces far from the mean make it rise before it falls, and their copies are torn.
    Quality.FAST: InversionConfig(space=LatentSpace.W, steps=28, learning_rate=0.3, newton=True),
    # Thesis 4.4.2: a 1x512 latent, Adam, rate 0.1, 1000 steps; the last step is the result.
    Quality.THESIS: InversionConfig(
        space=LatentSpace.Z,
        steps=1000,
        learning_rate=0.1,
        encoded_start=False,
        ramp=False,
        keep_best=False,
    ),
    Quality.FIDELITY: InversionConfig(space=LatentSpace.W_PLUS, steps=300, learning_rate=0.1),
}

_WITHOUT_CURVATURE = {
    Quality.INSTANT: _ENCODED,
    # Rates were tried from 0.02 to 0.2 on held-out portraits: the loss of 58 steps falls until 0.1
    # and hardly moves beyond.
    Quality.FAST: InversionConfig(
        space=LatentSpace.W, steps=58, learning_rate=0.15, coarse_steps=16
    ),
}


def search_config(quality: Quality, *, curvature: bool) -> InversionConfig:
    """The protocol of a quality over a generator whose curvature is known or not."""
    plain = None if curvature else _WITHOUT_CURVATURE.get(quality)
    return plain or CONFIGS[quality]


# The search over the style after x', for all qualities but the thesis's. A long search copies the
# human features of x' into the avatar; three gentle steps from the encoder's latent, at which the
# style was trained, take over colours and outline and leave the drawing whole. On 100 people at a
# truncation of 0.8, after 0, 3 and 5 steps: KD-judge to drawings 0.17, 0.22, 0.28; the person is
# found by the judge for 49, 70 and 70 %, by outlines for 41, 56 and 61 %.
STYLE_SEARCH = InversionConfig(space=LatentSpace.W, steps=3, learning_rate=0.01, ramp=False)


def style_config(quality: Quality) -> InversionConfig:
    """The protocol of a quality's second search, over the style."""
    match quality:
        case Quality.THESIS:
            return CONFIGS[quality]
        case Quality.INSTANT:
            return _ENCODED
        case _:
            return STYLE_SEARCH
