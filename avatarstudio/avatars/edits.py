"""Named sliders found in a generator without training.

SeFa (Shen & Zhou, "Closed-Form Factorization of Latent Semantics in GANs", 2021): the directions
of w that change a layer most are the first eigenvectors of A^T A, where A are the weights that
turn w into the layer's style. They come without names and each changes several things. So every
one is tried on a few random faces, what it changes is measured, and a slider for a property is
the smallest mix of them that moves this property and keeps the others. A slider exists only if a
second measurement, on other faces, confirms what its name says.
"""

from __future__ import annotations

import itertools
from collections.abc import Generator as Steps
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from avatarstudio.avatars.measures import Property, measure
from avatarstudio.nets.ops import ModulatedConv2d
from avatarstudio.nets.stylegan2 import Generator, SynthesisBlock

_PER_GROUP = 12
"""Eigenvectors tried for each group of blocks: with fewer, sliders move more than their property,
with more, the search takes longer and gains little (measured for 5, 10 and 16)."""

_TRIAL_FACES = 5
_CHECK_FACES = 8
_TRIAL_STEP = 0.5
"""How far a trial goes, as a share of the usual distance of w from its mean."""

_FULL_EFFECT = 1.0
"""A slider at 1 moves its property by so many standard deviations of random faces, ..."""
_LONGEST_STEP = 0.4
"""... but w by no more than this share of its usual distance from the mean, or faces fall apart."""

_RIDGE = 0.2
_LEAST_AGREEMENT = 0.75
_LEAST_EFFECT = 0.2
_LEAST_CLARITY = 1.5
"""How much more than any other property a slider must move its own."""

_LENGTHS = (1.0, 0.6)
"""Shares of the full step to check: what fails at full length may be clean at a shorter one."""

_STATISTICS_FACES = 24
_MEASURED_PX = 64
_BATCH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """One slider.

    Attributes:
        name: The property that it moves.
        direction: What an amount of 1 adds to W+, float32, (L, Z).
        effect: Change of the property at 1, in standard deviations of random faces, measured on
            faces that had no part in finding it.
        leak: The largest change of any other property there.
        agreement: Share of those faces whose property rises at 1 and falls at -1.
    """

    name: Property
    direction: Tensor
    effect: float
    leak: float
    agreement: float


def search_edits(generator: Generator) -> Steps[float, None, tuple[Edit, ...]]:
    """Find the sliders of a generator, in steps of a few pictures.

    The search takes seconds on a CPU; whoever steps it can leave it for more urgent work and come
    back. The same generator gives the same sliders.

    Args:
        generator: Ready for inference.

    Yields:
        The share that is done, in [0, 1].

    Returns:
        The confirmed sliders, in the order of `Property`.
    """
    search = _Search(generator)
    yield from search.measure_usual()
    yield from search.try_candidates()
    found = []
    for index in range(len(Property)):
        edit = search.slider(index)
        if edit is not None:
            found.append(edit)
        yield 0.6 + 0.4 * (index + 1) / len(Property)
    return tuple(found)


def find_edits(generator: Generator) -> tuple[Edit, ...]:
    """`search_edits` in one go."""
    steps = search_edits(generator)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: tuple[Edit, ...] = end.value
            return found


def find_edit(generator: Generator, name: Property) -> Edit | None:
    """One slider of a generator, or None if the check does not confirm it."""
    search = _Search(generator)
    for _ in itertools.chain(search.measure_usual(), search.try_candidates()):
        pass
    return search.slider(tuple(Property).index(name))


def apply_edits(
    ws: Tensor, amounts: Sequence[tuple[str, float]], edits: Mapping[str, Edit]
) -> Tensor:
    """Move latents.

    Args:
        ws: W+, (L, Z).
        amounts: Names and amounts; names that the generator has no slider for change nothing,
            since a recipe may come from another style.
        edits: The generator's sliders by name.
    """
    for name, amount in amounts:
        if name in edits:
            ws = ws + amount * edits[name].direction
    return ws


def factorise(generator: Generator, blocks: range, *, count: int) -> Tensor:
    """The first eigenvectors of A^T A for the layers of some blocks.

    Args:
        generator: The generator.
        blocks: Indices of synthesis blocks.
        count: How many.

    Returns:
        float32, (count, Z), of unit length.
    """
    weights = []
    for index in blocks:
        block: SynthesisBlock = generator.synthesis.block(index)
        for layer in (block.first, block.last):
            if layer is not None:
                conv: ModulatedConv2d = layer.conv
                weights.append(conv.affine.weight.float())
    stacked = torch.cat(weights)
    # SeFa's own normalisation: each coordinate of w counts by its direction, not by its scale.
    stacked = stacked / stacked.norm(dim=0, keepdim=True).clamp_min(1e-8)
    # On the CPU, so that all devices agree on the order of close eigenvalues.
    _, vectors = torch.linalg.eigh((stacked.T @ stacked).double().cpu())
    first: Tensor = vectors.T.flip(0)[:count].to(stacked)
    return first


