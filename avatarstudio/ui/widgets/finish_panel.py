"""How the avatar shall look in its file: preset, background, shape, light, format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QColorDialog,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from avatarstudio.avatars.presets import PRESETS, FileKind, Finish, Preset, Shape
from avatarstudio.studio.finisher import Finisher
from avatarstudio.ui.theme import UNIT_PX, TextSize, mark, mute, set_text_size
from avatarstudio.ui.widgets.slider_row import SliderRow
from avatarstudio.ui.words import without_key

_FULL = 100
_SIZES = (128, 256, 320, 512, 640, 1024)
_PLAIN, _GRADIENT = "plain", "gradient"
_FIRST_COLOURS = ("#7aa5d8", "#f3e3d3")
_PRESET_TITLES = (
    QT_TRANSLATE_NOOP("presets", "Plain picture"),
    QT_TRANSLATE_NOOP("presets", "Discord avatar"),
    QT_TRANSLATE_NOOP("presets", "Discord emoji"),
    QT_TRANSLATE_NOOP("presets", "Telegram sticker"),
    QT_TRANSLATE_NOOP("presets", "WhatsApp sticker"),
    QT_TRANSLATE_NOOP("presets", "Gravatar"),
)


class FinishPanel(QWidget):
    """Changes the finisher's look; shows what the look is."""

    preset_changed = Signal()

    def __init__(self, finisher: Finisher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finisher = finisher
        self._preset: Preset = PRESETS[0]
        self._colours = list(_FIRST_COLOURS)
        self._presets: dict[str, QPushButton] = {}
        self._shapes: dict[Shape, QPushButton] = {}
        self._swatches: list[QPushButton] = []
        self.background = QComboBox()
        self.file_size = QComboBox()
        self.kind = QComboBox()
        self.personal = QCheckBox(self.tr("Remember how it was made"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(UNIT_PX)
        self._add_presets()
        self._add_background()
        self._add_shapes()
        self._rows = self._add_sliders()
        self._add_file()
        self._column.addStretch()
        finisher.finish_changed.connect(self._show)
        self._show()

    @property
    def preset(self) -> Preset:
        """The chosen preset."""
        return self._preset

    def preset_button(self, preset_id: str) -> QPushButton:
        """The chip of a preset."""
        return self._presets[preset_id]

    def shape_button(self, shape: Shape) -> QPushButton:
        """The button of a shape."""
        return self._shapes[shape]

    def row(self, name: str) -> SliderRow:
        """The slider of a field of the look."""
        return self._rows[name]

    def choose_colour(self, number: int, colour: str) -> None:
        """Use a colour, `#rrggbb`, for the background: 0 above (or all of it), 1 below."""
        self._colours[number] = colour
        self._take_background()

    def _add_presets(self) -> None:
        self._column.addWidget(_heading(self.tr("For")))
        grid = QGridLayout()
        grid.setSpacing(UNIT_PX // 2)
        group = QButtonGroup(self)
        for number, preset in enumerate(PRESETS):
            chip = QPushButton(QCoreApplication.translate("presets", preset.title))
            chip.setCheckable(True)
            chip.setToolTip(self._describe(preset))
            chip.setAccessibleDescription(chip.toolTip())
            set_text_size(chip, TextSize.SMALL)
            mark(chip, "chip")
            _let_shrink(chip)
            chip.clicked.connect(lambda _=False, preset=preset: self._choose_preset(preset))
            group.addButton(chip)
            grid.addWidget(chip, number // 2, number % 2)
            self._presets[preset.id] = chip
        self._presets[self._preset.id].setChecked(True)
        self._column.addLayout(grid)

    def _describe(self, preset: Preset) -> str:
        words = self.tr("{size} px").format(size=preset.size_px)
        if preset.limit_bytes is not None:
            limit = preset.limit_bytes // 1024
            words = self.tr("{words}, under {limit} KB").format(words=words, limit=limit)
        return words

    def _add_background(self) -> None:
        for text, data in (
            (self.tr("As drawn"), "photo"),
            (self.tr("None (transparent)"), "transparent"),
            (self.tr("One colour"), _PLAIN),
            (self.tr("Two colours"), _GRADIENT),
        ):
            self.background.addItem(text, data)
        self.background.activated.connect(self._take_background)
        row = QHBoxLayout()
        row.setSpacing(UNIT_PX // 2)
        _let_shrink(self.background)
        row.addWidget(self.background, stretch=1)
        for number, name in enumerate((self.tr("Colour"), self.tr("Lower colour"))):
            swatch = QPushButton()
            swatch.setFixedWidth(44)
            swatch.setAccessibleName(name)
            swatch.setToolTip(name)
            swatch.clicked.connect(lambda _=False, number=number: self._ask_colour(number))
            self._swatches.append(swatch)
            row.addWidget(swatch)
        self._column.addWidget(_heading(self.tr("&Background"), self.background))
        self._column.addLayout(row)

    def _add_shapes(self) -> None:
        self._column.addWidget(_heading(self.tr("Shape")))
        row = QHBoxLayout()
        row.setSpacing(UNIT_PX // 2)
        group = QButtonGroup(self)
        for shape, name in (
            (Shape.SQUARE, self.tr("Square")),
            (Shape.ROUNDED, self.tr("Rounded")),
            (Shape.CIRCLE, self.tr("Circle")),
        ):
            button = QPushButton(name)
            button.setCheckable(True)
            set_text_size(button, TextSize.SMALL)
            mark(button, "chip")
            _let_shrink(button)
            button.clicked.connect(lambda _=False, shape=shape: self._change(shape=shape))
            group.addButton(button)
            row.addWidget(button)
            self._shapes[shape] = button
        self._column.addLayout(row)

    def _add_sliders(self) -> dict[str, SliderRow]:
        percent = self.tr("{value} %")
        rows = {
            "zoom": SliderRow(
                self.tr("C&loser"),
                low=_FULL,
                high=2 * _FULL,
                step=5,
                words=lambda value: percent.format(value=value),
            )
        }
        for name, title in (
            ("brightness", self.tr("B&rightness")),
            ("contrast", self.tr("C&ontrast")),
            ("saturation", self.tr("S&aturation")),
        ):
            rows[name] = SliderRow(title, low=-_FULL, high=_FULL, step=5, words=_signed)
        for name, row in rows.items():
            row.moved.connect(lambda value, _, name=name: self._change(**{name: value / _FULL}))
            rest = getattr(Finish(), name)
            row.reset_wanted.connect(lambda _, name=name, rest=rest: self._change(**{name: rest}))
            self._column.addWidget(row)
        return rows

    def _add_file(self) -> None:
        for size in _SIZES:
            self.file_size.addItem(self.tr("{size} px").format(size=size), size)
        for kind, name in ((FileKind.PNG, "PNG"), (FileKind.WEBP, "WebP"), (FileKind.JPEG, "JPEG")):
            self.kind.addItem(name, kind)
        self.file_size.activated.connect(lambda: self._change(size_px=self.file_size.currentData()))
        self.kind.activated.connect(lambda: self._change(kind=FileKind(self.kind.currentData())))
        grid = QGridLayout()
        grid.setSpacing(UNIT_PX // 2)
        grid.addWidget(_heading(self.tr("Si&ze"), self.file_size), 0, 0)
        grid.addWidget(_heading(self.tr("For&mat"), self.kind), 0, 1)
        grid.addWidget(self.file_size, 1, 0)
        grid.addWidget(self.kind, 1, 1)
        self._column.addLayout(grid)
        self.personal.setToolTip(
            self.tr(
                "Puts your portrait, what was found about your face and the recipe into the file, "
                "so that it opens here again. Leave it off for pictures that you hand on."
            )
        )
        self._column.addWidget(self.personal)
        self._note = QLabel()
        self._note.setWordWrap(True)
        set_text_size(self._note, TextSize.SMALL)
        mute(self._note)
        self._column.addWidget(self._note)

    def _choose_preset(self, preset: Preset) -> None:
        self._preset = preset
        self._finisher.change(self._finisher.finish.fitted(preset))
        self._show()
        self.preset_changed.emit()

    def _take_background(self) -> None:
        data = self.background.currentData()
        if data == _PLAIN:
            data = self._colours[0]
        elif data == _GRADIENT:
            data = "-".join(self._colours)
        self._change(background=data)

    def _ask_colour(self, number: int) -> None:
        colour = QColorDialog.getColor(QColor(self._colours[number]), self)
        if colour.isValid():
            self.choose_colour(number, colour.name())

    def _change(self, **values: object) -> None:
        self._finisher.change(replace(self._finisher.finish, **values))  # type: ignore[arg-type]

    def _show(self) -> None:
        finish = self._finisher.finish
        colours = finish.background.split("-") if finish.background.startswith("#") else []
        kinds = {0: finish.background, 1: _PLAIN, 2: _GRADIENT}
        self.background.setCurrentIndex(self.background.findData(kinds[len(colours)]))
        for number, swatch in enumerate(self._swatches):
            swatch.setVisible(number < len(colours))
            patch = QPixmap(20, 20)
            patch.fill(QColor(self._colours[number]))
            swatch.setIcon(patch)
        self._shapes[finish.shape].setChecked(True)
        for name, row in self._rows.items():
            value = getattr(finish, name)
            row.show_value(round(value * _FULL), resettable=value != getattr(Finish(), name))
        self.file_size.setCurrentIndex(self.file_size.findData(finish.size_px))
        self.kind.setCurrentIndex(self.kind.findData(finish.kind))
        self.personal.setEnabled(finish.has_room_for_origin)
        self._note.setText(self._remark(finish, self._preset.kinds))

    def _remark(self, finish: Finish, kinds: Sequence[FileKind]) -> str:
        """What a person should know about the choices, one line."""
        if finish.kind not in kinds:
            return self.tr("{place} does not take this format.").format(
                place=self._presets[self._preset.id].text()
            )
        clear = finish.background == "transparent" or finish.shape is not Shape.SQUARE
        if finish.kind is FileKind.JPEG and clear:
            return self.tr("JPEG knows no transparency: what is clear becomes white.")
        if finish.kind is FileKind.JPEG:
            return self.tr("JPEG has no room for how it was made.")
        if not finish.has_room_for_origin:
            return self.tr("A file this small has no room for how it was made.")
        return ""


def _signed(value: int) -> str:
    return f"{value:+d}" if value else ""


def _let_shrink(widget: QWidget) -> None:
    """Let a column of widgets of equal rank share whatever width there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


def _heading(text: str, buddy: QWidget | None = None) -> QLabel:
    label = QLabel(text)
    set_text_size(label, TextSize.BODY, bold=True)
    if buddy is not None:
        label.setBuddy(buddy)
        buddy.setAccessibleName(without_key(text))
    return label
