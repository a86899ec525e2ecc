from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from drawn_faces import aligned, draw, face_set, sketch, write_faces
from torch import Tensor
from toy_experiment import TrainedJudge

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.judge import JudgeNet
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import FeatureSpec
from avatarstudio.training.checkpoint import save_checkpoint
from avatarstudio.training.cli import main
from avatarstudio.training.colours import colour_correlation
from avatarstudio.training.data import TooFewPicturesError, to_uint8, to_unit_range
from avatarstudio.training.distances import (
    cosines,
    frechet_distance,
    kernel_distance,
    retrieval,
)
from avatarstudio.training.metrics import Measures, Pictures, _add_eyes, measure
from avatarstudio.training.structure import pose_consistency, structure_features
from avatarstudio.training.views import blur

SIZE = 32


def _seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def judge(trained_judge: TrainedJudge) -> JudgeNet:
    return trained_judge.net


@pytest.fixture(scope="module")
def perceptual() -> FeatureNet:
    torch.manual_seed(0)
    spec = FeatureSpec(resolution=SIZE, blocks=2, channel_base=256, channel_max=16)
    return FeatureNet(spec).requires_grad_(False)


@pytest.fixture(scope="module")
def faces() -> Tensor:
    return face_set(240, SIZE).pictures


def _blurred(pictures: Tensor, sigma: float) -> Tensor:
    return to_uint8(blur(to_unit_range(pictures), torch.full((len(pictures),), sigma)))


def _noisy(pictures: Tensor, strength: float) -> Tensor:
    noise = torch.randn(pictures.shape, generator=_seeded(7))
    return to_uint8(to_unit_range(pictures) + noise * strength)


def test_frechet_distance_of_gaussians_is_the_closed_form() -> None:
    z = torch.randn(20_000, 3, generator=_seeded())
    moved = z * torch.tensor([1.0, 2.0, 1.0]) + torch.tensor([3.0, 0.0, 0.0])
    assert frechet_distance(z, z) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(z, moved) == pytest.approx(9 + 1, rel=0.03)
    assert frechet_distance(z, moved) == pytest.approx(frechet_distance(moved, z))


def test_kernel_distance_is_unbiased_and_knows_its_error() -> None:
    deviations = []
    for seed in range(40):
        z = torch.randn(200, 8, generator=_seeded(seed))
        estimate = kernel_distance(z[:100], z[100:], generator=_seeded(seed))
        deviations.append(estimate.value / estimate.error)
    spread = torch.tensor(deviations)
    assert abs(float(spread.mean())) < 0.6
    assert 0.4 < float(spread.std()) < 1.6
    other = torch.randn(100, 8, generator=_seeded()) + 0.5
    apart = kernel_distance(torch.randn(100, 8, generator=_seeded(1)), other, generator=_seeded())
    assert apart.value > 5 * apart.error


def test_retrieval_is_one_for_pairs_and_chance_for_shuffled_ones() -> None:
    z = torch.randn(400, 16, generator=_seeded())
    assert retrieval(cosines(z, z), top=1) == 1
    shuffled = cosines(z, z[torch.randperm(400, generator=_seeded(1))])
    assert retrieval(shuffled, top=5) == pytest.approx(5 / 400, abs=3 * (5 / 400 / 400) ** 0.5)
    assert retrieval(torch.zeros(4, 4), top=1) == 0


def test_halves_of_one_set_are_no_further_apart_than_their_error(
    judge: JudgeNet, faces: Tensor
) -> None:
    measures = measure(
        Pictures(made=faces[:120], reference=faces[120:]),
        judge=judge,
        perceptual=None,
        generator=_seeded(),
    ).figures
    kernel = measures["kd_judge"]
    assert kernel.error is not None
    assert abs(kernel.value) < 3 * kernel.error
    frechet = measures["fd_judge_excess"]
    assert frechet.error is not None
    assert abs(frechet.value) < 3 * frechet.error
    assert measures["fd_judge_ratio"].value == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("spoil", [_blurred, _noisy])
def test_distances_grow_with_blur_and_noise(judge: JudgeNet, faces: Tensor, spoil) -> None:
    found = []
    for strength in (0.0, 0.7, 1.2, 1.8):
        amount = strength if spoil is _blurred else strength / 4
        sets = Pictures(made=spoil(faces[:120], amount), reference=faces[120:])
        measures = measure(sets, judge=judge, perceptual=None, generator=_seeded())
        figures = (measures.figures[name] for name in ("fd_judge_excess", "kd_judge"))
        found.append([figure.value for figure in figures])
    for values in zip(*found, strict=True):
        assert list(values) == sorted(values)
        assert values[-1] > 3 * abs(values[0])


def test_structure_is_blind_to_colours(faces: Tensor) -> None:
    features = structure_features(faces[:20])
    swapped = structure_features(faces[:20].flip(1))
    assert torch.allclose(features, swapped, atol=1e-5)
    inverted = structure_features(255 - faces[:20])
    assert torch.allclose(features, inverted, atol=2e-2)


def _pair_measures(judge: JudgeNet, perceptual: FeatureNet, *, shuffled: bool) -> Measures:
    portraits = face_set(80, SIZE, seed=3).pictures
    drawings = face_set(80, SIZE, seed=3, drawing=True).pictures
    if shuffled:
        drawings = drawings[torch.randperm(80, generator=_seeded(1))]
    sets = Pictures(made=drawings, portraits=portraits)
    return measure(sets, judge=judge, perceptual=perceptual, generator=_seeded())


