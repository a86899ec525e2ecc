from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avatarstudio.__main__ import main
from avatarstudio.avatars.first_wall import first_recipe
from avatarstudio.avatars.outline import Cutout
from avatarstudio.avatars.recipe import Appearance, Glasses
from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.nets.latent import load_latents
from tests.tiny_models import make_tiny_catalog


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    assert main([*map(str, arguments), "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    report = json.loads(out)
    assert isinstance(report, dict)
    assert "text" not in report
    return report


def test_create_writes_avatars_and_says_how(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.png"
    report = run_json(capsys, "create", sample_photo, "-o", out, "--variants", 3, "--size", 128)
    assert report["outputs"] == [str(tmp_path / n) for n in ("out.png", "out-02.png", "out-03.png")]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out-02.png", "out-03.png", "out.png"]
    with Image.open(out) as image:
        assert image.size == (128, 128)
        assert image.info == {}
    wanted = {"input", "faces", "device", "style", "quality", "seed", "evaluations", "seconds"}
    assert wanted <= report.keys()
    assert report["quality"] == "fast"
    faces = report["faces"]
    assert isinstance(faces, list)
    assert len(faces) == 1
    assert len(faces[0]) == 4
    loss = report["loss"]
    assert isinstance(loss, dict)
    assert loss["perceptual_net"] == "tiny-features"
    assert 0 < loss["mse"] < 4


def test_the_same_seed_gives_the_same_bytes(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.png", "b.png"):
        run_json(capsys, "create", sample_photo, "-o", tmp_path / name, "--quality", "instant")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


Make = Callable[..., RgbImage]
"""What `create` makes of the sample photo with some more options."""


@pytest.fixture
def made(sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Make:
    def make(*more: str) -> RgbImage:
        out = tmp_path / "made.png"
        run_json(capsys, "create", sample_photo, "-o", out, "--quality", "instant", *more)
        return np.asarray(Image.open(out))

    return make


def test_glasses_of_the_photo_are_drawn_unless_they_are_unwanted(
    made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = made()
    monkeypatch.setattr("avatarstudio.pipeline.find_glasses", lambda portrait: Glasses())
    assert not np.array_equal(made(), bare)
    assert np.array_equal(made("--no-glasses"), bare)


def test_a_laugh_of_the_photo_is_drawn_unless_it_is_unwanted(
    made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The networks here are too small to draw skin around a mouth.
    monkeypatch.setattr("avatarstudio.avatars.mouth._SKIN_SHARE", 0.0)
    laughing, still = made(), made("--no-mouth")
    rows, columns = np.nonzero((laughing != still).any(axis=2))
    side = laughing.shape[0]
    assert 0.5 < rows.min() / side < rows.max() / side < 0.9
    assert 0.3 < columns.min() / side < columns.max() / side < 0.7


def test_hair_is_cut_short_like_the_photos_unless_it_is_unwanted(
    made: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def darkened(picture: RgbImage, *, short_hair: float, **_: object) -> Cutout:
        dark = np.asarray(picture * (1 - short_hair), dtype=np.uint8)
        whole = np.ones(dark.shape[:2], np.float32)
        return Cutout(dark, cover=whole, inside=whole, behind=dark, hidden=whole)

    # The networks here are too small to see hair.
    monkeypatch.setattr("avatarstudio.avatars.render.cut_out", darkened)
    long = made()
    monkeypatch.setattr("avatarstudio.avatars.appearance.read_short_hair", lambda *_: 0.5)
    assert not np.array_equal(made(), long)
    assert np.array_equal(made("--no-short-hair"), long)


def test_the_steps_one_by_one_give_what_create_gives(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portrait, latent = tmp_path / "portrait.png", tmp_path / "latent.safetensors"
    run_json(capsys, "align", sample_photo, "-o", portrait)
    assert load_photo(portrait).shape == (256, 256, 3)
    found = run_json(capsys, "invert", portrait, "-o", latent)
    assert found["style"] == "tiny-anime-0"
    recipe = tmp_path / "recipe.json"
    first = first_recipe(2, Appearance(mouth=MouthShape.LAUGH))
    recipe.write_text(first.to_json(), encoding="utf-8")
    run_json(capsys, "render", latent, "-o", tmp_path / "a.png", "--recipe", recipe)
    run_json(capsys, "create", sample_photo, "-o", tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_inverting_over_the_human_generator_gives_z1_alone(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latent = tmp_path / "latent.safetensors"
    arguments = ("--generator", "tiny-human", "--quality", "instant")
    run_json(capsys, "invert", sample_photo, "-o", latent, *arguments)
    latents = load_latents(latent)
    assert (latents.z1 == latents.z2).all()


def test_a_transparent_background_has_an_alpha_channel(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.png"
    options = ("--quality", "instant", "--background", "transparent")
    run_json(capsys, "create", sample_photo, "-o", out, *options)
    with Image.open(out) as image:
        assert image.mode == "RGBA"


def test_styles_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    report = run_json(capsys, "styles")
    styles = report["styles"]
    assert isinstance(styles, list)
    assert [style["id"] for style in styles] == ["tiny-anime-0"]
    assert main(["styles"]) == 0
    assert "tiny-anime-0" in capsys.readouterr().out


def test_the_doctor_finds_this_installation_well(capsys: pytest.CaptureFixture[str]) -> None:
    report = run_json(capsys, "doctor")
    findings = report["findings"]
    assert isinstance(findings, list)
    states = {finding["check"]: finding["state"] for finding in findings}
    assert "bad" not in states.values(), findings
    assert {"pytorch", "faces", "weights", "window"} <= states.keys()


@pytest.mark.parametrize("arguments", [["--version"], ["styles"], ["create", "--help"]])
def test_short_answers_come_without_torch(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from avatarstudio.__main__ import main\n"
        f"main({arguments!r})\n"
        "heavy = {'torch', 'cv2', 'PySide6', 'PIL'} & set(sys.modules)\n"
        "raise SystemExit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ)
    )
    assert "imported" not in done.stderr, done.stderr


def picture_file(path: Path, shape: tuple[int, ...]) -> Path:
    Image.fromarray(np.full(shape, 128, dtype=np.uint8)).save(path)
    return path


@pytest.fixture
def three_people(sample_photo: Path, tmp_path: Path) -> Path:
    with Image.open(sample_photo) as image:
        person = image.crop((110, 0, 350, 260))
    group = Image.new("RGB", (720, 260))
    for number in range(3):
        group.paste(person, (240 * number, 0))
    group.save(tmp_path / "three.png")
    return tmp_path / "three.png"


def refused(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object
) -> tuple[int, str]:
    """Run a command that must fail; returns its exit code and its one sentence."""
    before = sorted(folder.iterdir())
    code = main([*map(str, arguments), "--json"])
    captured = capsys.readouterr()
    assert sorted(folder.iterdir()) == before, "something half-written was left"
    answer = json.loads(captured.out)
    assert answer["exit_code"] == code
    assert captured.err.strip().splitlines()[-1] == f"avatarstudio: {answer['error']}"
    assert "Traceback" not in captured.err
    return code, answer["error"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.jpg", None, "does not exist"),
        ("empty.jpg", b"", "empty"),
        ("text.png", b"this is no picture", "picture"),
    ],
)
def test_an_unusable_photo_is_code_4(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    words: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, sentence = refused(
        capsys, tmp_path, "create", tmp_path / name, "-o", tmp_path / "out.png"
    )
    assert code == 4
    assert words in sentence


def test_a_truncated_jpeg_is_code_4(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(sample_photo.read_bytes()[:8000])
    code, _ = refused(capsys, tmp_path, "create", cut, "-o", tmp_path / "out.png")
    assert code == 4


def test_a_giant_png_is_code_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    giant = tmp_path / "giant.png"
    Image.new("1", (20000, 20000)).save(giant)
    code, sentence = refused(capsys, tmp_path, "create", giant, "-o", tmp_path / "out.png")
    assert code == 4
    assert "large" in sentence or "megapixel" in sentence


def test_no_face_is_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grey = picture_file(tmp_path / "grey.png", (200, 200, 3))
    code, sentence = refused(capsys, tmp_path, "create", grey, "-o", tmp_path / "out.png")
    assert code == 3
    assert "face" in sentence


def test_several_faces_want_a_choice(
    three_people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.png"
    code, sentence = refused(capsys, tmp_path, "create", three_people, "-o", out)
    assert code == 2
    assert "3 faces" in sentence
    assert "--face" in sentence
    code, sentence = refused(capsys, tmp_path, "create", three_people, "-o", out, "--face", 9)
    assert code == 2
    assert "1 to 3" in sentence
    chosen = ("--face", 2, "--quality", "instant")
    report = run_json(capsys, "create", three_people, "-o", out, *chosen)
    assert len(report["faces"]) == 3  # type: ignore[arg-type]


def test_unknown_styles_backgrounds_and_options_are_code_2(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ("create", sample_photo, "-o", tmp_path / "out.png")
    code, sentence = refused(capsys, tmp_path, *base, "--style", "oil")
    assert code == 2
    assert "tiny-anime-0" in sentence
    assert refused(capsys, tmp_path, *base, "--background", "blue")[0] == 2
    for wrong in (["--quality", "best"], ["--size", "7"], ["--variants", "0"], ["--seed", "-1"]):
        assert main([*map(str, base), *wrong]) == 2
        assert wrong[0] in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "code"), [("style-0.safetensors", 5), ("generator.safetensors", 5)]
)
def test_damaged_weights_are_code_5(
    sample_photo: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    file: str,
    code: int,
) -> None:
    folder = make_tiny_catalog(tmp_path_factory.mktemp("damaged"))
    data = bytearray((folder / file).read_bytes())
    data[-1] ^= 1
    (folder / file).write_bytes(data)
    monkeypatch.setattr("avatarstudio.cli.make.weights_dir", lambda: folder)
    found, sentence = refused(capsys, tmp_path, "create", sample_photo, "-o", tmp_path / "out.png")
    assert found == code
    assert file in sentence


def test_a_style_of_another_base_is_code_5(
    sample_photo: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = make_tiny_catalog(tmp_path_factory.mktemp("stranger"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    style = next(m for m in manifest["models"] if m["kind"] == "style")
    style["base_sha256"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr("avatarstudio.cli.make.weights_dir", lambda: folder)
    code, sentence = refused(capsys, tmp_path, "create", sample_photo, "-o", tmp_path / "out.png")
    assert code == 5
    assert "another base" in sentence


def test_an_output_that_cannot_be_written_is_code_7(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for target in (tmp_path / "nowhere" / "out.png", tmp_path):
        assert refused(capsys, tmp_path, "create", sample_photo, "-o", target)[0] == 7


@pytest.mark.skipif(os.name == "nt", reason="folders have no write bit on Windows")
def test_a_read_only_folder_is_code_7(
    sample_photo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if os.geteuid() == 0:  # the superuser may write anywhere; ask as the mode says
        monkeypatch.setattr("os.access", lambda path, mode: Path(path) != closed)
    code, sentence = refused(capsys, closed, "create", sample_photo, "-o", closed / "out.png")
    assert code == 7
    assert "read-only" in sentence


def test_a_device_that_is_not_there_is_code_6(
    sample_photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this computer has a CUDA device")
    base = ("create", sample_photo, "-o", tmp_path / "out.png")
    assert refused(capsys, tmp_path, *base, "--device", "cuda")[0] == 6
    assert refused(capsys, tmp_path, *base, "--device", "toaster")[0] == 2


def test_a_bad_latent_or_recipe_has_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latent = tmp_path / "latent.safetensors"
    out = tmp_path / "out.png"
    assert refused(capsys, tmp_path, "render", latent, "-o", out)[0] == 5
    latent.write_bytes(b"nothing")
    assert refused(capsys, tmp_path, "render", latent, "-o", out)[0] == 5
    recipe = tmp_path / "recipe.json"
    recipe.write_text("{}", encoding="utf-8")
    assert refused(capsys, tmp_path, "render", latent, "-o", out, "--recipe", recipe)[0] == 2


def test_an_interrupt_leaves_nothing_and_is_code_130(
    sample_photo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("avatarstudio.cli.terminal.TerminalProgress.report", interrupt)
    code, sentence = refused(capsys, tmp_path, "create", sample_photo, "-o", tmp_path / "out.png")
    assert code == 130
    assert "Cancelled" in sentence
