from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import face_set, write_faces
from PIL import Image

from avatarstudio.core.errors import PhotoUnreadableError, UsageError
from avatarstudio.training.data import (
    DataSource,
    PictureSet,
    TooFewPicturesError,
    load_pictures,
    picture_names,
)


def test_a_source_reads_what_it_writes() -> None:
    source = DataSource.parse("faces/a b,weight=2,hold_out=3,scale=0.95,shift=14")
    assert source == DataSource(Path("faces/a b"), weight=2, hold_out=3, scale=0.95, shift=14)
    assert DataSource.parse(str(source)) == source
    assert str(DataSource(Path("x"))) == "x"
    with pytest.raises(ValueError, match="unknown option"):
        DataSource.parse("x,size=3")


def _tar(folder: Path, target: Path, names: list[str]) -> None:
    with tarfile.open(target, "w") as tar:
        for name in names:
            tar.add(folder / name, arcname=name)


def test_folders_tars_and_shards_give_the_same_pictures(tmp_path: Path) -> None:
    folder = write_faces(tmp_path / "faces", 6, 16)
    (folder / "._face-0000.png").write_bytes(b"what macOS leaves in archives")
    names = sorted(f.name for f in folder.iterdir() if not f.name.startswith("."))
    _tar(folder, tmp_path / "all.tar", [*reversed(names), "._face-0000.png"])
    shards = tmp_path / "shards"
    shards.mkdir()
    _tar(folder, shards / "pictures-000.tar", names[:4])
    _tar(folder, shards / "pictures-001.tar", names[4:])
    wanted = face_set(6, 16).pictures
    for path in (folder, tmp_path / "all.tar", shards):
        source = DataSource(path)
        assert torch.equal(load_pictures([source], resolution=16).pictures, wanted)
        assert picture_names(source) == names


def test_held_out_pictures_are_the_last_by_name(tmp_path: Path) -> None:
    source = DataSource(write_faces(tmp_path, 6, 16), hold_out=2)
    wanted = face_set(6, 16).pictures
    assert torch.equal(load_pictures([source], resolution=16).pictures, wanted[:4])
    held_out = load_pictures([source], resolution=16, held_out=True)
    assert torch.equal(held_out.pictures, wanted[4:])


def test_a_shift_moves_pictures_down_and_their_edge_goes_on(tmp_path: Path) -> None:
    rows = np.arange(32, dtype=np.uint8).repeat(32 * 3).reshape(32, 32, 3)
    Image.fromarray(rows).save(tmp_path / "rows.png")
    source = DataSource(tmp_path, shift=16)  # of 256: two pixels of 32
    (picture,) = load_pictures([source], resolution=32).pictures
    assert picture[0, :, 0].tolist() == [0, 0, *range(30)]


def test_a_drawn_picture_comes_with_what_it_fills(tmp_path: Path) -> None:
    write_faces(tmp_path / "faces", 6, 32)
    whole = load_pictures([DataSource(tmp_path / "faces")], resolution=32)
    assert whole.draw_inside(2, generator=torch.Generator().manual_seed(0))[1] is None
    placed = load_pictures([DataSource(tmp_path / "faces", scale=0.5, shift=64)], resolution=32)
    pictures, inside = placed.draw_inside(8, generator=torch.Generator().manual_seed(0))
    assert inside is not None
    expected = torch.zeros(32, 32, dtype=torch.bool)
    expected[16:, 8:24] = True
    assert torch.equal(inside, expected.expand(8, 1, 32, 32))
    same = placed.draw(8, generator=torch.Generator().manual_seed(0))
    assert torch.equal(pictures, same)


def test_a_mirrored_picture_fills_the_mirrored_place() -> None:
    pictures = torch.zeros(1, 3, 4, 4, dtype=torch.uint8)
    pictures[..., :1] = 255
    inside = (pictures == 255)[:, :1]
    drawn, filled = PictureSet(pictures, torch.ones(1), inside).draw_inside(
        20, generator=torch.Generator().manual_seed(0)
    )
    assert filled is not None
    assert torch.equal(filled, drawn[:, :1] > 0)
    assert 0 < filled[:, :, :, 0].float().mean() < 1


def test_too_few_pictures_name_the_minimum(tmp_path: Path) -> None:
    source = DataSource(write_faces(tmp_path, 3, 16))
    with pytest.raises(TooFewPicturesError, match=r"gives 3 pictures but at least 16 are needed"):
        load_pictures([source], resolution=16, minimum=16)


def test_a_damaged_or_oblong_picture_is_named(tmp_path: Path) -> None:
    folder = write_faces(tmp_path, 2, 16)
    (folder / "broken.png").write_bytes((folder / "face-0000.png").read_bytes()[:100])
    with pytest.raises(PhotoUnreadableError, match=r"broken\.png"):
        load_pictures([DataSource(folder)], resolution=16)
    Image.new("RGB", (20, 16)).save(folder / "broken.png")
    with pytest.raises(PhotoUnreadableError, match="not square"):
        load_pictures([DataSource(folder)], resolution=16)


def test_a_place_without_pictures_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "text.tar").write_text("no archive")
    for path in (tmp_path / "nothing", tmp_path / "text.tar"):
        with pytest.raises(UsageError, match="cannot be read"):
            load_pictures([DataSource(path)], resolution=16)


def test_drawn_pictures_follow_the_weights() -> None:
    pictures = face_set(2, 16)
    pictures.weights[1] = 0
    batch = pictures.draw(8, generator=torch.Generator().manual_seed(0))
    first = pictures.pictures[0].float() / 127.5 - 1
    assert all(torch.equal(b, first) or torch.equal(b, first.flip(2)) for b in batch)
