"""The languages that the window speaks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from avatarstudio.core.paths import resources_dir

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "ja": "日本語",
    "zh_CN": "简体中文",
}
"""By the suffix of their catalogs, each in its own words."""


def speak(app: QCoreApplication, chosen: str | None) -> None:
    """Load a language's catalogs, before the first widget is made.

    Args:
        app: The application.
        chosen: One of `LANGUAGES`; the system's, or else English, if None or not known.
    """
    language = chosen if chosen in LANGUAGES else _system_language()
    # Qt's own catalog has the words of its dialogs, and the direction of writing.
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("avatarstudio", str(resources_dir() / "translations")),
    ):
        translator = QTranslator(app)
        if translator.load(f"{name}_{language}", folder):
            app.installTranslator(translator)


def _system_language() -> str:
    """The first of a person's languages that there is a catalog for."""
    for name in QLocale.system().uiLanguages():
        locale = QLocale(name)
        for code in (locale.name(), locale.name().partition("_")[0]):
            if code in LANGUAGES:
                return code
    return "en"
