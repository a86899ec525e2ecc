from __future__ import annotations

from pathlib import Path

import pytest
import torch
from drawn_faces import face_set

from avatarstudio.core.errors import CheckpointMismatchError
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.training.autoencoder import AutoencoderConfig, Autoencoding, fine_detail
from avatarstudio.training.latent_match import QUEUE, LatentQueue, energy_distance
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.parents import load_parent
from avatarstudio.training.stylegan2 import PretrainConfig, Pretraining

CPU = torch.device("cpu")
SPEC = GeneratorSpec(
    resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=512, channel_max=16
)
ENCODER = EncoderSpec(resolution=32, w_dim=16, channel_base=512, channel_max=16)
META = {"spec": SPEC.to_dict(), "encoder_spec": ENCODER.to_dict()}


def randomness(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def autoencoding() -> Autoencoding:
    return Autoencoding(
        face_set(64, 32),
        spec=SPEC,
        encoder_spec=ENCODER,
        config=AutoencoderConfig(ema_kimg=0.1),
        device=CPU,
        seed=0,
    )


def test_the_distance_of_one_law_is_zero_and_grows_as_a_cloud_moves_or_widens() -> None:
    cloud, same = torch.randn(2, 2000, 16, generator=randomness())
    distances = [float(energy_distance(same + shift, cloud)) for shift in (0.0, 0.3, 0.6)]
    assert abs(distances[0]) < 0.003
    assert 0.01 < distances[1] < distances[2]
    assert float(energy_distance(same * 1.5, cloud)) > 0.01


def test_the_distance_pulls_one_cloud_onto_the_other() -> None:
    target = torch.randn(128, 8, generator=randomness()) * 0.3 + 2
    cloud = torch.randn(128, 8, generator=randomness(1), requires_grad=True)
    adam = torch.optim.Adam([cloud], lr=0.1)
    for _ in range(200):
        adam.zero_grad()
        energy_distance(cloud, target).backward()  # type: ignore[no-untyped-call]
        adam.step()
    assert torch.allclose(cloud.mean(dim=0), target.mean(dim=0), atol=0.1)
    assert torch.allclose(cloud.std(dim=0), target.std(dim=0), atol=0.1)


def test_the_queue_keeps_the_latest_latents_only() -> None:
    queue = LatentQueue(1)
    for number in range(QUEUE + 10):
        queue.push(torch.full((1, 1), float(number)))
    picked = queue.pick(torch.linspace(0, 1, 4 * QUEUE))
    assert picked.unique().tolist() == list(range(10, QUEUE + 10))
    young = LatentQueue(1)
    young.push(torch.tensor([[1.0], [2.0], [3.0]]))
    just_below_one = 1 - 2.0**-24
    picked = young.pick(torch.tensor([0.0, 0.33, 0.34, 0.99, just_below_one]))
    assert picked[:, 0].tolist() == [1.0, 1.0, 2.0, 3.0, 3.0]


def test_flat_pictures_have_no_fine_detail() -> None:
    assert fine_detail(torch.full((1, 3, 16, 16), 0.7)).abs().max() < 1e-6
    checks = (torch.arange(16) % 2 * 2.0 - 1).expand(1, 3, 16, 16)
    assert fine_detail(checks).abs().mean() > 0.9


@pytest.mark.slow
def test_an_autoencoder_copies_faces_and_hands_them_to_the_adversarial_stage(
    tmp_path: Path,
) -> None:
    experiment = autoencoding()
    experiment.draw(16)
    with torch.no_grad():
        before = experiment.phases[0].loss()[1]
    run(experiment, LoopConfig(run_dir=tmp_path / "ae", batch=8, kimg=1.2), meta=META, resume=None)
    follower = pretraining(SPEC)
    parent = load_parent(str(tmp_path / "ae"), device=CPU)
    follower.start_from(parent)
    averages = experiment.networks["g_ema"].state_dict()
    for name in ("g", "g_ema"):
        state = follower.networks[name].state_dict()
        assert all(torch.equal(state[key], averages[key]) for key in averages)
    experiment.draw(16)
    with torch.no_grad():
        after = experiment.phases[0].loss()[1]
    assert float(after["mse"]) < 0.5 * float(before["mse"])

    stranger = pretraining(
        GeneratorSpec(
            resolution=32, z_dim=16, w_dim=16, mapping_layers=2, channel_base=256, channel_max=16
        )
    )
    with pytest.raises(CheckpointMismatchError):
        stranger.start_from(parent)


def pretraining(spec: GeneratorSpec) -> Pretraining:
    return Pretraining(
        face_set(64, 32),
        spec=spec,
        encoder_spec=ENCODER,
        config=PretrainConfig(),
        device=CPU,
        seed=0,
    )


def test_a_share_of_portraits_leaves_room_for_samples() -> None:
    with pytest.raises(ValueError, match="portraits"):
        PretrainConfig(portraits=1.0)
