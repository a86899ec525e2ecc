from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import sketch
from PIL import Image, ImageDraw

from avatarstudio.avatars.grabcut import Region
from avatarstudio.core.errors import UsageError
from avatarstudio.core.images import RgbImage
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.specs import UnetSpec
from avatarstudio.training.checkpoint import load_checkpoint, load_network
from avatarstudio.training.cli import main
from avatarstudio.training.data import DataSource, PictureSet, TooFewPicturesError
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.mask import MaskConfig, Masking, load_cut_outs
from avatarstudio.training.mask_backgrounds import draw_busy, load_strips
from avatarstudio.training.mask_labels import MATTES, PICTURES, label, overlap, write_cut_outs
from avatarstudio.training.mask_scenes import SceneConfig, make_scenes
from avatarstudio.training.smooth import smooth_sets

CPU = torch.device("cpu")
TINY = UnetSpec(width=8, width_max=16, levels=3, blocks=1)


def _figure(seed: int, size: int) -> tuple[Image.Image, Image.Image]:
    """A person of two colours and the matte, mode L; the background is plain."""
    rng = np.random.default_rng(seed)
    person = sketch(rng)
    picture = Image.new("RGB", (size, size), person.background)
    matte = Image.new("L", (size, size))
    x, width = person.x * size, person.width * size
    head = [x - width, size * 0.25, x + width, size * 0.9]
    shoulders = [x - 1.6 * width, size * 0.8, x + 1.6 * width, size * 1.3]
    for box, colour in ((shoulders, (30, 60, 20)), (head, (220, 170, 140))):
        ImageDraw.Draw(picture).ellipse(box, fill=colour)
        ImageDraw.Draw(matte).ellipse(box, fill=255)
    return picture, matte


def _cut_outs(count: int, size: int, seed: int = 0) -> PictureSet:
    both = [np.dstack([np.asarray(one) for one in _figure(seed + i, size)]) for i in range(count)]
    pictures = torch.from_numpy(np.stack(both)).permute(0, 3, 1, 2).contiguous()
    return PictureSet(pictures=pictures, weights=torch.ones(count))


def _experiment(
    *,
    kimg: float,
    seed: int = 0,
    scenes: SceneConfig | None = None,
    spec: UnetSpec = TINY,
) -> Masking:
    return Masking(
        _cut_outs(64, 32),
        spec=spec,
        config=MaskConfig(learning_rate=5e-3, ema_kimg=0.05),
        scenes=scenes or SceneConfig(),
        size=32,
        kimg=kimg,
        device=CPU,
        seed=seed,
    )


def _train(experiment: Masking, folder: Path, *, kimg: float, resume: Path | None = None) -> None:
    run(experiment, LoopConfig(run_dir=folder, batch=8, kimg=kimg), meta={}, resume=resume)


def test_the_network_finds_people_before_backgrounds_that_it_never_saw(tmp_path: Path) -> None:
    scenes = SceneConfig(own=0, smooth=1, colour=0.1, crop=1, blur=1, noise=0, jpeg=0)
    spec = UnetSpec(width=16, width_max=32, levels=3, blocks=1)
    experiment = _experiment(kimg=1.6, scenes=scenes, spec=spec)
    _train(experiment, tmp_path, kimg=1.6)
    fresh = _cut_outs(16, 32, seed=500).draw(16, generator=torch.Generator().manual_seed(0))
    wanted = fresh[:, 3:] > 0
    with torch.no_grad():
        found = experiment.networks["mask_ema"](fresh[:, :3]) > 0
    wrong = (found != wanted).float().mean()
    usual = wanted.float().mean(dim=0, keepdim=True) > 0.5  # the best answer without looking
    assert wrong < 0.6 * (usual != wanted).float().mean()


def test_a_resumed_run_goes_on_bit_for_bit(tmp_path: Path) -> None:
    whole = _experiment(kimg=0.048)
    _train(whole, tmp_path / "whole", kimg=0.048)
    _train(_experiment(kimg=0.048), tmp_path / "half", kimg=0.024)
    second = _experiment(kimg=0.048, seed=9)
    _train(second, tmp_path / "half", kimg=0.048, resume=tmp_path / "half")
    for name, network in whole.networks.items():
        for wanted, found in zip(
            network.parameters(), second.networks[name].parameters(), strict=True
        ):
            assert torch.equal(wanted, found)


