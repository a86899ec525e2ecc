"""Saved work: the file, the autosave, and what a crash leaves behind."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from avatarstudio.avatars.recipe import Appearance, Recipe
from avatarstudio.core.errors import AvatarStudioError, ExportError, PhotoUnreadableError
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.studio import work_file
from avatarstudio.studio.values import Notice, NoticeKind, Work
from avatarstudio.studio.work_file import WorkPacker, read_work
from avatarstudio.studio.work_keeper import WorkKeeper
from tests.qt_support import Bench, MakeBench, equal
from tests.tiny_models import frontal_face, tiny_photo

FACE = frontal_face(x=80, y=60, size=50)


@pytest.fixture
def filled(bench: Bench, photo_file: Path) -> Bench:
    bench.open(photo_file)
    bench.session.wall.toggle_star(2)
    mixer = bench.session.mixer
    assert mixer.mix is not None
    mixer.edit(replace(mixer.mix.recipe, strength=0.25), text="strength")
    bench.qtbot.waitUntil(lambda: mixer.is_drawn)
    return bench


@pytest.fixture
def saved(filled: Bench, tmp_path: Path) -> Path:
    path = tmp_path / "someone.avatar"
    path.write_bytes(WorkPacker().pack(work_of(filled)))
    return path


def work_of(bench: Bench) -> Work:
    work = bench.session.work()
    assert work is not None
    return work


def test_a_work_comes_back_as_it_was(filled: Bench, tmp_path: Path) -> None:
    before = work_of(filled)
    before = replace(
        before,
        cutting=replace(before.cutting, mouth=MouthShape.OPEN),
        found=replace(before.found, appearance=Appearance(short_hair=0.7, beard=0.5)),
    )
    saved = tmp_path / "open.avatar"
    saved.write_bytes(WorkPacker().pack(before))
    after = read_work(saved)
    assert after.cutting.mouth is MouthShape.OPEN
    assert after.found.appearance == Appearance(short_hair=0.7, beard=0.5)
    assert after.mix == before.mix
    assert after.cutting.crop == before.cutting.crop
    assert equal(after.cutting.portrait, before.cutting.portrait)
    assert equal(after.found.avatar, before.found.avatar)
    assert torch.equal(after.found.latents.z1, before.found.latents.z1)
    assert torch.equal(after.found.latents.z2, before.found.latents.z2)
    assert after.found.anatomy == before.found.anatomy
    assert after.found.quality is before.found.quality
    facts = [(t.id, t.recipe, t.starred) for t in before.tiles]
    assert [(t.id, t.recipe, t.starred) for t in after.tiles] == facts


def test_an_opened_work_is_drawn_to_the_same_pictures(
    filled: Bench, saved: Path, make_bench: MakeBench
) -> None:
    other = make_bench(FACE)
    other.open(saved)
    pairs = zip(work_of(filled).tiles, work_of(other).tiles, strict=True)
    assert all(equal(before.picture, after.picture) for before, after in pairs)
    other.qtbot.waitUntil(lambda: other.session.mixer.is_drawn)
    assert filled.session.mixer.picture is not None
    assert other.session.mixer.picture is not None
    assert equal(other.session.mixer.picture, filled.session.mixer.picture)
    wall = other.session.wall
    assert other.session.mixer.mix is not None
    wall.throw_dice(other.session.mixer.mix.recipe, locks=frozenset())
    other.idle()
    assert len({tile.id for tile in wall.model.tiles}) == 36


def test_each_file_encodes_only_what_the_last_one_did_not_hold(
    filled: Bench, photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[RgbImage] = []

    def note(picture: RgbImage, form: work_file._Form) -> bytes:
        encoded.append(picture)
        return encode(picture, form)

    encode = work_file._encode
    monkeypatch.setattr(work_file, "_encode", note)
    packer, wall = WorkPacker(), filled.session.wall
    packer.pack(work_of(filled))
    assert len(encoded) == len(wall.model.tiles) + 5  # the photo, the portrait, three found ones
    encoded.clear()
    wall.toggle_star(3)
    wall.keep(Recipe(mix_seed=99), tiny_photo(width=256, height=256))
    data = packer.pack(work_of(filled))
    [new] = encoded
    assert new is wall.model.tiles[-1].picture
    anew = WorkPacker().pack(work_of(filled))
    assert parts(data) == parts(anew)
    filled.open(photo_file)
    encoded.clear()
    packer.pack(work_of(filled))
    assert len(encoded) == len(wall.model.tiles) + 5
    assert len(packer._encoded) == len(encoded), "the former work is forgotten"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_file_names_no_place_of_the_computer(saved: Path, photo_file: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        text = archive.read("work.json").decode()
    assert str(photo_file.parent) not in text
    assert json.loads(text)["photo"] == photo_file.name


def test_a_cut_file_is_refused_in_a_sentence(saved: Path) -> None:
    data = saved.read_bytes()
    for share in (0.0, 0.2, 0.9):
        saved.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(PhotoUnreadableError):
            read_work(saved)
    saved.unlink()
    with pytest.raises(PhotoUnreadableError):
        read_work(saved)


@pytest.mark.parametrize("missing", ["work.json", "photo.jpg", "latents.safetensors"])
def test_a_file_that_lacks_a_part_is_refused(saved: Path, missing: str) -> None:
    rewrite(saved, {missing: None})
    with pytest.raises(PhotoUnreadableError):
        read_work(saved)


@pytest.mark.parametrize(
    "part", [{"work.json": b"[]"}, {"photo.jpg": b"GIF89a"}, {"latents.safetensors": b"zzz"}]
)
def test_a_file_with_nonsense_inside_is_refused(saved: Path, part: dict[str, bytes]) -> None:
    rewrite(saved, dict(part))
    with pytest.raises(AvatarStudioError):
        read_work(saved)


def rewrite(path: Path, parts: dict[str, bytes | None]) -> None:
    """Replace parts of a zip, or drop them."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content |= {name: data for name, data in parts.items() if data is not None}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            if parts.get(name, b"") is not None:
                archive.writestr(name, data)


