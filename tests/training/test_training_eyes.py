from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import aligned, draw, sketch
from PIL import Image

from avatarstudio.faces.eyes import PLACES, EyeFinder
from avatarstudio.training.data import DataSource, load_pictures
from avatarstudio.training.framing import eyes_in_place, framed, joined, placed

SIZE = 128


def _faces(count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Drawings, and where their eyes are, (N, 2, 2)."""
    rng = np.random.default_rng(seed)
    people = [aligned(sketch(rng)) for _ in range(count)]
    pictures = [np.asarray(draw(face, SIZE, drawing=True)) for face in people]
    eyes = [
        [(face.x + face.turn + side * face.eye_gap, face.y) for side in (-1, 1)] for face in people
    ]
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2), torch.tensor(eyes)


@pytest.fixture(scope="module")
def finder() -> EyeFinder:
    return EyeFinder(_faces(200, seed=0)[0])


def test_eyes_are_found_where_they_were_drawn(finder: EyeFinder) -> None:
    pictures, places = _faces(100, seed=1)
    eyes = finder.find(pictures)
    assert eyes.present.all(dim=1).float().mean() > 0.9
    near = (eyes.places - places).norm(dim=2) < 0.05
    assert near.all(dim=1).float().mean() > 0.9


def test_faces_without_eyes_have_none(finder: EyeFinder) -> None:
    pictures, _ = _faces(100, seed=2)
    blank = pictures.float()
    blank[:, :, 32:96] = blank[:, :, 84:96].mean(dim=(2, 3), keepdim=True)
    noise = torch.randn(blank.shape, generator=torch.Generator().manual_seed(0))
    blank = (blank + 2 * noise).clamp(0, 255).to(torch.uint8)
    assert finder.find(blank).present.any(dim=1).float().mean() < 0.1


def test_pictures_are_moved_until_their_eyes_lie_where_portraits_have_theirs(
    finder: EyeFinder,
) -> None:
    pictures, _ = _faces(60, seed=3)
    before = finder.find(pictures)
    moves = eyes_in_place(before)
    moved = np.stack(
        [
            framed(Image.fromarray(picture.permute(1, 2, 0).numpy()), move, SIZE)
            for picture, move in zip(pictures, moves, strict=True)
        ]
    )
    after = finder.find(torch.from_numpy(moved[..., :3]).permute(0, 3, 1, 2))
    wanted = torch.tensor(PLACES)
    known = before.present.all(dim=1) & after.present.all(dim=1)
    error = [(eyes.places - wanted).norm(dim=2)[known].mean() for eyes in (before, after)]
    assert known.sum() > 40
    assert error[1] < 0.5 * error[0]


def test_two_similarities_join_in_their_order() -> None:
    first, then = placed(scale=0.5, shift=0.0), placed(scale=1.0, shift=0.25)
    corner = joined(first, then) @ np.array([0, 0, 1.0])
    assert corner.tolist() == [0.25, 0.5]


def test_the_option_reaches_the_pictures(tmp_path: Path) -> None:
    pictures, _ = _faces(40, seed=4)
    for number, picture in enumerate(pictures):
        Image.fromarray(picture.permute(1, 2, 0).numpy()).save(tmp_path / f"{number:02d}.png")
    plain, moved = (
        load_pictures([DataSource.parse(f"{tmp_path}{option}")], resolution=SIZE).pictures
        for option in ("", ",eyes=1")
    )
    assert torch.equal(plain, pictures)
    spread = [pictures.float().std(dim=0)[:, 52:68, 32:96].mean() for pictures in (plain, moved)]
    assert spread[1] < spread[0]
