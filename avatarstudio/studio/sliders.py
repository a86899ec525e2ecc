"""The named sliders of the style in use, found while nothing else is to do."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.mixer import Mixer
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.studio.values import Found
from avatarstudio.studio.wall import Wall
from avatarstudio.tasks.runner import Task, TaskRunner

_REST_MS = 1000
"""How long a person must leave the mix alone before the search goes on."""


class Sliders(QObject):
    """Searches in short jobs, so that pictures never wait long behind it."""

    changed = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        workshop: Workshop,
        preferences: PreferenceStore,
        wall: Wall,
        mixer: Mixer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._workshop = workshop
        self._preferences = preferences
        self._wall = wall
        self._style: str | None = None
        self._names: tuple[str, ...] | None = None
        self._task: Task | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._go_on)
        wall.busy_changed.connect(self._go_on)
        mixer.mix_changed.connect(self._rest.start)

    @property
    def names(self) -> tuple[str, ...] | None:
        """Names of the style's sliders; None while they are searched for."""
        return self._names

    def begin(self, found: Found | None) -> None:
        """Find those of the style of an inversion."""
        style = found.latents.style if found is not None else None
        if style == self._style:
            return
        self._style, self._names = style, None
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self.changed.emit()
        self._go_on()

    def _go_on(self) -> None:
        """Search a step further unless there is something better to do."""
        style = self._style
        if style is None or self._names is not None or self._task is not None:
            return
        if self._wall.pending or self._rest.isActive():
            return
        if not self._runner.is_open:  # abandoned pictures make the wall quiet while all is closing
            return
        workshop, device = self._workshop, self._preferences.value.device
        self._task = self._runner.start(lambda _: workshop.seek_edits(style, device=device))
        self._task.succeeded.connect(self._take)
        self._task.failed.connect(self._give_up)

    def _take(self, names: tuple[str, ...] | None) -> None:
        self._task = None
        if names is None:
            self._go_on()
        else:
            self._names = names
            self.changed.emit()

    def _give_up(self) -> None:
        # Whatever is wrong with the style is said when a picture is drawn with it.
        self._task = None
        self._names = ()
        self.changed.emit()
