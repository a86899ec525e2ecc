"""A card's graphs without a card: a tape that repeats operations on the same memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from avatarstudio.training.experiment import Phase
from avatarstudio.training.graphs import PhaseRunner, _Recording


class Tape(TorchDispatchMode):
    """Operations with the tensors that they read and wrote."""

    def __init__(self) -> None:
        super().__init__()
        self._operations: list[tuple[Any, Any, Any, object]] = []
        self._fresh = True

    def __torch_dispatch__(
        self, func: Any, types: object, args: Sequence[object] = (), kwargs: Any = None
    ) -> object:
        result = func(*args, **(kwargs or {}))
        self._operations.append((func, args, kwargs or {}, result))
        return result

    @torch.no_grad()
    def replay(self) -> None:
        """Do all again; the first time nothing, as recording has computed what a card has not."""
        if self._fresh:
            self._fresh = False
            return
        for func, args, kwargs, result in self._operations:
            again = func(*args, **kwargs)
            for old, new in zip(tree_leaves(result), tree_leaves(again), strict=True):
                if isinstance(old, Tensor) and old.data_ptr() != new.data_ptr():
                    old.copy_(new)


class TapeRunner(PhaseRunner):
    """A runner with tapes in place of graphs."""

    @contextmanager
    def _aside(self) -> Iterator[None]:
        yield

    def _record(self, phase: Phase) -> _Recording:
        with Tape() as tape:
            total, terms = self._compute(phase)
        gradients = [p.grad for p in phase.parameters]
        return _Recording(tape, total, terms, gradients)
