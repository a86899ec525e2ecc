"""The engine's short way, against the long one that it stands for."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatarstudio.avatars.colours import measure_shift
from avatarstudio.avatars.first_wall import FADE, PHOTO_COLOURS, TRUNCATION, first_blocks
from avatarstudio.avatars.recipe import Recipe
from avatarstudio.core.errors import WeightsMissingError
from avatarstudio.core.progress import NullProgress
from avatarstudio.inversion.config import Quality
from avatarstudio.nets.catalog import MANIFEST, Catalog
from avatarstudio.pipeline import Engine
from tests.tiny_models import make_tiny_catalog, tiny_photo


def test_an_instant_avatar_is_the_one_of_the_instant_quality(tmp_path: Path) -> None:
    engine = Engine(Catalog.read(make_tiny_catalog(tmp_path, styles=2)), device="cpu")
    portrait = tiny_photo(width=64, height=64)
    drawn = {}
    for style_id in ("tiny-anime-0", "tiny-anime-1"):
        drawn[style_id] = engine.instant(portrait, style_id=style_id)
        inversion = engine.invert(
            portrait, style_id=style_id, quality=Quality.INSTANT, seed=0, progress=NullProgress()
        )
        renderer = engine.renderer(engine.latents(inversion, style_id=style_id))
        first = Recipe(truncation=TRUNCATION, use_blocks=first_blocks(2), fade=FADE)
        plain = renderer.render(first).picture
        # The photo itself lends its colours here, and the generator's copy of it there.
        small = np.asarray(Image.fromarray(portrait).resize(plain.shape[:2], Image.Resampling.BOX))
        coloured = measure_shift(plain, small).apply(plain, amount=PHOTO_COLOURS)
        assert np.abs(drawn[style_id].astype(int) - coloured).mean() < 3
        assert np.abs(drawn[style_id].astype(int) - plain).mean() > 10
    assert (drawn["tiny-anime-0"] != drawn["tiny-anime-1"]).any()


def test_without_an_encoder_there_is_no_instant_avatar(tmp_path: Path) -> None:
    manifest = make_tiny_catalog(tmp_path) / MANIFEST
    content = json.loads(manifest.read_text())
    content["models"] = [card for card in content["models"] if card["kind"] != "encoder"]
    manifest.write_text(json.dumps(content))
    engine = Engine(Catalog.read(tmp_path), device="cpu")
    with pytest.raises(WeightsMissingError, match="encoder"):
        engine.instant(tiny_photo(width=64, height=64))
