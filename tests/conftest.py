"""What every test gets: Qt without a screen, an empty home, and pictures to work on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

# Before any test module imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# A shell ignores Ctrl-C for what it starts in the background, and children inherit that; the tests
# that press Ctrl-C want it to arrive wherever they run.
signal.signal(signal.SIGINT, signal.default_int_handler)

CHECKOUT = Path(__file__).resolve().parent.parent

HOME_VARIABLES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    # platformdirs asks Windows itself unless these are set.
    "WIN_PD_OVERRIDE_APPDATA",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA",
)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no test reads or changes a person's settings, styles or caches."""
    folder = tmp_path_factory.mktemp("home")
    for variable in HOME_VARIABLES:
        place = folder if variable in ("HOME", "USERPROFILE") else folder / variable.lower()
        monkeypatch.setenv(variable, str(place))
    return folder


@pytest.fixture(scope="session")
def sample_photo() -> Path:
    """A photograph of one person that comes with the program, 512 x 512."""
    return CHECKOUT / "resources" / "samples" / "astronaut.jpg"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The training pictures beside the checkout; they are not part of the project."""
    folder = CHECKOUT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the training pictures are not on this computer")
    return folder
