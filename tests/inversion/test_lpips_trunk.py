from __future__ import annotations

from pathlib import Path

import pytest
import torch
import torchvision

from avatarstudio.inversion.losses import ReconstructionLoss
from avatarstudio.inversion.lpips_trunk import find_lpips

CPU = torch.device("cpu")


@pytest.fixture
def trunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, torch.Tensor]:
    """A trunk with random weights where torch keeps what a person has downloaded."""
    torch.manual_seed(0)
    state = torchvision.models.squeezenet1_1(weights=None).state_dict()
    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    torch.save(state, folder / "squeezenet1_1-b8a52dc0.pth")
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    return state


def test_without_a_trunk_there_is_no_lpips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    assert find_lpips(CPU) is None


@pytest.mark.filterwarnings("ignore::UserWarning:torchvision")
def test_a_trunk_on_disk_is_used_with_its_weights(trunk: dict[str, torch.Tensor]) -> None:
    found = find_lpips(CPU)
    assert found is not None
    assert found.name == "lpips-squeeze"
    own = {name.split(".", 1)[1]: p for name, p in found._network.net.named_parameters()}
    assert own
    assert all(torch.equal(p, trunk[f"features.{name}"]) for name, p in own.items())
    picture = torch.rand(1, 3, 48, 48, generator=torch.Generator().manual_seed(1)) * 2 - 1
    loss = ReconstructionLoss(picture, perceptual=found, alpha=1.0)
    assert float(loss.terms(picture)[1]) == 0
    noisy = (picture + 0.1 * torch.randn(picture.shape)).requires_grad_(True)
    distance = loss.terms(noisy)[1]
    assert distance.shape == (1,)
    assert float(distance.detach()) > 0
    distance.sum().backward()
    assert noisy.grad is not None
    assert noisy.grad.abs().sum() > 0
