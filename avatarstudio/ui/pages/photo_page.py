"""The place where everything begins: a photo, and the face in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.studio.qimages import to_qimage
from avatarstudio.studio.recents import Recents
from avatarstudio.studio.session import Session
from avatarstudio.studio.thumbnails import Thumbnails
from avatarstudio.studio.values import Activity, Crop
from avatarstudio.studio.work_keeper import WorkKeeper
from avatarstudio.ui.actions import Actions
from avatarstudio.ui.icons import set_icon
from avatarstudio.ui.page import Page, Place
from avatarstudio.ui.pages.camera_panel import CameraPanel
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, mark
from avatarstudio.ui.widgets.drop_zone import DropZone
from avatarstudio.ui.widgets.left_over_card import LeftOverCard
from avatarstudio.ui.widgets.photo_view import PhotoView
from avatarstudio.ui.widgets.picture_row import PictureRow

_CROP_SHARE = 0.6
"""Side of the first frame as a share of the photo's shorter side."""


class PhotoPage(Page):
    """Takes a photo in and lets a person choose the face."""

    place = Place.PHOTO
    icon = "photo"

    def __init__(
        self,
        session: Session,
        actions: Actions,
        thumbnails: Thumbnails,
        recents: Recents,
        keeper: WorkKeeper,
        camera: CameraPanel,
        *,
        samples: Sequence[Path],
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            session: The work.
            actions: Open and paste.
            thumbnails: Small pictures of samples and recent files.
            recents: Files that were opened before.
            keeper: Knows the work of an earlier run.
            camera: Takes the place of the drop zone when it is wanted.
            samples: Pictures that come with the program.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._session = session
        self._recents = recents
        self._crop: Crop | None = None
        self.drop_zone = DropZone()
        self.view = PhotoView()
        self.view.setAccessibleName(self.tr("The photo"))
        self.camera = camera
        self.stage = QStackedWidget()
        for widget in (self.drop_zone, self.view, self.camera):
            self.stage.addWidget(widget)
        self._hint = QLabel()
        self._hint.setMinimumHeight(3 * UNIT_PX)
        self._hint.setWordWrap(True)
        self._controls = QWidget()
        self._build_controls()
        self._fill_drop_zone(actions)
        self.samples = PictureRow(self.tr("Try a sample"), thumbnails, most=3)
        self.recents = PictureRow(self.tr("Recent"), thumbnails, most=6)
        self.samples.show_files(
            [
                (path, self.tr("Sample face {number}").format(number=number))
                for number, path in enumerate(samples, start=1)
            ]
        )
        self.left_over = LeftOverCard(keeper)
        self._lay_out()
        self._connect()
        camera.photo_wanted.connect(actions.open.trigger)
        self._show_recents()
        self._show_photo()

    def title(self) -> str:
        """The name on the rail."""
        return self.tr("Photo")

    def first_widget(self) -> QWidget:
        """What is shown: digits choose a face, Space takes a picture."""
        return self.stage.currentWidget() or self

    @property
    def is_cropping(self) -> bool:
        """Whether the person is placing the frame."""
        return self._crop is not None

    def start_cropping(self) -> None:
        """Offer the frame, where the face was found or in the middle."""
        photo, cutting = self._session.photo, self._session.cutting
        if photo is None:
            return
        height, width = photo.picture.shape[:2]
        middle = Crop(center=(width / 2, height / 2), side=_CROP_SHARE * min(width, height))
        known = cutting.crop if cutting is not None and self._session.faces else None
        self._crop = known or middle
        self.view.show_crop(self._crop)
        self.view.setFocus()
        self._refresh()

    def stop_cropping(self) -> None:
        """Take the frame away."""
        self._crop = None
        self.view.show_crop(None)
        self._refresh()

    def show_drop_zone(self) -> None:
        """Offer to take another photo in; the present one stays until then."""
        self.stage.setCurrentWidget(self.drop_zone)
        self._recents.look()
        self._refresh()

    def show_camera(self) -> None:
        """Offer to take a picture; the camera is on from here until the panel is left."""
        self.stage.setCurrentWidget(self.camera)
        self.camera.setFocus()
        self._refresh()

    def _build_controls(self) -> None:
        self._another = QPushButton(self.tr("Another photo"))
        set_icon(self._another, "photo")
        self._adjust = QPushButton(self.tr("Place the frame by hand"))
        set_icon(self._adjust, "crop")
        self._keep = QPushButton(self.tr("Cancel"))
        self._use_crop = QPushButton(self.tr("Use this frame"))
        self._go_on = QPushButton(self.tr("Go on"))
        for button in (self._use_crop, self._go_on):
            mark(button, "primary")
        self._another.clicked.connect(self.show_drop_zone)
        self._adjust.clicked.connect(self.start_cropping)
        self._keep.clicked.connect(self.stop_cropping)
        self._use_crop.clicked.connect(self._accept_crop)
        self._go_on.clicked.connect(lambda: self.place_wanted.emit(Place.YOU))
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT_PX)
        row.addWidget(self._hint, stretch=1)
        for button in (self._another, self._adjust, self._keep, self._use_crop, self._go_on):
            row.addWidget(button)

    def _fill_drop_zone(self, actions: Actions) -> None:
        open_button = QPushButton(self.tr("Open photo…"))
        mark(open_button, "primary")
        set_icon(open_button, "open", QPalette.ColorRole.HighlightedText)
        open_button.clicked.connect(actions.open.trigger)
        use_camera = QPushButton(self.tr("Use camera"))
        set_icon(use_camera, "camera")
        use_camera.clicked.connect(self.show_camera)
        paste = QPushButton(self.tr("Paste"))
        set_icon(paste, "paste")
        paste.clicked.connect(actions.paste.trigger)
        for button, action in ((open_button, actions.open), (paste, actions.paste)):
            button.setToolTip(action.toolTip())
            self.drop_zone.add_button(button)
        self.drop_zone.add_button(use_camera)

    def _lay_out(self) -> None:
        self._pictures = QWidget()
        pictures = QHBoxLayout(self._pictures)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(3 * GUTTER_PX)
        pictures.addWidget(self.samples)
        pictures.addWidget(self.recents)
        pictures.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, UNIT_PX)
        column.setSpacing(GUTTER_PX)
        column.addWidget(self.stage, stretch=1)
        column.addWidget(self._controls)
        column.addWidget(self.left_over)
        column.addWidget(self._pictures)

    def _connect(self) -> None:
        session = self._session
        session.photo_changed.connect(self._show_photo)
        session.faces_changed.connect(self._show_faces)
        session.portrait_changed.connect(self._show_faces)
        session.activity_changed.connect(self._refresh)
        self._recents.changed.connect(self._show_recents)
        self.view.face_chosen.connect(session.choose_face)
        self.view.crop_changed.connect(self._take_crop)
        self.view.crop_accepted.connect(self._accept_crop)
        self.camera.picture_taken.connect(
            lambda picture: session.take_picture(picture, name=self.tr("Camera picture"))
        )
        self.camera.left.connect(self.show_drop_zone)
        for row in (self.samples, self.recents):
            row.chosen.connect(lambda path: session.open([path]))

    def _show_recents(self) -> None:
        self.recents.show_files([(path, path.name) for path in self._recents.files])

    def _show_photo(self) -> None:
        photo = self._session.photo
        self._crop = None
        if photo is not None:
            height, width = photo.picture.shape[:2]
            self.view.show_photo(to_qimage(photo.preview), QSize(width, height))
            self.stage.setCurrentWidget(self.view)
        self._refresh()

    def _show_faces(self) -> None:
        faces = self._session.faces
        self.view.show_boxes([face.box for face in faces or ()])
        if faces is not None and not faces and self._session.cutting is None:
            self.start_cropping()
        elif self._session.activity is Activity.CUTTING:
            self.stop_cropping()
        if faces is not None and len(faces) > 1:
            self.view.setFocus()
        self._refresh()

    def _take_crop(self, crop: Crop) -> None:
        self._crop = crop

    def _accept_crop(self) -> None:
        if self._crop is not None:
            self._session.place_crop(self._crop)

    def _refresh(self) -> None:
        shown = self.stage.currentWidget() is self.view
        cropping = self._crop is not None
        faces, portrait = self._session.faces, self._session.cutting
        self._hint.setText(self._hint_text() if shown else "")
        self._another.setVisible(shown and not cropping)
        self._adjust.setVisible(shown and not cropping and faces is not None)
        self._keep.setVisible(shown and cropping and bool(faces))
        self._use_crop.setVisible(shown and cropping)
        self._go_on.setVisible(shown and not cropping and portrait is not None)
        self._controls.setVisible(shown)
        self._pictures.setVisible(self.stage.currentWidget() is not self.camera)

    def _hint_text(self) -> str:
        faces = self._session.faces
        if self._crop is not None:
            where = "" if faces else self.tr("No face was found. ")
            return where + self.tr(
                "Put the frame around the face: drag it, its corners and the handle above, or use "
                "the arrow keys, + − and [ ]."
            )
        if faces is None:
            busy = self._session.activity is Activity.FINDING
            return self.tr("Looking for faces…") if busy else ""
        if len(faces) > 1:
            return self.tr("%n faces: click one or press its number.", "", len(faces))
        return ""

    # Qt's own names from here on.

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Look which recent files are still there."""
        super().showEvent(event)
        self._recents.look()
