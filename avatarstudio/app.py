"""The window's program: builds every object, wires them, and takes them down in order."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from avatarstudio.core.paths import (
    resources_dir,
    user_config_dir,
    user_data_dir,
    user_log_dir,
    user_styles_dir,
    weights_dir,
)
from avatarstudio.studio.cameras import CameraList, find_cameras
from avatarstudio.studio.finisher import Finisher
from avatarstudio.studio.jobs import Workshop
from avatarstudio.studio.live_adviser import LiveAdviser
from avatarstudio.studio.live_avatar import LiveAvatar
from avatarstudio.studio.preferences import PreferenceStore
from avatarstudio.studio.recents import Recents
from avatarstudio.studio.session import Session
from avatarstudio.studio.sliders import Sliders
from avatarstudio.studio.thumbnails import Thumbnails
from avatarstudio.studio.work_keeper import WorkKeeper
from avatarstudio.tasks.garbage import GuiCollector
from avatarstudio.tasks.runner import LooseExecutor, TaskRunner
from avatarstudio.ui.actions import Actions
from avatarstudio.ui.dialogs.settings import SettingsDialog
from avatarstudio.ui.dialogs.shortcuts import ShortcutsDialog
from avatarstudio.ui.icons import retint
from avatarstudio.ui.languages import speak
from avatarstudio.ui.main_window import MainWindow
from avatarstudio.ui.page import Page
from avatarstudio.ui.pages.avatars_page import AvatarsPage
from avatarstudio.ui.pages.camera_panel import CameraPanel
from avatarstudio.ui.pages.finish_page import FinishPage
from avatarstudio.ui.pages.photo_page import PhotoPage
from avatarstudio.ui.pages.you_page import YouPage
from avatarstudio.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from avatarstudio.faces.detect import FaceDetector

log = logging.getLogger(__name__)

_LOG_BYTES = 1_000_000
_FIRST_PAINT_MS = 100
"""Importing torch holds the interpreter's lock for long; the window is drawn before."""
_SAMPLE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the program reads and writes.

    Attributes:
        weights: The bundled manifest and its files.
        styles: The person's own styles.
        samples: Sample faces.
        config: The preferences.
        data: Works that are kept.
        log: The log.
    """

    weights: Path
    styles: Path
    samples: Path
    config: Path
    data: Path
    log: Path

    @classmethod
    def of_user(cls) -> Folders:
        """The folders of an installed program."""
        return cls(
            weights=weights_dir(),
            styles=user_styles_dir(),
            samples=resources_dir() / "samples",
            config=user_config_dir(),
            data=user_data_dir(),
            log=user_log_dir(),
        )

    @property
    def preferences(self) -> Path:
        """The file of the preferences."""
        return self.config / "preferences.json"


class Studio:
    """Everything that the window is made of."""

    def __init__(
        self,
        app: QApplication,
        folders: Folders,
        *,
        lane: TaskRunner | None = None,
        intake: TaskRunner | None = None,
        detector: FaceDetector | None = None,
        cameras: CameraList | None = None,
    ) -> None:
        """Build it; nothing is shown and nothing heavy is loaded yet.

        Args:
            app: The application.
            folders: Where to read and write.
            lane: Runs the models; a thread of its own if None.
            intake: Reads photos and finds faces; a thread of its own if None.
            detector: Finds faces; dlib's if None.
            cameras: What to choose from; this computer's if None.
        """
        self.lane = lane or TaskRunner()
        self.intake = intake or TaskRunner()
        """Reads photos and finds faces while the lane loads or uses the models."""
        self.desk = TaskRunner()
        """Reads thumbnails and writes files while the lane is busy."""
        self.scouts = TaskRunner(LooseExecutor())
        """Look for files where there may be no answer."""
        self.preferences = PreferenceStore(folders.preferences)
        self.workshop = Workshop(
            weights=folders.weights, user_styles=folders.styles, detector=detector
        )
        self.session = Session(self.lane, self.intake, self.workshop, self.preferences)
        self.sliders = Sliders(
            self.lane, self.workshop, self.preferences, self.session.wall, self.session.mixer
        )
        self.session.found_changed.connect(lambda: self.sliders.begin(self.session.found))
        self.finisher = Finisher(
            self.desk, self.lane, self.workshop, self.preferences, folders.weights
        )
        self.camera = CameraPanel(
            cameras or CameraList(),
            LiveAdviser(self.intake, self.workshop),
            LiveAvatar(self.lane, self.workshop, self.preferences),
        )
        self.keeper = WorkKeeper(self.session, self.desk, folders.data / "works")
        self.theme = ThemeKeeper(app)
        self._follow_preferences()
        self.preferences.changed.connect(self._follow_preferences)
        self.actions = Actions(self.session, self.keeper)
        self.window = MainWindow(self.session, self._pages(folders))
        # What a card said about an earlier try is over.
        self.finisher.exported.connect(self.window.banner.withdraw)
        # When the window hears of another palette itself, its buttons do not have it yet.
        self.theme.changed.connect(lambda: retint(self.window))
        self.actions.install(self.window, self.window.more)
        self.actions.settings.triggered.connect(self._show_settings)
        self.actions.shortcuts.triggered.connect(self._show_shortcuts)
        self.actions.quit.triggered.connect(self.window.close)
        self._log_folder = folders.log
        self._settings: SettingsDialog | None = None
        self._shortcuts: ShortcutsDialog | None = None

    def start(self, photos: Sequence[Path] = ()) -> None:
        """Show the window; what is heavy begins when it has been drawn."""
        self.window.show()
        QTimer.singleShot(_FIRST_PAINT_MS, lambda: self._begin_work(photos))

    def shut_down(self) -> None:
        """Stop all work, wait for it and keep what was made."""
        self.camera.shutdown()
        for runner in (self.intake, self.lane, self.desk, self.scouts):
            runner.shutdown()
        self.workshop.close()
        self.keeper.finish()

    def _begin_work(self, photos: Sequence[Path]) -> None:
        self.session.warm_up()
        self.session.open(list(photos))

    def _pages(self, folders: Folders) -> list[Page]:
        return [
            PhotoPage(
                self.session,
                self.actions,
                Thumbnails(self.desk, self.session),
                Recents(self.session, self.scouts, self.session),
                self.keeper,
                self.camera,
                samples=_samples(folders.samples),
            ),
            YouPage(self.session),
            AvatarsPage(self.session, self.sliders),
            FinishPage(self.session, self.finisher),
        ]

    def _follow_preferences(self) -> None:
        self.theme.choose(self.preferences.value.theme)

    def _show_settings(self) -> None:
        if self._settings is None:
            self._settings = SettingsDialog(self.session, self._log_folder, self.window)
        self._settings.show()
        self._settings.activateWindow()

    def _show_shortcuts(self) -> None:
        if self._shortcuts is None:
            self._shortcuts = ShortcutsDialog(self.actions.all(), self.window)
        self._shortcuts.show()
        self._shortcuts.activateWindow()


def run(arguments: Sequence[str]) -> int:
    """Open the window.

    Args:
        arguments: Photos or saved works to open.

    Returns:
        The program's exit code.
    """
    folders = Folders.of_user()
    _start_log(folders.log)
    qInstallMessageHandler(_log_qt)
    sys.excepthook = _log_exception
    threading.excepthook = _log_thread_exception
    app = QApplication(["avatarstudio"])
    app.setApplicationName("AvatarStudio")
    app.setApplicationDisplayName("Avatar Studio")
    app.setDesktopFileName("avatarstudio")
    app.setWindowIcon(QIcon(str(resources_dir() / "icons" / "app.svg")))
    speak(app, PreferenceStore(folders.preferences).value.language)
    studio = Studio(app, folders, cameras=find_cameras(os.environ))
    collector = GuiCollector()
    for loaded in (studio.session.ready_changed, studio.session.failed):
        loaded.connect(collector.begin)
    studio.start([Path(argument) for argument in arguments])
    code = app.exec()
    studio.shut_down()
    collector.stop()
    return code


def _samples(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _SAMPLE_SUFFIXES)


def _start_log(folder: Path) -> None:
    """Write a rotating log; without a place for one the program runs all the same."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "avatarstudio.log", maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8"
        )
        # Stays open to the end: it is written to when the process crashes.
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger("qt").log(levels[kind], "%s: %s", context.category, message)


def _log_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    log.critical("an error that nobody expected", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def _log_thread_exception(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _log_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