def test_drawings_find_their_portraits_and_shuffled_ones_do_not(
    judge: JudgeNet, perceptual: FeatureNet
) -> None:
    right = _pair_measures(judge, perceptual, shuffled=False).plain()
    wrong = _pair_measures(judge, perceptual, shuffled=True).plain()
    chance = 5 / 80
    assert right["retrieval_structure_top5"] > 0.6
    assert right["pose"] > 0.9
    for kind in ("structure", "judge"):
        assert wrong[f"retrieval_{kind}_top5"] < chance + 3 * (chance / 80) ** 0.5
    assert wrong["pose"] == pytest.approx(0.5, abs=0.17)
    assert right["mse"] < wrong["mse"]
    assert right["perceptual"] < wrong["perceptual"]
    assert right["diversity"] > 0


def test_pose_is_half_for_pictures_without_one() -> None:
    even = torch.zeros(10, 3, 16, 16, dtype=torch.uint8)
    assert pose_consistency(even, even) == 0.5
    portraits = face_set(30, SIZE).pictures
    assert pose_consistency(portraits, portraits) == 1
    assert pose_consistency(portraits, portraits.flip(3)) == 0


def test_copies_of_training_pictures_are_found(judge: JudgeNet, faces: Tensor) -> None:
    training, reference = faces[:100], faces[100:200]

    def copied(made: Tensor) -> float:
        sets = Pictures(made=made, reference=reference, training=training)
        measures = measure(sets, judge=judge, perceptual=None, generator=_seeded())
        return measures.figures["copied"].value

    assert copied(_noisy(training[:40], 0.002)) > 0.9
    assert copied(faces[200:]) < 0.15


def test_a_small_set_is_refused(judge: JudgeNet, faces: Tensor) -> None:
    with pytest.raises(
        TooFewPicturesError, match="A set to measure gives 5 pictures but at least 20"
    ):
        measure(
            Pictures(made=faces[:5], reference=faces[5:50]),
            judge=judge,
            perceptual=None,
            generator=_seeded(),
        )


def test_a_single_pair_is_refused(judge: JudgeNet, faces: Tensor) -> None:
    pair = Pictures(made=faces[:1], portraits=faces[:1])
    with pytest.raises(TooFewPicturesError, match="1 picture but at least 2"):
        measure(pair, judge=judge, perceptual=None, generator=_seeded())


def test_the_command_writes_json_and_a_page(
    tmp_path: Path, judge: JudgeNet, perceptual: FeatureNet, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, network in (("judge", judge), ("features", perceptual)):
        tensors = {f"{name}_ema.{k}": v for k, v in network.state_dict().items()}
        save_checkpoint(tmp_path / name, tensors, {"spec": network.spec.to_dict(), "seen": 0})
    write_faces(tmp_path / "portraits", 24, SIZE, seed=5)
    write_faces(tmp_path / "drawings", 22, SIZE, seed=5, drawing=True)
    arguments = ["metrics", "--made", tmp_path / "drawings", "--portraits", tmp_path / "portraits"]
    arguments += ["--reference", tmp_path / "portraits", "--training", tmp_path / "portraits"]
    arguments += ["--judge", tmp_path / "judge", "--perceptual", tmp_path / "features"]
    arguments += ["--resolution", SIZE, "--out", tmp_path / "out", "--device", "cpu"]
    assert main([str(a) for a in arguments]) == 0
    result = json.loads((tmp_path / "out" / "metrics.json").read_text(encoding="utf-8"))
    assert result["made"] == 22
    assert {"fd_judge", "kd_judge_error", "mse", "perceptual", "pose", "copied"} <= set(
        result["figures"]
    )
    page = (tmp_path / "out" / "metrics.html").read_text(encoding="utf-8")
    assert page.count("<img") == 4
    assert "retrieval_judge_top1" in page

    write_faces(tmp_path / "drawings", 25, SIZE, drawing=True)
    assert main([str(a) for a in arguments]) == UsageError.exit_code
    assert "no portrait named “face-0024”" in capsys.readouterr().err


def _aligned(*, seed: int, drawing: bool) -> Tensor:
    rng = np.random.default_rng(seed)
    images = [draw(aligned(sketch(rng)), 64, drawing=drawing) for _ in range(120)]
    return torch.from_numpy(np.stack([np.asarray(i) for i in images])).permute(0, 3, 1, 2)


def test_eyes_count_only_at_the_height_of_the_portraits() -> None:
    people, drawings = _aligned(seed=0, drawing=False), _aligned(seed=0, drawing=True)
    reference = _aligned(seed=5, drawing=True)
    found = []
    for made in (drawings, drawings.roll(6, dims=2)):
        measures = Measures()
        _add_eyes(measures, made, people, reference)
        found.append(measures.plain()["eyes_level"])
    assert found[0] > 0.8
    assert found[1] < 0.2


def test_colours_follow_their_own_people_only(faces: Tensor) -> None:
    right = colour_correlation(faces, faces)
    wrong = colour_correlation(faces, faces.roll(1, dims=0))
    assert min(right.values()) > 0.999
    assert max(abs(value) for value in wrong.values()) < 0.3
