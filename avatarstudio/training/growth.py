"""Networks of a higher resolution out of trained ones (progressive growing, Karras et al. 2018).

Nothing is faded in. A new synthesis block begins with an RGB layer of zeros, so the grown generator
draws its former picture, enlarged. A discriminator cannot begin like that: its new first blocks
learn, before the training goes on, to give its former ones what they are used to see.
"""

from __future__ import annotations

from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.specs import GeneratorSpec
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
    """A generator of a higher resolution that draws the trained one's pictures.

    Args:
        trained: What it begins with.
        spec: Like the trained one's but for the resolution.

    Raises:
        CheckpointMismatchError: The specs differ in more than that.
    """
    generator = Generator(spec)
    for index in range(len(trained.spec.block_resolutions), len(spec.block_resolutions)):
        torch.nn.init.zeros_(generator.synthesis.block(index).to_rgb.conv.weight)
    state = {**added_blocks(generator, trained.spec), **trained.state_dict()}
    load_strictly(generator, state, file="--start")
    device = next(trained.parameters()).device
    return place(generator, device)


def added_blocks(generator: Generator, trained: GeneratorSpec) -> dict[str, Tensor]:
    """The tensors of the blocks that a generator has beyond those of a spec."""
    have = range(len(trained.block_resolutions), len(generator.spec.block_resolutions))
    prefixes = tuple(block_prefix(index) for index in have)
    state = generator.state_dict()
    return {name: value for name, value in state.items() if name.startswith(prefixes)}


def grown_discriminator(
    trained: Discriminator, spec: GeneratorSpec, pictures: PictureSet
) -> Discriminator:
    """A discriminator for a higher resolution that judges much as the trained one does.

    Args:
        trained: What it begins with.
        spec: Like the trained one's but for the resolution.
        pictures: Pictures at the new resolution, on the discriminator's device.

    Raises:
        CheckpointMismatchError: The specs differ in more than that.
    """
    discriminator = Discriminator(spec)
    added = len(discriminator.blocks) - len(trained.blocks)
    state = discriminator.state_dict()
    for name, value in trained.state_dict().items():
        if name.startswith("from_rgb."):
            continue
        if name.startswith("blocks."):
            index, _, rest = name.removeprefix("blocks.").partition(".")
            name = f"blocks.{int(index) + added}.{rest}"
        state[name] = value
    load_strictly(discriminator, state, file="--start")
    device = next(trained.parameters()).device
    _fit_stem(place(discriminator, device), trained, pictures, added)
    return discriminator


def patched_encoder(trained: Encoder, patch: int) -> Encoder:
    """An encoder that sees finer pictures and gives the trained one's latents.

    Args:
        trained: What it begins with.
        patch: Pixels on a side that its first layer takes in place of each of the trained one's.
    """
    spec = replace(
        trained.spec, resolution=trained.spec.resolution * patch, patch=trained.spec.patch * patch
    )
    encoder = Encoder(spec)
    state = trained.state_dict()
    # All pixels of a patch weigh the same, which is their mean. The layer divides its weights by
    # the root of its inputs itself.
    mean = state["from_rgb.weight"].unflatten(1, (3, trained.spec.patch, -1)) / patch
    mean = mean.repeat_interleave(patch, dim=2).repeat_interleave(patch, dim=3)
    state["from_rgb.weight"] = mean.flatten(1, 3)
    load_strictly(encoder, state, file="--start")
    return place(encoder, next(trained.parameters()).device)


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
