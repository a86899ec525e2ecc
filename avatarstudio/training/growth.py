"""Larger networks out of trained ones: of a higher resolution, or of more feature maps.

Resolutions are added as in progressive growing (Karras et al. 2018), but nothing is faded in. A new
synthesis block begins with an RGB layer of zeros, so the grown generator draws its former picture,
enlarged. A discriminator cannot begin like that: its new first blocks learn, before the training
goes on, to give its former ones what they are used to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.nets.stylegan2 import Discriminator, Generator
from avatarstudio.nets.surgery import block_prefix
from avatarstudio.nets.weights import load_strictly
from avatarstudio.training.data import PictureSet
from avatarstudio.training.experiment import place

STEM_STEPS = 300
"""Steps of the new first blocks on their own, at `_RATE`. From 64 to 128 px their error falls to
0.008 of the variance, and the logits of portraits correlate to 0.98 with the former ones; at a
quarter of the rate it is 0.022 and 0.92, after twice the steps 0.004 and 0.99."""

_BATCH = 8
_RATE = 2e-2


def grown_generator(trained: Generator, spec: GeneratorSpec) -> Generator:
    """A generator of a higher resolution or of more feature maps that draws the same pictures.

    New maps begin unread: whatever reads them modulates them by zero, and learns not to. Copies of
    trained maps would not do here, since demodulation undoes how weights are shared out.

    Args:
        trained: What it begins with.
        spec: Like the trained one's but for the resolution and the feature maps.

    Raises:
        CheckpointMismatchError: The specs differ in more than that, or it has fewer of them.
    """
    generator = Generator(spec)
    for index in range(len(trained.spec.block_resolutions), len(spec.block_resolutions)):
        torch.nn.init.zeros_(generator.synthesis.block(index).to_rgb.conv.weight)
    state = {**added_blocks(generator, trained.spec), **trained.state_dict()}
    grows = {"resolution", "channel_base", "channel_max"}
    if _without(spec, grows) == _without(trained.spec, grows):
        wide = generator.state_dict()
        state = {name: _unread(value, wide[name], name) for name, value in state.items()}
    load_strictly(generator, state, file="--start")
    device = next(trained.parameters()).device
    return place(generator, device)


def _without(spec: GeneratorSpec, names: set[str]) -> dict[str, object]:
    return {name: value for name, value in spec.to_dict().items() if name not in names}


def _unread(value: Tensor, wide: Tensor, name: str) -> Tensor:
    """A trained tensor in the place of the first part of a larger, untrained one."""
    if value.shape == wide.shape or any(
        a > b for a, b in zip(value.shape, wide.shape, strict=True)
    ):
        return value
    wide = torch.zeros_like(wide) if ".affine." in name else wide.clone()
    if name.endswith("to_rgb.conv.weight"):  # not demodulated: its gain shows
        value = value * (wide.shape[1] / value.shape[1]) ** 0.5
    wide[tuple(slice(size) for size in value.shape)] = value
    return wide


def added_blocks(generator: Generator, trained: GeneratorSpec) -> dict[str, Tensor]:
    """The tensors of the blocks that a generator has beyond those of a spec."""
    have = range(len(trained.block_resolutions), len(generator.spec.block_resolutions))
    prefixes = tuple(block_prefix(index) for index in have)
    state = generator.state_dict()
    return {name: value for name, value in state.items() if name.startswith(prefixes)}


def grown_discriminator(
    trained: Discriminator, spec: GeneratorSpec, pictures: PictureSet
) -> Discriminator:
    """A discriminator of a higher resolution or of more feature maps that judges much the same.

    Args:
        trained: What it begins with.
        spec: Like the trained one's but for the resolution and the feature maps.
        pictures: Pictures at the new resolution, on the discriminator's device.

    Raises:
        CheckpointMismatchError: The specs differ in more than that, or it has fewer of them.
    """
    had = trained.spec
    widths = [(had.channels(r), spec.channels(r)) for r in had.block_resolutions[::-1]]
    state = trained.state_dict()
    if all(wanted >= width for width, wanted in widths):
        state = _widened(state, widths, seed=0)
    device = next(trained.parameters()).device
    discriminator = Discriminator(spec)
    added = len(discriminator.blocks) - len(trained.blocks)
    if not added:
        load_strictly(discriminator, state, file="--start")
        return place(discriminator, device)
    own = discriminator.state_dict()
    for name, value in state.items():
        if name.startswith("from_rgb."):
            continue
        if name.startswith("blocks."):
            index, _, rest = name.removeprefix("blocks.").partition(".")
            name = f"blocks.{int(index) + added}.{rest}"
        own[name] = value
    load_strictly(discriminator, own, file="--start")
    smaller = replace(spec, resolution=had.resolution)
    former = place(Discriminator(smaller), device)
    load_strictly(former, state, file="--start")
    _fit_stem(place(discriminator, device), former, pictures, added)
    return discriminator


def grown_encoder(trained: Encoder, spec: EncoderSpec, *, seed: int) -> Encoder:
    """An encoder of finer pictures or of more feature maps that gives the same latents.

    All pixels of a larger patch weigh the same, which is their mean. What is measured of W comes
    along where as much of it is asked for.

    Args:
        trained: What it begins with.
        spec: Of as many blocks; `patch` and the feature maps of each block may be more, and it may
            have rows, or detail, where the trained one has none; they begin by adding nothing.
        seed: Of `_widened`.

    Raises:
        ValueError: The spec asks for fewer of anything, or for other blocks.
    """
    had = trained.spec
    finer = spec.patch // had.patch
    widths = [(had.channels(r), spec.channels(r)) for r in had.block_resolutions]
    if spec.block_resolutions != had.block_resolutions or not finer:
        raise ValueError("an encoder grows by larger patches, over as many blocks")
    if any(wanted < width for width, wanted in widths):
        raise ValueError("an encoder that is improved cannot have fewer feature maps")
    if had.rows not in {0, spec.rows} or had.detail not in {0, spec.detail}:
        raise ValueError("an encoder that is improved keeps its rows and their detail")
    state = trained.state_dict()
    mean = state["from_rgb.weight"].unflatten(1, (3, had.patch, -1))
    mean = mean.repeat_interleave(finer, dim=2).repeat_interleave(finer, dim=3)
    # Layers divide their weights by the root of their inputs at run time.
    state["from_rgb.weight"] = mean.flatten(1, 3) / finer
    measured = {name: state.pop(name, None) for name in ("curvature", "crowd", "middle")}
    state = _widened(state, widths, seed=seed)
    torch.manual_seed(seed)
    encoder = Encoder(spec)
    added = tuple(f"{name}." for name in ("rows", "detail") if not getattr(had, name))
    state |= {name: own for name, own in encoder.state_dict().items() if name.startswith(added)}
    for name in measured.keys() & encoder.state_dict().keys():
        fresh, known = encoder.get_buffer(name), measured[name]
        state[name] = fresh if known is None or known.shape != fresh.shape else known
    load_strictly(encoder, state, file="--start")
    return place(encoder, next(trained.parameters()).device)


def _widened(
    state: Mapping[str, Tensor], widths: Sequence[tuple[int, int]], *, seed: int
) -> dict[str, Tensor]:
    """An encoder or discriminator of more feature maps that gives what the trained one gives.

    New maps are copies of trained ones, and what reads a map shares its weights out among the
    copies, unevenly, so that they part in training (Net2WiderNet, Chen et al. 2016).

    Args:
        state: The trained network's.
        widths: Feature maps that it has and those wanted, from the first block to the last.
        seed: Of which maps are copied and of how weights are shared out.
    """
    randomness = torch.Generator().manual_seed(seed)
    copies = [_copies(width, wanted, randomness) for width, wanted in widths]
    last, judges = copies[-1], "conv.weight" in state
    ends: dict[str, tuple[Tensor | None, Tensor | None]] = {
        "from_rgb": (None, copies[0]),
        # Reads the deviation across the batch as well, the last of its maps.
        "conv": (torch.cat([last, torch.tensor([widths[-1][0]])]), last),
        # Reads the last maps place by place.
        "dense": ((last[:, None] * 16 + torch.arange(16)).flatten(), last if judges else None),
        "out": (last if judges else None, None),
        "detail.0": (copies[-2], None),
    }
    wide = {}
    for name, value in state.items():
        layer, _, kind = name.rpartition(".")
        if layer in ends:
            reads, gives = ends[layer]
        elif layer.startswith(("rows.", "detail.")):
            reads, gives = None, None
        else:
            _, index, part = layer.split(".")
            reads, gives = copies[int(index)], copies[int(index) + (part != "conv0")]
        wide[name] = value if gives is None else value[gives.to(value.device)]
        if kind == "weight" and reads is not None:
            wide[name] = _shared_out(wide[name], reads, randomness)
    return wide


def _copies(width: int, wanted: int, randomness: torch.Generator) -> Tensor:
    """Which of `width` feature maps each of `wanted` is a copy of; each is there at least once."""
    rounds = [torch.randperm(width, generator=randomness) for _ in range(wanted // width)]
    return torch.cat([torch.arange(width), *rounds])[:wanted]


def _shared_out(weight: Tensor, copies: Tensor, randomness: torch.Generator) -> Tensor:
    """Weights (O, I', ...) that give from copies (I') of inputs what `weight` (O, I, ...) gives."""
    shares = torch.rand(weight.shape[0], len(copies), generator=randomness) + 0.5
    sums = torch.zeros(weight.shape[:2]).index_add_(1, copies, shares)
    gain = (len(copies) / weight.shape[1]) ** 0.5
    shares = (shares * gain / sums[:, copies]).to(weight.device)
    shares = shares[(...,) + (None,) * (weight.dim() - 2)]
    shared: Tensor = weight[:, copies.to(weight.device)] * shares
    return shared


def _fit_stem(
    grown: Discriminator, trained: Discriminator, pictures: PictureSet, added: int
) -> None:
    """Teach the first blocks to give what the trained first layer gives for smaller pictures."""
    randomness = torch.Generator().manual_seed(0)
    stem = [*grown.from_rgb.parameters(), *grown.blocks[:added].parameters()]
    adam = torch.optim.Adam(stem, lr=_RATE, betas=(0.9, 0.99))
    for _ in range(STEM_STEPS):
        real = pictures.draw(_BATCH, generator=randomness)
        with torch.no_grad():
            wanted: Tensor = trained.from_rgb(F.avg_pool2d(real, 2**added))
        error = (grown.features(real, blocks=added)[-1] - wanted).square().mean()
        adam.zero_grad()
        error.backward()  # type: ignore[no-untyped-call]
        adam.step()
