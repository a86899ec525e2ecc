"""`avatarstudio batch`: a folder of photos in, avatars out; without torch, which workers hold."""

from __future__ import annotations

import errno
import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from avatarstudio import __version__
from avatarstudio.cli.crew import Crew, LocalCrew, Made
from avatarstudio.cli.folder import (
    Journal,
    Photo,
    face_path,
    find_photos,
    printable,
    variant_paths,
)
from avatarstudio.cli.run import Report
from avatarstudio.cli.terminal import PhotoCounter
from avatarstudio.core.errors import (
    AvatarStudioError,
    Cancelled,
    ExportError,
    FaceChoiceError,
    NoFaceFoundError,
    PhotoUnreadableError,
    UsageError,
)
from avatarstudio.core.files import write_atomically, writing
from avatarstudio.core.paths import user_styles_dir, weights_dir
from avatarstudio.nets.catalog import Catalog, ModelCard, ModelKind

_OF_ONE_PHOTO = (PhotoUnreadableError, NoFaceFoundError, FaceChoiceError)
"""Errors that say nothing about the next photo; all others stop the batch."""

_OF_ONE_NAME = {errno.ENAMETOOLONG, errno.EISDIR}
"""Why the avatars of one photo alone may not be written."""


@dataclass(slots=True)
class _Tally:
    """What came of the photos, by their names."""

    made: dict[str, list[Path]] = field(default_factory=dict)
    there: dict[str, list[Path]] = field(default_factory=dict)
    failed: dict[str, AvatarStudioError] = field(default_factory=dict)


def batch(options: Namespace) -> Report:
    """Make the avatars of all photos of a folder that are not there yet."""
    started = time.perf_counter()
    folder, output = options.photos, options.output
    if folder.resolve() == output.resolve():
        raise UsageError("Avatars and photos need a folder each; choose another OUT_DIR.")
    catalog = Catalog.read(weights_dir(), user_styles=user_styles_dir())
    style = catalog.choose(ModelKind.STYLE, options.style)
    photos, unreadable = find_photos(folder, but=output)
    if not photos and not unreadable:
        raise UsageError(f"There are no photos in “{folder}”; choose another IN_DIR.")
    wanted = _what_counts(options, style)
    journal = Journal(output)
    tally = _Tally(failed={f"{printable(e.path.relative_to(folder))}/": e for e in unreadable})
    for photo in photos:
        avatars = journal.find(photo, wanted)
        if avatars is not None:
            tally.there[photo.name] = avatars
    waiting = [photo for photo in photos if photo.name not in tally.there]
    device = None
    if waiting:
        journal.begin()
        crew = _hire(catalog, options)
        try:
            device = crew.device()
            _work_through(waiting, crew, journal, output, wanted, tally)
        except KeyboardInterrupt:
            raise Cancelled(
                f"Cancelled; photos made: {len(tally.made)}; the same command goes on from there."
            ) from None
        finally:
            crew.close()
    failed = [(name, tally.failed[name]) for name in sorted(tally.failed)]
    return {
        "input": str(folder),
        "output": str(output),
        "device": device,
        "style": style.id,
        "quality": options.quality,
        "seed": options.seed,
        "made": _relative(tally.made, output),
        "there": _relative(tally.there, output),
        "failed": {
            name: {"error": str(error), "exit_code": error.exit_code} for name, error in failed
        },
        "seconds": round(time.perf_counter() - started, 3),
        "exit_code": failed[0][1].exit_code if failed else 0,
        "text": _in_words(tally, failed),
    }


def _work_through(
    photos: Sequence[Photo],
    crew: Crew,
    journal: Journal,
    output: Path,
    wanted: Mapping[str, object],
    tally: _Tally,
) -> None:
    counter = PhotoCounter(len(photos))
    try:
        for photo, outcome in crew.work(photos):
            try:
                if isinstance(outcome, AvatarStudioError):
                    raise outcome
                avatars = _write(outcome, output / photo.avatar)
                journal.add(photo, wanted, avatars)
                tally.made[photo.name] = avatars
            except AvatarStudioError as error:
                if not _concerns_one_photo(error):
                    raise
                tally.failed[photo.name] = error
            counter.count()
    finally:
        counter.close()


def _write(made: Made, target: Path) -> list[Path]:
    """Write the avatars of one photo; returns where they are."""
    with writing(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    written = []
    for number, variants in enumerate(made, start=1):
        path = face_path(target, number, faces=len(made))
        for place, data in zip(variant_paths(path, len(variants)), variants, strict=True):
            write_atomically(place, data)
            written.append(place)
    return written


def _concerns_one_photo(error: AvatarStudioError) -> bool:
    if isinstance(error, ExportError):
        cause = error.__cause__
        return isinstance(cause, OSError) and cause.errno in _OF_ONE_NAME
    return isinstance(error, _OF_ONE_PHOTO)


def _hire(catalog: Catalog, options: Namespace) -> Crew:
    if options.engine == "ray":
        from avatarstudio.cli.ray_crew import RayCrew

        return RayCrew(catalog, options, workers=options.workers)
    return LocalCrew(catalog, options, workers=options.workers)


def _what_counts(options: Namespace, style: ModelCard) -> Mapping[str, object]:
    """What makes other avatars of the same photo; with another of it they are made again."""
    drawn = ("glasses", "mouth", "short_hair", "beard", "face_shape")
    names = ("quality", "seed", "variants", *drawn, "size", "background", "face")
    return {
        "program": __version__,
        "style": style.id,
        "style_sha256": style.sha256,
        "base_sha256": style.base_sha256,
        **{name: getattr(options, name) for name in names},
    }


def _relative(avatars: Mapping[str, Sequence[Path]], output: Path) -> dict[str, list[str]]:
    return {
        name: [printable(path.relative_to(output)) for path in avatars[name]]
        for name in sorted(avatars)
    }


def _in_words(tally: _Tally, failed: Sequence[tuple[str, AvatarStudioError]]) -> str:
    files = sum(len(avatars) for avatars in tally.made.values())
    first = (
        f"photos made: {len(tally.made)} (avatars: {files}), done before: {len(tally.there)}, "
        f"failed: {len(failed)}"
    )
    return "\n".join([first, *(f"  {name}: {error}" for name, error in failed)])
