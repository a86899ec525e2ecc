"""Opening whatever a person brings: photos, saved works, avatars that remember their making."""

from __future__ import annotations

import io
from pathlib import Path

from avatarstudio.avatars.encode import read_origin
from avatarstudio.core.progress import Progress
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.values import Photo, Work
from avatarstudio.studio.work_file import WORK_SUFFIX, read_work, unpack_work


def open_file(path: Path, workshop: Workshop, progress: Progress) -> Photo | Work:
    """Open a file; the body of a job.

    Raises:
        PhotoUnreadableError: It cannot be used.
    """
    if path.suffix.lower() == WORK_SUFFIX:
        return read_work(path)
    photo = workshop.read_photo(path, progress)
    # Not before the picture has proved to be one: this reader trusts it more.
    origin = read_origin(path)
    return photo if origin is None else unpack_work(io.BytesIO(origin), path)
