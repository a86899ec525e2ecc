from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set
from human_run import CPU, SPEC, TrainedRun
from torch import Tensor

from avatarstudio.core.errors import UsageError
from avatarstudio.training.eyes import PLACES
from avatarstudio.training.freezeg import FinetuneConfig, Finetuning
from avatarstudio.training.glasses import glasses_error, put_on, random_glasses
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.parents import load_parent

_SIDE = 128


def test_glasses_leave_the_eyes_free_and_go_around_both() -> None:
    glasses = random_glasses(200, side=_SIDE, generator=torch.Generator().manual_seed(0))
    cover = glasses[:, 3]
    assert glasses.shape == (200, 4, _SIDE, _SIDE)
    assert torch.equal(cover, cover.clamp(0, 1))
    assert torch.equal(glasses[:, :3], glasses[:, :3].clamp(-1, 1))
    for x, y in PLACES:
        column, row = round(x * _SIDE), round(y * _SIDE)
        assert cover[:, row, column].max() == 0
        # Above each eye is a rim, whatever its shape.
        assert (cover[:, row - 14 : row, column].amax(dim=1) > 0.2).all()
    middle = cover[:, :, _SIDE // 2 - 1 : _SIDE // 2 + 1]
    assert (middle.amax(dim=(1, 2)) > 0.2).all(), "no bridge"
    # Mirror images of each other, but for a tilt and a shift of a pixel.
    shares = cover[..., : _SIDE // 2].sum(dim=(1, 2)) / cover.sum(dim=(1, 2))
    assert (shares - 0.5).abs().max() < 0.1
    assert not torch.equal(cover[0], cover[1])


def test_glasses_cover_what_they_cover() -> None:
    randomness = torch.Generator().manual_seed(1)
    pictures = torch.rand(5, 3, _SIDE, _SIDE, generator=randomness) * 2 - 1
    glasses = random_glasses(5, side=_SIDE, generator=randomness)
    worn = put_on(pictures, glasses)
    bare = (glasses[:, 3:] == 0).expand_as(pictures)
    assert torch.equal(worn[bare], pictures[bare])
    glasses[:, 3] = 1
    torch.testing.assert_close(put_on(pictures, glasses), glasses[:, :3])


def test_glasses_are_missed_on_one_avatar_and_unwanted_on_the_other() -> None:
    randomness = torch.Generator().manual_seed(2)
    bare = torch.rand(3, 3, _SIDE, _SIDE, generator=randomness)  # bright
    glasses = random_glasses(3, side=_SIDE, generator=randomness)
    worn = put_on(bare, glasses)

    def error(first: Tensor, second: Tensor) -> float:
        return glasses_error(first, second, bare, glasses).item()

    assert error(bare, worn) == 0
    missed = error(bare, bare)
    assert missed > 0.2
    assert error(worn, worn) == pytest.approx(missed)
    assert error(bare, torch.where(glasses[:, 3:] > 0, worn, 1.0)) == 0
    assert error(bare, (worn + bare) / 2) == pytest.approx(missed / 4, rel=0.01)


def _style(trained: TrainedRun, **changes: object) -> Finetuning:
    config = replace(FinetuneConfig(blocks=2, augment=0.0, structure_px=8), **changes)
    return Finetuning(
        face_set(64, 32, drawing=True),
        face_set(64, 32, seed=2),
        parent=load_parent(str(trained.folder), device=CPU),
        config=config,
        device=CPU,
        seed=0,
    )


def test_a_style_sees_as_many_glasses_as_it_is_told(pretrained: TrainedRun) -> None:
    bare = _style(pretrained)
    some, every = _style(pretrained, glasses=0.25), _style(pretrained, glasses=1.0)
    for style in (bare, some, every):
        style.draw(256)
    # Dark rims across bright faces.
    shades = [style._real[:, :, 12:19].mean().item() for style in (bare, some, every)]
    assert shades[2] < shades[0] - 0.05
    share = (shades[1] - shades[0]) / (shades[2] - shades[0])
    assert share == pytest.approx(0.25, abs=0.12)
    with pytest.raises(ValueError, match="share of glasses"):
        FinetuneConfig(glasses=1.5)


def test_glasses_given_to_a_portrait_are_wanted_of_its_avatar(
    pretrained: TrainedRun, tmp_path: Path
) -> None:
    first = _style(pretrained)
    meta = {"spec": SPEC.to_dict(), "blocks": 2}
    run(first, LoopConfig(run_dir=tmp_path, batch=4, kimg=0.008), meta=meta, resume=None)
    style = _style(pretrained, glasses=0.25)
    style.draw(8)
    with pytest.raises(UsageError, match="--start"):
        style.phases[0].loss()
    style.start_from(tmp_path)
    style.draw(8)
    for parameter in style.phases[0].parameters:
        torch.nn.init.normal_(parameter)
    _, terms = style.phases[0].loss()
    assert len(style._worn) == len(style._people) == 4
    wearers = put_on(style._people, style._worn)
    ws, worn = (style._g.broadcast(style._encode(x)) for x in (style._people, wearers))
    before = first.networks["g_ema"].synthesis(ws)
    drawn = style._g.synthesis(ws), style._g.synthesis(worn)
    error = glasses_error(*drawn, before, style._worn)
    assert terms["glasses"].item() == pytest.approx(error.item(), rel=1e-3)
    bare = _style(pretrained)
    bare.draw(8)
    assert "glasses" not in bare.phases[0].loss()[1]
