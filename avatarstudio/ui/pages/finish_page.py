"""The place where an avatar becomes a file."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths, Qt, QTemporaryDir, QUrl
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeySequence,
    QPalette,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.studio.finisher import Finisher
from avatarstudio.studio.session import Session
from avatarstudio.studio.work_file import pack_origin
from avatarstudio.ui.icons import set_icon
from avatarstudio.ui.page import Page, Place
from avatarstudio.ui.questions import ask_before_replacing
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, mark, mute
from avatarstudio.ui.widgets.finish_panel import FinishPanel
from avatarstudio.ui.widgets.finish_view import FinishView, drag_out
from avatarstudio.ui.widgets.result_card import ResultCard
from avatarstudio.ui.widgets.side_panel import SidePanel

_LEAST_STICKERS = 2


class FinishPage(Page):
    """The preview, the choices beside it, and where the file went."""

    place = Place.FINISH
    icon = "finish"

    def __init__(self, session: Session, finisher: Finisher, parent: QWidget | None = None) -> None:
        """Build the page.

        Args:
            session: The work.
            finisher: Draws and writes.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._session = session
        self._finisher = finisher
        self._folder = Path(
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        )
        self._drag_folder = QTemporaryDir()
        self._drags = itertools.count(1)
        self.view = FinishView()
        self.panel = FinishPanel(finisher)
        self.in_chat = QPushButton(self.tr("See it in a chat"))
        self.in_chat.setCheckable(True)
        self.in_chat.toggled.connect(lambda on: self.view.show_in_chat(shown=on))
        self.safe_zone = QCheckBox(self.tr("Show the round cut"))
        self.safe_zone.setToolTip(self.tr("What places with round pictures leave of it"))
        self.safe_zone.toggled.connect(lambda on: self.view.show_safe_zone(shown=on))
        self._build_buttons()
        self._hint = QLabel()
        self.result = ResultCard()
        self._lay_out()
        self._connect()
        self._refresh()

    def title(self) -> str:
        """The name on the rail."""
        return self.tr("Finish")

    def blocked_reason(self) -> str:
        """Closed until an avatar was chosen."""
        if self._session.mixer.mix is None:
            return self.tr("First choose an avatar.")
        return ""

    def export(self) -> None:
        """Ask where to, then write."""
        path = self._ask_path(f"avatar-{self.panel.preset.id}")
        if path is None:
            return
        wanted = self.panel.personal.isChecked() and self.panel.personal.isEnabled()
        self._finisher.export(path, origin=self._origin(path.name) if wanted else None)

    def export_sheet(self) -> None:
        """Ask where to, then write all starred avatars on one sheet."""
        pictures = [tile.picture for tile in self._session.wall.model.tiles if tile.starred]
        if len(pictures) >= _LEAST_STICKERS:
            path = self._ask_path("sticker-sheet")
            if path is not None:
                self._finisher.export_sheet(path, pictures)

    def copy(self) -> None:
        """Put the picture into the clipboard."""
        image = self._finisher.file_image()
        if image is not None:
            QGuiApplication.clipboard().setImage(image)
            self.result.show_words(self.tr("Copied. Paste it where you like."))

    def _build_buttons(self) -> None:
        self.export_button = QPushButton(self.tr("Export…"))
        mark(self.export_button, "primary")
        set_icon(self.export_button, "export", QPalette.ColorRole.HighlightedText)
        self.export_button.clicked.connect(self.export)
        self.export_button.setShortcut(QKeySequence("Ctrl+E"))
        self.copy_button = QPushButton(self.tr("Copy"))
        set_icon(self.copy_button, "copy")
        self.copy_button.clicked.connect(self.copy)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)
        self.sheet_button = QPushButton(self.tr("Sticker sheet…"))
        set_icon(self.sheet_button, "sheet")
        self.sheet_button.clicked.connect(self.export_sheet)
        for button in (self.copy_button, self.sheet_button):
            mark(button, "chip")  # both share a line

    def _lay_out(self) -> None:
        views = QHBoxLayout()
        views.setSpacing(GUTTER_PX)
        views.addWidget(self.in_chat)
        views.addWidget(self.safe_zone)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._hint.setWordWrap(True)
        mute(self._hint)
        views.addWidget(self._hint, stretch=1)
        stage = QVBoxLayout()
        stage.setSpacing(UNIT_PX)
        stage.addWidget(self.view, stretch=1)
        stage.addLayout(views)
        stage.addWidget(self.result)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT_PX)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.sheet_button, stretch=1)
        side = SidePanel()
        side.add_scrolling(self.panel)
        side.add_fixed(buttons)
        side.add_fixed(self.export_button)
        self.set_columns(stage, side=side)

    def _connect(self) -> None:
        finisher, session = self._finisher, self._session
        self.view.drag_began.connect(self._carry)
        finisher.preview_changed.connect(self._show_preview)
        finisher.busy_changed.connect(self._follow_work)
        finisher.progressed.connect(self.result.show_progress)
        finisher.exported.connect(self.result.show_file)
        self.result.cancel_wanted.connect(finisher.cancel)
        self.result.another_wanted.connect(lambda: self.place_wanted.emit(Place.AVATARS))
        finisher.failed.connect(session.failed)
        self.panel.preset_changed.connect(self._show_safe_zone)
        session.mixer.mix_changed.connect(self.availability_changed)
        session.mixer.picture_changed.connect(self._follow_picture)
        session.wall.stars_changed.connect(self._refresh)
        session.wall.model.modelReset.connect(self._refresh)

    def _ask_path(self, name: str) -> Path | None:
        """Where to write; None if the person thinks better of it."""
        suffix = f".{self._finisher.finish.kind}"
        kinds = self.tr("Picture ({pattern})").format(pattern=f"*{suffix}")
        proposal = str(self._folder / f"{name}{suffix}")
        text, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            proposal,
            kinds,
            # Asked below instead: the name may get its suffix only there.
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not text:
            return None
        path = Path(text)
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        self._folder = path.parent
        return path if ask_before_replacing(self, path) else None

    def _follow_picture(self) -> None:
        # Elsewhere the mix changes with every slider, and here with every step of undo; only the
        # last picture, and only here, is worth cutting out and enlarging.
        if self.isVisible() and not self._session.mixer.is_drawing:
            self._finisher.take_picture(self._session.mixer.picture)

    def _show_preview(self) -> None:
        self.view.show_image(self._finisher.preview)
        self._refresh()

    def _show_safe_zone(self) -> None:
        self.safe_zone.setChecked(self.panel.preset.shown_round)

    def _follow_work(self) -> None:
        if self._finisher.is_writing and not self.result.is_busy:
            self.result.show_work()
        elif self.result.is_busy and not self._finisher.is_writing:
            self.result.clear()  # cancelled, or the banner says why there is no file
        self._follow_picture()
        self._refresh()

    def _origin(self, name: str) -> Callable[[], bytes] | None:
        """Makes what lets a file open again as the work that it comes from."""
        work, picture = self._session.work(), self._finisher.picture
        mix = self._session.mixer.mix
        if work is None or mix is None or picture is None:
            return None
        return lambda: pack_origin(work, mix, picture, name=name)

    def _carry(self) -> None:
        """Let the picture be dragged out, as a picture and as a file."""
        image = self._finisher.file_image()
        if image is not None:
            drag_out(self.view, self.mime(image), image)

    def mime(self, image: QImage) -> QMimeData:
        """A picture for other programs; file managers take only files."""
        mime = QMimeData()
        mime.setImageData(image)
        path = Path(self._drag_folder.path()) / f"avatar-{next(self._drags)}.png"
        # Uncompressed: this happens while the pointer moves.
        if self._drag_folder.isValid() and image.save(str(path), quality=100):
            mime.setUrls([QUrl.fromLocalFile(str(path))])
        return mime

    def _refresh(self) -> None:
        there = self._finisher.preview is not None
        self._hint.setText(
            self.tr("Sharpening the picture…")
            if self._finisher.is_enlarging
            else self.tr("You can drag the picture out.")
        )
        stars = sum(tile.starred for tile in self._session.wall.model.tiles)
        self.export_button.setEnabled(there and not self._finisher.is_writing)
        self.copy_button.setEnabled(there)
        enough = stars >= _LEAST_STICKERS
        self.sheet_button.setEnabled(enough and not self._finisher.is_writing)
        self.sheet_button.setToolTip(
            self.tr("All avatars with a star on one sheet")
            if enough
            else self.tr("Give at least two avatars a star first")
        )

    # Qt's own names from here on.

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Finish what is chosen now."""
        super().showEvent(event)
        self._finisher.take_picture(self._session.mixer.picture)
