"""The avatar on its way into a file: the look, its preview, and the writing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from avatarstudio.avatars.presets import LARGEST_PX, Finish
from avatarstudio.avatars.sheet import sticker_px
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.enlargement import Enlargement
from avatarstudio.studio.finish_jobs import Preview, draw, export, export_sheet
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.tasks.runner import Job, Task, TaskRunner

if TYPE_CHECKING:
    from avatarstudio.avatars.export import Subject

_ENLARGING_SHARE = 0.75
"""Of an export that waits for it; 77 % of the processor's time measured for a sheet of 24, and half
of it for a single avatar, whose enlarging has mostly begun before."""


class Finisher(QObject):
    """Holds how the avatar shall look and makes its files, beside the window.

    A variant is shown at once and enlarged by the super-resolution network meanwhile; a file that
    is larger than the variant waits for that. The variants of a sheet are enlarged when it is
    wanted. While one preview is under way, later changes replace each other and the last one is
    drawn next.
    """

    picture_changed = Signal()
    finish_changed = Signal()
    preview_changed = Signal()
    busy_changed = Signal()
    """Enlarging or writing has begun or ended."""
    progressed = Signal(float)
    """How far the writing is, in [0, 1]."""
    exported = Signal(object)
    """An `Exported`."""
    failed = Signal(object)

    def __init__(
        self,
        desk: TaskRunner,
        lane: TaskRunner,
        workshop: Workshop,
        preferences: PreferenceStore,
        weights: Path,
        parent: QObject | None = None,
    ) -> None:
        """Begin with nothing.

        Args:
            desk: Draws and writes.
            lane: Enlarges.
            workshop: Belongs to the lane.
            preferences: Name the device.
            weights: Folder of the models, for the one that cuts people out.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._desk = desk
        self._lane = lane
        self._workshop = workshop
        self._preferences = preferences
        self._weights = weights
        self._finish = Finish()
        self._picture: RgbImage | None = None
        self._large: RgbImage | None = None
        self._preview: Preview | None = None
        self._enlarging: Enlargement | None = None
        self._sheet: Enlargement | None = None
        """Of the variants for a sheet that is written next."""
        self._drawing: Task | None = None
        self._drawn: tuple[RgbImage, Finish] | None = None
        self._waiting: Callable[[], Job] | None = None
        self._writing: Task | None = None

    @property
    def finish(self) -> Finish:
        """How the avatar shall look."""
        return self._finish

    @property
    def picture(self) -> RgbImage | None:
        """The variant, or None before there is one."""
        return self._picture

    @property
    def preview(self) -> QImage | None:
        """The newest preview, with transparency; of the file's size or larger."""
        return self._preview.image if self._preview else None

    @property
    def is_drawn(self) -> bool:
        """Whether the preview shows the present picture and look, as sharp as the file."""
        is_idle = self._drawing is None and self._enlarging is None
        return is_idle and self._preview is not None

    @property
    def is_enlarging(self) -> bool:
        """Whether the preview will become sharper by itself."""
        return self._enlarging is not None

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written, or waits for that."""
        parts = (self._writing, self._waiting, self._sheet)
        return any(part is not None for part in parts)

    def take_picture(self, picture: RgbImage | None) -> None:
        """Finish another variant; RGB, uint8, (S, S, 3). Not while a file is being written."""
        if picture is self._picture or self.is_writing:
            return
        self._stop_enlarging()
        self._picture, self._large = picture, None
        if picture is None:
            self._preview = self._drawn = None
            self.preview_changed.emit()
        self.picture_changed.emit()
        self._draw()
        self._enlarge()

    def change(self, finish: Finish) -> None:
        """Let it look like this from now on."""
        if finish != self._finish:
            self._finish = finish
            self.finish_changed.emit()
            self._draw()

    def file_image(self) -> QImage | None:
        """The picture as the file would hold it now, for the clipboard and for drags."""
        if self._preview is None:
            return None
        image, size_px = self._preview.image, self._preview.size_px
        if image.width() == size_px:
            return image
        return image.scaledToWidth(size_px, Qt.TransformationMode.SmoothTransformation)

    def export(self, path: Path, *, origin: Callable[[], bytes] | None = None) -> None:
        """Write the avatar as it looks now.

        Args:
            path: The file; an existing one is replaced.
            origin: Makes what goes into the file so that it opens as work in progress; None keeps
                everything personal out.
        """
        picture, finish, weights = self._picture, self._finish, self._weights
        if picture is None or self.is_writing:
            return

        def job() -> Job:
            source = picture if self._large is None else self._large
            known = self._known_subject(source)
            return lambda progress: export(path, source, known, finish, origin, weights, progress)

        if finish.size_px * finish.zoom <= picture.shape[0] or self._large is not None:
            self._write(job())
            return
        self._waiting = job
        if self._enlarging is None:
            self._enlarge()
        self.busy_changed.emit()

    def export_sheet(self, path: Path, pictures: Sequence[RgbImage]) -> None:
        """Write a sheet of several variants with the present look.

        Args:
            path: The file; an existing one is replaced.
            pictures: RGB, uint8, (S, S, 3) each, at least one.
        """
        if self.is_writing:
            return
        size_px = sticker_px(len(pictures), wanted_px=self._finish.size_px)
        finish = self._finish.resized(size_px)
        needed_px = min(math.ceil(size_px * finish.zoom), LARGEST_PX)
        if all(needed_px <= picture.shape[0] for picture in pictures):
            self._write_sheet(path, pictures, finish)
            return
        self._sheet = self._start_enlarging(pictures, at_least_px=needed_px)
        self._sheet.progressed.connect(
            lambda fraction: self.progressed.emit(_ENLARGING_SHARE * fraction)
        )
        self._sheet.succeeded.connect(
            lambda large: self._write_sheet(path, large, finish, done=_ENLARGING_SHARE)
        )
        self._sheet.failed.connect(self._fail_sheet)
        self.busy_changed.emit()

    def cancel(self) -> None:
        """Write no file after all; what is there stays."""
        if self._writing is not None:
            self._writing.cancel()
        elif self._waiting is not None:
            self._waiting = None
            self._stop_enlarging()
            self.busy_changed.emit()
        elif self._sheet is not None:
            self._sheet.abandon()
            self._sheet = None
            self.busy_changed.emit()

    def _start_enlarging(self, pictures: Sequence[RgbImage], *, at_least_px: int) -> Enlargement:
        return Enlargement(
            self._lane,
            self._workshop,
            pictures,
            at_least_px=at_least_px,
            device=self._preferences.value.device,
        )

    def _enlarge(self) -> None:
        if self._picture is None or not self._lane.is_open:
            return
        self._enlarging = self._start_enlarging([self._picture], at_least_px=LARGEST_PX)
        self._enlarging.progressed.connect(self._note_enlarging)
        self._enlarging.succeeded.connect(self._take_large)
        self._enlarging.failed.connect(self._fail_enlarging)
        self.busy_changed.emit()

    def _stop_enlarging(self) -> None:
        enlarging, self._enlarging = self._enlarging, None
        if enlarging is not None:
            enlarging.abandon()

    def _note_enlarging(self, fraction: float) -> None:
        if self._waiting is not None:
            self.progressed.emit(_ENLARGING_SHARE * fraction)

    def _take_large(self, large: tuple[RgbImage]) -> None:
        self._enlarging, [self._large] = None, large
        self._draw()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._write(waiting(), done=_ENLARGING_SHARE)
        else:
            self.busy_changed.emit()

    def _fail_enlarging(self, error: Exception) -> None:
        # From here on the picture as it is must do: the preview shows how it looks.
        self._enlarging, self._large, self._waiting = None, self._picture, None
        self.busy_changed.emit()
        self.failed.emit(error)

    def _write_sheet(
        self, path: Path, pictures: Sequence[RgbImage], finish: Finish, *, done: float = 0.0
    ) -> None:
        self._sheet, weights = None, self._weights
        self._write(
            lambda progress: export_sheet(path, pictures, finish, weights, progress), done=done
        )

    def _fail_sheet(self, error: Exception) -> None:
        self._sheet = None
        self.busy_changed.emit()
        self.failed.emit(error)

    def _write(self, job: Job, *, done: float = 0.0) -> None:
        self._writing = self._desk.start(job)
        self._writing.progressed.connect(
            lambda fraction: self.progressed.emit(done + (1 - done) * fraction)
        )
        self._writing.succeeded.connect(self.exported)
        self._writing.failed.connect(self.failed)
        self._writing.finished.connect(self._end_writing)
        self.busy_changed.emit()

    def _end_writing(self) -> None:
        self._writing = None
        self.busy_changed.emit()

    def _known_subject(self, picture: RgbImage) -> Subject | None:
        preview = self._preview
        return preview.subject if preview is not None and preview.picture is picture else None

    def _draw(self) -> None:
        picture = self._picture if self._large is None else self._large
        if picture is None or self._drawing is not None or self._is_newest(picture):
            return
        finish, known, weights = self._finish, self._known_subject(picture), self._weights
        self._drawn = (picture, finish)
        self._drawing = self._desk.start(lambda _: draw(picture, known, finish, weights))
        self._drawing.succeeded.connect(self._take_preview)
        self._drawing.failed.connect(self._give_up)

    def _is_newest(self, picture: RgbImage) -> bool:
        drawn = self._drawn
        return drawn is not None and drawn[0] is picture and drawn[1] == self._finish

    def _take_preview(self, preview: Preview) -> None:
        self._drawing = None
        if self._picture is None:
            return
        self._preview = preview
        self._draw()
        self.preview_changed.emit()

    def _give_up(self, error: Exception) -> None:
        self._drawing = None
        self.failed.emit(error)
