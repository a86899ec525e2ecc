"""A card in the place of what does not work: what happened, and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from avatarstudio.ui.messages import Explanation
from avatarstudio.ui.theme import GUTTER_PX, TextSize, mark, mute, set_text_size
from avatarstudio.ui.widgets.icon_view import IconView

_ICON_PX = 48


class TroubleCard(QFrame):
    """Fills the stage; its button is the one next step."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        """Make it empty.

        Args:
            icon: File in resources/icons, without the suffix.
            parent: Qt's owner.
        """
        super().__init__(parent)
        mark(self, "card")
        self._act: Callable[[], None] = lambda: None
        self._title = QLabel()
        set_text_size(self._title, TextSize.TITLE)
        self._advice = QLabel()
        mute(self._advice)
        self.button = QPushButton()
        mark(self.button, "primary")
        self.button.clicked.connect(lambda: self._act())
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GUTTER_PX, GUTTER_PX, 3 * GUTTER_PX, GUTTER_PX)
        column.setSpacing(GUTTER_PX)
        column.addStretch(2)
        column.addWidget(IconView(icon, _ICON_PX))
        for label in (self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    @property
    def text(self) -> str:
        """What it says, title and advice."""
        return f"{self._title.text()}\n{self._advice.text()}"

    def explain(self, explanation: Explanation, action: str, act: Callable[[], None]) -> None:
        """Say what happened.

        Args:
            explanation: Title and advice.
            action: The button's text.
            act: What the button does.
        """
        self._title.setText(explanation.title)
        self._advice.setText(explanation.advice)
        self.setAccessibleName(self.text)
        self.button.setText(action)
        self._act = act
