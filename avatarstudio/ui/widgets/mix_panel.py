"""The mix: every ingredient of the recipe under a slider."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.avatars.recipe import DRAWINGS, Glasses, GlassesShape, Recipe
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.studio.session import Session
from avatarstudio.studio.sliders import Sliders
from avatarstudio.studio.values import Anatomy
from avatarstudio.ui.icons import icon_button
from avatarstudio.ui.theme import UNIT_PX, TextSize, mute, set_text_size
from avatarstudio.ui.widgets.edit_words import edit_words
from avatarstudio.ui.widgets.share_words import share_words
from avatarstudio.ui.widgets.side_panel import SidePanel
from avatarstudio.ui.widgets.slider_row import SliderRow

_FULL = 100
_SHAPES = tuple(GlassesShape)
_MOUTHS = (None, *MouthShape)
_NO_ANATOMY = Anatomy(num_blocks=7, tuned_blocks=4)


@dataclass(frozen=True, slots=True)
class _Ingredient:
    """A row and its place in the recipe.

    Attributes:
        row: The slider.
        read: Its value in a recipe.
        write: A recipe with another value.
        name: What a change is called in the undo menu.
    """

    row: SliderRow
    read: Callable[[Recipe], int]
    write: Callable[[Recipe, int], Recipe]
    name: str


class MixPanel(SidePanel):
    """Edits the session's mix; each slider shows its effect while it moves."""

    style_wanted = Signal(str)
    """Another style was chosen; its id."""

    def __init__(self, session: Session, sliders: Sliders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._mixer = session.mixer
        self._sliders = sliders
        self._ingredients: dict[str, _Ingredient] = {}
        self._edit_rows: list[str] = []
        self.style_choice = QComboBox()
        self._style_label = QLabel(self.tr("St&yle"))
        self._style_label.setBuddy(self.style_choice)
        self.style_choice.setAccessibleName(self.tr("Style"))
        self.style_choice.activated.connect(self._choose_style)
        self._edits = QVBoxLayout()
        self._edits.setSpacing(UNIT_PX)
        self._edits_note = QLabel()
        self._edits_note.setWordWrap(True)
        set_text_size(self._edits_note, TextSize.SMALL)
        mute(self._edits_note)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(UNIT_PX)
        self._add_ingredients()
        self._lay_out()
        self._mixer.mix_changed.connect(self._show)
        session.found_changed.connect(self._show)
        session.ready_changed.connect(self._show_styles)
        session.preferences.changed.connect(self._show_styles)
        sliders.changed.connect(self._show_edits)
        self._show_styles()
        self._show_edits()

    def row(self, name: str) -> SliderRow:
        """A row by its ingredient: a field of the recipe or an edit."""
        return self._ingredients[name].row

    @property
    def edit_names(self) -> tuple[str, ...]:
        """The edit sliders that are there."""
        return tuple(self._edit_rows)

    def reset(self) -> None:
        """Take the recipe of the chosen avatar again."""
        origin = self._origin()
        if self._mixer.mix is not None:
            self._mixer.edit(origin, text=self.tr("reset"))

    def _add_ingredients(self) -> None:
        self._add_share("strength")
        self._add(
            "use_blocks",
            SliderRow(self.tr("Anime &depth"), low=0, high=4, words=self._depth_words),
            self.tr(
                "How deep the drawing reaches: only lines and colours, or features too "
                "(use_j: the last blocks taken from the style)"
            ),
            read=lambda recipe: self._depth(recipe),
            write=lambda recipe, value: replace(recipe, use_blocks=value),
        )
        self._add(
            "split",
            SliderRow(self.tr("&Shape from the photo"), low=0, high=7, words=self._split_words),
            self.tr(
                "How much of outline and features comes straight from your portrait (the "
                "first blocks that take z1)"
            ),
            read=lambda recipe: min(recipe.split, self._anatomy().num_blocks),
            write=lambda recipe, value: replace(recipe, split=value),
        )
        self._add_share("photo_colours")
        self._add_share("skin_tone")
        self._add(
            "darker_skin",
            SliderRow(
                self.tr("Darker sk&in"), low=-_FULL, high=_FULL, step=5, words=self._signed_words
            ),
            self.tr(
                "How much darker the skin is than the light of the photo says; to the left it is "
                "lighter"
            ),
            read=lambda recipe: round(recipe.darker_skin * _FULL),
            write=lambda recipe, value: replace(recipe, darker_skin=value / _FULL),
        )
        self._add_share("hair_tone")
        self._add_share("outline")
        self._add_share("background_light")
        self._add_share("short_hair")
        self._add_share("bald")
        self._add_share("beard")
        self._add_share("small_eyes")
        self._add_share("strong_jaw")
        self._add_share("redraw")
        numbered = self.tr("No. {value}")
        self._add(
            "redraw_seed",
            SliderRow(
                self.tr("Strok&es"),
                low=0,
                high=DRAWINGS - 1,
                words=lambda value: numbered.format(value=value + 1),
            ),
            self.tr("Which of many drawings that redrawing comes to: other strokes, other eyes"),
            read=lambda recipe: recipe.redraw_seed % DRAWINGS,
            write=lambda recipe, value: replace(recipe, redraw_seed=value),
        )
        self._add_share("ink")
        self._add(
            "mix_weight",
            self._share_row(self.tr("Di&versity")),
            self.tr("How much of a random face is mixed in; the dice choose which"),
            read=lambda recipe: round(recipe.mix_weight * _FULL) if recipe.mix_until else 0,
            write=self._with_diversity,
        )
        self._add(
            "glasses",
            SliderRow(
                self.tr("&Glasses"), low=0, high=len(GlassesShape), words=self._glasses_words
            ),
            self.tr("Which glasses the avatar wears; it begins with those of the photo"),
            read=lambda recipe: _SHAPES.index(recipe.glasses.shape) + 1 if recipe.glasses else 0,
            write=self._with_glasses,
        )
        self._add(
            "mouth",
            SliderRow(self.tr("&Mouth"), low=0, high=len(MouthShape), words=self._mouth_words),
            self.tr(
                "What the mouth does; it begins with what yours does in the photo. The style's "
                "own is small, and may slant"
            ),
            read=lambda recipe: _MOUTHS.index(recipe.mouth),
            write=lambda recipe, value: replace(recipe, mouth=_MOUTHS[value]),
        )

    def _add_share(self, name: str) -> None:
        """A slider of a recipe's ingredient of that name, which lies between 0 and 1."""
        text, tip = share_words(name)

        def write(recipe: Recipe, value: int) -> Recipe:
            changed: dict[str, Any] = {name: value / _FULL}
            return replace(recipe, **changed)

        row = self._share_row(text)
        self._add(name, row, tip, read=lambda r: round(getattr(r, name) * _FULL), write=write)

    def _share_row(self, text: str) -> SliderRow:
        percent = self.tr("{value} %")
        words = lambda value: percent.format(value=value)  # noqa: E731 - a name for the row
        return SliderRow(text, low=0, high=_FULL, step=5, words=words)

    def _add(
        self,
        name: str,
        row: SliderRow,
        tip: str,
        *,
        read: Callable[[Recipe], int],
        write: Callable[[Recipe, int], Recipe],
    ) -> _Ingredient:
        row.setToolTip(tip)
        text = row.slider.accessibleName()
        row.slider.setAccessibleDescription(tip)
        ingredient = _Ingredient(row=row, read=read, write=write, name=text)
        row.moved.connect(lambda value, gesture: self._move(ingredient, value, gesture))
        row.reset_wanted.connect(lambda gesture: self._reset_row(ingredient, gesture))
        self._ingredients[name] = ingredient
        self._rows.addWidget(row)
        return ingredient

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Mix"))
        set_text_size(heading, TextSize.TITLE)
        head = QHBoxLayout()
        head.addWidget(heading, stretch=1)
        stack = self._session.undo_stack
        for icon, text, act, possible in (
            ("undo", self.tr("Undo"), stack.undo, stack.canUndoChanged),
            ("redo", self.tr("Redo"), stack.redo, stack.canRedoChanged),
        ):
            button = icon_button(icon, text)
            button.setEnabled(False)
            button.clicked.connect(act)
            possible.connect(button.setEnabled)
            head.addWidget(button)
        edits_heading = QLabel(self.tr("Fine changes"))
        set_text_size(edits_heading, TextSize.BODY, bold=True)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(UNIT_PX)
        inside.addWidget(self._style_label)
        inside.addWidget(self.style_choice)
        inside.addLayout(self._rows)
        inside.addSpacing(UNIT_PX)
        inside.addWidget(edits_heading)
        inside.addWidget(self._edits_note)
        inside.addLayout(self._edits)
        inside.addStretch()
        self.reset_button = QPushButton(self.tr("Reset all"))
        self.reset_button.clicked.connect(self.reset)
        self.add_fixed(head)
        self.add_scrolling(content)
        self.add_fixed(self.reset_button)

    def _anatomy(self) -> Anatomy:
        found = self._session.found
        return found.anatomy if found is not None else _NO_ANATOMY

    def _origin(self) -> Recipe:
        """What resets lead back to: the chosen avatar as it hangs on the wall."""
        tile = self._mixer.selected
        return tile.recipe if tile is not None else Recipe()

    def _depth(self, recipe: Recipe) -> int:
        tuned = self._anatomy().tuned_blocks
        return tuned if recipe.use_blocks is None else min(recipe.use_blocks, tuned)

    def _depth_words(self, value: int) -> str:
        return self.tr("{value} of {count}").format(value=value, count=self._anatomy().tuned_blocks)

    def _split_words(self, value: int) -> str:
        return self.tr("{value} of {count}").format(value=value, count=self._anatomy().num_blocks)

    def _signed_words(self, value: int) -> str:
        return self.tr("{value} %").format(value=f"{value:+d}" if value else 0)

    def _with_diversity(self, recipe: Recipe, value: int) -> Recipe:
        """Another weight of the random face; the first one where there was none."""
        if recipe.mix_seed is None or recipe.mix_until == 0:
            recipe = replace(recipe, mix_seed=0, mix_from=1, mix_until=self._anatomy().num_blocks)
        return replace(recipe, mix_weight=value / _FULL)

    def _glasses_words(self, value: int) -> str:
        words = (self.tr("none"), self.tr("round"), self.tr("square"), self.tr("half-rimmed"))
        return words[value]

    def _mouth_words(self, value: int) -> str:
        words = (
            self.tr("the style's"),
            self.tr("at rest"),
            self.tr("smiles"),
            self.tr("laughs"),
            self.tr("open"),
        )
        return words[value]

    def _with_glasses(self, recipe: Recipe, value: int) -> Recipe:
        """Other glasses in the colour that the chosen avatar's have."""
        if value == 0:
            return replace(recipe, glasses=None)
        worn = recipe.glasses or self._origin().glasses or Glasses()
        return replace(recipe, glasses=replace(worn, shape=_SHAPES[value - 1]))

    def _move(self, ingredient: _Ingredient, value: int, gesture: int) -> None:
        mix = self._mixer.mix
        if mix is not None:
            recipe = ingredient.write(mix.recipe, value)
            self._mixer.edit(recipe, text=ingredient.name, gesture=gesture)

    def _reset_row(self, ingredient: _Ingredient, gesture: int) -> None:
        self._move(ingredient, ingredient.read(self._origin()), gesture)

    def _show(self) -> None:
        mix, anatomy = self._mixer.mix, self._anatomy()
        self._ingredients["use_blocks"].row.set_range(0, anatomy.tuned_blocks)
        self._ingredients["split"].row.set_range(0, anatomy.num_blocks)
        recipe, origin = mix.recipe if mix else Recipe(), self._origin()
        for ingredient in self._ingredients.values():
            value = ingredient.read(recipe)
            ingredient.row.show_value(value, resettable=value != ingredient.read(origin))
            ingredient.row.setEnabled(mix is not None)
        self.reset_button.setEnabled(self._mixer.is_edited)

    def _show_styles(self) -> None:
        ready = self._session.ready
        styles = ready.styles if ready is not None else ()
        self.style_choice.clear()
        for style in styles:
            self.style_choice.addItem(style.title, style.id)
        chosen = self.style_choice.findData(self._session.preferences.value.style)
        self.style_choice.setCurrentIndex(max(chosen, 0))
        for widget in (self._style_label, self.style_choice):
            widget.setVisible(len(styles) > 1)

    def _choose_style(self) -> None:
        self.style_wanted.emit(self.style_choice.currentData())
        # Until the other style is there, or if the person thinks again, the old one is shown.
        self._show_styles()

    def _show_edits(self) -> None:
        names = self._sliders.names
        for name in self._edit_rows:
            row = self._ingredients.pop(name).row
            self._edits.removeWidget(row)
            row.deleteLater()
        self._edit_rows = list(names or ())
        for name in self._edit_rows:
            self._add_edit(name)
        stops = [stop for each in self._ingredients.values() for stop in each.row.tab_stops]
        for before, after in itertools.pairwise([*stops, self.reset_button]):
            self.setTabOrder(before, after)
        self._edits_note.setVisible(not self._edit_rows)
        self._edits_note.setText(
            self.tr("Looking for what this style can change…")
            if names is None
            else self.tr("Nothing was found that this style changes by itself.")
        )
        self._show()

    def _add_edit(self, name: str) -> None:
        words = edit_words(name)
        row = SliderRow(words.title, low=-_FULL, high=_FULL, step=5, words=words.describe)
        ingredient = self._add(
            name,
            row,
            words.tip,
            read=lambda recipe: round(recipe.edit(name) * _FULL),
            write=lambda recipe, value: recipe.with_edit(name, value / _FULL),
        )
        self._rows.removeWidget(ingredient.row)
        self._edits.addWidget(ingredient.row)
