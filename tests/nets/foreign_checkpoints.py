"""Checkpoints as other programs write them, with random weights, and what they should draw.

Names, shapes and classes are those of the originals; the weights mean nothing. `picture` computes
with the tensors of either layout as the paper says it: weights modulated for each picture, in
float64, zeros put between pixels, every filter a plain correlation.
"""

from __future__ import annotations

import argparse
import math
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

CHANNELS = {4: 12, 8: 12, 16: 8, 32: 4}
"""Feature maps by resolution: at most 12, and 128 / resolution."""
WIDTH = 10
LAYERS = 3
_FIR = torch.tensor([1.0, 3.0, 3.0, 1.0])
KERNEL = torch.outer(_FIR, _FIR) / 64


def rosinality_state(*, seed: int = 0) -> dict[str, Tensor]:
    """A state dict of rosinality's `Generator(32, 10, 3)`, thinner than the original."""
    randomness = torch.Generator().manual_seed(seed)

    def random(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=randomness)

    state = {"input.input": random(1, CHANNELS[4], 4, 4)}

    def convolution(name: str, into: int, out: int, size: int) -> None:
        state[f"{name}.conv.weight"] = random(1, out, into, size, size)
        state[f"{name}.conv.modulation.weight"] = random(into, WIDTH)
        state[f"{name}.conv.modulation.bias"] = 1 + 0.1 * random(into)

    def styled(name: str, into: int, out: int, number: int, resolution: int) -> None:
        convolution(name, into, out, 3)
        state[f"{name}.noise.weight"] = 0.1 * random(1)
        state[f"{name}.activate.bias"] = 0.1 * random(out)
        state[f"noises.noise_{number}"] = random(1, 1, resolution, resolution)

    def to_rgb(name: str, into: int) -> None:
        convolution(name, into, 3, 1)
        state[f"{name}.bias"] = 0.1 * random(1, 3, 1, 1)

    for number in range(1, LAYERS + 1):
        state[f"style.{number}.weight"] = random(WIDTH, WIDTH) / 0.01
        state[f"style.{number}.bias"] = random(WIDTH)
    styled("conv1", CHANNELS[4], CHANNELS[4], 0, 4)
    to_rgb("to_rgb1", CHANNELS[4])
    for index, resolution in enumerate([8, 16, 32]):
        out = CHANNELS[resolution]
        styled(f"convs.{2 * index}", CHANNELS[resolution // 2], out, 2 * index + 1, resolution)
        state[f"convs.{2 * index}.conv.blur.kernel"] = KERNEL * 4
        styled(f"convs.{2 * index + 1}", out, out, 2 * index + 2, resolution)
        to_rgb(f"to_rgbs.{index}", out)
        state[f"to_rgbs.{index}.upsample.kernel"] = KERNEL * 4
    return state


def write_rosinality(path: Path, state: Mapping[str, Tensor], **more: object) -> Path:
    """Write a checkpoint as its training does."""
    content = {
        "g": dict(state),
        "d": {"final_linear.1.bias": torch.zeros(1)},
        "g_ema": dict(state),
        "g_optim": {"state": {0: {"step": 3, "exp_avg": torch.zeros(2)}}, "param_groups": []},
        "args": argparse.Namespace(size=32, latent=WIDTH, n_mlp=LAYERS),
        "ada_aug_p": 0.25,
        **more,
    }
    torch.save(content, path)
    return path


class Persistent(nn.Module):
    """Pickles like NVIDIA's persistent classes: a function, the class's source, the attributes."""

    def __init__(self, kind: str, **attributes: object) -> None:
        super().__init__()
        self._kind = kind
        self._init_kwargs: dict[str, object] = {}
        for name, value in attributes.items():
            setattr(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in self.__dict__.items() if name != "_kind"}
        source = "raise SystemExit('the source in the file was executed')"
        meta = {"type": "class", "version": 6, "module_src": source}
        meta |= {"class_name": self._kind, "state": state}
        return sys.modules["torch_utils.persistence"]._reconstruct_persistent_obj, (meta,)


def nvidia_generator(
    *,
    activation: str = "lrelu",
    classes: int = 0,
    resnet: bool = False,
    stylegan3: bool = False,
) -> Persistent:
    """A generator of NVIDIA's classes with 32 px."""
    torch.manual_seed(0)

    def parameter(*shape: int, scale: float = 1.0) -> nn.Parameter:
        return nn.Parameter(scale * torch.randn(*shape))

    def dense(into: int, out: int, *, rate: float = 1.0, kind: str = "linear") -> Persistent:
        layer = Persistent("FullyConnectedLayer", activation=kind, bias_gain=rate)
        layer.weight_gain = rate / np.sqrt(into)  # a number of numpy's, as there
        layer.weight = nn.Parameter(torch.randn(out, into) / rate)
        layer.bias = parameter(out) if rate < 1 else nn.Parameter(1 + 0.1 * torch.randn(out))
        return layer

    def layer(into: int, out: int, resolution: int, *, up: int) -> Persistent:
        found = Persistent("SynthesisLayer", activation=activation, up=up, act_gain=np.sqrt(2))
        found.register_buffer("resample_filter", KERNEL.clone())
        found.affine = dense(WIDTH, into)
        found.weight = parameter(out, into, 3, 3)
        found.register_buffer("noise_const", torch.randn(resolution, resolution))
        found.noise_strength = nn.Parameter(0.1 * torch.randn(()))
        found.bias = parameter(out, scale=0.1)
        return found

    synthesis = Persistent("SynthesisNetwork", block_resolutions=[4, 8, 16, 32])
    for resolution, out in CHANNELS.items():
        block = Persistent("SynthesisBlock", architecture="skip", resolution=resolution)
        block.register_buffer("resample_filter", KERNEL.clone())
        if resolution == 4:
            block.const = parameter(out, 4, 4)
        else:
            block.conv0 = layer(CHANNELS[resolution // 2], out, resolution, up=2)
        block.conv1 = layer(out, out, resolution, up=1)
        if resolution == 16:  # so faint that the paper's 1e-8 under the root counts
            block.get_parameter("conv1.weight").data.mul_(1e-5)
        block.torgb = Persistent("ToRGBLayer", conv_clamp=256, weight_gain=1 / np.sqrt(out))
        block.torgb.affine = dense(WIDTH, out)
        block.torgb.weight = parameter(3, out, 1, 1)
        block.torgb.bias = parameter(3, scale=0.1)
        if resnet and resolution > 4:
            block.skip = Persistent("Conv2dLayer", activation="lrelu")
            block.skip.weight = parameter(out, CHANNELS[resolution // 2], 1, 1)
        setattr(synthesis, f"b{resolution}", block)
    mapping = Persistent("MappingNetwork", w_avg_beta=0.995, num_layers=LAYERS)
    if classes:
        mapping.embed = dense(classes, WIDTH)
    for number in range(LAYERS):
        setattr(mapping, f"fc{number}", dense(WIDTH, WIDTH, rate=0.01, kind="lrelu"))
    mapping.register_buffer("w_avg", torch.randn(WIDTH))
    if stylegan3:
        synthesis.L0_36_16 = Persistent("SynthesisLayer")
        synthesis.L0_36_16.register_buffer("magnitude_ema", torch.ones(()))
    generator = Persistent("Generator", z_dim=WIDTH, c_dim=classes, img_resolution=32)
    generator.synthesis, generator.mapping = synthesis, mapping
    return generator.eval().requires_grad_(False)


def write_nvidia(
    path: Path, generator: object, monkeypatch: pytest.MonkeyPatch, *, protocol: int = 4
) -> Path:
    """Write a snapshot as their training does; their packages are there only meanwhile."""

    class EasyDict(dict[str, Any]):
        """Keys as attributes."""

        def __getattr__(self, name: str) -> Any:
            try:
                return self[name]
            except KeyError:
                raise AttributeError(name) from None

    def _reconstruct_persistent_obj(meta: object) -> None:
        raise AssertionError("only its name is needed")

    with monkeypatch.context() as patch:
        for package, thing in (
            ("torch_utils.persistence", _reconstruct_persistent_obj),
            ("dnnlib.util", EasyDict),
        ):
            module = ModuleType(package)
            thing.__module__, thing.__qualname__ = package, thing.__name__
            setattr(module, thing.__name__, thing)
            patch.setitem(sys.modules, package.partition(".")[0], ModuleType("parent"))
            patch.setitem(sys.modules, package, module)
        content = {
            "G_ema": generator,
            "augment_pipe": None,
            "training_set_kwargs": EasyDict(class_name="training.dataset.ImageFolderDataset"),
        }
        path.write_bytes(pickle.dumps(content, protocol=protocol))
    return path


def picture_of_rosinality(state: Mapping[str, Tensor], w: Tensor, noise: list[Tensor]) -> Tensor:
    """What rosinality's generator draws of w (1, 10), with one noise map for each resolution."""
    t = {name: value.double() for name, value in state.items()}

    def layer(name: str, x: Tensor, noise: Tensor | None, *, up: bool) -> Tensor:
        weight = t[f"{name}.conv.weight"][0]
        weight = weight / math.sqrt(weight[0].numel())
        style = _affine(w, t[f"{name}.conv.modulation.weight"], t[f"{name}.conv.modulation.bias"])
        if noise is None:
            return _modulated(x, weight, style, demodulate=False) + t[f"{name}.bias"]
        x = _modulated(x, weight, style, up=up) + t[f"{name}.noise.weight"] * noise
        return _lrelu(x + t[f"{name}.activate.bias"][:, None, None])

    x = layer("conv1", t["input.input"], noise[0], up=False)
    rgb = layer("to_rgb1", x, None, up=False)
    for index in range(3):
        x = layer(f"convs.{2 * index}", x, noise[index + 1], up=True)
        x = layer(f"convs.{2 * index + 1}", x, noise[index + 1], up=False)
        rgb = _enlarged(rgb) + layer(f"to_rgbs.{index}", x, None, up=False)
    return rgb


def picture_of_nvidia(generator: Persistent, w: Tensor, noise: list[Tensor]) -> Tensor:
    """What NVIDIA's generator draws of w (1, 10), with one noise map for each resolution."""
    t = {name: value.double() for name, value in generator.state_dict().items()}

    def layer(name: str, x: Tensor, noise: Tensor, *, up: bool = False) -> Tensor:
        style = _affine(w, t[f"{name}.affine.weight"], t[f"{name}.affine.bias"])
        x = _modulated(x, t[f"{name}.weight"], style, up=up)
        x = x + t[f"{name}.noise_strength"] * noise
        return _lrelu(x + t[f"{name}.bias"][:, None, None])

    x = t["synthesis.b4.const"][None]
    rgb: Tensor | None = None
    for index, resolution in enumerate(CHANNELS):
        block = f"synthesis.b{resolution}"
        if resolution > 4:
            x = layer(f"{block}.conv0", x, noise[index], up=True)
        x = layer(f"{block}.conv1", x, noise[index])
        weight = t[f"{block}.torgb.weight"]
        style = _affine(w, t[f"{block}.torgb.affine.weight"], t[f"{block}.torgb.affine.bias"])
        style = style / math.sqrt(weight.shape[1])
        colours = _modulated(x, weight, style, demodulate=False)
        colours = colours + t[f"{block}.torgb.bias"][:, None, None]
        rgb = colours if rgb is None else _enlarged(rgb) + colours
    assert rgb is not None
    return rgb


def mapped(layers: list[tuple[Tensor, Tensor]], z: Tensor) -> Tensor:
    """w of z (1, 10), by weights and biases of either layout."""
    x = z.double() / (z.double().square().mean() + 1e-8).sqrt()
    for weight, bias in layers:
        x = _lrelu(x @ (weight.double() * 0.01 / math.sqrt(WIDTH)).T + bias.double() * 0.01)
    return x


def _lrelu(x: Tensor) -> Tensor:
    return torch.where(x < 0, 0.2 * x, x) * math.sqrt(2)


def _affine(w: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return F.linear(w[0].double(), weight / math.sqrt(WIDTH), bias)


def _modulated(
    x: Tensor, weight: Tensor, style: Tensor, *, up: bool = False, demodulate: bool = True
) -> Tensor:
    weight = weight * style[:, None, None]
    if demodulate:
        norm = (weight.square().sum(dim=(1, 2, 3)) + 1e-8).sqrt()
        weight = weight / norm[:, None, None, None]
    if not up:
        return F.conv2d(x, weight, padding=weight.shape[-1] // 2)
    spread = _spread(x)[..., :-1, :-1]
    full = F.conv2d(spread, weight.flip(2, 3), padding=2)
    return _filtered(F.pad(full, (1, 1, 1, 1)))


def _spread(x: Tensor) -> Tensor:
    """Zeros between pixels and behind the last ones."""
    wide = x.new_zeros(*x.shape[:2], 2 * x.shape[2], 2 * x.shape[3])
    wide[..., ::2, ::2] = x
    return wide


def _enlarged(rgb: Tensor) -> Tensor:
    return _filtered(F.pad(_spread(rgb), (2, 1, 2, 1)))


def _filtered(x: Tensor) -> Tensor:
    return F.conv2d(x.transpose(0, 1), 4 * KERNEL.double()[None, None]).transpose(0, 1)
