from __future__ import annotations

from collections.abc import Mapping

import pytest
import torch
from drawn_faces import face_set
from human_run import TrainedRun, pretrain
from toy_experiment import TrainedJudge

from avatarstudio.nets.judge import JudgeNet
from avatarstudio.nets.specs import JudgeSpec
from avatarstudio.training import record
from avatarstudio.training.features import FeaturesConfig, JudgeTraining
from avatarstudio.training.loop import LoopConfig, run


@pytest.fixture(autouse=True)
def _without_tensorboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its import alone takes seconds; the test that wants it undoes this."""
    monkeypatch.setattr(record, "_summary_writer", lambda folder: None)


@pytest.fixture(scope="session")
def trained_judge(tmp_path_factory: pytest.TempPathFactory) -> TrainedJudge:
    """A judge of drawn faces at 32 px."""
    training = JudgeTraining(
        face_set(96, 40),
        spec=JudgeSpec(resolution=32, channels=8),
        config=FeaturesConfig(learning_rate=3e-3, ema_kimg=0.1),
        kimg=1.28,
        device=torch.device("cpu"),
        seed=0,
    )

    def terms() -> Mapping[str, float]:
        training.draw(32)
        with torch.no_grad():
            _, found = training.phases[0].loss()
        return {name: float(value) for name, value in found.items()}

    before = terms()
    limits = LoopConfig(run_dir=tmp_path_factory.mktemp("judge"), batch=32, kimg=1.28)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "_summary_writer", lambda folder: None)
        run(training, limits, meta={}, resume=None)
    net = training.networks["judge_ema"]
    assert isinstance(net, JudgeNet)
    return TrainedJudge(net.requires_grad_(False), before, terms())


@pytest.fixture(scope="session")
def pretrained(tmp_path_factory: pytest.TempPathFactory) -> TrainedRun:
    """A generator of drawn faces at 32 px with its encoder and discriminator."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "_summary_writer", lambda folder: None)
        return pretrain(tmp_path_factory.mktemp("pretrained"))