def test_scenes_change_the_background_and_leave_the_person_in_place() -> None:
    drawn = _cut_outs(24, 32).draw(24, generator=torch.Generator().manual_seed(0))
    pictures, mattes = drawn[:, :3], (drawn[:, 3:] + 1) / 2
    config = SceneConfig(own=0, smooth=0.5, crop=1.0, colour=0, blur=1, noise=0, jpeg=0)
    scenes, wanted = make_scenes(
        pictures, mattes, size=32, config=config, generator=torch.Generator().manual_seed(0)
    )
    assert torch.allclose(wanted, mattes)
    changed = (scenes - pictures).abs().mean(dim=1, keepdim=True)
    inside, outside = mattes > 0.99, mattes < 0.01
    assert changed[inside].max() < 0.02
    assert changed[outside].mean() > 0.2


def test_busy_backgrounds_come_from_beside_the_heads(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    stripes = np.zeros((256, 256, 3), np.uint8)
    stripes[:, ::4] = (0, 200, 0)
    stripes[100:, 60:200] = (255, 0, 0)  # the person, never in a strip
    for i in range(4):
        Image.fromarray(stripes).save(folder / f"{i}.png")
    strips = load_strips([DataSource(folder)])
    assert strips.shape[0] == 8
    drawn = draw_busy(strips, 16, size=32, generator=torch.Generator().manual_seed(0))
    assert drawn.shape == (16, 3, 32, 32)
    assert (drawn[:, 0] < -0.99).all()
    assert (drawn[:, 1].std(dim=(1, 2)) > 0.05).all()
    assert not torch.equal(drawn[0], drawn[8])


def test_scenes_take_the_busy_backgrounds_that_are_given() -> None:
    drawn = _cut_outs(8, 32).draw(16, generator=torch.Generator().manual_seed(0))
    pictures, mattes = drawn[:, :3], (drawn[:, 3:] + 1) / 2
    config = SceneConfig(own=0, smooth=0, crop=1.0, colour=0, blur=1, noise=0, jpeg=0)
    strips = torch.tensor([0, 255, 0], dtype=torch.uint8)[None, :, None, None].expand(4, -1, 20, 8)
    scenes, wanted = make_scenes(
        pictures,
        mattes,
        size=32,
        config=config,
        generator=torch.Generator().manual_seed(0),
        strips=strips,
    )
    behind = scenes.movedim(1, -1)[(wanted < 0.01)[:, 0]]
    assert torch.allclose(behind, torch.tensor([-1.0, 1.0, -1.0]), atol=0.02)


def test_the_share_of_own_backgrounds_is_kept() -> None:
    drawn = _cut_outs(8, 32).draw(200, generator=torch.Generator().manual_seed(0))
    pictures, mattes = drawn[:, :3], (drawn[:, 3:] + 1) / 2
    config = SceneConfig(own=0.5, crop=1.0, colour=0, blur=1, noise=0, jpeg=0)
    scenes, _ = make_scenes(
        pictures, mattes, size=32, config=config, generator=torch.Generator().manual_seed(0)
    )
    same = ((scenes - pictures).abs().amax(dim=(1, 2, 3)) < 0.02).sum()
    assert 70 < same < 130


def _noisy(picture: Image.Image) -> RgbImage:
    noise = np.random.default_rng(0).normal(0, 3, (*picture.size, 3))
    return np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8)


def _right_region(matte: Image.Image) -> Region:
    return np.asarray(np.asarray(matte) > 127)


def test_a_person_before_a_plain_wall_is_labelled_exactly() -> None:
    picture, matte = _figure(3, 160)
    found = label(_noisy(picture), None)
    assert found is not None
    assert overlap([found > 0.5, _right_region(matte)]) > 0.97


def test_a_wall_whose_light_falls_off_is_plain() -> None:
    picture, matte = _figure(3, 160)
    light = np.linspace(1.0, 0.75, 160)[None, :, None]
    found = label((_noisy(picture) * light).astype(np.uint8), None)
    assert found is not None
    assert overlap([found > 0.5, _right_region(matte)]) > 0.97


