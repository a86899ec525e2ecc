from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set, write_faces
from toy_experiment import TrainedJudge

from avatarstudio.nets.judge import JudgeNet
from avatarstudio.nets.specs import FeatureSpec, JudgeSpec
from avatarstudio.training.checkpoint import load_checkpoint
from avatarstudio.training.cli import main
from avatarstudio.training.data import to_unit_range
from avatarstudio.training.features import FeaturesConfig, PerceptualTraining
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.views import (
    MAX_BLUR_PX,
    blur,
    contrastive_loss,
    crop_views,
    mask_patches,
    nudge,
    recolour,
    spoil,
)


def _seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_contrastive_loss_rewards_partners_only() -> None:
    z = torch.eye(8)
    assert contrastive_loss(z, z, temperature=0.05) < 1e-3
    assert contrastive_loss(z, z.roll(1, 0), temperature=0.05) > 5
    same = torch.ones(8, 4)
    assert float(contrastive_loss(same, same, temperature=1.0)) == pytest.approx(math.log(15))


def test_blur_is_gaussian_for_each_picture() -> None:
    spot = torch.zeros(2, 1, 33, 33)
    spot[:, :, 16, 16] = 1
    none, wide = blur(spot, torch.tensor([0.0, MAX_BLUR_PX]))
    assert torch.equal(none, spot[0])
    assert float(wide.sum()) == pytest.approx(1, abs=1e-4)
    places = torch.arange(33.0) - 16
    variance = (wide[0].sum(dim=0) * places.square()).sum()
    assert float(variance) == pytest.approx(MAX_BLUR_PX**2, rel=0.15)


def test_views_keep_size_and_range() -> None:
    pictures = to_unit_range(face_set(4, 40).pictures)
    view = crop_views(pictures, size=32, generator=_seeded())
    assert view.shape == (4, 3, 32, 32)
    assert view.abs().max() <= 1.0001
    assert recolour(view, generator=_seeded()).shape == view.shape
    spoilt, amounts = spoil(view, generator=_seeded(1))
    assert amounts.shape == (4, 2)
    untouched = (amounts == 0).all(dim=1)
    assert torch.allclose(spoilt[untouched], view[untouched], atol=1e-5)
    masked, mask = mask_patches(view, share=0.5, generator=_seeded())
    assert 0.2 < float(mask.mean()) < 0.8
    assert torch.equal(masked, view * (1 - mask))


def test_nudged_pictures_are_much_the_same_and_none_twice() -> None:
    pictures = to_unit_range(face_set(1, 64).pictures).expand(32, -1, -1, -1)
    nudged = nudge(pictures, generator=_seeded())
    assert nudged.abs().max() <= 1
    apart = (nudged[:, None] - nudged[None]).abs().mean(dim=(2, 3, 4))
    assert apart[~torch.eye(32, dtype=torch.bool)].min() > 0
    near = (nudged - pictures).square().mean(dim=(1, 2, 3))
    seen = crop_views(pictures, size=64, generator=_seeded())
    far = (recolour(seen, generator=_seeded()) - pictures).square().mean(dim=(1, 2, 3))
    assert near.mean() < 0.4 * far.mean()


def test_the_judge_takes_any_size_and_stays_small() -> None:
    net = JudgeNet(JudgeSpec())
    assert sum(p.numel() for p in net.parameters()) <= 1_500_000
    assert net.describe(face_set(3, 48).pictures, batch=2).shape == (3, net.spec.feature_dim)


@pytest.mark.slow
def test_the_judge_learns_to_find_partners_and_to_see_blur(trained_judge: TrainedJudge) -> None:
    before, after = trained_judge.before, trained_judge.after
    assert after["same"] < before["same"] - 0.5
    assert after["quality"] < before["quality"] * 0.9


@pytest.mark.slow
def test_the_perceptual_net_learns_to_restore(tmp_path: Path) -> None:
    training = PerceptualTraining(
        face_set(64, 32),
        spec=FeatureSpec(resolution=32, blocks=2, channel_base=256, channel_max=16),
        config=FeaturesConfig(learning_rate=3e-3),
        kimg=0.32,
        device=torch.device("cpu"),
        seed=0,
    )
    training.draw(16)
    (phase,) = training.phases
    with torch.no_grad():
        before, _ = phase.loss()
    run(training, LoopConfig(run_dir=tmp_path, batch=16, kimg=0.32), meta={}, resume=None)
    training.draw(16)
    with torch.no_grad():
        after, _ = phase.loss()
    assert after < before * 0.7


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "resolution"), [("judge", 64), ("perceptual", 256)])
def test_each_kind_has_a_resolution_of_its_own(tmp_path: Path, kind: str, resolution: int) -> None:
    data = write_faces(tmp_path / "faces", 16, 32)
    given = ["--kind", kind, "--data", data, "--channels", 8, "--channel-base", 256]
    more = ["--batch", 2, "--kimg", 0.002, "--device", "cpu", "--out", tmp_path / "run"]
    assert main(["features", *(str(argument) for argument in (*given, *more))]) == 0
    _, meta = load_checkpoint(tmp_path / "run" / "checkpoint")
    assert meta["spec"]["resolution"] == resolution
