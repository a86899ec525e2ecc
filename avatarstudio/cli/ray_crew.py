"""The workers of a batch in a Ray cluster; Ray is an extra that is not always installed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from avatarstudio.cli.crew import Outcome, lost
from avatarstudio.cli.folder import Photo
from avatarstudio.cli.maker import Maker
from avatarstudio.core.errors import AvatarStudioError, UsageError
from avatarstudio.nets.catalog import Catalog

try:
    import ray
except ImportError as error:
    raise UsageError(
        "Ray is not installed; install the extra “ray” of Avatar Studio or leave --engine out."
    ) from error


class RayCrew:
    """Actors of Ray, each with the models: in the cluster of RAY_ADDRESS, else on this computer."""

    def __init__(self, catalog: Catalog, options: Namespace, *, workers: int) -> None:
        """Ask for them; Ray starts them once they have room.

        Args:
            catalog: The models; their files must lie on all computers in the same place.
            options: Those of the command; each worker has a card of its own with --device cuda.
            workers: How many.
        """
        ray.init(log_to_driver=False, logging_level="error")
        actor = ray.remote(Maker).options(
            max_restarts=-1, num_gpus=1 if options.device == "cuda" else 0
        )
        self._makers = [actor.remote(catalog, options) for _ in range(workers)]

    def device(self) -> str:
        """See `Crew`."""
        # One for all: the others may have to wait until they have room.
        answer: str | AvatarStudioError = ray.get(self._makers[0].open.remote())
        if isinstance(answer, AvatarStudioError):
            raise answer
        return answer

    def work(self, photos: Iterable[Photo]) -> Iterator[tuple[Photo, Outcome]]:
        """See `Crew`; Ray starts a worker that died again."""
        waiting = iter(photos)
        busy: dict[Any, tuple[Any, Photo]] = {}

        def give_next(maker: Any) -> None:
            photo = next(waiting, None)
            if photo is not None:
                busy[maker.make.remote(photo.path)] = maker, photo

        for maker in self._makers:
            give_next(maker)
        while busy:
            (done, *_), _ = ray.wait(list(busy))
            maker, photo = busy.pop(done)
            give_next(maker)
            outcome: Outcome
            try:
                outcome = ray.get(done)
            except ray.exceptions.RayError:
                outcome = lost(photo)
            yield photo, outcome

    def close(self) -> None:
        """See `Crew`."""
        ray.shutdown()
