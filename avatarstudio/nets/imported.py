"""StyleGAN2 generators of other programs, tensor by tensor into ours.

Two layouts are known: NVIDIA's (stylegan2-ada-pytorch, and StyleGAN2 of stylegan3) and
rosinality's. Both scale weights as we do, except that NVIDIA's demodulated convolutions do not
scale at all: demodulation undoes it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from avatarstudio.core.errors import UsageError
from avatarstudio.nets.foreign import ForeignModule, read_foreign, refusal
from avatarstudio.nets.ops import blur_kernel
from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.surgery import block_prefix

_MAPPING_RATE = 0.01
_MEAN_OF = 2**14
"""Random latents whose mean stands in where a file has no mean of w."""

_STRANGERS = (
    (r"synthesis\.(input|L\d+_.*)\..*", "it is a StyleGAN3 generator, and only StyleGAN2 fits"),
    (r"mapping\.embed\..*", "it was trained with classes, which photos do not have"),
    (r"synthesis\.b\d+\.skip\..*", "its blocks are residual, and only skip connections fit"),
)
"""Names of tensors that tell another architecture, and what to say of it."""

_NVIDIA_PARTS = {"conv0": "first", "conv1": "last", "torgb": "to_rgb"}


@dataclass(frozen=True, slots=True, eq=False)
class ImportedGenerator:
    """A generator in our words.

    Attributes:
        spec: What it is made of.
        state: Its tensors, float32, for `Generator(spec)`.
    """

    spec: GeneratorSpec
    state: Mapping[str, Tensor]

    def build(self) -> Generator:
        """The network."""
        generator = Generator(self.spec)
        generator.load_state_dict(dict(self.state))
        return generator


def import_generator(path: Path) -> ImportedGenerator:
    """Read the averaged generator of a foreign checkpoint.

    Args:
        path: NVIDIA's `.pkl` with `G_ema`, or rosinality's `.pt` with `g_ema`.

    Raises:
        UsageError: The file cannot be read, or its generator is of another architecture.
    """
    content = read_foreign(path)
    try:
        if isinstance(content.get("G_ema"), ForeignModule):
            state = _from_nvidia(content["G_ema"])
        elif isinstance(content.get("g_ema"), dict):
            kept = content["g_ema"].items()
            state = _from_rosinality({str(k): v for k, v in kept if isinstance(v, Tensor)})
        else:
            raise ValueError("it holds neither NVIDIA's G_ema nor rosinality's g_ema")
        spec = _spec_of(state)
        return _fitted(spec, state, mean=content.get("latent_avg"))
    except ValueError as error:
        raise refusal(path, str(error)) from error


def _from_nvidia(network: ForeignModule) -> dict[str, Tensor]:
    """Our names, and our scale, for the tensors of NVIDIA's generator.

    Raises:
        ValueError: It is of another architecture.
    """
    tensors = network.tensors()
    _refuse_strangers(tensors)
    for name, module in network.walk():
        wanted = "linear" if name.endswith(".affine") else "lrelu"
        found = module.state.get("activation", wanted)
        if found != wanted:
            raise ValueError(f"it has the activation “{found}”, and only leaky ReLU fits")
        if name.startswith("mapping.fc") and module.state.get("bias_gain") != _MAPPING_RATE:
            raise ValueError(f"its mapping network does not learn at a rate of {_MAPPING_RATE}")
    state: dict[str, Tensor] = {}
    for name, value in tensors.items():
        if name.endswith("resample_filter"):
            _require_filter(value)
        elif match := re.fullmatch(r"mapping\.fc(\d+)\.(weight|bias)", name):
            state[f"mapping.layers.{match[1]}.{match[2]}"] = value
        elif match := re.fullmatch(r"synthesis\.b(\d+)\.(conv0|conv1|torgb)\.(.+)", name):
            ours = f"{_block(int(match[1]))}{_NVIDIA_PARTS[match[2]]}"
            if match[3] in {"bias", "noise_strength"}:
                state[f"{ours}.{match[3]}"] = value
            elif match[3] != "noise_const":
                scaled = match[2] != "torgb" and match[3] == "weight"
                state[f"{ours}.conv.{match[3]}"] = _unscaled(value) if scaled else value
        else:
            plain = {"synthesis.b4.const": f"{_block(4)}const"}
            state[plain.get(name, name)] = value
    return state


def _block(resolution: int) -> str:
    return block_prefix(int(math.log2(resolution)) - 2)


def _unscaled(weight: Tensor) -> Tensor:
    """A weight that our gain of 1 / sqrt(fan-in) brings back to what it was."""
    return weight.float() * math.sqrt(weight[0].numel())


def _from_rosinality(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Our names for the tensors of rosinality's generator.

    Raises:
        ValueError: It is of another architecture.
    """
    state: dict[str, Tensor] = {}
    for name, value in tensors.items():
        if name.endswith(".kernel"):
            _require_filter(value)
        elif match := re.fullmatch(r"style\.(\d+)\.(weight|bias)", name):
            state[f"mapping.layers.{int(match[1]) - 1}.{match[2]}"] = value
        elif match := re.fullmatch(r"(to_rgb|conv)(?:1|s\.(\d+))\.(.+)", name):
            number = -1 if match[2] is None else int(match[2])
            if match[1] == "to_rgb":
                ours = f"{block_prefix(number + 1)}to_rgb"
            else:
                part = "last" if number % 2 else "first"
                ours = f"{block_prefix((number + 2) // 2)}{part}"
            rest = match[3].replace("modulation", "affine").replace("activate.", "")
            state[f"{ours}.{rest.replace('noise.weight', 'noise_strength')}"] = value
        elif not name.startswith("noises."):
            state[{"input.input": f"{_block(4)}const"}.get(name, name)] = value
    return state


