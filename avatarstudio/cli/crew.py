"""The workers of a batch on this computer, each a process that holds the models.

A process of its own can be ended within a moment, whatever native code it is in, and takes nothing
along when a photo makes it crash.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from argparse import Namespace
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Protocol

from avatarstudio.cli.folder import Photo
from avatarstudio.core.errors import AvatarStudioError, DeviceMemoryError, PhotoUnreadableError
from avatarstudio.nets.catalog import Catalog

Made = tuple[tuple[bytes, ...], ...]
"""PNG files of the avatars, for each face of a photo, from left to right, for each variant."""

Outcome = Made | AvatarStudioError
"""What came of a photo."""


def lost(photo: Photo) -> PhotoUnreadableError:
    """What is said of a photo on which a worker ended without a word."""
    reason = "the program crashed on it, as it does when memory runs out"
    return PhotoUnreadableError(path=photo.path, reason=reason)


class Crew(Protocol):
    """Whoever makes the avatars."""

    def device(self) -> str:
        """Where the models are, for people; waits until they are loaded.

        Raises:
            AvatarStudioError: They cannot be loaded.
        """

    def work(self, photos: Iterable[Photo]) -> Iterator[tuple[Photo, Outcome]]:
        """Make the avatars of photos; comes back with each as it is done, in any order."""

    def close(self) -> None:
        """End the workers at once."""


class LocalCrew:
    """Worker processes on this computer."""

    def __init__(self, catalog: Catalog, options: Namespace, *, workers: int) -> None:
        """Start them.

        Args:
            catalog: The models.
            options: Those of the command.
            workers: How many; they share the processor's cores.
        """
        self._job = (catalog, options, workers)
        self._workers = [_Worker(*self._job) for _ in range(workers)]

    def device(self) -> str:
        """See `Crew`."""
        devices = [worker.device() for worker in self._workers]
        return devices[0]

    def work(self, photos: Iterable[Photo]) -> Iterator[tuple[Photo, Outcome]]:
        """See `Crew`; a worker that dies on a photo has a successor."""
        waiting = iter(photos)
        busy: dict[Connection, tuple[_Worker, Photo]] = {}

        def give_next(worker: _Worker) -> None:
            photo = next(waiting, None)
            if photo is not None:
                worker.connection.send(photo.path)
                busy[worker.connection] = worker, photo

        for worker in self._workers:
            give_next(worker)
        while busy:
            for connection in wait(list(busy)):
                assert isinstance(connection, Connection)
                worker, photo = busy.pop(connection)
                outcome: Outcome
                try:
                    outcome = connection.recv()
                except (EOFError, OSError):
                    outcome = lost(photo)
                    worker = self._replace(worker)
                give_next(worker)
                yield photo, outcome

    def close(self) -> None:
        """See `Crew`."""
        for worker in self._workers:
            worker.close()

    def _replace(self, worker: _Worker) -> _Worker:
        worker.close()
        self._workers.remove(worker)
        successor = _Worker(*self._job)
        self._workers.append(successor)
        successor.device()
        return successor


class _Worker:
    """One process and the line to it."""

    def __init__(self, catalog: Catalog, options: Namespace, workers: int) -> None:
        self._device: str = options.device
        # Not a fork: threads and locks of native libraries must not come along.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, catalog, options, workers), daemon=True
        )
        with _without_interrupts():
            self._process.start()
        theirs.close()

    def device(self) -> str:
        """Wait for the models; called once. It ends without a word where memory is short."""
        try:
            answer: str | AvatarStudioError = self.connection.recv()
        except (EOFError, OSError):
            raise DeviceMemoryError(device=self._device) from None
        if isinstance(answer, AvatarStudioError):
            raise answer
        return answer

    def close(self) -> None:
        """End the process; it has nothing to lose."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let a process that begins here not hear Ctrl-C, which a terminal sends to all of them."""
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _serve(connection: Connection, catalog: Catalog, options: Namespace, workers: int) -> None:
    """Load the models, then answer photos with their avatars until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows inherits no ignored signals
    import torch

    from avatarstudio.cli.maker import Maker

    torch.set_num_threads(max(torch.get_num_threads() // workers, 1))
    maker = Maker(catalog, options)
    with contextlib.suppress(EOFError, OSError):
        connection.send(maker.open())
        while True:
            connection.send(maker.make(connection.recv()))
