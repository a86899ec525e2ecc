"""The place where a person browses, compares and mixes their avatars."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from avatarstudio.studio.session import Session
from avatarstudio.studio.sliders import Sliders
from avatarstudio.studio.values import Part
from avatarstudio.ui.icons import clear_icon, icon_button, set_icon
from avatarstudio.ui.page import Page, Place
from avatarstudio.ui.questions import ask_before_new_wall
from avatarstudio.ui.theme import UNIT_PX, TextSize, mark, mute, set_text_size
from avatarstudio.ui.widgets.compare_view import CompareView
from avatarstudio.ui.widgets.mix_panel import MixPanel
from avatarstudio.ui.widgets.wall_view import WallView

_COMPARE_KEYS = (Qt.Key.Key_C, Qt.Key.Key_Space)


class AvatarsPage(Page):
    """The wall, the chosen avatar beside it, the mix at the side."""

    place = Place.AVATARS
    icon = "avatars"

    def __init__(self, session: Session, sliders: Sliders, parent: QWidget | None = None) -> None:
        """Build the page.

        Args:
            session: The work.
            sliders: The style's named sliders.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._session = session
        self._wall, self._mixer = session.wall, session.mixer
        self.compare = CompareView()
        self.wall = WallView(self._wall)
        self.wall.list.installEventFilter(self)
        self.mix = MixPanel(session, sliders)
        self._name = QLabel()
        self._caption = QLabel()
        self._locks: dict[Part, QPushButton] = {}
        self._build_buttons()
        self._lay_out()
        self._add_shortcuts()
        self._connect()
        self._show_portrait()
        self._show_mix()

    def title(self) -> str:
        """The name on the rail."""
        return self.tr("Avatars")

    def blocked_reason(self) -> str:
        """Closed until there is a wall."""
        if self._session.found is None:
            return self.tr("First let the program find you in a photo.")
        return ""

    def first_widget(self) -> QWidget:
        """The wall: arrows choose, letters act."""
        return self.wall.list

    def throw_dice(self) -> None:
        """Draw another dozen around the mix."""
        mix = self._mixer.mix
        if mix is not None:
            self.wall.show_new()
            self._wall.throw_dice(mix.recipe, locks=self._mixer.locks)

    def add_more_like(self) -> None:
        """Draw another dozen near the chosen avatar."""
        tile = self._mixer.selected
        if tile is not None:
            self.wall.show_new()
            self._wall.add_more_like(tile.id)

    def toggle_star(self) -> None:
        """Mark the chosen avatar or take the mark off."""
        tile = self._mixer.selected
        if tile is not None:
            self._wall.toggle_star(tile.id)

    def _build_buttons(self) -> None:
        self.dice = _button(self.tr("Throw the dice"), "dice", self.tr("Another dozen (R)"))
        self.dice.clicked.connect(self.throw_dice)
        self.star = icon_button("star", self.tr("Star: keep in mind (S)"))
        self.star.setCheckable(True)
        self.star.clicked.connect(self.toggle_star)
        self.more = _button(self.tr("More like this"), "alike", self.tr("Another dozen (M)"))
        self.more.clicked.connect(self.add_more_like)
        self.keep = _button(
            self.tr("Add to wall"), "plus", self.tr("Hang the mix as it is now on the wall")
        )
        self.keep.clicked.connect(self._session.keep_mix)
        self.two_up = icon_button(
            "two-up", self.tr("Your portrait and the avatar side by side (T)")
        )
        self.two_up.setCheckable(True)
        self.two_up.toggled.connect(lambda on: self.compare.set_two_up(two_up=on))
        self.finish = QPushButton(self.tr("Finish this one"))
        mark(self.finish, "primary")
        set_icon(self.finish, "finish", QPalette.ColorRole.HighlightedText)
        self.finish.clicked.connect(lambda: self.place_wanted.emit(Place.FINISH))
        for part, name in (
            (Part.SHAPE, self.tr("Shape")),
            (Part.FEATURES, self.tr("Features")),
            (Part.COLOURS, self.tr("Colours")),
        ):
            number = len(self._locks) + 1
            tip = self.tr("Dice leave this alone ({number})").format(number=number)
            lock = QPushButton(name)
            lock.setToolTip(tip)
            lock.setAccessibleName(self.tr("Lock {name}").format(name=name))
            lock.setCheckable(True)
            mark(lock, "chip")
            lock.toggled.connect(lambda on, part=part: self._mixer.set_locked(part, locked=on))
            self._locks[part] = lock

    def lock(self, part: Part) -> QPushButton:
        """The button that locks a part."""
        return self._locks[part]

    def _lay_out(self) -> None:
        set_text_size(self._name, TextSize.TITLE)
        keep = QLabel(self.tr("The dice keep"))
        for label in (self._caption, keep):
            set_text_size(label, TextSize.SMALL)
            mute(label)
        head = _row(self._name, self.star, self.two_up)
        head.setStretch(0, 1)
        chosen = QVBoxLayout()
        chosen.setSpacing(UNIT_PX)
        chosen.addLayout(head)
        chosen.addWidget(self.compare)
        chosen.addWidget(self._caption)
        chosen.addWidget(self.more)
        chosen.addWidget(self.keep)
        chosen.addStretch()
        chosen.addWidget(keep)
        chosen.addLayout(_row(*self._locks.values()))
        chosen.addWidget(self.dice)
        wall = QVBoxLayout()
        wall.addWidget(self.wall)
        self.mix.add_fixed(self.finish)
        self.set_columns(chosen, wall, side=self.mix)

    def _add_shortcuts(self) -> None:
        for keys, act in (
            ("S", self.toggle_star),
            ("M", self.add_more_like),
            ("R", self.throw_dice),
            ("T", self.two_up.toggle),
            ("1", self._locks[Part.SHAPE].toggle),
            ("2", self._locks[Part.FEATURES].toggle),
            ("3", self._locks[Part.COLOURS].toggle),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _connect(self) -> None:
        session = self._session
        session.found_changed.connect(self.availability_changed)
        session.portrait_changed.connect(self._show_portrait)
        self._mixer.mix_changed.connect(self._show_mix)
        self._mixer.picture_changed.connect(self._show_picture)
        self._mixer.locks_changed.connect(self._show_locks)
        self._wall.model.dataChanged.connect(self._show_mix)
        self.wall.chosen_changed.connect(self._choose)
        self.mix.style_wanted.connect(self._change_style)

    def _choose(self, tile_id: int) -> None:
        selected = self._mixer.selected
        if selected is None or selected.id != tile_id:
            self._mixer.select(tile_id)

    def _change_style(self, style_id: str) -> None:
        """Look for the person anew in another style, unless that would lose stars unasked."""
        store = self._session.preferences
        stars = sum(tile.starred for tile in self._wall.model.tiles)
        if style_id == store.value.style or not ask_before_new_wall(self, stars=stars):
            return
        store.change(replace(store.value, style=style_id))
        self._session.invert()

    def _show_portrait(self) -> None:
        self.compare.show_portrait(self._session.portrait)
        self.availability_changed.emit()

    def _show_picture(self) -> None:
        self.compare.show_avatar(self._mixer.picture)
        self.keep.setEnabled(self._mixer.is_edited)

    def _show_mix(self) -> None:
        tile = self._mixer.selected
        if tile is not None:
            self.wall.choose(tile.id)
        for button in (self.star, self.more):
            button.setEnabled(tile is not None)
        starred = tile is not None and tile.starred
        self.star.setChecked(starred)
        set_icon(self.star, "star-full" if starred else "star")
        self.keep.setEnabled(self._mixer.is_edited)
        self.finish.setEnabled(self._mixer.mix is not None)
        self.dice.setEnabled(self._mixer.mix is not None)
        self._describe()

    def _describe(self) -> None:
        """Say which avatar it is, and what is particular about it."""
        mix, tile = self._mixer.mix, self._mixer.selected
        facts = []
        if tile is None:
            self._name.setText(self.tr("Your mix"))
        else:
            number = self._wall.model.index_of(tile.id).row() + 1
            self._name.setText(self.tr("Avatar {number}").format(number=number))
            if self._mixer.is_edited:
                facts.append(self.tr("changed"))
        if mix is not None and mix.recipe.mix_seed is not None:
            facts.append(self.tr("seed {seed}").format(seed=mix.recipe.mix_seed))
        self._caption.setText(" · ".join(facts))

    def _show_locks(self) -> None:
        for part, button in self._locks.items():
            locked = part in self._mixer.locks
            button.setChecked(locked)
            if locked:
                set_icon(button, "lock")
            else:
                clear_icon(button)

    def _hold(self, event: QKeyEvent, *, held: bool) -> bool:
        """Compare while a key is down; whether it was one of the keys."""
        if event.key() not in _COMPARE_KEYS or event.modifiers():
            return False
        if not event.isAutoRepeat():
            self.compare.hold_portrait(held=held)
        return True

    # Qt's own names from here on.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the compare keys from the list, which would search for them."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._hold(event, held=True):
                return True
            if event.type() == QEvent.Type.KeyRelease and self._hold(event, held=False):
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Compare while C is held."""
        if not self._hold(event, held=True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Back to the avatar."""
        if not self._hold(event, held=False):
            super().keyReleaseEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it likes."""
        return QSize(1192, 720)


def _button(text: str, icon: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    set_icon(button, icon)
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side."""
    row = QHBoxLayout()
    row.setSpacing(UNIT_PX)
    for widget in widgets:
        row.addWidget(widget)
    return row
