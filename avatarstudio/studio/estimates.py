"""How long an inversion will take here, from what it took before."""

from __future__ import annotations

from avatarstudio.inversion.config import CONFIGS, STYLE_SEARCH, Quality
from avatarstudio.studio.preferences import Preferences

_EXTRA_EVALUATIONS = 2
"""Each search draws its result and the best of its steps once more."""


def expected_seconds(preferences: Preferences, quality: Quality) -> float | None:
    """Seconds that a quality takes on the chosen device; None before anything was measured."""
    step_seconds = dict(preferences.step_seconds).get(preferences.device)
    if step_seconds is None:
        return None
    steps = CONFIGS[quality].steps
    alike = quality in {Quality.THESIS, Quality.INSTANT}
    second = steps if alike else STYLE_SEARCH.steps
    return step_seconds * (steps + second + 2 * _EXTRA_EVALUATIONS)
