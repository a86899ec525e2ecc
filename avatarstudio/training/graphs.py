"""Phases as CUDA graphs: recorded once, then replayed without Python or launches between kernels.

A phase is recorded from its loss to its gradients. The optimiser's step stays outside: it takes few
launches, the learning rate is a number that changes from step to step and would be frozen in the
recording, and Adam's state stays as checkpoints hold it. What PyTorch's notes on CUDA graphs demand
shaped the rest:

- A recording repeats addresses, not Python. So randomness and pictures are drawn before a phase,
  into storage that stays (`experiment.refill`), and no loss asks for a value on the host.
- The passes before a recording run on a side stream, or autograd ties gradients to the default
  stream, which cannot be recorded. Here they are the phase's first steps, done in earnest: a
  rehearsal would push latents and means that no step made.
- Gradients are None when recording begins, so that backward puts them into the graph's own memory;
  they are handed to the parameters again after each replay. Graphs that never run at once may share
  that memory if nobody needs what one left after another ran; hence the terms are copied.

Processes that train together do without: their exchanges run between and inside of phases.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from avatarstudio.training.experiment import Phase, Terms

WARM_UP_RUNS = 3
"""Runs of a phase before it is recorded, as in PyTorch's example; libraries choose and allocate in
the first."""


@dataclass(frozen=True, slots=True, eq=False)
class _Recording:
    """A graph and where each replay leaves its results."""

    graph: torch.cuda.CUDAGraph
    total: Tensor
    terms: Mapping[str, Tensor]
    gradients: Sequence[Tensor | None]


class PhaseRunner:
    """Computes the gradients of phases, replaying graphs of those that can be recorded."""

    def __init__(
        self, networks: Collection[nn.Module], *, device: torch.device, graphs: bool
    ) -> None:
        self._networks = networks
        self._device = device
        self._graphs = graphs
        self._runs: Counter[str] = Counter()
        self._recordings: dict[str, _Recording] = {}

    @cached_property
    def _stream(self) -> torch.cuda.Stream:
        return torch.cuda.Stream(self._device)  # type: ignore[no-untyped-call]

    @cached_property
    def _pool(self) -> Any:
        """The graphs' common memory, as PyTorch's opaque token."""
        return torch.cuda.graph_pool_handle()

    def run(self, phase: Phase) -> Terms:
        """Compute a phase's loss and give its parameters, and no others, gradients.

        Returns:
            The total and the terms, detached; the total holds until the next phase runs.
        """
        if self._graphs and phase.capturable:
            try:
                return self._replay(phase)
            except RuntimeError as error:
                self._give_up(phase, error)
        return self._compute(phase)

    def _compute(self, phase: Phase) -> Terms:
        _make_ready(self._networks, phase)
        return _forward_and_backward(phase)

    def _replay(self, phase: Phase) -> Terms:
        if phase.name not in self._recordings:
            with self._aside():
                if self._runs[phase.name] < WARM_UP_RUNS:
                    self._runs[phase.name] += 1
                    return self._compute(phase)
                self._recordings[phase.name] = self._record(phase)
        recording = self._recordings[phase.name]
        recording.graph.replay()
        for parameter, gradient in zip(phase.parameters, recording.gradients, strict=True):
            parameter.grad = gradient
        return recording.total, {name: term.clone() for name, term in recording.terms.items()}

    @contextmanager
    def _aside(self) -> Iterator[None]:
        """Work on the side stream, after what came before and before what comes next."""
        stream = self._stream
        here = torch.cuda.current_stream(self._device)
        stream.wait_stream(here)
        try:
            # Also undoes that a failed recording leaves the stream set.
            with torch.cuda.stream(stream):
                yield
        finally:
            here.wait_stream(stream)

    def _record(self, phase: Phase) -> _Recording:
        _make_ready(self._networks, phase)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._pool, stream=self._stream):
            total, terms = _forward_and_backward(phase)
        return _Recording(graph, total, terms, [p.grad for p in phase.parameters])

    def _give_up(self, phase: Phase, error: RuntimeError) -> None:
        reason = str(error).partition("\n")[0]
        tqdm.write(
            f"Phase “{phase.name}” does not run as a CUDA graph ({reason}); training goes on "
            "without graphs.",
            file=sys.stderr,
        )
        self._graphs = False
        self._recordings.clear()


def _make_ready(networks: Collection[nn.Module], phase: Phase) -> None:
    """Let only the phase's parameters take gradients, and empty these."""
    for network in networks:
        network.requires_grad_(False)
    for parameter in phase.parameters:
        parameter.requires_grad_(True)
    phase.optimizer.zero_grad(set_to_none=True)


def _forward_and_backward(phase: Phase) -> Terms:
    total, terms = phase.loss()
    total.backward()  # type: ignore[no-untyped-call]
    # A term that kept its autograd graph would keep that of a whole step in memory.
    return total.detach(), {name: term.detach() for name, term in terms.items()}
