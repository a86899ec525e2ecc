"""Block surgery: fine-tuned synthesis blocks over a base generator (thesis 4.5).

`g_fin_k_use_j` takes the first blocks of g and the last j of g_fin_k. The strengths below
generalise it: each block has a weight between the base's tensors (0) and the style's (1).
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from avatarstudio.nets.ops import ModulatedConv2d
from avatarstudio.nets.stylegan2 import Generator

STYLE_AXES = "latent_axes"
"""Name of a style's axes among its tensors, ..."""
STYLE_HAIR_LIGHT = "hair_light"
"""... and that of the direction in which its hair gets lighter."""

_KEPT_BLENDS = 6
"""Blended generators to keep; one wall uses about as many different strengths."""


_VIVID = 1.5
"""Spread of a random look in that of the drawings: at 1 colours are dull, at 2.5 outlines break
(looked at on sixteen looks of three people)."""


def block_prefix(index: int) -> str:
    """Start of the names of one synthesis block's tensors in a generator's state."""
    return f"synthesis.blocks.{index}."


class Style:
    """The tuned blocks of one style over its base generator."""

    def __init__(
        self,
        *,
        style_id: str,
        base: Generator,
        tuned: Mapping[str, Tensor],
        tuned_blocks: int,
        axes: Tensor | None = None,
        hair_light: Tensor | None = None,
    ) -> None:
        """Hold a style.

        Args:
            style_id: The style's id in the catalog.
            base: Its base generator, prepared for inference.
            tuned: Tensors of the last blocks, named as in the generator's state, on its device.
            tuned_blocks: How many blocks there are (k).
            axes: Principal axes of the encoded drawings, each as long as their standard deviation
                along it, (K, Z); None for a style that was made without an encoder.
            hair_light: What makes its hair lighter by a standard deviation of random faces when
                it is added to W+, (L, Z); None for a style of which that is not known.
        """
        self.id = style_id
        self.base = base
        self.tuned_blocks = tuned_blocks
        self._tuned = dict(tuned)
        self.axes = axes
        self.hair_light = hair_light
        self._blends: OrderedDict[tuple[float, ...], Generator] = OrderedDict()

    @property
    def num_blocks(self) -> int:
        """Synthesis blocks of the generator."""
        return len(self.base.spec.block_resolutions)

    @torch.no_grad()
    def random_latent(self, z: Tensor) -> Tensor:
        """A latent by chance: outlines of people, looks of drawings.

        The front rows are the mapping's. The tuned blocks' rows lie about the mean of w as the
        encoded drawings lie about theirs: people's latents know only people's hair.

        Args:
            z: Random numbers, (z_dim,).

        Returns:
            W+, (L, Z).
        """
        base = self.base
        latent = base.broadcast(base.mapping(z[None]))[0].clone()
        if self.axes is not None:
            first = base.spec.layers_of_block(self.num_blocks - self.tuned_blocks).start
            spread = z[: len(self.axes)] @ self.axes
            latent[first:] = base.mapping.w_avg + _VIVID * spread
        return latent

    def mismatch(self) -> tuple[list[str], list[str]]:
        """Names that are missing (or of another shape) and names that do not belong."""
        front = self.num_blocks - self.tuned_blocks
        prefixes = tuple(block_prefix(i) for i in range(front, self.num_blocks))
        wanted = {k: v for k, v in self.base.state_dict().items() if k.startswith(prefixes)}
        missing = [
            k for k, v in wanted.items() if k not in self._tuned or self._tuned[k].shape != v.shape
        ]
        return missing, [k for k in self._tuned if k not in wanted]

    def use(self, blocks: int, *, strength: float = 1.0, fade: float = 0.0) -> Generator:
        """g_fin_k_use_j, or on the way to it.

        Args:
            blocks: Last blocks taken from the style (j), 0 to `tuned_blocks`.
            strength: Interpolation from the base's weights (0) to the style's (1).
            fade: What each tuned block in front of those has of the next one's strength. At 0 it is
                the base's own, whose feature maps a style that was trained long knows nothing of.
        """
        if not 0 <= blocks <= self.tuned_blocks:
            raise ValueError(f"the style has {self.tuned_blocks} tuned blocks, not {blocks}")
        if blocks == 0:
            return self.base
        first = self.num_blocks - blocks
        return self.blend([strength * fade ** max(first - i, 0) for i in range(self.num_blocks)])

    @torch.no_grad()
    def blend(self, strengths: Sequence[float]) -> Generator:
        """Interpolate base and style block by block.

        Args:
            strengths: One weight in [0, 1] for each synthesis block; blocks that the style did
                not tune ignore theirs.

        Returns:
            A frozen generator that shares with the base what no style changes; kept for the next
            call.
        """
        if len(strengths) != self.num_blocks:
            raise ValueError(f"{self.num_blocks} strengths are needed, not {len(strengths)}")
        front = self.num_blocks - self.tuned_blocks
        key = tuple(0.0 if i < front else float(s) for i, s in enumerate(strengths))
        if not any(key):
            return self.base
        if key in self._blends:
            self._blends.move_to_end(key)
            return self._blends[key]
        shared = (self.base.mapping, *self.base.synthesis.blocks[:front])
        generator = copy.deepcopy(self.base, {id(module): module for module in shared})
        state = generator.state_dict()
        for index, strength in enumerate(key):
            if strength > 0:
                for name, value in state.items():
                    if name.startswith(block_prefix(index)):
                        value.lerp_(self._tuned[name], strength)
        for module in generator.synthesis.blocks[front:].modules():
            if isinstance(module, ModulatedConv2d):
                module.precompute()
        self._blends[key] = generator
        if len(self._blends) > _KEPT_BLENDS:
            self._blends.popitem(last=False)
        return generator


def tuned_tensors(base: Generator, child: Generator, *, blocks: int) -> dict[str, Tensor]:
    """What a style file stores: the tensors of the child's last blocks.

    Raises:
        ValueError: The child differs from the base in front of them.
    """
    front = len(base.spec.block_resolutions) - blocks
    prefixes = tuple(block_prefix(i) for i in range(front, front + blocks))
    parent, tuned = base.state_dict(), {}
    for name, value in child.state_dict().items():
        if name.startswith(prefixes):
            tuned[name] = value
        elif not torch.equal(value, parent[name]):
            raise ValueError(f"{name} differs from the base, which a style must not change")
    return tuned
