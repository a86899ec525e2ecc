"""The avatar on its way into a file: the look, its preview, and the writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from avatarstudio.avatars.presets import Finish
from avatarstudio.core.images import RgbImage
from avatarstudio.studio.finish_jobs import Preview, draw, export, export_sheet
from avatarstudio.studio.values import Mix
from avatarstudio.tasks.runner import Job, Task, TaskRunner

if TYPE_CHECKING:
    from avatarstudio.avatars.export import Subject
    from avatarstudio.nets.latent import Latents


class Finisher(QObject):
    """Holds how the avatar shall look and makes its files, beside the window.

    While one preview is under way, later changes replace each other and the last one is drawn next.
    """

    picture_changed = Signal()
    finish_changed = Signal()
    preview_changed = Signal()
    busy_changed = Signal()
    exported = Signal(object)
    """An `Exported`."""
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        """Begin with nothing.

        Args:
            runner: Draws and writes.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._runner = runner
        self._finish = Finish()
        self._picture: RgbImage | None = None
        self._preview: Preview | None = None
        self._drawing: Task | None = None
        self._drawn: tuple[RgbImage, Finish] | None = None
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
        """The newest preview, with transparency."""
        return self._preview.image if self._preview else None

    @property
    def is_drawn(self) -> bool:
        """Whether the preview shows the present picture and look."""
        return self._drawing is None and self._preview is not None

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written."""
        return self._writing is not None

    def take_picture(self, picture: RgbImage | None) -> None:
        """Finish another variant; RGB, uint8, (S, S, 3)."""
        if picture is self._picture:
            return
        self._picture = picture
        if picture is None:
            self._preview = None
            self.preview_changed.emit()
        self.picture_changed.emit()
        self._draw()

    def change(self, finish: Finish) -> None:
        """Let it look like this from now on."""
        if finish != self._finish:
            self._finish = finish
            self.finish_changed.emit()
            self._draw()

    def export(self, path: Path, *, mix: Mix | None = None, latents: Latents | None = None) -> None:
        """Write the avatar; an existing file is replaced.

        Args:
            path: The file.
            mix: The mix that it shows, to be put into the file with the latents; None keeps
                everything personal out.
            latents: The person's latents.
        """
        picture, finish = self._picture, self._finish
        if picture is not None and self._writing is None:
            known = self._known_subject(picture)
            self._write(lambda _: export(path, picture, known, finish, mix, latents))

    def export_sheet(self, path: Path, pictures: Sequence[RgbImage]) -> None:
        """Write a sheet of several variants with the present look."""
        finish, chosen = self._finish, tuple(pictures)
        if chosen and self._writing is None:
            self._write(lambda _: export_sheet(path, chosen, finish))

    def _write(self, job: Job) -> None:
        self._writing = self._runner.start(job)
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
        picture, finish = self._picture, self._finish
        if picture is None or self._drawing is not None:
            return
        known = self._known_subject(picture)
        self._drawn = (picture, finish)
        self._drawing = self._runner.start(lambda _: draw(picture, known, finish))
        self._drawing.succeeded.connect(self._take_preview)
        self._drawing.failed.connect(self._give_up)

    def _take_preview(self, preview: Preview) -> None:
        self._drawing = None
        if self._picture is None:
            return
        self._preview = preview
        if self._drawn is not None and (
            self._drawn[0] is not self._picture or self._drawn[1] != self._finish
        ):
            self._draw()
        self.preview_changed.emit()

    def _give_up(self, error: Exception) -> None:
        self._drawing = None
        self.failed.emit(error)
