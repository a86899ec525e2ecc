"""The names of the edit sliders; what each one moves is measured by `avatars.measures`."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

translate = QCoreApplication.translate

# By the values of `avatars.measures.Property`: title, what the left end is, what the right end is.
_WORDS = {
    "light": (
        QT_TRANSLATE_NOOP("edits", "Light"),
        QT_TRANSLATE_NOOP("edits", "darker"),
        QT_TRANSLATE_NOOP("edits", "lighter"),
    ),
    "warmth": (
        QT_TRANSLATE_NOOP("edits", "Warmth"),
        QT_TRANSLATE_NOOP("edits", "cooler"),
        QT_TRANSLATE_NOOP("edits", "warmer"),
    ),
    "colourfulness": (
        QT_TRANSLATE_NOOP("edits", "Colourfulness"),
        QT_TRANSLATE_NOOP("edits", "greyer"),
        QT_TRANSLATE_NOOP("edits", "more colourful"),
    ),
    "hair-light": (
        QT_TRANSLATE_NOOP("edits", "Hair lightness"),
        QT_TRANSLATE_NOOP("edits", "darker hair"),
        QT_TRANSLATE_NOOP("edits", "lighter hair"),
    ),
    "background-light": (
        QT_TRANSLATE_NOOP("edits", "Background lightness"),
        QT_TRANSLATE_NOOP("edits", "darker behind"),
        QT_TRANSLATE_NOOP("edits", "lighter behind"),
    ),
    "face-width": (
        QT_TRANSLATE_NOOP("edits", "Face width"),
        QT_TRANSLATE_NOOP("edits", "narrower"),
        QT_TRANSLATE_NOOP("edits", "wider"),
    ),
    "turn": (
        QT_TRANSLATE_NOOP("edits", "Turn of the head"),
        QT_TRANSLATE_NOOP("edits", "to the left"),
        QT_TRANSLATE_NOOP("edits", "to the right"),
    ),
    "eye-contrast": (
        QT_TRANSLATE_NOOP("edits", "Eye contrast"),
        QT_TRANSLATE_NOOP("edits", "softer"),
        QT_TRANSLATE_NOOP("edits", "stronger"),
    ),
}


@dataclass(frozen=True, slots=True)
class EditWords:
    """How an edit slider is called.

    Attributes:
        title: Its name.
        less: What its left end does.
        more: What its right end does.
    """

    title: str
    less: str
    more: str

    @property
    def tip(self) -> str:
        """Both ends in one line."""
        text = translate("edits", "{less} ↔ {more}")
        return text.format(less=self.less, more=self.more)

    def describe(self, value: int) -> str:
        """Say a value between -100 and 100."""
        if value == 0:
            return ""
        return f"{self.more if value > 0 else self.less} {abs(value)}"


def edit_words(name: str) -> EditWords:
    """The words for a slider; one that is not known here is called by its own name."""
    title, less, more = _WORDS.get(name, (name, "−", "+"))
    return EditWords(
        title=translate("edits", str(title)),
        less=translate("edits", str(less)),
        more=translate("edits", str(more)),
    )