def test_a_picture_in_doubt_is_left_out() -> None:
    busy = np.random.default_rng(1).integers(0, 256, (160, 160, 3), dtype=np.uint8)
    assert label(busy, None) is None
    for value in (0, 255):
        assert label(np.full((160, 160, 3), value, dtype=np.uint8), None) is None


def test_a_network_that_sees_something_else_vetoes_a_label() -> None:
    picture, _ = _figure(3, 160)
    blind = MatteNet(TINY).eval()  # untrained, it finds one half everywhere
    assert label(_noisy(picture), None) is not None
    assert label(_noisy(picture), blind) is None


def _write_figures(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        Image.fromarray(_noisy(_figure(number, 160)[0])).save(folder / f"{number:03}.png")
    return folder


def test_labels_can_be_trained_on_and_the_run_labels_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = _write_figures(tmp_path / "people", 20)

    def command(*arguments: str) -> None:
        assert main([*arguments, "--device", "cpu"]) == 0

    first, second, run_dir = (str(tmp_path / name) for name in ("first", "second", "run"))
    command("mask-labels", "--data", str(source), "--out", first)
    small = ("--width", "8", "--width-max", "16", "--levels", "3", "--blocks", "0")
    command("mask", "--data", first, "--out", run_dir, "--batch", "4", "--kimg", "0.008", *small)
    command(
        "mask-labels", "--data", str(source), "--out", second, "--every", "5", "--mask", run_dir
    )
    tensors, meta = load_checkpoint(tmp_path / "run" / "checkpoint")
    network = MatteNet(UnetSpec.from_dict(meta["spec"]))
    load_network(network, tensors, name="mask_ema", file="run")
    assert (tmp_path / "second" / PICTURES).is_dir()
    assert main(["mask-labels", "--data", str(source), "--out", first]) == UsageError.exit_code
    assert "not empty" in capsys.readouterr().err


def test_cut_outs_keep_their_pictures_and_mattes_together(tmp_path: Path) -> None:
    source = DataSource(_write_figures(tmp_path / "people", 17))
    write_cut_outs([source], tmp_path / "out", network=None)
    names = [sorted(p.name for p in (tmp_path / "out" / n).iterdir()) for n in (PICTURES, MATTES)]
    assert names[0] == names[1]
    assert len(names[0]) == 17
    assert names[0][0].startswith("people-")
    loaded = load_cut_outs([DataSource(tmp_path / "out")], resolution=160).pictures
    assert loaded.shape[1:] == (4, 160, 160)
    mattes = loaded[:, 3]
    assert (mattes[:, 80, 80] > 250).all()
    assert (mattes[:, 4, 4] < 5).all()


def test_too_few_cut_outs_are_refused(tmp_path: Path) -> None:
    source = DataSource(_write_figures(tmp_path / "people", 3))
    write_cut_outs([source], tmp_path / "out", network=None)
    with pytest.raises(TooFewPicturesError):
        load_cut_outs([DataSource(tmp_path / "out")], resolution=160)


def test_smoothed_sets_keep_names_and_people(tmp_path: Path) -> None:
    source = _write_figures(tmp_path / "people", 3)
    smooth_sets([DataSource(source)], tmp_path / "out", _AllPerson())
    before, after = (sorted(folder.iterdir()) for folder in (source, tmp_path / "out" / "people"))
    assert [p.stem for p in before] == [p.stem for p in after]
    for old, new in zip(before, after, strict=True):
        same = np.asarray(Image.open(old), float) - np.asarray(Image.open(new), float)
        assert np.abs(same).mean() < 5  # the file format takes some of the noise
    kept = after[0].stat().st_mtime_ns
    after[1].unlink()
    smooth_sets([DataSource(source)], tmp_path / "out", _AllPerson())
    assert after[1].exists()
    assert after[0].stat().st_mtime_ns == kept


class _AllPerson(MatteNet):
    """A network to which everything is a part of the person."""

    def __init__(self) -> None:
        super().__init__(TINY)

    def forward(self, rgb: torch.Tensor) -> torch.Tensor:
        return rgb[:, :1] * 0 + 20


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (SceneConfig, {"own": 0.7, "smooth": 0.5}),
        (SceneConfig, {"crop": 0.3}),
        (MaskConfig, {"decay": 2.0}),
    ],
)
def test_impossible_settings_are_refused(kind: type, values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"add up|half|between"):
        kind(**values)
