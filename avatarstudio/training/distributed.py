"""Several processes that train one set of networks, as `torchrun` starts them.

Gradients are averaged by hand, because the double backward of R1 does not pass through the hooks
of `DistributedDataParallel`. Without `torchrun` everything here does nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor, nn

from avatarstudio.nets.device import choose_device


def world_size() -> int:
    """Processes that train together; 1 without `torchrun`."""
    return dist.get_world_size() if dist.is_initialized() else 1


def rank() -> int:
    """Number of this process, 0 for the one that writes files."""
    return dist.get_rank() if dist.is_initialized() else 0


@contextmanager
def process_group(device: str) -> Iterator[str]:
    """Join the processes that `torchrun` started, for the time of a command.

    Args:
        device: The device that was asked for, as `choose_device` takes it.

    Yields:
        The device of this process: with CUDA, the card of its local rank.

    Raises:
        UsageError: The name means nothing.
        DeviceUnavailableError: This computer does not have it.
    """
    device = str(choose_device(device))
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        yield device
        return
    cuda = torch.device(device).type == "cuda"
    if cuda:
        device = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if cuda else "gloo")
    try:
        yield device
    finally:
        dist.destroy_process_group()


def mean_over_processes(value: Tensor) -> Tensor:
    """Mean of a tensor of any shape over all processes, the same everywhere."""
    if world_size() == 1:
        return value
    total = value.detach().clone()
    dist.all_reduce(total)
    return total / world_size()


def join_processes(value: Tensor) -> Tensor:
    """The rows of all processes, (N, ...) each, as one tensor in the order of their ranks."""
    if world_size() == 1:
        return value
    parts = [torch.empty_like(value) for _ in range(world_size())]
    dist.all_gather(parts, value.detach().contiguous())
    return torch.cat(parts)


def any_process(flags: Sequence[bool], *, device: torch.device) -> tuple[bool, ...]:
    """Agree on flags: each is true where it is true for at least one process."""
    if world_size() == 1:
        return tuple(flags)
    votes = torch.tensor(flags, dtype=torch.int32, device=device)
    dist.all_reduce(votes, op=dist.ReduceOp.MAX)
    return tuple(bool(vote) for vote in votes.tolist())


def average_gradients(parameters: Iterable[nn.Parameter]) -> None:
    """Replace gradients by their mean over all processes."""
    if world_size() == 1:
        return
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    flat /= world_size()
    parts = torch.split(flat, [g.numel() for g in gradients])
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))


@torch.no_grad()
def share_start(networks: Iterable[nn.Module]) -> None:
    """Give all processes the first one's parameters and buffers."""
    if world_size() == 1:
        return
    for network in networks:
        for tensor in (*network.parameters(), *network.buffers()):
            value = tensor.detach().contiguous()
            dist.broadcast(value, src=0)
            tensor.copy_(value)


def part_randomness(generator: torch.Generator) -> None:
    """Give each process but the first its own randomness, derived from the common state."""
    if rank() > 0:
        common = int(torch.randint(2**62, (), generator=generator))
        generator.manual_seed(common + rank())
