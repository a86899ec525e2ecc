"""A short pre-training at 32 px, which several test modules build on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from drawn_faces import face_set
from torch import Tensor

from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.training.data import to_uint8
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.record import Invocation
from avatarstudio.training.schedules import Schedule, constant
from avatarstudio.training.stylegan2 import PretrainConfig, Pretraining

CPU = torch.device("cpu")
SPEC = GeneratorSpec(
    resolution=32, z_dim=32, w_dim=32, mapping_layers=2, channel_base=512, channel_max=24
)
ENCODER = EncoderSpec(resolution=32, w_dim=32, channel_base=512, channel_max=24)
META = {"spec": SPEC.to_dict(), "encoder_spec": ENCODER.to_dict()}


@dataclass(frozen=True)
class TrainedRun:
    """A run's folder, and uint8 samples of its average before and after."""

    folder: Path
    before: Tensor
    after: Tensor


def pretraining(
    *, device: torch.device = CPU, schedule: Schedule = constant, **changes: object
) -> Pretraining:
    # DiffAugment's slices and half of the fakes would only slow a run of seconds down.
    config = replace(PretrainConfig(augment=0.0, feature_blocks=2, ema_kimg=0.2), **changes)
    return Pretraining(
        face_set(128, 32),
        spec=SPEC,
        encoder_spec=ENCODER,
        config=config,
        device=device,
        seed=0,
        schedule=schedule,
    )


def pretrain(folder: Path) -> TrainedRun:
    experiment = pretraining()
    before = _samples(experiment)
    options = {"data": ["/home/me/pictures/faces,weight=2"]}
    config = LoopConfig(
        run_dir=folder,
        batch=8,
        kimg=0.96,
        invocation=Invocation(
            "avatarstudio-train pretrain --data /home/me/pictures/faces", options
        ),
    )
    run(experiment, config, meta=META, resume=None)
    return TrainedRun(folder, before, _samples(experiment))


def _samples(experiment: Pretraining) -> Tensor:
    generator = experiment.networks["g_ema"]
    z = torch.randn(120, 32, generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        return to_uint8(generator(z))