class Kept:
    """A keeper on a bench, as one run of the program."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench = bench
        self.notices: list[Notice] = []
        bench.session.noticed.connect(self.notices.append)
        self.keeper = WorkKeeper(bench.session, bench.runner, folder)

    def wait_for_file(self, path: Path) -> None:
        self.bench.qtbot.waitUntil(lambda: path.exists() and self.keeper.is_kept, timeout=10_000)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avatarstudio.studio.work_keeper._QUIET_MS", 1)


def test_work_is_kept_by_itself_and_a_clean_end_is_no_crash(
    quick: None, make_bench: MakeBench, photo_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "works"
    run = Kept(make_bench(FACE), folder)
    run.bench.open(photo_file)
    run.wait_for_file(folder / "1" / "unfinished.avatar")
    run.bench.session.wall.toggle_star(7)
    run.keeper.finish()
    assert not (folder / "1" / "unfinished.avatar").exists()

    later = Kept(make_bench(FACE), folder)
    assert not later.keeper.crashed
    later.keeper.reopen()
    later.bench.idle()
    assert later.keeper.left_over is None
    # The star was given less than the quiet time before the end.
    assert later.bench.session.wall.model.tiles[7].starred
    later.keeper.finish()


def test_after_a_crash_the_work_is_offered(
    quick: None, make_bench: MakeBench, photo_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "works"
    run = Kept(make_bench(FACE), folder)
    run.bench.open(photo_file)
    run.wait_for_file(folder / "1" / "unfinished.avatar")
    # A crash ends the lock with the program; here the lock's owner must let go of it.
    run.keeper._timer.stop()
    run.keeper._lock.unlock()  # type: ignore[union-attr]

    later = Kept(make_bench(FACE), folder)
    assert later.keeper.crashed
    later.keeper.reopen()
    later.bench.idle()
    assert len(later.bench.session.wall.model.tiles) == 24
    later.keeper.finish()


def test_two_programs_at_once_keep_apart(make_bench: MakeBench, tmp_path: Path) -> None:
    first = Kept(make_bench(FACE), tmp_path)
    second = Kept(make_bench(FACE), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"1", "2"}
    for run in (first, second):
        run.keeper.finish()


def test_a_full_disk_is_told_once_and_loses_nothing(
    quick: None,
    make_bench: MakeBench,
    photo_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise ExportError(path=path, reason="no space left on device")

    run = Kept(make_bench(FACE), tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("avatarstudio.studio.work_keeper.write_atomically", full)
        patch.setattr("avatarstudio.studio.work_keeper._RETRY_MS", 50)
        run.bench.open(photo_file)
        run.bench.qtbot.waitUntil(lambda: bool(run.notices), timeout=10_000)
        for number in range(3):
            run.bench.session.wall.toggle_star(number)
            run.bench.qtbot.wait(20)
        run.bench.qtbot.waitUntil(lambda: not run.keeper.is_kept, timeout=10_000)
        assert run.notices == [Notice(NoticeKind.AUTOSAVE_FAILED)]
        assert len(run.bench.session.wall.model.tiles) == 24
    run.keeper.save(tmp_path / "mine.avatar")
    run.wait_for_file(tmp_path / "mine.avatar")
    run.bench.qtbot.waitUntil(lambda: len(run.notices) == 2)
    assert run.notices[-1] == Notice(NoticeKind.SAVED, name="mine.avatar")
    run.keeper.finish()
