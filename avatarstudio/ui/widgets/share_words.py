"""The names of the mix's plain sliders: ingredients of a recipe that lie between 0 and 1."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WORDS = {
    "strength": (
        QT_TRANSLATE_NOOP("MixPanel", "A&nime strength"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How far the drawing goes: more like the photo to the left, more like anime "
            "to the right (interpolation of the style's blocks)",
        ),
    ),
    "photo_colours": (
        QT_TRANSLATE_NOOP("MixPanel", "&Colours from the photo"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How far hair, clothes and background keep the photo's colours",
        ),
    ),
    "skin_tone": (
        QT_TRANSLATE_NOOP("MixPanel", "S&kin from the photo"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How far the skin has the photo's tone, as a drawing would show it",
        ),
    ),
    "hair_tone": (
        QT_TRANSLATE_NOOP("MixPanel", "Hair &tone from the photo"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How far dark hair stays dark; at 0 it may be as pale as the style likes it",
        ),
    ),
    "outline": (
        QT_TRANSLATE_NOOP("MixPanel", "&Outline from the photo"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How closely hair keeps to yours; at 0 it and the background are as drawn",
        ),
    ),
    "background_light": (
        QT_TRANSLATE_NOOP("MixPanel", "Lighter &background"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How much lighter than in the photo the calm background is, as drawings like it",
        ),
    ),
    "short_hair": (
        QT_TRANSLATE_NOOP("MixPanel", "Short &hair"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How short the hair is cut; it begins as yours is in the photo",
        ),
    ),
    "bald": (
        QT_TRANSLATE_NOOP("MixPanel", "&Without hair"),
        QT_TRANSLATE_NOOP("MixPanel", "How bare the head is"),
    ),
    "beard": (
        QT_TRANSLATE_NOOP("MixPanel", "Be&ard"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How full a beard is drawn in the hair's colour; it begins as yours in the photo",
        ),
    ),
    "small_eyes": (
        QT_TRANSLATE_NOOP("MixPanel", "Smal&ler eyes"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How much smaller eyes are than the style draws them, as men have them",
        ),
    ),
    "strong_jaw": (
        QT_TRANSLATE_NOOP("MixPanel", "Stronger &jaw"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How much wider jaw and chin are than the style draws them, as men have them",
        ),
    ),
    "redraw": (
        QT_TRANSLATE_NOOP("MixPanel", "&Redraw"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How freely lines and shades are drawn anew by a network that knows drawings; "
            "at 0 they, and eyes that do not match, are the style's own",
        ),
    ),
    "ink": (
        QT_TRANSLATE_NOOP("MixPanel", "&Pen and ink"),
        QT_TRANSLATE_NOOP(
            "MixPanel",
            "How dark and crisp lines are; at 0 they are as soft as they were drawn",
        ),
    ),
}
"""By the names of the ingredients: what a slider is called, and what it does."""


def share_words(name: str) -> tuple[str, str]:
    """What the slider of an ingredient is called, and what it does."""
    title, tip = map(str, _WORDS[name])
    translate = QCoreApplication.translate
    return translate("MixPanel", title), translate("MixPanel", tip)
