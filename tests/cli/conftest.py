from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny_models import make_tiny_catalog


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of untrained models."""
    return make_tiny_catalog(tmp_path_factory.mktemp("weights"))


@pytest.fixture(autouse=True)
def tiny_weights(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program find those in the place of its own."""
    for module in ("cli.make", "cli.about", "cli.batch", "cli.bring"):
        monkeypatch.setattr(f"avatarstudio.{module}.weights_dir", lambda: weights)
