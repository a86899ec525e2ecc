"""Languages: complete catalogs, from which all sentences come, and room for the longest ones."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.core.paths import resources_dir
from avatarstudio.ui.languages import LANGUAGES, speak
from avatarstudio.ui.page import Place
from avatarstudio.ui.words import without_key
from tests.conftest import CHECKOUT
from tests.tiny_models import frontal_face
from tests.ui.conftest import MakeStudio

CATALOGS = sorted((resources_dir() / "translations").glob("*.ts"))
NAMES = re.compile(
    r"PNG|WebP|JPEG|someone\.png|Tiny.*|[\d\s%.,:+−-]*|(Ctrl|Alt|Esc|Left|[A-Z\d+?,…]| )*|"
    + "|".join(LANGUAGES.values())
)
"""What is the same in every language."""


def messages(catalog: Path) -> Iterator[tuple[str, list[str], bool]]:
    """The source, the translations (one for each plural form) and whether they are finished."""
    for message in ET.parse(catalog).getroot().iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")]
        finished = translation.get("type") is None
        yield source, forms or [translation.text or ""], finished


def test_there_is_a_catalog_for_every_language() -> None:
    assert {path.stem.removeprefix("avatarstudio_") for path in CATALOGS} == set(LANGUAGES)


def test_catalogs_are_up_to_date(tmp_path: Path) -> None:
    for path in CATALOGS:
        shutil.copy(path, tmp_path)
    script = CHECKOUT / "packaging" / "translations.py"
    subprocess.run([sys.executable, script, "--folder", tmp_path], check=True)
    for path in CATALOGS:
        for kind in (".ts", ".qm"):
            kept, made = path.with_suffix(kind), (tmp_path / path.name).with_suffix(kind)
            assert made.read_bytes() == kept.read_bytes(), f"run {script.name} for {kept.name}"


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: path.stem)
def test_every_sentence_is_translated_and_keeps_its_placeholders(catalog: Path) -> None:
    placeholders = re.compile(r"\{[^}]*\}|%n")
    for source, translations, finished in messages(catalog):
        assert finished, source
        for text in translations:
            assert text.strip(), source
            assert sorted(placeholders.findall(text)) == sorted(placeholders.findall(source)), text


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: path.stem)
def test_keys_to_press_with_alt_are_kept(catalog: Path) -> None:
    """A sentence with a mnemonic has one in each language."""
    for source, translations, _ in messages(catalog):
        for text in translations:
            assert text.count("&") == source.count("&"), source


@pytest.mark.parametrize("label", ["Size", "Si&ze", "Size(&Z)"])
def test_a_name_has_no_mark_of_a_key(label: str) -> None:
    assert without_key(label) == "Size"


class Marking(QTranslator):
    """Translates every sentence of the program to itself in brackets."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return f"⟦{source}⟧"


@pytest.fixture
def install(qapp: QApplication) -> Iterator[list[QTranslator]]:
    """Removes at the end what a test has put into this list and installed."""
    installed: list[QTranslator] = []
    yield installed
    for translator in installed:
        qapp.removeTranslator(translator)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def places(studio: Studio, photo: Path, qtbot: QtBot) -> Iterator[str]:
    """Go through the window's places and dialogs in its smallest size."""
    window, session = studio.window, studio.session
    window.resize(window.minimumSize())
    yield "photo"
    session.open([photo])
    qtbot.waitUntil(lambda: session.found is not None and session.activity is None, timeout=60_000)
    for place in Place:
        window.go_to(place)
        if place is Place.FINISH:
            qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)
        qtbot.wait(1)
        yield place.name.lower()
    for action in (studio.actions.settings, studio.actions.shortcuts):
        action.trigger()
        qtbot.wait(1)
        yield action.text()


def shown(studio: Studio) -> Iterator[QWidget]:
    """The widgets with words that can be seen."""
    for top in (studio.window, studio._settings, studio._shortcuts):
        for widget in top.findChildren(QWidget) if top else ():
            if widget.isVisible() and isinstance(widget, QLabel | QAbstractButton | QComboBox):
                yield widget


