"""Which cameras a person can choose from."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from avatarstudio.studio.cameras import STAND_INS_VARIABLE, find_cameras


def test_a_folder_named_by_the_environment_stands_in_for_the_cameras(
    tmp_path: Path, qtbot: QtBot
) -> None:
    cameras = find_cameras({STAND_INS_VARIABLE: str(tmp_path)})
    cameras.refresh()
    assert cameras.devices == ()
    (tmp_path / "Desk.busy").touch()
    with qtbot.waitSignal(cameras.changed):
        cameras.refresh()
    assert [device.title for device in cameras.devices] == ["Desk"]
