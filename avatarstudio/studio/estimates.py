"""How long an inversion will take here, from what it took before."""

from __future__ import annotations

from avatarstudio.inversion.config import CONFIGS, Quality, style_config
from avatarstudio.studio.preferences import Preferences

_EXTRA_EVALUATIONS = 2
"""Each search draws its result and the best of its steps once more."""


def expected_seconds(preferences: Preferences, quality: Quality) -> float | None:
    """Seconds that a quality takes on the chosen device; None before anything was measured."""
    step_seconds = dict(preferences.step_seconds).get(preferences.device)
    if step_seconds is None:
        return None
    steps = CONFIGS[quality].steps + style_config(quality).steps
    return step_seconds * (steps + 2 * _EXTRA_EVALUATIONS)
