from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import face_images, write_faces
from PIL import Image, ImageFilter

from avatarstudio.core.images import RgbImage
from avatarstudio.faces.detect import Face
from avatarstudio.nets.carn import Carn
from avatarstudio.nets.specs import UpscalerSpec
from avatarstudio.training.cli import main
from avatarstudio.training.crop_sources import (
    Crop,
    Rejected,
    crop_drawing,
    crop_faces,
    resize_by_lanczos,
    resize_by_network,
)
from avatarstudio.training.data import DataSource, load_pictures
from avatarstudio.training.duplicates import LookIndex, look_of
from avatarstudio.training.prepare import (
    NothingKeptError,
    Preparation,
    PrepareConfig,
    is_grey,
    source_pictures,
)

SIZE = 64


def _prepare(*arguments: object) -> int:
    return main(["prepare", *(str(a) for a in arguments)])


def _report(out: Path) -> dict[str, object]:
    report: dict[str, object] = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return report


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Twelve good drawings and one of everything that a set must leave out."""
    folder = write_faces(tmp_path / "collected", 12, 80)
    deep = folder / "sub folder"
    deep.mkdir()
    first = Image.open(folder / "face-0000.png")
    (deep / "copy.png").write_bytes((folder / "face-0001.png").read_bytes())
    first.resize((72, 72)).save(deep / "resaved.jpg", quality=80)
    first.convert("L").save(deep / "grey.png")
    first.resize((20, 20)).save(deep / "tiny.png")
    (deep / "broken.png").write_bytes((folder / "face-0002.png").read_bytes()[:200])
    (deep / "notes.txt").write_text("no picture")
    (folder / ".hidden.png").write_bytes(b"")
    return folder


def test_a_folder_becomes_shards_and_a_report(collection: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    assert _prepare(collection, "--out", out, "--size", SIZE, "--min-size", 32) == 0
    report = _report(out)
    assert (report["sources"], report["kept"]) == (18, 12)
    dropped = report["dropped"]
    assert isinstance(dropped, dict)
    assert dropped["it is an exact duplicate"] == 1
    assert dropped["it is a near duplicate"] == 1
    assert dropped["it is greyscale"] == 1
    assert dropped["it is smaller than 32 px"] == 1
    assert sum(dropped.values()) == 6
    text = (out / "report.txt").read_text(encoding="utf-8")
    assert text.startswith("Kept 12 pictures of 18 files.\n")
    assert "sub folder/tiny.png" in text
    with Image.open(out / "contact-sheet.png") as sheet:
        assert sheet.size == (8 * 96, 2 * 96)
    pictures = load_pictures([DataSource(out)], resolution=SIZE).pictures
    assert pictures.shape == (12, 3, SIZE, SIZE)
    wanted = np.asarray(face_images(1, 80)[0].resize((SIZE, SIZE), Image.Resampling.LANCZOS))
    assert np.abs(pictures[0].permute(1, 2, 0).numpy().astype(int) - wanted).mean() < 4


def test_an_archive_is_read_like_a_folder(collection: Path, tmp_path: Path) -> None:
    archive = tmp_path / "collected.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for file in sorted(collection.rglob("*.png")):
            target.write(file, file.relative_to(collection).as_posix())
        target.writestr("__MACOSX/._face-0000.png", b"")
    names = [name for name, _ in source_pictures(archive)]
    assert names[:2] == ["face-0000.png", "face-0001.png"]
    assert len(names) == 16
    out = tmp_path / "set"
    assert _prepare(archive, "--out", out, "--size", SIZE, "--min-size", 32) == 0
    assert _report(out)["kept"] == 12
    (tmp_path / "text.zip").write_text("no archive")
    assert _prepare(tmp_path / "text.zip", "--out", tmp_path / "other") == 2


def _preparation(out: Path, **options: object) -> Preparation:
    config = PrepareConfig(size=SIZE, min_size=32, **options)
    return Preparation(
        out,
        config,
        cropper=lambda image: [crop_drawing(image, Crop.CENTRE)],
        resize=resize_by_lanczos,
    )


def test_an_interrupted_preparation_goes_on(collection: Path, tmp_path: Path) -> None:
    whole = _preparation(tmp_path / "whole")
    for name, read in source_pictures(collection):
        whole.take(name, read)
    wanted = whole.finish(shard_bytes=2**20)

    first = _preparation(tmp_path / "set")
    pictures = list(source_pictures(collection))
    for name, read in pictures[:7]:
        first.take(name, read)
    journal = tmp_path / "set" / "journal.jsonl"
    journal.write_text(journal.read_text()[:-25])  # killed while it wrote the seventh
    second = _preparation(tmp_path / "set")
    assert len(second.outcomes) == 6

    def never() -> bytes:
        raise AssertionError("a picture was read twice")

    for index, (name, read) in enumerate(pictures):
        second.take(name, never if index < 6 else read)
    assert len(_preparation(tmp_path / "set").outcomes) == len(pictures)
    found = second.finish(shard_bytes=2**20)
    assert found == wanted
    # Killed between packing and clearing up: nothing is packed twice.
    (tmp_path / "set" / "pictures").mkdir()
    face_images(1, SIZE)[0].save(tmp_path / "set" / "pictures" / "face-0000.png-0.webp")
    _preparation(tmp_path / "set").finish(shard_bytes=2**20)
    assert len(list((tmp_path / "set").glob("*.tar"))) == 1
    with tarfile.open(tmp_path / "set" / "pictures-000.tar") as tar:
        assert len(tar.getnames()) == 12


def test_a_finished_set_takes_more_into_further_shards(tmp_path: Path) -> None:
    for seed, out_of in ((0, "first"), (1, "second")):
        write_faces(tmp_path / out_of, 6, SIZE, seed=seed)
    out = tmp_path / "set"
    assert _prepare(tmp_path / "first", "--out", out, "--size", SIZE) == 0
    arguments = (tmp_path / "first", tmp_path / "second", "--out", out, "--size", SIZE)
    assert _prepare(*arguments) == 0
    assert sorted(f.name for f in out.glob("*.tar")) == ["pictures-000.tar", "pictures-001.tar"]
    assert len(load_pictures([DataSource(out)], resolution=SIZE).pictures) == 12
    assert _prepare(*arguments, "--quality", 50) == 2  # other options than the set was made with


def test_shards_stay_below_their_size(tmp_path: Path) -> None:
    write_faces(tmp_path / "faces", 12, SIZE)
    out = tmp_path / "set"
    limit = 20 * 1024
    mib = limit / 2**20
    assert _prepare(tmp_path / "faces", "--out", out, "--size", SIZE, "--shard-mib", mib) == 0
    shards = list(out.glob("*.tar"))
    assert len(shards) > 1
    assert all(shard.stat().st_size <= limit for shard in shards)
    assert len(load_pictures([DataSource(out)], resolution=SIZE).pictures) == 12


def _detect(photo: RgbImage) -> tuple[Face, ...]:
    """Knows one face per photo that is wider than high, and none in others."""
    height, width = photo.shape[:2]
    if width <= height:
        return ()
    landmarks = np.zeros((68, 2))
    x, y, s = width * 0.5, height * 0.5, height * 0.12
    landmarks[36:42] = (x - s, y)
    landmarks[42:48] = (x + s, y)
    landmarks[48:68] = (x, y + 2 * s)
    landmarks[48], landmarks[54] = (x - 0.6 * s, y + 2 * s), (x + 0.6 * s, y + 2 * s)
    return (Face(box=(0, 0, 10, 10), landmarks=landmarks, score=1.0),)


def test_faces_are_cut_at_their_own_resolution() -> None:
    photo = np.asarray(face_images(1, 300)[0])[:200]
    (portrait,) = crop_faces(photo, _detect)
    assert portrait.shape[0] == portrait.shape[1]
    assert 80 < portrait.shape[0] < 200
    with pytest.raises(Rejected, match="no face"):
        crop_faces(photo[:, :100], _detect)


def test_photos_without_faces_are_said_so_at_the_end(tmp_path: Path) -> None:
    folder = write_faces(tmp_path / "faces", 3, SIZE)
    preparation = Preparation(
        tmp_path / "set",
        PrepareConfig(size=SIZE, min_size=32),
        cropper=lambda photo: crop_faces(photo, _detect),
        resize=resize_by_lanczos,
    )
    for name, read in source_pictures(folder):
        preparation.take(name, read)
    with pytest.raises(NothingKeptError, match=r"None of 3 pictures .* no face was found"):
        preparation.finish(shard_bytes=2**20)


def test_drawings_are_cut_in_the_middle_or_kept_whole() -> None:
    image = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    assert np.array_equal(crop_drawing(image, Crop.CENTRE), image[:, 1:5])
    whole = crop_drawing(image, Crop.WHOLE)
    assert whole.shape == (6, 6, 3)
    assert np.array_equal(whole[1:5], image)
    assert np.array_equal(whole[0], image[0])
    high = image.transpose(1, 0, 2)
    assert np.array_equal(crop_drawing(high, Crop.WHOLE), whole.transpose(1, 0, 2))


def test_looks_survive_resaving_but_not_another_picture() -> None:
    index = LookIndex(tolerance=16)
    faces = face_images(80, 64)
    for number, face in enumerate(faces[:70]):
        index.add(look_of(face), str(number))
    changed = faces[5].resize((200, 200)).filter(ImageFilter.GaussianBlur(1))
    assert index.find(look_of(changed)) == "5"
    assert LookIndex(tolerance=16).find("00" * 80) is None
    exact = LookIndex(tolerance=-1)
    exact.add("05" * 80, "five")
    assert exact.find("05" * 80) is None


def test_grey_means_without_colour() -> None:
    face = face_images(1, 32)[0]
    assert not is_grey(np.asarray(face))
    assert is_grey(np.asarray(face.convert("L").convert("RGB")))


def test_a_network_enlarges_what_is_small_only() -> None:
    torch.manual_seed(0)
    model = Carn(UpscalerSpec(scale=2, width=8, blocks=1, units=1, tail=8)).requires_grad_(False)
    resize = resize_by_network(model)
    small = np.array(face_images(1, 24)[0])
    assert resize(small, 64).shape == (64, 64, 3)
    large = np.asarray(face_images(1, 80)[0])
    assert np.array_equal(resize(large, 64), resize_by_lanczos(large, 64))
