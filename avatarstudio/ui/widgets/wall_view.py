"""The wall of avatars with its star filter and the size of its pictures."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.studio.gallery_model import GalleryRole, StarFilter
from avatarstudio.studio.values import Tile
from avatarstudio.studio.wall import Wall
from avatarstudio.ui.icons import icon_button
from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX, TextSize, keep_scroll_bar, mute, set_text_size
from avatarstudio.ui.widgets.icon_view import IconView
from avatarstudio.ui.widgets.thumbnail_delegate import ThumbnailDelegate

SMALLEST_PX = 128
LARGEST_PX = 256
_FIRST_PX = 136
_ICON_PX = 48


class WallView(QWidget):
    """Shows the tiles as they arrive; the one under the cursor is the chosen one."""

    chosen_changed = Signal(int)
    """The cursor came to the tile of this id."""

    def __init__(self, wall: Wall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall = wall
        self.filter = StarFilter(wall.model, self)
        self.delegate = ThumbnailDelegate(self)
        self.list = _TileList()
        self._first_new: int | None = None
        self._empty = QWidget()
        self._count = QLabel()
        self.starred_only = icon_button("star", self.tr("Show only avatars with a star"))
        self.tile_size = QSlider(Qt.Orientation.Horizontal)
        self._build_empty()
        self._build_list()
        self._build_controls()
        self._lay_out()
        for signal in (self.filter.rowsInserted, self.filter.rowsRemoved, self.filter.modelReset):
            signal.connect(self._show_count)
        self.filter.rowsInserted.connect(self._follow_new)
        wall.busy_changed.connect(self._stop_following)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self._show_count()

    def choose(self, tile_id: int) -> None:
        """Put the cursor on a tile, if it is shown."""
        shown = self.filter.mapFromSource(self._wall.model.index_of(tile_id))
        if shown.isValid() and shown != self.list.currentIndex():
            self.list.selectionModel().setCurrentIndex(
                shown, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def show_new(self) -> None:
        """Bring the tiles that come next into view, while they come."""
        self.starred_only.setChecked(False)
        self._first_new = self.filter.rowCount()

    def _follow_new(self) -> None:
        if self._first_new is not None:
            first = self.filter.index(self._first_new, 0)
            self.list.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtTop)

    def _stop_following(self) -> None:
        if not self._wall.pending:
            self._first_new = None

    def _build_empty(self) -> None:
        words = QLabel(self.tr("No stars yet. Press S on an avatar that you like."))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        mute(words)
        show_all = QPushButton(self.tr("Show all"))
        show_all.clicked.connect(lambda: self.starred_only.setChecked(False))
        column = QVBoxLayout(self._empty)
        column.setSpacing(GUTTER_PX)
        column.addStretch(2)
        column.addWidget(IconView("star", _ICON_PX))
        column.addWidget(words)
        column.addWidget(show_all, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def _build_list(self) -> None:
        view = self.list
        view.setModel(self.filter)
        view.setItemDelegate(self.delegate)
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        keep_scroll_bar(view)
        view.resized.connect(self._fit_tiles)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.viewport().setAutoFillBackground(False)
        view.setMouseTracking(True)
        view.setAccessibleName(self.tr("Your avatars"))

    def _build_controls(self) -> None:
        set_text_size(self._count, TextSize.TITLE)
        self.starred_only.setCheckable(True)
        self.starred_only.toggled.connect(self._filter)
        self.tile_size.setRange(SMALLEST_PX, LARGEST_PX)
        self.tile_size.setSingleStep(8)
        self.tile_size.setPageStep(32)
        self.tile_size.setValue(_FIRST_PX)
        self.tile_size.setFixedWidth(11 * UNIT_PX)
        self.tile_size.setAccessibleName(self.tr("Size of the pictures"))
        self.tile_size.setToolTip(self.tile_size.accessibleName())
        self.tile_size.valueChanged.connect(self._fit_tiles)

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(UNIT_PX)
        controls.addWidget(self._count, stretch=1)
        controls.addWidget(self.tile_size)
        controls.addWidget(self.starred_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT_PX)
        column.addLayout(controls)
        column.addWidget(self._empty, stretch=1)
        column.addWidget(self.list, stretch=1)

    def _tell(self, index: QModelIndex) -> None:
        tile = index.data(GalleryRole.TILE)
        if isinstance(tile, Tile):
            self.chosen_changed.emit(tile.id)

    def _filter(self, on: bool) -> None:  # noqa: FBT001 - a slot of Qt's
        self.filter.set_starred_only(starred_only=on)
        self._show_count()

    def _fit_tiles(self) -> None:
        # A row that is exactly as wide as its place would be broken.
        width = self.list.viewport().width() - 1
        self.delegate.fit(width_px=width, wished_px=self.tile_size.value())
        self.list.doItemsLayout()
        self.list.scrollTo(self.list.currentIndex())

    def _show_count(self) -> None:
        shown = self.filter.rowCount()
        self._count.setText(self.tr("%n avatar(s)", "", shown))
        nothing = shown == 0 and self.filter.starred_only
        self._empty.setVisible(nothing)
        self.list.setVisible(not nothing)


class _TileList(QListView):
    """Tells when there is another width to fill."""

    resized = Signal()

    # Qt's own names from here on.

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Tell it."""
        super().resizeEvent(event)
        self.resized.emit()
