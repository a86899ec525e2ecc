"""One small training of each kind, for what has to hold for all of them."""

from __future__ import annotations

import torch
from drawn_faces import face_set
from human_run import CPU, ENCODER, SPEC, pretraining

from avatarstudio.nets.denoiser import Denoiser
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.matte import MatteNet
from avatarstudio.nets.perceptual import FeatureNet
from avatarstudio.nets.specs import (
    DenoiserSpec,
    FeatureSpec,
    JudgeSpec,
    PatchSpec,
    TranslatorSpec,
    UnetSpec,
    UpscalerSpec,
)
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.surgery import Style, tuned_tensors
from avatarstudio.training.autoencoder import AutoencoderConfig, Autoencoding
from avatarstudio.training.cyclegan import CycleConfig, CycleTraining
from avatarstudio.training.degrade import DegradeConfig
from avatarstudio.training.denoiser import DenoiserConfig, Denoising
from avatarstudio.training.encoder import EncoderConfig, EncoderTraining
from avatarstudio.training.experiment import Experiment, place
from avatarstudio.training.features import FeaturesConfig, JudgeTraining, PerceptualTraining
from avatarstudio.training.freezeg import FinetuneConfig, Finetuning
from avatarstudio.training.parents import Parent
from avatarstudio.training.redrawn import RedrawnConfig, RedrawnLearning
from avatarstudio.training.schedules import Schedule, constant
from avatarstudio.training.upscaler import UpscalerConfig, Upscaling

KIMG = 0.016
"""Where schedules end: rates fall within a few steps."""


def pretrain(device: torch.device = CPU, schedule: Schedule = constant) -> Experiment:
    # Half of the pictures augmented, so that both kinds occur in a batch.
    return pretraining(device=device, schedule=schedule, augment=0.5, r1_interval=2)


def autoencode(device: torch.device = CPU) -> Experiment:
    config = AutoencoderConfig()
    specs = {"spec": SPEC, "encoder_spec": ENCODER}
    return Autoencoding(face_set(64, 32), **specs, config=config, device=device, seed=0)


def finetune(device: torch.device = CPU, schedule: Schedule = constant) -> Experiment:
    torch.manual_seed(0)
    networks = (Generator(SPEC), Discriminator(SPEC), Encoder(ENCODER))
    mask = MatteNet(UnetSpec(width=8, width_max=8, levels=2, blocks=1))
    return Finetuning(
        face_set(64, 32, drawing=True),
        face_set(64, 32),
        parent=Parent(*(place(network, device) for network in networks)),
        config=FinetuneConfig(blocks=2, augment=0.5, structure_px=8, r1_interval=2),
        device=device,
        seed=0,
        mask=place(mask.requires_grad_(False), device),
        schedule=schedule,
    )


def encoder(device: torch.device = CPU, schedule: Schedule = constant) -> Experiment:
    perceptual = FeatureNet(FeatureSpec(resolution=32, blocks=2, channel_base=128, channel_max=8))
    return EncoderTraining(
        face_set(16, 32),
        base=place(Generator(SPEC), device),
        encoder=place(Encoder(ENCODER), device),
        perceptual=place(perceptual, device),
        config=EncoderConfig(),
        device=device,
        seed=0,
        schedule=schedule,
    )


def judge(device: torch.device = CPU) -> Experiment:
    spec, config = JudgeSpec(resolution=32), FeaturesConfig()
    return JudgeTraining(
        face_set(64, 40), spec=spec, config=config, kimg=KIMG, device=device, seed=0
    )


def perceptual(device: torch.device = CPU) -> Experiment:
    spec = FeatureSpec(resolution=32, blocks=2, channel_base=128, channel_max=8)
    config, faces = FeaturesConfig(), face_set(16, 32)
    return PerceptualTraining(faces, spec=spec, config=config, kimg=KIMG, device=device, seed=0)


def upscaler(device: torch.device = CPU) -> Experiment:
    return Upscaling(
        face_set(16, 32),
        spec=UpscalerSpec(scale=2, width=8, blocks=1, units=1, tail=8),
        config=UpscalerConfig(patch=8),
        degrade_config=DegradeConfig(),
        kimg=KIMG,
        device=device,
        seed=0,
    )


def denoiser(device: torch.device = CPU) -> Experiment:
    return Denoising(
        face_set(16, 32, drawing=True),
        spec=DenoiserSpec(resolution=32, width=8, width_max=8, levels=2, blocks=1),
        config=DenoiserConfig(),
        kimg=KIMG,
        device=device,
        seed=0,
    )


def redrawn(device: torch.device = CPU) -> Experiment:
    torch.manual_seed(0)
    base, encode = Generator(SPEC).requires_grad_(False), Encoder(ENCODER).requires_grad_(False)
    denoiser = Denoiser(DenoiserSpec(resolution=32, width=8, width_max=8, levels=2, blocks=1))
    tuned = tuned_tensors(base, base, blocks=3)
    return RedrawnLearning(
        face_set(64, 32),
        style=Style(
            style_id="tiny",
            base=place(base, device),
            tuned={name: value.to(device) + 0.1 for name, value in tuned.items()},
            tuned_blocks=3,
            axes=torch.ones(4, SPEC.z_dim, device=device),
        ),
        encoder=place(encode, device),
        denoiser=place(denoiser.requires_grad_(False), device),
        config=RedrawnConfig(decay=0.0),
        kimg=KIMG,
        device=device,
        seed=0,
    )


def cyclegan(device: torch.device = CPU) -> Experiment:
    return CycleTraining(
        face_set(16, 36),
        face_set(16, 36, drawing=True),
        spec=TranslatorSpec(resolution=32, blocks=3, width=4),
        patch_spec=PatchSpec(patch=16, width=4),
        config=CycleConfig(buffer=2),
        device=device,
        seed=0,
    )
