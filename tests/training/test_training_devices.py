"""Every training on a card, without one: all tensors of a step lie where they are computed with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import pytest
import torch
from drawn_faces import face_set
from human_run import ENCODER, SPEC, pretraining
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map_only

from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import (
    FeatureSpec,
    JudgeSpec,
    PatchSpec,
    TranslatorSpec,
    UpscalerSpec,
)
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.training.autoencoder import AutoencoderConfig, Autoencoding
from avatarstudio.training.cyclegan import CycleConfig, CycleTraining
from avatarstudio.training.degrade import DegradeConfig
from avatarstudio.training.encoder import EncoderConfig, EncoderTraining
from avatarstudio.training.experiment import Experiment, place
from avatarstudio.training.features import FeaturesConfig, JudgeTraining, PerceptualTraining
from avatarstudio.training.freezeg import FinetuneConfig, Finetuning
from avatarstudio.training.graphs import PhaseRunner
from avatarstudio.training.parents import Parent
from avatarstudio.training.upscaler import UpscalerConfig, Upscaling

CARD = torch.device("meta")


class Card(TorchDispatchMode):
    """Makes a card of the device without values: strict about places, and it can be read."""

    def __torch_dispatch__(
        self, func: Any, types: object, args: Sequence[object] = (), kwargs: Any = None
    ) -> object:
        given = [t for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor) and t.dim()]
        moves = func in (torch.ops.aten._to_copy.default, torch.ops.aten.copy_.default)
        if not moves and len({t.device for t in given}) > 1:
            raise AssertionError(f"{func} gets tensors of both devices")
        leaves = any(t.device == CARD for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor))
        if leaves and func is torch.ops.aten._local_scalar_dense.default:
            return 0
        if leaves and (kwargs or {}).get("device") == torch.device("cpu"):
            args = tree_map_only(Tensor, lambda t: torch.zeros(t.shape, dtype=t.dtype), args)
        return func(*args, **(kwargs or {}))


def _pretrain() -> Experiment:
    return pretraining(device=CARD, augment=0.5)


def _autoencode() -> Experiment:
    config = AutoencoderConfig()
    specs = {"spec": SPEC, "encoder_spec": ENCODER}
    return Autoencoding(face_set(16, 32), **specs, config=config, device=CARD, seed=0)


def _finetune() -> Experiment:
    networks = (Generator(SPEC), Discriminator(SPEC), Encoder(ENCODER))
    parent = Parent(*(place(network, CARD) for network in networks))
    config = FinetuneConfig(blocks=2, structure_px=8)
    faces = face_set(16, 32)
    return Finetuning(faces, faces, parent=parent, config=config, device=CARD, seed=0)


def _encoder() -> Experiment:
    perceptual = FeatureNet(FeatureSpec(resolution=32, blocks=2, channel_base=128, channel_max=8))
    return EncoderTraining(
        face_set(16, 32),
        base=place(Generator(SPEC), CARD),
        encoder=place(Encoder(ENCODER), CARD),
        perceptual=place(perceptual, CARD),
        config=EncoderConfig(),
        device=CARD,
        seed=0,
    )


def _judge() -> Experiment:
    spec, config = JudgeSpec(resolution=32), FeaturesConfig()
    return JudgeTraining(face_set(64, 40), spec=spec, config=config, kimg=1, device=CARD, seed=0)


def _perceptual() -> Experiment:
    spec = FeatureSpec(resolution=32, blocks=2, channel_base=128, channel_max=8)
    config, faces = FeaturesConfig(), face_set(16, 32)
    return PerceptualTraining(faces, spec=spec, config=config, kimg=1, device=CARD, seed=0)


def _upscaler() -> Experiment:
    return Upscaling(
        face_set(16, 32),
        spec=UpscalerSpec(scale=2, width=8, blocks=1, units=1, tail=8),
        config=UpscalerConfig(patch=8),
        degrade_config=DegradeConfig(),
        kimg=1,
        device=CARD,
        seed=0,
    )


def _cyclegan() -> Experiment:
    return CycleTraining(
        face_set(16, 36),
        face_set(16, 36, drawing=True),
        spec=TranslatorSpec(resolution=32, blocks=3, width=4),
        patch_spec=PatchSpec(patch=16, width=4),
        config=CycleConfig(buffer=2),
        device=CARD,
        seed=0,
    )


@pytest.mark.parametrize(
    "make",
    [_pretrain, _autoencode, _finetune, _encoder, _judge, _perceptual, _upscaler, _cyclegan],
)
def test_a_training_keeps_to_its_device(
    make: Callable[[], Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    # PyTorch knows no autocast for the stand-in.
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())
    experiment = make()
    runner = PhaseRunner(list(experiment.networks.values()), device=CARD, graphs=False)
    with Card():
        for _ in range(2):
            experiment.draw(4)
            for phase in experiment.phases:
                total, terms = runner.run(phase)
                assert {t.device for t in (total, *terms.values())} == {CARD}
            experiment.after_step(4, 4)
        grid = experiment.sample_grid()
    assert grid.device.type == "cpu"
    assert grid.dtype == torch.uint8
