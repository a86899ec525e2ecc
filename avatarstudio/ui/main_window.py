"""The window: the rail on the left, one place at a time, the strip at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.studio.session import Session
from avatarstudio.studio.values import Activity
from avatarstudio.ui.icons import ICON_PX, retint, set_icon
from avatarstudio.ui.incoming import is_welcome, take_in
from avatarstudio.ui.page import Page, Place
from avatarstudio.ui.theme import UNIT_PX, TextSize, set_text_size
from avatarstudio.ui.widgets.error_banner import ErrorBanner
from avatarstudio.ui.widgets.progress_strip import ProgressStrip

RAIL_WIDTH_PX = 88


class MainWindow(QMainWindow):
    """Shows pages and moves between them; it knows their places, not what is on them."""

    closing = Signal()
    """The window is closed and gone from the screen; time to stop all work."""

    def __init__(self, session: Session, pages: Sequence[Page]) -> None:
        """Build the window.

        Args:
            session: The work that the pages share.
            pages: In the order of the rail; the first one is shown.
        """
        super().__init__()
        self.setWindowTitle("Avatar Studio")
        self.setMinimumSize(960, 640)
        self.resize(1280, 800)
        self.setAcceptDrops(True)
        self._session = session
        self._pages = {page.place: page for page in pages}
        self._visited: list[Place] = []
        self._stack = QStackedWidget()
        self._rail = QWidget()
        self._buttons: dict[Place, QToolButton] = {}
        self._back = _rail_button("back")
        self.more = _rail_button("more")
        self._build_rail()
        self.strip = ProgressStrip(session)
        self._lay_out()
        self.banner = ErrorBanner(self._stack)
        self._was_busy = False
        self._place = pages[0].place
        self._show(self._place)
        session.failed.connect(self.banner.show_error)
        session.noticed.connect(self.banner.show_notice)
        session.activity_changed.connect(self._follow_activity)
        session.found_changed.connect(self._follow_found)

    @property
    def place(self) -> Place:
        """The place that is shown."""
        return self._place

    def page(self, place: Place) -> Page:
        """The page of a place."""
        return self._pages[place]

    def go_to(self, place: Place) -> None:
        """Show a place if it can be entered."""
        page = self._pages.get(place)
        if page is None or place is self._place or page.blocked_reason():
            return
        self._visited.append(self._place)
        self._show(place)

    def go_back(self) -> None:
        """Show the place that was left last."""
        while self._visited:
            place = self._visited.pop()
            if place is not self._place and not self._pages[place].blocked_reason():
                self._show(place)
                return

    def _build_rail(self) -> None:
        column = QVBoxLayout(self._rail)
        column.setContentsMargins(UNIT_PX, UNIT_PX, UNIT_PX, UNIT_PX)
        column.setSpacing(UNIT_PX)
        self._back.setText(self.tr("Back"))
        self._back.setShortcut(QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Left))
        self._back.clicked.connect(self.go_back)
        column.addWidget(self._back)
        group = QButtonGroup(self)
        for page in self._pages.values():
            button = self._add_place(page)
            group.addButton(button)
            column.addWidget(button)
        column.addStretch()
        self.more.setText(self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        column.addWidget(self.more)
        self._rail.setFixedWidth(RAIL_WIDTH_PX)

    def _add_place(self, page: Page) -> QToolButton:
        place = page.place
        button = _rail_button(page.icon)
        button.setText(page.title())
        button.setAccessibleName(page.title())
        button.setCheckable(True)
        button.setShortcut(QKeySequence(f"Ctrl+{len(self._buttons) + 1}"))
        button.clicked.connect(lambda: self._go_by_rail(place))
        page.availability_changed.connect(lambda: self._refresh(place))
        page.place_wanted.connect(self.go_to)
        self._buttons[place] = button
        self._stack.addWidget(page)
        self._refresh(place)
        return button

    def _lay_out(self) -> None:
        stage = QVBoxLayout()
        stage.setContentsMargins(0, 0, 0, 0)
        stage.setSpacing(0)
        stage.addWidget(self._stack, stretch=1)
        stage.addWidget(self.strip)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(stage, stretch=1)
        content = QWidget()
        content.setLayout(row)
        self.setCentralWidget(content)

    def _go_by_rail(self, place: Place) -> None:
        self.go_to(place)
        self._buttons[self._place].setChecked(True)

    def _refresh(self, place: Place) -> None:
        reason = self._pages[place].blocked_reason()
        button = self._buttons[place]
        button.setEnabled(not reason)
        keys = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(reason or f"{self._pages[place].title()} ({keys})")
        button.setAccessibleDescription(reason)

    def _show(self, place: Place) -> None:
        self._place = place
        page = self._pages[place]
        self._stack.setCurrentWidget(page)
        # The stack has put the page above the banner, and the focus on its first button.
        self.banner.raise_()
        page.setFocus()
        self._buttons[place].setChecked(True)
        for other, button in self._buttons.items():
            # Of the places only the present one takes the tab key; arrows move between them.
            policy = Qt.FocusPolicy.StrongFocus if other is place else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self._back.setEnabled(bool(self._visited))

    def _follow_activity(self) -> None:
        """Watch the inversion as soon as one begins."""
        activity = self._session.activity
        is_busy = activity is not None and activity is not Activity.RENDERING
        # Not with every step: a card about one of several files stays while the next one is opened.
        if is_busy and not self._was_busy:
            self.banner.withdraw()
        self._was_busy = is_busy
        if activity is Activity.INVERTING and self._place is Place.PHOTO:
            self.go_to(Place.YOU)

    def _follow_found(self) -> None:
        """Slide on to the avatars unless the person is elsewhere."""
        if self._session.found is not None and self._place in (Place.PHOTO, Place.YOU):
            self.go_to(Place.AVATARS)

    # Qt's own names from here on.

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the banner where it belongs."""
        super().resizeEvent(event)
        self.banner.place_itself()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            retint(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Welcome files and pictures anywhere in the window."""
        if is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open what was dropped."""
        event.acceptProposedAction()
        take_in(event.mimeData(), self._session, name=self.tr("Dropped picture"))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Disappear at once; whoever listens stops the work."""
        super().closeEvent(event)
        self.hide()
        self.closing.emit()


def _rail_button(icon: str) -> QToolButton:
    button = QToolButton()
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setIconSize(QSize(ICON_PX, ICON_PX))
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumHeight(7 * UNIT_PX)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_text_size(button, TextSize.SMALL)
    set_icon(button, icon)
    return button
