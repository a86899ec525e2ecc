from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable
from pathlib import Path

import pytest
import torch
from drawn_faces import face_set
from forking import FORK, needs_fork
from torch import nn
from toy_experiment import ToyExperiment

from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.training import distributed, loop, record
from avatarstudio.training.distributed import (
    any_process,
    join_processes,
    mean_over_processes,
    process_group,
    rank,
    world_size,
)
from avatarstudio.training.loop import LoopConfig, run
from avatarstudio.training.stylegan2 import PretrainConfig, Pretraining

TOY_STEPS, GAN_STEPS, WHOLE_BATCH = 6, 16, 8


def test_without_torchrun_there_is_one_process() -> None:
    with process_group("cpu") as device:
        assert device == "cpu"
        assert (rank(), world_size()) == (0, 1)
        assert any_process([True, False], device=torch.device("cpu")) == (True, False)
        value = torch.ones(2)
        assert mean_over_processes(value) is value
        assert join_processes(value) is value


def _gan() -> Pretraining:
    spec = GeneratorSpec(
        resolution=16, z_dim=16, w_dim=16, mapping_layers=2, channel_base=128, channel_max=16
    )
    return Pretraining(
        face_set(64, 16),
        spec=spec,
        encoder_spec=EncoderSpec(resolution=16, w_dim=16, channel_base=128, channel_max=16),
        config=PretrainConfig(augment=0.0, feature_blocks=2),
        device=torch.device("cpu"),
        seed=0,
    )


def _sums(networks: Iterable[nn.Module]) -> list[float]:
    return [float(p.detach().double().sum()) for n in networks for p in n.parameters()]


def _train(folder: Path) -> None:
    """What each process does; patches stay in the child that they were made in."""
    record._summary_writer = lambda folder: None
    loop.LOG_SECONDS = 0.0  # every step writes its losses
    torch.set_num_threads(1)
    with process_group("cpu"):
        batch = WHOLE_BATCH // world_size()
        gan = _gan()
        gan_config = LoopConfig(run_dir=folder / "gan", batch=batch, kimg=0.008 * GAN_STEPS)
        run(gan, gan_config, meta={}, resume=None)
        toy = ToyExperiment(shared_data=True)
        if rank() > 0:
            torch.nn.init.zeros_(toy.net.weight)  # the first process's weights win
        # Every process draws the same whole batch, so that one alone can be compared exactly.
        distributed.part_randomness = lambda generator: None
        toy_config = LoopConfig(run_dir=folder / "toy", batch=batch, kimg=0.008 * TOY_STEPS)
        run(toy, toy_config, meta={}, resume=None)
        found = {
            "toy": _sums([toy.net]),
            "gan": _sums(gan.networks.values()),
            "w_avg": gan.networks["g"].mapping.w_avg.tolist(),
            "queue": gan.networks["queue"].latents.tolist(),
            "pushed": int(gan.networks["queue"].count),
            "drawn": int(torch.randint(2**30, (), generator=gan.generator)),
        }
        (folder / f"found-{rank()}.json").write_text(json.dumps(found))


def _train_as(number: int, size: int, port: int, folder: Path) -> None:
    os.environ |= {
        "WORLD_SIZE": str(size),
        "RANK": str(number),
        "LOCAL_RANK": str(number),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(port),
    }
    _train(folder)


def _curve(folder: Path, term: str) -> list[float]:
    lines = (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)[term] for line in lines]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
@needs_fork
def test_two_processes_train_like_one_with_the_doubled_batch(tmp_path: Path) -> None:
    two, one = tmp_path / "two", tmp_path / "one"
    two.mkdir()
    one.mkdir()
    port = _free_port()
    jobs = [(0, 2, port, two), (1, 2, port, two), (0, 1, port, one)]
    children = [FORK.Process(target=_train_as, args=job) for job in jobs]
    for child in children:
        child.start()
    for child in children:
        child.join(300)
        child.kill()
    assert [child.exitcode for child in children] == [0, 0, 0]

    first, second = (json.loads((two / f"found-{i}.json").read_text()) for i in range(2))
    for name in ("toy", "gan", "w_avg", "queue"):
        assert first[name] == second[name]
    whole = json.loads((one / "found-0.json").read_text())
    assert first["pushed"] == whole["pushed"]
    filled = torch.tensor(first["queue"][: first["pushed"]])
    # Both processes' latents, not one's twice; a batch may draw one picture twice.
    assert len(filled.unique(dim=0)) > 0.75 * first["pushed"]
    assert first["drawn"] != second["drawn"]
    # On the same pictures the mean of two halves' gradients is that of the whole.
    assert _curve(two / "toy", "fit") == pytest.approx(_curve(one / "toy", "fit"), rel=1e-5)
    # On other pictures of the same set the curves differ by their noise only.
    for term, tolerance in (("mse", 0.25), ("d", 0.1)):
        ours, theirs = _curve(two / "gan", term), _curve(one / "gan", term)
        assert len(ours) == len(theirs) == GAN_STEPS
        late = slice(GAN_STEPS // 2, None)
        assert sum(ours[late]) == pytest.approx(sum(theirs[late]), rel=tolerance)
