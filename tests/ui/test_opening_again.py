"""An exported avatar that remembers its making opens as the work that it comes from."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from avatarstudio.app import Studio
from avatarstudio.avatars.encode import encode
from avatarstudio.avatars.presets import FileKind
from avatarstudio.ui.page import Place
from tests.qt_support import equal
from tests.ui.entrances import ENTRANCES, Enter, settle


@pytest.fixture
def made(studio: Studio, photo_file: Path, qtbot: QtBot) -> Studio:
    """A window with an avatar that was changed by hand."""
    studio.session.open([photo_file])
    settle(studio, qtbot)
    mixer = studio.session.mixer
    mixer.edit(replace(mixer.mix.recipe, strength=0.25, mix_seed=9), text="change")
    qtbot.waitUntil(lambda: mixer.is_drawn)
    return studio


def export(studio: Studio, target: Path, kind: FileKind, qtbot: QtBot) -> None:
    """Tick the box and export."""
    studio.window.go_to(Place.FINISH)
    page = studio.window.page(Place.FINISH)
    studio.finisher.change(replace(studio.finisher.finish, kind=kind))
    qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)
    page.panel.personal.setChecked(True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
        with qtbot.waitSignal(studio.finisher.exported, timeout=60_000):
            page.export_button.click()


@pytest.mark.parametrize("kind", [FileKind.PNG, FileKind.WEBP])
@pytest.mark.parametrize("enter", ENTRANCES)
def test_it_opens_wherever_it_comes_in(
    made: Studio, tmp_path: Path, qtbot: QtBot, enter: Enter, kind: FileKind
) -> None:
    before = made.session.work()
    drawn = made.session.mixer.picture
    target = tmp_path / f"me.{kind}"
    export(made, target, kind, qtbot)
    made.session.open([made.session.photo.path])
    settle(made, qtbot)
    enter(made, [target])
    settle(made, qtbot)
    after = made.session.work()
    assert after.mix.recipe == before.mix.recipe
    assert torch.equal(after.found.latents.z1, before.found.latents.z1)
    assert torch.equal(after.found.latents.z2, before.found.latents.z2)
    assert after.found.latents.style == before.found.latents.style
    # Kept small: nearly the same.
    difference = after.cutting.portrait.astype(int) - before.cutting.portrait
    assert np.abs(difference).mean() < 8
    assert after.photo.name == target.name
    assert equal(made.session.mixer.picture, drawn), "drawn again to the bit"
    assert len(after.tiles) == 25
    assert made.window.place is not Place.PHOTO
    assert not made.window.banner.isVisible()


def test_without_its_style_the_card_says_so_and_the_portrait_can_be_drawn_in_another(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    latents = made.session.found.latents
    made.session._found = replace(
        made.session.found, latents=replace(latents, style="ink", style_sha256="")
    )
    target = tmp_path / "me.png"
    export(made, target, FileKind.PNG, qtbot)
    made.session.open([target])
    settle(made, qtbot)
    banner = made.window.banner
    assert "The style “ink” is not installed." in banner.text
    assert "You" in banner.text
    assert len(made.session.wall.model.tiles) == 1, "the avatar itself can still be seen"
    made.window.go_to(Place.YOU)
    made.window.page(Place.YOU).run.click()
    settle(made, qtbot)
    assert made.session.found.latents.style == latents.style
    assert len(made.session.wall.model.tiles) == 24
    assert not banner.isVisible()


def test_a_picture_with_nonsense_inside_gets_a_card(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    found = made.session.found
    target = tmp_path / "odd.png"
    target.write_bytes(encode(Image.new("RGB", (64, 64)), FileKind.PNG, origin=b"nonsense"))
    made.session.open([target])
    settle(made, qtbot)
    assert "odd.png" in made.window.banner.text
    assert "damaged" in made.window.banner.text
    assert made.session.found is found


def test_an_exported_avatar_without_it_is_a_photo_like_any_other(
    made: Studio, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "plain.png"
    data = io.BytesIO()
    Image.fromarray(made.session.mixer.picture).save(data, "PNG")
    target.write_bytes(data.getvalue())
    made.session.open([target])
    settle(made, qtbot)
    assert made.session.photo.path == target
