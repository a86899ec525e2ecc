"""One person's work: the only state that the pages share.

The contract:

- Pages read the properties, call the methods, and follow the signals. A signal says that something
  has changed, not how: read the property again. Everything happens in the window's thread.
- The way of a picture: `open` or `take_picture` → `photo_changed` → `faces_changed`. One face is
  taken by itself; of several one is chosen by `choose_face`; where there is none the person places
  a crop (`place_crop`). → `portrait_changed`, and the inversion starts by itself: `previewed`
  shows it growing, `found_changed` ends it and the wall begins to fill.
- `wall` draws variants into `wall.model`; `mixer` holds the chosen tile and the recipe under the
  person's hands, with `mixer.edit` for every change; `undo_stack` undoes both.
- `activity` and `progressed` say what is being done; `cancel` ends it, and what was there before
  stays. A failed step changes nothing either; `failed` carries its error. `noticed` tells what went
  differently than asked.
- `worked` is emitted after everything that is worth keeping; `work()` is what to keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QUndoStack

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.mixer import Mixer
from avatarstudio.studio.opening import open_file
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.studio.qimages import from_qimage
from avatarstudio.studio.values import (
    Activity,
    Crop,
    Cutting,
    Found,
    Notice,
    NoticeKind,
    Photo,
    Ready,
    Work,
)
from avatarstudio.studio.wall import Wall
from avatarstudio.tasks.runner import Job, Task, TaskRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatarstudio.faces.detect import Face

_UNDO_STEPS = 200
_SEED = 0
"""All walls begin with the same dice, so that the same photo gives the same wall."""


class Session(QObject):
    """See the module's docstring."""

    ready_changed = Signal()
    photo_changed = Signal()
    faces_changed = Signal()
    portrait_changed = Signal()
    found_changed = Signal()
    queue_changed = Signal()
    activity_changed = Signal()
    progressed = Signal(float, str)
    """How far the activity is, in [0, 1], and its stage."""
    previewed = Signal(object)
    """A `LivePreview` of the inversion under way."""
    failed = Signal(object)
    noticed = Signal(object)
    """A `Notice`."""
    worked = Signal()

    def __init__(
        self,
        lane: TaskRunner,
        intake: TaskRunner,
        workshop: Workshop,
        preferences: PreferenceStore,
        parent: QObject | None = None,
    ) -> None:
        """Begin with nothing.

        Args:
            lane: Runs the models.
            intake: Reads photos and finds faces, which needs no models.
            workshop: Bodies of the jobs.
            preferences: What the person wants.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self.preferences = preferences
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_STEPS)
        self.wall = Wall(lane, workshop, preferences, self.undo_stack, self)
        self.mixer = Mixer(lane, workshop, preferences, self.undo_stack, self.wall.model, self)
        self._lane = lane
        self._intake = intake
        self._workshop = workshop
        self._ready: Ready | None = None
        self._photo: Photo | None = None
        self._faces: tuple[Face, ...] | None = None
        self._cutting: Cutting | None = None
        self._found: Found | None = None
        self._queue: tuple[Path, ...] = ()
        self._task: Task | None = None
        self._activity: Activity | None = None
        self.wall.failed.connect(self.failed)
        self.wall.busy_changed.connect(self._follow_wall)
        self.wall.tile_added.connect(self._select_first)
        self.wall.stars_changed.connect(self.worked)
        self.mixer.failed.connect(self.failed)
        self.mixer.mix_changed.connect(self.worked)

    @property
    def ready(self) -> Ready | None:
        """What the models offer; None until they are loaded."""
        return self._ready

    @property
    def photo(self) -> Photo | None:
        """The photo."""
        return self._photo

    @property
    def faces(self) -> tuple[Face, ...] | None:
        """Its faces from left to right; None until they were looked for."""
        return self._faces

    @property
    def cutting(self) -> Cutting | None:
        """The portrait with its place in the photo."""
        return self._cutting

    @property
    def portrait(self) -> RgbImage | None:
        """The portrait alone."""
        return self._cutting.portrait if self._cutting else None

    @property
    def found(self) -> Found | None:
        """The inversion of the portrait."""
        return self._found

    @property
    def queue(self) -> tuple[Path, ...]:
        """Files that wait for `open_next`."""
        return self._queue

    @property
    def activity(self) -> Activity | None:
        """What is being done, or None."""
        if self._activity is None and self.wall.pending:
            return Activity.RENDERING
        return self._activity

    def warm_up(self) -> None:
        """Load what finds faces and then the models, so that the first photo need not wait."""
        workshop = self._workshop
        task = self._intake.start(lambda _: workshop.open_eyes())
        # Not side by side: the system loads one library at a time, and whoever imports one
        # meanwhile waits for it with the interpreter's lock in its hands.
        task.succeeded.connect(self._load_models)
        task.failed.connect(self._load_models)

    def open(self, paths: Sequence[Path]) -> None:
        """Open photos, saved works or exported avatars; all but the first wait in the queue."""
        if not paths:
            return
        self._queue = (*self._queue, *paths[1:])
        self.queue_changed.emit()
        self._open(paths[0])

    def open_next(self) -> None:
        """Open the file that waits longest."""
        if self._queue:
            path, *rest = self._queue
            self._queue = tuple(rest)
            self.queue_changed.emit()
            self._open(path)

    def take_picture(self, picture: RgbImage, *, name: str) -> None:
        """Use a picture that is already in memory, such as a camera's shot."""
        workshop = self._workshop
        self._begin(
            Activity.READING,
            lambda progress: workshop.take_picture(picture, name, progress),
            self._take_photo,
        )

    def take_image(self, image: QImage, *, name: str) -> None:
        """Use a picture of Qt's, such as the clipboard's."""
        workshop = self._workshop
        self._begin(
            Activity.READING,
            lambda progress: workshop.take_picture(from_qimage(image), name, progress),
            self._take_photo,
        )

    def choose_face(self, number: int) -> None:
        """Take a face as the portrait, counted from 1 at the left."""
        photo, faces, workshop = self._photo, self._faces, self._workshop
        if photo is not None and faces and 1 <= number <= len(faces):
            face = faces[number - 1]
            self._begin(
                Activity.CUTTING,
                lambda progress: workshop.cut_face(photo, face, progress),
                self._take_cutting,
            )

    def place_crop(self, crop: Crop) -> None:
        """Take a square that a person placed as the portrait."""
        photo, workshop = self._photo, self._workshop
        if photo is not None:
            self._begin(
                Activity.CUTTING,
                lambda progress: workshop.cut_crop(photo, crop, progress),
                self._take_cutting,
            )

    def invert(self) -> None:
        """Look for the portrait's latents with the quality, style and device of the preferences.

        What was found before stays until this has succeeded.
        """
        if self._cutting is None:
            return
        cutting, wanted, workshop = self._cutting, self.preferences.value, self._workshop
        self._begin(
            Activity.INVERTING,
            lambda progress: workshop.invert(
                cutting,
                style_id=wanted.style,
                quality=wanted.quality,
                device=wanted.device,
                seed=_SEED,
                progress=progress,
            ),
            self._take_found,
        )

    def keep_mix(self) -> None:
        """Hang the mix as it is now on the wall and choose it."""
        mix, picture = self.mixer.mix, self.mixer.picture
        if mix is not None and picture is not None and self.mixer.is_drawn:
            self.mixer.select(self.wall.keep(mix.recipe, picture))

    def cancel(self) -> None:
        """End what is being done; what was there before stays."""
        self._drop_task()
        self.wall.stop()
        self.activity_changed.emit()

    def work(self) -> Work | None:
        """What there is to keep, or None before something was found."""
        if self._photo is None or self._cutting is None or self._found is None:
            return None
        return Work(
            photo=self._photo,
            cutting=self._cutting,
            found=self._found,
            tiles=self.wall.model.tiles,
            mix=self.mixer.mix,
        )

    def restore(self, work: Work) -> None:
        """Go on with a work that was kept."""
        self._drop_task()
        self._photo, self._faces = work.photo, None
        self._cutting, self._found = work.cutting, work.found
        self.photo_changed.emit()
        self.faces_changed.emit()
        self.portrait_changed.emit()
        self.wall.restore(work.found, work.tiles)
        if len(work.tiles) <= 1:
            # An exported avatar brings only itself.
            known = {tile.recipe for tile in work.tiles}
            recipes = self._workshop.wall(work.found, seed=_SEED)
            self.wall.add(recipe for recipe in recipes if recipe not in known)
        self.mixer.begin(work.found, work.mix)
        self.found_changed.emit()
        self.activity_changed.emit()

    def _load_models(self) -> None:
        device, workshop = self.preferences.value.device, self._workshop
        task = self._lane.start(lambda progress: workshop.warm_up(device, progress))
        task.succeeded.connect(self._take_ready)
        task.failed.connect(self.failed)

    def _open(self, path: Path) -> None:
        workshop = self._workshop
        self._begin(
            Activity.READING,
            lambda progress: open_file(path, workshop, progress),
            self._take_opened,
            self._skip_unreadable,
        )

    def _take_opened(self, opened: Photo | Work) -> None:
        if isinstance(opened, Work):
            self.restore(opened)
        else:
            self._take_photo(opened)

    def _skip_unreadable(self, error: Exception) -> None:
        """Go on with the next file first, so that the card about this one stays."""
        self.open_next()
        self.failed.emit(error)

    def _take_photo(self, photo: Photo) -> None:
        self._photo, self._faces = photo, None
        if photo.path is not None:
            self.preferences.change(self.preferences.value.with_recent(photo.path))
        self.photo_changed.emit()
        self.faces_changed.emit()
        workshop = self._workshop
        self._begin(
            Activity.FINDING,
            lambda progress: workshop.find_faces(photo, progress),
            self._take_faces,
        )

    def _take_ready(self, ready: Ready) -> None:
        self._ready = ready
        self.ready_changed.emit()

    def _take_faces(self, faces: tuple[Face, ...]) -> None:
        self._faces = faces
        self.faces_changed.emit()
        if len(faces) == 1:
            self.choose_face(1)

    def _take_cutting(self, cutting: Cutting) -> None:
        self._cutting, self._found = cutting, None
        self.wall.clear()
        self.mixer.begin(None)
        self.portrait_changed.emit()
        self.found_changed.emit()
        self.invert()

    def _take_found(self, found: Found) -> None:
        self._found = found
        value = self.preferences.value
        if found.evaluations > 2:
            # Fewer are only the pictures of the result.
            seconds = found.seconds / found.evaluations
            self.preferences.change(value.with_step_seconds(value.device, seconds))
        self.mixer.begin(found)
        assert self._cutting is not None
        self.wall.hang(found, self._workshop.wall(found, seed=_SEED))
        self.found_changed.emit()
        if found.fell_back:
            self.noticed.emit(Notice(NoticeKind.FELL_BACK_TO_CPU))
        self.worked.emit()

    def _select_first(self, tile_id: int) -> None:
        if self.mixer.mix is None:
            self.mixer.select(tile_id)
        self.worked.emit()

    def _follow_wall(self) -> None:
        self.activity_changed.emit()
        if self.activity is Activity.RENDERING:
            self.progressed.emit(self.wall.fraction, Activity.RENDERING.value)

    def _begin(
        self,
        activity: Activity,
        job: Job,
        take: Callable[..., None],
        fail: Callable[[Exception], None] | None = None,
    ) -> None:
        """Start a step in the place of the one under way."""
        self._drop_task()
        runner = self._lane if activity is Activity.INVERTING else self._intake
        task = runner.start(job)
        self._task, self._activity = task, activity
        task.progressed.connect(self.progressed)
        task.previewed.connect(self.previewed)
        task.succeeded.connect(take)
        task.failed.connect(fail or self.failed)
        # Not a lambda around the task: it would keep the task, and its photo, for ever.
        task.finished.connect(self._end_activity)
        self.activity_changed.emit()

    def _drop_task(self) -> None:
        task, self._task, self._activity = self._task, None, None
        if task is not None:
            task.abandon()

    def _end_activity(self) -> None:
        # By now `succeeded` may have begun the next step.
        if self._task is not None and self._task.is_over:
            self._task = self._activity = None
            self.activity_changed.emit()
