"""What a training run is about, as the loop sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeAlias, TypeVar

import torch
from torch import Tensor, nn

from avatarstudio.training.schedules import Schedule, constant

M = TypeVar("M", bound=nn.Module)

Terms: TypeAlias = tuple[Tensor, Mapping[str, Tensor]]
"""A phase's total loss and its named terms for the log, all scalars."""


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """One optimiser step of the loop.

    Attributes:
        name: Short name for the log and the checkpoint.
        optimizer: What the step moves; phases may share one.
        parameters: Exactly those of the optimiser; only they get gradients in this phase.
        loss: Computes the total and the named terms for the log from the step's pictures.
        interval: The phase runs every this many steps (lazy regularisation).
        schedule: Factor of the learning rate after so many pictures.
        capturable: Its loss only reads parameters, buffers and what `draw` put into storage that
            stays (see `refill`), so that a recording of it can be replayed (see `graphs`).
    """

    name: str
    optimizer: torch.optim.Optimizer
    parameters: Sequence[nn.Parameter]
    loss: Callable[[], Terms]
    interval: int = 1
    schedule: Schedule = constant
    capturable: bool = False


class Experiment(Protocol):
    """What a training run is about; the loop knows nothing else of it.

    Everything that a resumed run needs lies in `networks` and `generator`. Running statistics go
    into a network without parameters, such as `Running`.
    """

    @property
    def networks(self) -> Mapping[str, nn.Module]:
        """Everything with parameters or running statistics, by the names of the checkpoint."""

    @property
    def phases(self) -> Sequence[Phase]:
        """The optimiser steps, in their order."""

    @property
    def generator(self) -> torch.Generator:
        """All randomness of the experiment, on the CPU."""

    def draw(self, batch: int) -> None:
        """Draw the pictures that the phases of this step use, and what else capturable ones do."""

    def after_step(self, batch: int, seen: int) -> None:
        """Update averages."""

    def sample_grid(self) -> Tensor:
        """Pictures to look at, uint8, (H, W, 3), on the CPU."""


class Running(nn.Module):
    """A running statistic that travels in the checkpoint beside the networks."""

    value: Tensor

    def __init__(self, start: Tensor) -> None:
        super().__init__()
        self.register_buffer("value", start.clone())


class Precision(Enum):
    """Precision of the feature maps from 32 px on; weights and RGB stay in float32."""

    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"

    def low_precision(self, device: torch.device) -> torch.dtype | None:
        """The reduced dtype on that device, None for float32 throughout.

        `AUTO` reduces on CUDA devices that compute bfloat16 natively; most CPUs are slower in it.
        """
        if self is Precision.AUTO:
            capable = device.type == "cuda" and torch.cuda.is_bf16_supported()
            return torch.bfloat16 if capable else None
        return torch.bfloat16 if self is Precision.BFLOAT16 else None


def lowered(device: torch.device, low_precision: torch.dtype | None) -> torch.autocast:
    """A context whose convolutions on that device are in a reduced dtype; None leaves float32."""
    return torch.autocast(device.type, low_precision, enabled=low_precision is not None)


def refill(held: Tensor, drawn: Tensor, device: torch.device) -> Tensor:
    """Put what was drawn where the former step's lay: a replayed phase looks nowhere else.

    Args:
        held: What the former step drew, or any tensor of another shape before the first step.
        drawn: A fresh tensor of any shape.
        device: Where the phases want it.

    Returns:
        `held` with the drawn values, or `drawn` on the device where the shape is new.
    """
    return held.copy_(drawn) if held.shape == drawn.shape else drawn.to(device)


def place(network: M, device: torch.device) -> M:
    """Move a network to its device, weights channels last; returns it."""
    network.to(device)
    network.to(memory_format=torch.channels_last)
    return network
