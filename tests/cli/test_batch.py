from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from avatarstudio.__main__ import main
from avatarstudio.cli.crew import LocalCrew, Outcome
from avatarstudio.cli.folder import Photo, find_photos
from avatarstudio.core.errors import ExportError
from tests.conftest import CHECKOUT

QUICK = ("--quality", "instant", "--size", "64")


@pytest.fixture
def people(sample_photo: Path, tmp_path: Path) -> Path:
    """Two photos of one person, one of two, one without a face and a file that is no photo."""
    folder = tmp_path / "people"
    (folder / "team").mkdir(parents=True)
    shutil.copy(sample_photo, folder / "ann.jpg")
    with Image.open(sample_photo) as image:
        image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / "team" / "bob.png")
        person = image.crop((110, 0, 350, 260))
    pair = Image.new("RGB", (480, 260))
    pair.paste(person, (0, 0))
    pair.paste(person, (240, 0))
    pair.save(folder / "team" / "pair.png")
    Image.fromarray(np.full((90, 90, 3), 128, dtype=np.uint8)).save(folder / "empty.png")
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no photo", encoding="utf-8")
    return folder


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main([*map(str, arguments), "--json"])
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return code, json.loads(out)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.slow
def test_each_photo_becomes_its_avatars_and_bad_files_stop_nothing(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    code, report = run_json(capsys, "batch", people, out, *QUICK)
    assert sorted(files_of(out)) == [
        "ann.png",
        "team/bob.png",
        "team/pair-face1.png",
        "team/pair-face2.png",
    ]
    assert report["made"] == {
        "ann.jpg": ["ann.png"],
        "team/bob.png": ["team/bob.png"],
        "team/pair.png": ["team/pair-face1.png", "team/pair-face2.png"],
    }
    assert {name: found["exit_code"] for name, found in report["failed"].items()} == {
        "broken.jpg": 4,
        "empty.png": 3,
    }
    assert code == report["exit_code"] == 4
    assert "face" in report["failed"]["empty.png"]["error"]

    # The avatars are those of create, to the byte.
    assert main(["create", str(people / "ann.jpg"), "-o", str(tmp_path / "a.png"), *QUICK]) == 0
    capsys.readouterr()
    assert (tmp_path / "a.png").read_bytes() == (out / "ann.png").read_bytes()

    # Again: only what is not there, of another photo or asked for otherwise.
    before = files_of(out)
    (out / "ann.png").unlink()
    os.utime(people / "team" / "bob.png", ns=(1, 1))
    _, report = run_json(capsys, "batch", people, out, *QUICK)
    assert set(report["made"]) == {"ann.jpg", "team/bob.png"}
    assert set(report["there"]) == {"team/pair.png"}
    assert files_of(out) == before
    _, report = run_json(capsys, "batch", people, out, *QUICK, "--face", 2)
    assert set(report["made"]) == {"team/pair.png"}
    assert report["made"]["team/pair.png"] == ["team/pair.png"]
    assert report["failed"]["ann.jpg"]["exit_code"] == 2


class Refuses(LocalCrew):
    """Must not be needed."""

    def __init__(self, *_: object, **__: object) -> None:
        raise AssertionError("there is nothing to do")


class Paints(LocalCrew):
    """Makes avatars without models."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def device(self) -> str:
        return "paint"

    def work(self, photos: Iterable[Photo]) -> Iterator[tuple[Photo, Outcome]]:
        for photo in photos:
            yield photo, ((b"first of " + photo.name.encode(), b"second"),)

    def close(self) -> None:
        pass


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Three files that are called photos, for a crew that does not look at them."""
    monkeypatch.setattr("avatarstudio.cli.batch.LocalCrew", Paints)
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (folder / name).write_bytes(name.encode())
    return folder


def test_what_is_there_is_not_made_again_and_no_model_is_loaded(
    painted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert main(["batch", str(painted), str(out), "--variants", "2"]) == 0
    assert "photos made: 3 (avatars: 6)" in capsys.readouterr().out
    monkeypatch.setattr("avatarstudio.cli.batch.LocalCrew", Refuses)
    assert main(["batch", str(painted), str(out), "--variants", "2"]) == 0
    assert "done before: 3" in capsys.readouterr().out


def test_a_torn_journal_costs_one_photo_only(
    painted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    run_json(capsys, "batch", painted, out)
    (journal,) = out.glob(".*.jsonl")
    journal.write_bytes(journal.read_bytes()[:-20])
    _, report = run_json(capsys, "batch", painted, out)
    assert (len(report["made"]), len(report["there"])) == (1, 2)
    _, report = run_json(capsys, "batch", painted, out)
    assert (len(report["made"]), len(report["there"])) == (0, 3)


def test_a_full_disk_stops_with_one_sentence(
    painted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    fsync = os.fsync
    calls = iter([False, False, True])

    def full(handle: int) -> None:
        if next(calls):
            raise OSError(errno.ENOSPC, "no space")
        fsync(handle)

    monkeypatch.setattr("os.fsync", full)
    code = main(["batch", str(painted), str(out), "--variants", "2", "--json"])
    captured = capsys.readouterr()
    assert code == json.loads(captured.out)["exit_code"] == ExportError.exit_code
    assert "the disk is full" in captured.err
    assert sorted(files_of(out)) == ["a-02.png", "a.png"]
    assert not list(out.rglob("*.part"))
    monkeypatch.setattr("os.fsync", fsync)
    _, report = run_json(capsys, "batch", painted, out, "--variants", "2")
    assert set(report["there"]) == {"a.jpg"}


def test_a_name_that_is_taken_by_a_folder_fails_alone(
    painted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / "b.png").mkdir(parents=True)
    code, report = run_json(capsys, "batch", painted, out)
    assert (code, set(report["made"])) == (7, {"a.jpg", "c.jpg"})
    assert "folder has that name" in report["failed"]["b.jpg"]["error"]


@pytest.mark.parametrize(
    ("names", "avatars"),
    [
        (["a.jpg", "b.PNG"], ["a.png", "b.png"]),
        (["a.jpg", "A.png", "a.webp"], ["A.png.png", "a.jpg.png", "a.webp.png"]),
        (["a.jpg", "a-02.jpg", "a-face1.jpg"], ["a-02.jpg.png", "a-face1.jpg.png", "a.png"]),
        (["a-02.jpg"], ["a-02.png"]),
        (["a.jpg", "a.png", "a.jpg.webp"], ["a.jpg.png", "a.jpg.webp.png", "a.png.png"]),
        ([".hidden.jpg", "a.txt", "._a.jpg"], []),
    ],
)
def test_no_two_photos_share_a_name_for_their_avatars(
    tmp_path: Path, names: list[str], avatars: list[str]
) -> None:
    (tmp_path / "out").mkdir()
    for name in [*names, "out/former.png"]:
        (tmp_path / name).touch()
    photos, errors = find_photos(tmp_path, but=tmp_path / "out")
    assert sorted(str(photo.avatar) for photo in photos) == avatars
    assert not errors


def test_folders_that_make_no_sense_are_refused(
    painted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(painted), str(painted)]) == 2
    assert main(["batch", str(tmp_path / "gone"), str(tmp_path / "out")]) == 4
    (tmp_path / "none").mkdir()
    assert main(["batch", str(tmp_path / "none"), str(tmp_path / "out")]) == 2
    (tmp_path / "file").touch()
    assert main(["batch", str(painted), str(tmp_path / "file")]) == 7
    errors = capsys.readouterr().err
    assert errors.count("avatarstudio: ") == 4
    assert "it is a file, not a folder" in errors
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_bad_option_is_told_before_the_first_photo(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", str(people), str(tmp_path / "out"), "--background", "blue"]) == 2
    assert "background" in capsys.readouterr().err


# A worker imports the program, too: so it tells when it begins, and dies where it shall.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from avatarstudio.__main__ import main
from avatarstudio.cli import batch, maker

load_photo = maker.load_photo

def tell(path):
    Path(__file__).with_name("started").touch()
    if path.name == "deadly.jpg":
        os._exit(1)
    return load_photo(path)

maker.load_photo = tell

if __name__ == "__main__":
    # A shell ignores Ctrl-C for what it starts in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    batch.weights_dir = lambda: Path(sys.argv[1])
    raise SystemExit(main(sys.argv[2:]))
"""


def begin(tmp_path: Path, weights: Path, *arguments: object) -> subprocess.Popen[str]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(program), str(weights), *map(str, arguments), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of processes to interrupt")
def test_ctrl_c_ends_at_once_with_whole_files_and_the_next_call_goes_on(
    sample_photo: Path, tmp_path: Path, weights: Path
) -> None:
    folder, out = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    for name in ("a.jpg", "b.jpg"):
        shutil.copy(sample_photo, folder / name)
    # 2,000 steps for each photo.
    running = begin(tmp_path, weights, "batch", folder, out, "--quality", "thesis")
    end = time.monotonic() + 120
    while not (tmp_path / "started").exists():
        assert time.monotonic() < end, "no work has begun"
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    pressed = time.monotonic()
    said, errors = running.communicate()
    # A quarter of a second where nothing else runs; a busy computer took 7 to end two processes.
    assert time.monotonic() - pressed < 15
    assert running.returncode == json.loads(said)["exit_code"] == 130
    assert "Traceback" not in errors
    assert files_of(out) == {}
    assert not list(out.glob("*.part"))
    running = begin(tmp_path, weights, "batch", folder, out, *QUICK)
    report = json.loads(running.communicate()[0])
    assert (running.returncode, len(report["made"])) == (0, 2)
    assert sorted(files_of(out)) == ["a.png", "b.png"]


@pytest.mark.slow
def test_a_photo_that_kills_its_worker_fails_alone(
    sample_photo: Path, tmp_path: Path, weights: Path
) -> None:
    folder, out = tmp_path / "photos", tmp_path / "out"
    folder.mkdir()
    for name in ("a.jpg", "deadly.jpg", "z.jpg"):
        shutil.copy(sample_photo, folder / name)
    running = begin(tmp_path, weights, "batch", folder, out, *QUICK, "--workers", 2)
    report = json.loads(running.communicate()[0])
    assert running.returncode == 4
    assert "crashed" in report["failed"]["deadly.jpg"]["error"]
    assert sorted(files_of(out)) == ["a.png", "z.png"]


@pytest.mark.slow
def test_ray_makes_the_same_avatars(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("ray")
    run_json(capsys, "batch", people, tmp_path / "out", *QUICK)
    code, report = run_json(capsys, "batch", people, tmp_path / "ray", *QUICK, "--engine", "ray")
    assert code == 4
    assert report["failed"].keys() == {"broken.jpg", "empty.png"}
    assert files_of(tmp_path / "ray") == files_of(tmp_path / "out")


def test_without_ray_the_sentence_says_how_to_get_it(
    painted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "avatarstudio.cli.ray_crew", raising=False)
    assert main(["batch", str(painted), str(tmp_path / "out"), "--engine", "ray"]) == 2
    assert "not installed" in capsys.readouterr().err
