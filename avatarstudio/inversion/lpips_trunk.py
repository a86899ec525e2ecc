"""LPIPS where its trunk already lies on the person's disk; nothing is ever fetched."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

# File names of torchvision's trunks, fastest first. VGG costs over a second a step on a CPU core.
_TRUNKS = (("squeeze", "squeezenet1_1-*.pth"), ("alex", "alexnet-*.pth"), ("vgg", "vgg16-*.pth"))


class LpipsDistance:
    """LPIPS (Zhang et al. 2018) with the `lpips` package's linear heads."""

    def __init__(self, network: Any, *, name: str) -> None:
        self._network = network
        self.name = name

    def prepare(self, target: Tensor) -> Tensor:
        """The target itself."""
        return target

    def distance(self, picture: Tensor, prepared: object) -> Tensor:
        """LPIPS distance of pictures to the target."""
        assert isinstance(prepared, Tensor)
        # The trunks halve five times; smaller pictures would vanish in them.
        size = (max(picture.shape[-1], 64),) * 2
        pair = [
            torch.nn.functional.interpolate(p, size=size, mode="bilinear")
            for p in (picture, prepared.expand_as(picture))
        ]
        value: Tensor = self._network(*pair)
        return value.flatten()


def find_lpips(device: torch.device) -> LpipsDistance | None:
    """Build LPIPS over a trunk in torch's own cache, or return None where there is none."""
    home = os.environ.get("TORCH_HOME", str(Path.home() / ".cache" / "torch"))
    folder = Path(home) / "hub" / "checkpoints"
    for name, pattern in _TRUNKS:
        files = sorted(folder.glob(pattern)) if folder.is_dir() else []
        if files and (name != "vgg" or device.type != "cpu"):
            return _build(name, files[0], device)
    return None


def _build(name: str, trunk: Path, device: torch.device) -> LpipsDistance:
    import lpips

    network = lpips.LPIPS(net=name, pnet_rand=True, verbose=False)
    state = torch.load(trunk, map_location="cpu", weights_only=True)
    # Torchvision counts `features.N`; lpips spreads the same modules over slices.
    for key, parameter in network.net.named_parameters():
        inner = key.split(".", 1)[1]
        parameter.data.copy_(state[f"features.{inner}"])
    network.to(device).eval().requires_grad_(False)
    return LpipsDistance(network, name=f"lpips-{name}")
