"""The place where a person watches their likeness and the anime grow."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from avatarstudio.studio.session import Session
from avatarstudio.studio.values import Activity, LivePreview, Stage
from avatarstudio.ui.icons import set_icon
from avatarstudio.ui.page import Page, Place
from avatarstudio.ui.theme import UNIT_PX, TextSize, mark, mute, set_text_size
from avatarstudio.ui.widgets.loss_curve import LossCurve
from avatarstudio.ui.widgets.picture_frame import PictureFrame
from avatarstudio.ui.widgets.quality_panel import QualityPanel
from avatarstudio.ui.widgets.side_panel import SidePanel
from avatarstudio.ui.widgets.triptych import Triptych
from avatarstudio.ui.words import device_words

_ON_PRIMARY = QPalette.ColorRole.HighlightedText


class YouPage(Page):
    """Portrait, what the generator sees, the anime; the choices beside them."""

    place = Place.YOU
    icon = "you"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._was_inverting = False
        self.portrait = PictureFrame(self.tr("Your portrait"), "")
        self.likeness = PictureFrame(
            self.tr("What the generator sees"), self.tr("Your likeness appears here")
        )
        self.anime = PictureFrame(
            self.tr("Your anime self"), self.tr("It grows out of your likeness")
        )
        self.curve = LossCurve()
        self.panel = QualityPanel(session)
        self._heading = QLabel()
        set_text_size(self._heading, TextSize.TITLE)
        self._subheading = QLabel()
        mute(self._subheading)
        self.run = QPushButton()
        self.run.clicked.connect(session.invert)
        self.see_avatars = QPushButton(self.tr("See your avatars"))
        self.see_avatars.clicked.connect(lambda: self.place_wanted.emit(Place.AVATARS))
        self._queue = QLabel()
        self._queue.setWordWrap(True)
        self.next_photo = QPushButton(self.tr("Next photo"))
        set_icon(self.next_photo, "next")
        self.next_photo.clicked.connect(session.open_next)
        self._lay_out()
        self._connect()
        self._show_portrait()
        self._show_queue()

    def title(self) -> str:
        """The name on the rail."""
        return self.tr("You")

    def blocked_reason(self) -> str:
        """Closed until there is a portrait."""
        if self._session.cutting is None:
            return self.tr("First choose a photo with a face.")
        return ""

    def _lay_out(self) -> None:
        stage = QVBoxLayout()
        stage.setSpacing(UNIT_PX)
        stage.addWidget(self._heading)
        stage.addWidget(self._subheading)
        stage.addSpacing(UNIT_PX)
        stage.addWidget(Triptych(self.portrait, self.likeness, self.anime), stretch=1)
        stage.addSpacing(UNIT_PX)
        stage.addWidget(self.curve)
        side = SidePanel()
        side.add_scrolling(self.panel)
        for part in (self._queue, self.next_photo, self.see_avatars, self.run):
            side.add_fixed(part)
        self.set_columns(stage, side=side)

    def _connect(self) -> None:
        session = self._session
        session.portrait_changed.connect(self._show_portrait)
        session.found_changed.connect(self._show_found)
        session.previewed.connect(self._show_preview)
        session.activity_changed.connect(self._follow_activity)
        session.queue_changed.connect(self._show_queue)

    def _show_portrait(self) -> None:
        self.portrait.show_picture(self._session.portrait)
        self._show_found()
        self.availability_changed.emit()

    def _show_found(self) -> None:
        """Show the last good state."""
        found = self._session.found
        self.likeness.show_picture(found.likeness if found else None)
        self.anime.show_picture(found.avatar if found else None)
        if found:
            self.curve.show_curves(found.loss_curves)
        else:
            self.curve.clear()
        self._refresh()

    def _show_preview(self, preview: LivePreview) -> None:
        frame = self.likeness if preview.stage is Stage.LIKENESS else self.anime
        frame.show_picture(preview.picture)
        self.curve.add(preview.stage, done=preview.step / preview.steps, loss=preview.loss)

    def _follow_activity(self) -> None:
        inverting = self._session.activity is Activity.INVERTING
        if inverting and not self._was_inverting:
            self.likeness.show_picture(None)
            self.anime.show_picture(None)
            self.curve.clear()
        elif self._was_inverting and not inverting:
            # Cancelled or failed, the previews give way to what was there before.
            self._show_found()
        self._was_inverting = inverting
        self._refresh()

    def _show_queue(self) -> None:
        waiting = len(self._session.queue)
        self._queue.setText(self.tr("Photos waiting: {count}").format(count=waiting))
        self._queue.setVisible(waiting > 0)
        self.next_photo.setVisible(waiting > 0)

    def _refresh(self) -> None:
        busy = self._session.activity is Activity.INVERTING
        found = self._session.found
        if busy:
            heading = self.tr("Finding you")
            words = self.tr("You can stop at any time; what is there stays.")
        elif found is not None:
            heading = self.tr("This is you")
            words = self.tr("Made in {seconds:.1f} s on {device}.").format(
                seconds=found.seconds, device=device_words(found.device)
            )
        else:
            heading = self.tr("Your portrait is ready")
            words = self.tr("Start to see it as anime.")
        self._heading.setText(heading)
        self._subheading.setText(words)
        self.run.setText(self.tr("Run again") if found else self.tr("Start"))
        self.run.setEnabled(not busy)
        self.see_avatars.setEnabled(found is not None)
        mark(self.run, "primary", on=found is None)
        mark(self.see_avatars, "primary", on=found is not None)
        role = _ON_PRIMARY if found else QPalette.ColorRole.ButtonText
        set_icon(self.see_avatars, "avatars", role)
