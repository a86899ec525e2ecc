"""A person's choices: kept, read again, and never in the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from avatarstudio.inversion.config import CONFIGS, STYLE_SEARCH, Quality
from avatarstudio.studio.estimates import expected_seconds
from avatarstudio.studio.preferences import Preferences, PreferenceStore, Theme


def test_choices_survive_the_program(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "deep" / "preferences.json"
    store = PreferenceStore(path)
    chosen = replace(
        Preferences(),
        theme=Theme.DARK,
        quality=Quality.FIDELITY,
        device="cpu",
        recents=("a.jpg",),
        step_seconds=(("cpu", 0.25),),
    )
    with qtbot.waitSignal(store.changed):
        store.change(chosen)
    assert PreferenceStore(path).value == chosen
    assert json.loads(path.read_text())["version"] == 1


def test_the_same_choice_is_no_change(tmp_path: Path, qtbot: QtBot) -> None:
    store = PreferenceStore(tmp_path / "preferences.json")
    with qtbot.assertNotEmitted(store.changed):
        store.change(Preferences())


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"theme": "pink"}', '{"recents": 3}', '{"device": 1}']
)
def test_a_file_that_cannot_be_read_starts_anew(tmp_path: Path, text: str, qapp: object) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(text)
    assert PreferenceStore(path).value == Preferences()


def test_names_of_a_newer_version_are_passed_over(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "preferences.json"
    path.write_text('{"version": 9, "theme": "dark", "flavour": "sweet"}')
    assert PreferenceStore(path).value == Preferences(theme=Theme.DARK)


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path: Path, qtbot: QtBot) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = PreferenceStore(blocked / "preferences.json")
    with qtbot.waitSignal(store.changed):
        store.change(Preferences(theme=Theme.LIGHT))
    assert store.value.theme is Theme.LIGHT


def test_recent_files_are_few_and_each_is_there_once() -> None:
    preferences = Preferences()
    for number in [*range(20), 15]:
        preferences = preferences.with_recent(Path(f"{number}.jpg"))
    assert preferences.recents[:2] == ("15.jpg", "19.jpg")
    assert len(preferences.recents) == len(set(preferences.recents)) == 8


def test_times_are_estimated_from_what_was_measured() -> None:
    preferences = Preferences(device="cpu")
    assert expected_seconds(preferences, Quality.FAST) is None
    measured = preferences.with_step_seconds("cpu", 0.1)
    fast = 0.1 * (CONFIGS[Quality.FAST].steps + STYLE_SEARCH.steps + 4)
    assert expected_seconds(measured, Quality.FAST) == pytest.approx(fast)
    assert expected_seconds(measured, Quality.INSTANT) == pytest.approx(0.7)
    assert expected_seconds(measured, Quality.THESIS) == pytest.approx(200.4)
