"""The window's own thread only shows: what takes long happens beside it.

Times on a busy computer say little, so these tests count: which code the thread enters, how large
the pictures are that it converts, and how many calls one piece of news from the workers costs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from PIL import Image
from pytestqt.qtbot import QtBot

import avatarstudio
from avatarstudio.studio.qimages import to_qimage
from avatarstudio.tasks.runner import Task
from avatarstudio.ui.page import Place
from avatarstudio.ui.pages.avatars_page import AvatarsPage
from avatarstudio.ui.pages.finish_page import FinishPage
from tests.tiny_models import frontal_face, tiny_photo
from tests.ui.conftest import MakeStudio

_PACKAGE = Path(avatarstudio.__file__).parent
_HEAVY_CODE = (
    *(str(_PACKAGE / name) for name in ("capture", "faces", "inversion", "nets", "pipeline")),
    *(str(_PACKAGE / "avatars" / name) for name in ("background", "colours", "render", "enlarge")),
    *(f"site-packages/{name}/" for name in ("torch", "PIL", "safetensors")),
)
_HEAVY_MODULES = ("cv2", "dlib", "torch", "zlib", "PIL")
_LARGEST_PX = 1280
"""What a screen needs; a photo may have ten times as many pixels."""
_MOST_CALLS = 6000
"""Of one piece of news. Drawing icons anew with each of them took 12,700, and 45 ms."""


class Ledger:
    """What the thread in which it is made does meanwhile."""

    def __init__(self) -> None:
        self.heavy: set[str] = set()
        self.largest_px = 0
        self.most_calls = 0
        self._calls = 0
        self._news: FrameType | None = None

    def note(self, frame: FrameType, event: str, argument: Any) -> None:
        """A function for `sys.setprofile`."""
        if event == "call":
            self._note_code(frame, frame.f_code)
        elif event == "c_call" and str(argument.__module__).startswith(_HEAVY_MODULES):
            self.heavy.add(f"{argument.__module__}.{argument.__qualname__}")
        elif event == "return" and frame is self._news:
            self.most_calls = max(self.most_calls, self._calls)
            self._news = None
        if event in ("call", "c_call"):
            self._calls += 1

    def _note_code(self, frame: FrameType, code: CodeType) -> None:
        if any(place in code.co_filename for place in _HEAVY_CODE):
            self.heavy.add(f"{code.co_filename}: {code.co_qualname}")
        elif code is to_qimage.__code__:
            self.largest_px = max(self.largest_px, *frame.f_locals["picture"].shape)
        elif code is Task._receive.__code__ and self._news is None:
            self._news, self._calls = frame, 0


@contextmanager
def watched() -> Iterator[Ledger]:
    """Note what this thread does inside."""
    ledger = Ledger()
    sys.setprofile(ledger.note)
    try:
        yield ledger
    finally:
        sys.setprofile(None)


def test_from_the_photo_to_the_file_the_windows_thread_only_shows(
    make_studio: MakeStudio, tmp_path: Path, qtbot: QtBot
) -> None:
    photo = tmp_path / "large.png"
    Image.fromarray(tiny_photo(width=2400, height=1600)).save(photo)
    studio = make_studio(frontal_face(x=1200, y=800, size=500), inline=False)
    session, window = studio.session, studio.window
    with watched() as ledger:
        session.open([photo])
        qtbot.waitUntil(
            lambda: session.found is not None and session.activity is None, timeout=60_000
        )
        window.go_to(Place.YOU)
        window.go_to(Place.AVATARS)
        page = window.page(Place.AVATARS)
        assert isinstance(page, AvatarsPage)
        for value in range(5, 60, 5):
            page.mix.row("strength").slider.setValue(value)
        qtbot.waitUntil(lambda: session.mixer.is_drawn, timeout=60_000)
        page.toggle_star()
        session.undo_stack.undo()
        window.go_to(Place.FINISH)
        finish = window.page(Place.FINISH)
        assert isinstance(finish, FinishPage)
        finish.panel.preset_button("discord-avatar").click()
        qtbot.waitUntil(lambda: studio.finisher.is_drawn, timeout=60_000)
        with qtbot.waitSignal(studio.finisher.exported, timeout=60_000):
            studio.finisher.export(tmp_path / "avatar.png")
        qtbot.waitUntil(lambda: studio.keeper.is_kept, timeout=60_000)
    assert not ledger.heavy
    assert 0 < ledger.largest_px <= _LARGEST_PX
    assert 0 < ledger.most_calls <= _MOST_CALLS, ledger.most_calls
