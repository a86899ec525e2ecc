"""Faces that the tests draw themselves: an oval, two eyes, a mouth, hair; any number, any size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch import Tensor

from avatarstudio.training.data import PictureSet

_OVERSAMPLING = 4


@dataclass(frozen=True, slots=True)
class FaceSketch:
    """One person: what stays the same between a portrait and a drawing of it.

    All lengths are shares of the picture's width.
    """

    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    background: tuple[int, int, int]
    x: float
    y: float
    width: float
    height: float
    eye_gap: float
    eye_size: float
    turn: float
    mouth: float
    fringe: float


def sketch(rng: np.random.Generator) -> FaceSketch:
    def colour(low: int, high: int) -> tuple[int, int, int]:
        r, g, b = (int(v) for v in rng.integers(low, high, size=3))
        return r, g, b

    shade = float(rng.uniform(0.45, 1.0))
    return FaceSketch(
        skin=(int(240 * shade), int(200 * shade), int(170 * shade)),
        hair=colour(0, 160),
        background=colour(60, 256),
        x=float(rng.uniform(0.44, 0.56)),
        y=float(rng.uniform(0.50, 0.58)),
        width=float(rng.uniform(0.22, 0.32)),
        height=float(rng.uniform(0.28, 0.38)),
        eye_gap=float(rng.uniform(0.09, 0.13)),
        eye_size=float(rng.uniform(0.03, 0.05)),
        turn=float(rng.uniform(-0.07, 0.07)),
        mouth=float(rng.uniform(0.04, 0.12)),
        fringe=float(rng.uniform(0.05, 0.18)),
    )


def aligned(face: FaceSketch) -> FaceSketch:
    """The same person in the framing of aligned portraits, with a little play."""
    return replace(
        face,
        x=0.5 + (face.x - 0.5) / 4,
        y=0.47 + (face.y - 0.54) / 2,
        turn=face.turn / 4,
        eye_gap=0.13 + (face.eye_gap - 0.11) / 2,
    )


def draw(face: FaceSketch, size: int, *, drawing: bool = False) -> Image.Image:
    """Draw a person, as a photograph or in large-eyed flat colours."""
    full = size * _OVERSAMPLING
    image = Image.new("RGB", (full, full), face.background)
    pen = ImageDraw.Draw(image)

    def oval(x: float, y: float, rx: float, ry: float, fill: tuple[int, int, int]) -> None:
        box = [(x - rx) * full, (y - ry) * full, (x + rx) * full, (y + ry) * full]
        pen.ellipse(box, fill=fill)

    hair = face.hair
    skin = face.skin
    if drawing:
        hair = (255 - hair[0], hair[1], 255 - hair[2] // 2)
        skin = (255, 235, 220)
    oval(face.x, face.y - face.fringe / 2, face.width * 1.25, face.height * 1.2, hair)
    oval(face.x, face.y + face.fringe / 3, face.width, face.height, skin)
    eye = face.eye_size * (1.7 if drawing else 1.0)
    for side in (-1, 1):
        centre = face.x + face.turn + side * face.eye_gap
        oval(centre, face.y, eye, eye * (1.2 if drawing else 0.7), (250, 250, 250))
        oval(centre, face.y, eye * 0.55, eye * 0.6, (30, 30, 60))
    oval(face.x + face.turn, face.y + face.height * 0.6, face.mouth, 0.02, (170, 60, 60))
    return image.resize((size, size), Image.Resampling.BOX)


def face_images(
    count: int, size: int, *, seed: int = 0, drawing: bool = False
) -> list[Image.Image]:
    """The same seed gives the same people as photographs and as drawings."""
    rng = np.random.default_rng(seed)
    return [draw(sketch(rng), size, drawing=drawing) for _ in range(count)]


def face_set(count: int, size: int, *, seed: int = 0, drawing: bool = False) -> PictureSet:
    images = face_images(count, size, seed=seed, drawing=drawing)
    stack = np.stack([np.asarray(image) for image in images])
    pictures: Tensor = torch.from_numpy(stack).permute(0, 3, 1, 2).contiguous()
    return PictureSet(pictures=pictures, weights=torch.ones(count))


def write_faces(
    folder: Path, count: int, size: int, *, seed: int = 0, drawing: bool = False
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(face_images(count, size, seed=seed, drawing=drawing)):
        image.save(folder / f"face-{index:04d}.png")
    return folder