def test_every_word_comes_from_the_catalogs(
    make_studio: MakeStudio,
    photo_file: Path,
    qapp: QApplication,
    qtbot: QtBot,
    install: list[QTranslator],
) -> None:
    install.append(Marking())
    qapp.installTranslator(install[0])
    studio = make_studio(frontal_face(x=80, y=60, size=50))
    untranslated = set()
    for place in places(studio, photo_file, qtbot):
        for widget in shown(studio):
            texts = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            if isinstance(widget, QComboBox):
                texts += [widget.itemText(row) for row in range(widget.count())]
            else:
                texts.append(widget.text())
            for text in texts:
                if "⟦" not in text and not NAMES.fullmatch(text):
                    untranslated.add((place, text))
    assert not untranslated


def wants(widget: QWidget) -> bool:
    """Whether a widget needs more room than it has."""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    hint = widget.sizeHint()
    if isinstance(widget, QComboBox):
        # Its list shows the long entries; the chosen one must be seen whole.
        text = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return text + 36 > widget.width()
    return hint.width() > widget.width() or hint.height() > widget.height()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off(
    make_studio: MakeStudio,
    photo_file: Path,
    qapp: QApplication,
    qtbot: QtBot,
    install: list[QTranslator],
    language: str,
) -> None:
    speak(qapp, language)
    install += qapp.findChildren(QTranslator)
    studio = make_studio(frontal_face(x=80, y=60, size=50))
    cut = set()
    for place in places(studio, photo_file, qtbot):
        for widget in shown(studio):
            text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            if text and wants(widget):
                cut.add((place, text, widget.size().toTuple(), widget.sizeHint().toTuple()))
    assert not cut
    assert studio.window.size() == studio.window.minimumSize()


def test_from_right_to_left_everything_is_mirrored_but_pictures(
    make_studio: MakeStudio, photo_file: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    def positions(direction: Qt.LayoutDirection) -> dict[str, list[tuple[int, int]]]:
        qapp.setLayoutDirection(direction)
        studio = make_studio(frontal_face(x=80, y=60, size=50))
        found = {}
        for place in places(studio, photo_file, qtbot):
            if place.isupper() or place.islower():
                found[place] = [
                    (w.mapTo(studio.window, w.rect().topLeft()).x(), w.width())
                    for w in studio.window.findChildren(QWidget)
                    if w.isVisible() and isinstance(w, QAbstractButton | QSlider | QComboBox)
                ]
        return found

    left = positions(Qt.LayoutDirection.LeftToRight)
    right = positions(Qt.LayoutDirection.RightToLeft)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert left.keys() == right.keys()
    for place, boxes in left.items():
        mirrored = [(960 - x - width, width) for x, width in boxes]
        assert mirrored == right[place], place


def test_the_chosen_language_is_spoken_and_an_unknown_one_is_not(
    qapp: QApplication, install: list[QTranslator]
) -> None:
    def word(language: str | None) -> str:
        speak(qapp, language)
        install.extend(t for t in qapp.findChildren(QTranslator) if t not in install)
        return QApplication.translate("PhotoPage", "Photo")

    assert word("ja") == "写真"
    assert word("de") == "Foto"
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"


def test_the_systems_language_is_spoken_where_there_is_a_catalog(
    qapp: QApplication, install: list[QTranslator], monkeypatch: pytest.MonkeyPatch
) -> None:
    for wanted, word in ((["fr-FR", "es-MX", "es"], "Foto"), (["ar-EG", "ar"], "Photo")):
        monkeypatch.setattr(QLocale, "uiLanguages", lambda *_, wanted=wanted: wanted)
        speak(qapp, None)
        new = qapp.findChildren(QTranslator)
        assert QApplication.translate("PhotoPage", "Photo") == word
        assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
        for translator in new:
            qapp.removeTranslator(translator)
            translator.deleteLater()


def test_a_language_is_chosen_in_the_settings_and_kept(studio: Studio) -> None:
    studio.actions.settings.trigger()
    dialog = studio._settings
    assert dialog is not None
    assert dialog.language.currentData() is None
    row = dialog.language.findData("ja")
    assert dialog.language.itemText(row) == "日本語"
    dialog.language.setCurrentIndex(row)
    dialog.language.activated.emit(row)
    assert studio.preferences.value.language == "ja"
    assert "start it again" in "".join(
        label.text() for label in dialog.findChildren(QLabel) if label.isVisible()
    )