class _Search:
    """The sliders of one generator."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        spec = generator.spec
        self._stop_at = min(_MEASURED_PX, spec.resolution)
        average = generator.mapping.w_avg
        self._device = average.device
        randomness = torch.Generator().manual_seed(0)
        count = _STATISTICS_FACES + _TRIAL_FACES + _CHECK_FACES
        z = torch.randn(count, spec.z_dim, generator=randomness).to(self._device)
        # Slightly truncated: sliders serve faces of people, not the generator's odd ones.
        w: Tensor = generator.mapping(z, truncation=0.8)
        self._usual, self._trial, self._check = torch.split(
            w, [_STATISTICS_FACES, _TRIAL_FACES, _CHECK_FACES]
        )
        self._reach = float((w - average).norm(dim=1).mean())
        self._directions = self._candidates()  # (C, L, Z)

    def measure_usual(self) -> Steps[float, None, None]:
        """Learn how much each property varies among faces."""
        measured = []
        parts = torch.split(self._generator.broadcast(self._usual), _BATCH)
        for done, part in enumerate(parts, start=1):
            measured.append(self._measure(part))
            yield 0.15 * done / len(parts)
        self._deviation = torch.cat(measured).std(dim=0).clamp_min(1e-6)  # (P,)

    def try_candidates(self) -> Steps[float, None, None]:
        """Measure what each direction changes, in standard deviations for one unit of w."""
        step = _TRIAL_STEP * self._reach
        effects = []
        for done, direction in enumerate(self._directions, start=1):
            effects.append(self._changes(self._trial, step * direction).mean(dim=0) / step)
            yield 0.15 + 0.45 * done / len(self._directions)
        self._effects = torch.stack(effects)  # (C, P)

    def _candidates(self) -> Tensor:
        """Directions of unit length, each in the rows of one group of blocks, (C, L, Z)."""
        spec = self._generator.spec
        candidates = []
        for blocks in _groups(len(spec.block_resolutions)):
            rows = slice(
                spec.layers_of_block(blocks[0]).start, spec.layers_of_block(blocks[-1]).stop
            )
            # Row after row: a direction moves all rows of its group alike, as w would.
            for vector in factorise(self._generator, blocks, count=_PER_GROUP):
                direction = torch.zeros(spec.num_layers, spec.w_dim, device=self._device)
                direction[rows] = vector
                candidates.append(direction)
        # The last row belongs to the last RGB layer and follows the last block.
        for direction in candidates:
            direction[-1] = direction[-2]
        return torch.stack(candidates)

    def slider(self, index: int) -> Edit | None:
        """The slider of the property at `index`, or None if the check does not confirm it."""
        scale = self._effects.norm(dim=1).mean().clamp_min(1e-8)
        e = (self._effects / scale).double().cpu()
        # Ridge regression: weights x of the candidates with e^T x near one at the property and
        # near zero elsewhere, and no longer than they must be.
        gram = e @ e.T + _RIDGE * torch.eye(e.shape[0], dtype=torch.float64)
        x = torch.linalg.solve(gram, e[:, index]).to(self._directions)
        direction = torch.einsum("c,clz->lz", x, self._directions)
        length = float(direction.norm(dim=1).max())
        per_unit = float(self._effects[:, index] @ x) / max(length, 1e-8)
        if per_unit <= 0:
            return None
        full = min(_FULL_EFFECT / per_unit, _LONGEST_STEP * self._reach)
        for share in _LENGTHS:
            edit = self._confirmed(index, direction * (share * full / length))
            if edit is not None:
                return edit
        return None

    def _confirmed(self, index: int, direction: Tensor) -> Edit | None:
        changes = self._changes(self._check, direction)  # (B, P)
        mean = changes.mean(dim=0)
        edit = Edit(
            name=tuple(Property)[index],
            direction=direction,
            effect=float(mean[index]),
            leak=float(torch.cat([mean[:index], mean[index + 1 :]]).abs().max()),
            agreement=float((changes[:, index] > 0).float().mean()),
        )
        clear = edit.effect >= max(_LEAST_EFFECT, _LEAST_CLARITY * edit.leak)
        return edit if clear and edit.agreement >= _LEAST_AGREEMENT else None

    def _changes(self, w: Tensor, direction: Tensor) -> Tensor:
        """Half the difference between adding and taking away a direction, (B, P)."""
        ws = self._generator.broadcast(w)
        up, down = self._measure(torch.cat([ws + direction, ws - direction])).chunk(2)
        return (up - down) / 2 / self._deviation

    @torch.no_grad()
    def _measure(self, ws: Tensor) -> Tensor:
        return measure(self._generator.synthesis(ws, stop_at=self._stop_at))


def _groups(num_blocks: int) -> tuple[range, ...]:
    """Blocks in thirds: outline, features, colours."""
    first = max(num_blocks // 3, 1)
    last = max(num_blocks - 2, first + 1)
    return tuple(r for r in (range(first), range(first, last), range(last, num_blocks)) if r)