def _refuse_strangers(names: Iterable[str]) -> None:
    for name in names:
        for pattern, reason in _STRANGERS:
            if re.fullmatch(pattern, name):
                raise ValueError(reason)


def _require_filter(value: Tensor) -> None:
    kernel = torch.outer(value, value) if value.ndim == 1 else value
    ours = blur_kernel(gain=1.0)[0, 0]
    if kernel.shape != ours.shape or not torch.allclose(kernel / kernel.sum(), ours):
        raise ValueError("it resamples with another filter than [1, 3, 3, 1]")


def _spec_of(state: Mapping[str, Tensor]) -> GeneratorSpec:
    """What the shapes tell.

    Raises:
        ValueError: Tensors are missing, or there is no such spec.
    """
    count = sum(name.endswith(".to_rgb.bias") for name in state)
    layers = sum(bool(re.fullmatch(r"mapping\.layers\.\d+\.bias", name)) for name in state)
    try:
        colours = [state[f"{block_prefix(i)}to_rgb.conv.weight"] for i in range(count)]
        first = state["mapping.layers.0.weight"]
        last = state[f"mapping.layers.{layers - 1}.weight"]
        channels = [weight.shape[-3] for weight in colours]
        if any(weight.shape[-4] != 3 for weight in colours):
            raise ValueError("its pictures have no three colours")
        resolution = 2 ** (count + 1)
        return GeneratorSpec(
            resolution=resolution,
            z_dim=first.shape[1],
            w_dim=last.shape[0],
            mapping_layers=layers,
            channel_base=channels[-1] * resolution,
            channel_max=channels[0],
            noise=any(name.endswith(".noise_strength") for name in state),
        )
    except (KeyError, IndexError) as error:
        raise ValueError("it is no StyleGAN2 generator with an RGB layer in each block") from error


def _fitted(spec: GeneratorSpec, state: Mapping[str, Tensor], *, mean: object) -> ImportedGenerator:
    """Bring tensors into our shapes, which differ by sides of 1 only.

    Raises:
        ValueError: Tensors are missing, too many, of other shapes or not finite.
    """
    generator = Generator(spec)
    wanted = generator.state_dict()
    given = dict(state)
    if isinstance(mean, Tensor):
        given["mapping.w_avg"] = mean
    for name in given:
        if name not in wanted:
            raise ValueError(f"it has “{name}”, which no StyleGAN2 generator has")
    fitted: dict[str, Tensor] = {}
    for name, value in wanted.items():
        found = given.get(name)
        if found is None and name == "mapping.w_avg":
            continue
        if found is None or found.squeeze().shape != value.squeeze().shape:
            raise ValueError(f"its “{name}” is missing or of another shape")
        fitted[name] = found.detach().float().reshape(value.shape).contiguous()
        if not fitted[name].isfinite().all():
            raise ValueError(f"its “{name}” holds values that are no numbers")
    if "mapping.w_avg" not in fitted:
        generator.load_state_dict(fitted, strict=False)
        fitted["mapping.w_avg"] = _mean_latent(generator)
    return ImportedGenerator(spec, fitted)


@torch.no_grad()
def _mean_latent(generator: Generator) -> Tensor:
    """The mean of w over random latents, always the same ones, (w_dim,)."""
    seeded = torch.Generator().manual_seed(0)
    z = torch.randn(_MEAN_OF, generator.spec.z_dim, generator=seeded)
    w: Tensor = generator.mapping(z)
    return w.mean(dim=0)


_DRIFT = 1e-4
"""How far a frozen tensor may have moved, as a share of its largest value: an average in float32
rounds at every step, which adds up to 3e-5 at a decay of 0.998."""


def tuned_part(child: ImportedGenerator, base: Generator) -> tuple[int, dict[str, Tensor]]:
    """The blocks of a fine-tuned generator that its base does not have: a style.

    Args:
        child: The fine-tuned generator.
        base: The generator that it began with.

    Returns:
        How many of the last blocks are tuned, the first one that differs and those behind it, and
        their tensors.

    Raises:
        UsageError: The child is of another spec, or differs in what a style must not change.
    """
    if child.spec != base.spec:
        raise UsageError("The file's generator is made otherwise than the base; check --base.")
    parent = base.state_dict()
    # The mean of w moves on while others train; a style takes the base's.
    differing = [
        name
        for name, value in child.state.items()
        if name != "mapping.w_avg"
        and (value - parent[name]).abs().max() > _DRIFT * parent[name].abs().max()
    ]
    blocks = [re.fullmatch(r"synthesis\.blocks\.(\d+)\..*", name) for name in differing]
    if not all(blocks):
        raise UsageError(
            "The file's mapping network is not the base's, so that it is no style over it; check "
            "--base, or leave it out."
        )
    if not blocks:
        raise UsageError("The file's generator is the base itself; there is nothing to import.")
    first = min(int(match[1]) for match in blocks if match)
    count = len(base.spec.block_resolutions)
    own = tuple(block_prefix(i) for i in range(first, count))
    return count - first, {k: v for k, v in child.state.items() if k.startswith(own)}
