"""Untrained models of a few kilobytes, for tests that want the real engine but no real pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.detect import Face
from avatarstudio.nets.catalog import ModelCard, ModelKind
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import EncoderSpec, FeatureSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import block_prefix, tuned_tensors
from avatarstudio.nets.weights import save_model, write_manifest

GENERATOR = GeneratorSpec(
    resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
)
ENCODER = EncoderSpec(resolution=32, w_dim=16, channel_base=128, channel_max=16)
FEATURES = FeatureSpec(resolution=32, blocks=2, channel_base=128, channel_max=16)
TUNED_BLOCKS = 2


def make_tiny_catalog(folder: Path, *, quality: str = "full", styles: int = 1) -> Path:
    """Write a generator, styles over it, an encoder, a perceptual net and their manifest.

    The weights are random but the same each time.

    Args:
        folder: Where to; made if need be.
        quality: The cards' quality, `full` or `preview`.
        styles: How many styles.

    Returns:
        The folder.
    """
    with torch.random.fork_rng():
        torch.manual_seed(1)
        base = Generator(GENERATOR)
        generator = save_model(
            ModelCard(
                id="tiny-human",
                kind=ModelKind.GENERATOR,
                title="Tiny human",
                file="generator.safetensors",
                folder=folder,
                spec=GENERATOR.to_dict(),
                quality=quality,
            ),
            base.state_dict(),
        )
        cards = [generator]
        for number in range(styles):
            torch.manual_seed(2 + number)
            tuned = _with_other_ends(base)
            cards.append(
                save_model(
                    ModelCard(
                        id=f"tiny-anime-{number}",
                        kind=ModelKind.STYLE,
                        title=f"Tiny anime {number}",
                        file=f"style-{number}.safetensors",
                        folder=folder,
                        base=generator.id,
                        base_sha256=generator.sha256,
                        tuned_blocks=TUNED_BLOCKS,
                        quality=quality,
                    ),
                    tuned_tensors(base, tuned, blocks=TUNED_BLOCKS),
                )
            )
        cards.append(
            save_model(
                ModelCard(
                    id="tiny-encoder",
                    kind=ModelKind.ENCODER,
                    title="Tiny encoder",
                    file="encoder.safetensors",
                    folder=folder,
                    spec=ENCODER.to_dict(),
                    base=generator.id,
                    base_sha256=generator.sha256,
                ),
                Encoder(ENCODER).state_dict(),
            )
        )
        cards.append(
            save_model(
                ModelCard(
                    id="tiny-features",
                    kind=ModelKind.PERCEPTUAL,
                    title="Tiny features",
                    file="features.safetensors",
                    folder=folder,
                    spec=FEATURES.to_dict(),
                ),
                FeatureNet(FEATURES).state_dict(),
            )
        )
    write_manifest(folder, cards)
    return folder


def _with_other_ends(base: Generator) -> Generator:
    """A generator whose last blocks are new and whose front is the base's, as FreezeG makes it."""
    child = Generator(GENERATOR)
    front = len(GENERATOR.block_resolutions) - TUNED_BLOCKS
    own = tuple(block_prefix(front + number) for number in range(TUNED_BLOCKS))
    state = child.state_dict()
    shared = {name: value for name, value in base.state_dict().items() if not name.startswith(own)}
    child.load_state_dict(state | shared)
    return child


def tiny_photo(*, width: int = 160, height: int = 120) -> RgbImage:
    """A colourful picture without meaning."""
    noise = np.random.default_rng(5).integers(0, 256, (height // 8, width // 8, 3), dtype=np.uint8)
    return np.kron(noise, np.ones((8, 8, 1), dtype=np.uint8))


def frontal_face(*, x: float, y: float, size: float) -> Face:
    """A face that looks straight ahead, as a detector would report it.

    Args:
        x: Middle of its box, photo pixels.
        y: Middle of its box, photo pixels.
        size: Side of its box, photo pixels.
    """
    landmarks: FloatArray = np.zeros((68, 2))
    landmarks[36:42] = (-0.2, -0.2)
    landmarks[42:48] = (0.2, -0.2)
    landmarks[48] = (-0.15, 0.25)
    landmarks[54] = (0.15, 0.25)
    half = size / 2
    return Face(
        box=(round(x - half), round(y - half), round(x + half), round(y + half)),
        landmarks=landmarks * size + (x, y),
        score=2.0,
    )


class FakeDetector:
    """Finds whatever faces it is told to."""

    def __init__(self, *faces: Face) -> None:
        self.faces = faces

    def detect(self, photo: RgbImage) -> tuple[Face, ...]:
        return self.faces

    def glance(self, photo: RgbImage, *, expected_px: float | None = None) -> Face | None:
        # Its faces do not move with a cutting.
        return self.faces[0] if self.faces and expected_px is None else None
