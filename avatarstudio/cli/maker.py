"""From one photo of a batch to the bytes of its avatars; the part that a worker holds."""

from __future__ import annotations

import functools
from argparse import Namespace
from pathlib import Path

from avatarstudio.avatars.background import parse_background
from avatarstudio.avatars.encode import encode
from avatarstudio.avatars.presets import FileKind
from avatarstudio.capture.photo import load_photo
from avatarstudio.cli.crew import Made
from avatarstudio.cli.make import draw, find_latents
from avatarstudio.core.errors import AvatarStudioError, NoFaceFoundError
from avatarstudio.core.progress import NullProgress
from avatarstudio.nets.catalog import Catalog
from avatarstudio.pipeline import Engine, device_name


class Maker:
    """Holds the models of one style, and makes the avatars of photo after photo."""

    def __init__(self, catalog: Catalog, options: Namespace) -> None:
        """Prepare; nothing is loaded yet.

        Args:
            catalog: The models.
            options: Those of the command.
        """
        self._catalog = catalog
        self._options = options

    @functools.cached_property
    def _engine(self) -> Engine:
        return Engine(self._catalog, device=self._options.device)

    def open(self) -> str | AvatarStudioError:
        """Load what every photo needs.

        Returns:
            Where the models are, for people, or what is wrong with the options or the models; it
            is returned, for it has a way to go.
        """
        try:
            parse_background(self._options.background)
            self._engine.models(self._options.style)
            return device_name(self._engine.device)
        except AvatarStudioError as error:
            return error

    def make(self, path: Path) -> Made | AvatarStudioError:
        """Make all avatars of a photo; what is wrong with it is returned, as by `open`."""
        engine, options = self._engine, self._options
        progress = NullProgress()
        made: list[tuple[bytes, ...]] = []
        try:
            photo = load_photo(path)
            faces = engine.find_faces(photo)
            if not faces:
                raise NoFaceFoundError
            numbers = range(1, len(faces) + 1) if options.face is None else [options.face]
            for number in numbers:
                portrait = engine.take_portrait(photo, faces, number=number)
                inversion = find_latents(engine, portrait, options, progress=progress)
                avatars = draw(engine, portrait, inversion, options, progress=progress)
                made.append(tuple(encode(avatar, FileKind.PNG) for avatar in avatars))
        except AvatarStudioError as error:
            return error
        return tuple(made)
