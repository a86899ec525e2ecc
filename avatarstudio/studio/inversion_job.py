"""The body of the longest job: from a portrait to all that an inversion finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatarstudio.avatars.first_wall import first_recipe
from avatarstudio.core.progress import Progress
from avatarstudio.inversion.config import Quality
from avatarstudio.studio.values import Anatomy, Cutting, Found, LivePreview, Stage

if TYPE_CHECKING:
    from avatarstudio.pipeline import Engine


def run_inversion(
    engine: Engine,
    cutting: Cutting,
    *,
    style_id: str | None,
    quality: Quality,
    seed: int,
    progress: Progress,
) -> Found:
    """Find a portrait's latents and draw its first avatar; errors as those of `Engine.invert`."""
    from avatarstudio.pipeline import device_name

    progress.report(0.0, "models")
    models = engine.models(style_id)
    inversion = engine.invert(
        cutting.portrait,
        style_id=style_id,
        quality=quality,
        seed=seed,
        progress=_Watcher(progress),
    )
    first, second = inversion.first, inversion.second
    latents = engine.latents(inversion, style_id=style_id)
    appearance = engine.appearance(cutting.portrait, style_id=style_id, mouth=cutting.mouth)
    first_of_wall = first_recipe(models.style.tuned_blocks, appearance)
    return Found(
        latents=latents,
        anatomy=Anatomy(num_blocks=models.style.num_blocks, tuned_blocks=models.style.tuned_blocks),
        likeness=first.picture,
        styled=inversion.styled,
        avatar=engine.renderer(latents).render(first_of_wall).picture,
        loss_curves=(first.history, second.history),
        quality=quality,
        device=device_name(engine.device),
        seconds=first.seconds + second.seconds,
        evaluations=first.evaluations + second.evaluations,
        preview_weights=models.generator_card.quality == "preview",
        appearance=appearance,
    )


class _Watcher:
    """Adds to each preview which of the two searches it is from."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stage = Stage.LIKENESS

    def report(self, fraction: float, stage: str = "") -> None:
        if stage in tuple(Stage):
            self._stage = Stage(stage)
        self._progress.report(fraction, stage)

    def preview(self, payload: object) -> None:
        from avatarstudio.inversion.projector import Preview

        if isinstance(payload, Preview):
            self._progress.preview(
                LivePreview(
                    stage=self._stage,
                    step=payload.step,
                    steps=payload.steps,
                    loss=payload.loss,
                    picture=payload.picture,
                )
            )
