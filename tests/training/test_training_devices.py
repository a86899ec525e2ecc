"""Every training on a card, without one: all tensors of a step lie where they are computed with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

import every_training as every
import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves, tree_map_only

from avatarstudio.training.experiment import Experiment
from avatarstudio.training.graphs import PhaseRunner

CARD = torch.device("meta")


class Card(TorchDispatchMode):
    """Makes a card of the device without values: strict about places, and it can be read."""

    def __torch_dispatch__(
        self, func: Any, types: object, args: Sequence[object] = (), kwargs: Any = None
    ) -> object:
        given = [t for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor) and t.dim()]
        moves = func in (torch.ops.aten._to_copy.default, torch.ops.aten.copy_.default)
        if not moves and len({t.device for t in given}) > 1:
            raise AssertionError(f"{func} gets tensors of both devices")
        leaves = any(t.device == CARD for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor))
        if leaves and func is torch.ops.aten._local_scalar_dense.default:
            return 0
        if leaves and (kwargs or {}).get("device") == torch.device("cpu"):
            args = tree_map_only(Tensor, lambda t: torch.zeros(t.shape, dtype=t.dtype), args)
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize(
    "make",
    [
        every.pretrain,
        every.autoencode,
        every.finetune,
        every.encoder,
        every.judge,
        every.perceptual,
        every.upscaler,
        every.cyclegan,
        every.denoiser,
        every.redrawn,
    ],
)
def test_a_training_keeps_to_its_device(
    make: Callable[[torch.device], Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    # PyTorch knows no autocast for the stand-in.
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())
    experiment = make(CARD)
    runner = PhaseRunner(list(experiment.networks.values()), device=CARD, graphs=False)
    with Card():
        for _ in range(2):
            experiment.draw(4)
            for phase in experiment.phases:
                total, terms = runner.run(phase)
                assert {t.device for t in (total, *terms.values())} == {CARD}
            experiment.after_step(4, 4)
        grid = experiment.sample_grid()
    assert grid.device.type == "cpu"
    assert grid.dtype == torch.uint8
