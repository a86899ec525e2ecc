"""What a training keeps of its base, through every resumption."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from avatarstudio.core.errors import UsageError


class WrongBaseError(UsageError):
    """A run is to be resumed over a base that it was not made for."""

    def __init__(self, *, tensor: str) -> None:
        super().__init__(
            "The run to resume was made over another base or changes more of it; repeat the --base "
            "and the options that it began with."
        )
        self.tensor = tensor


def hold(network: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Check a network's frozen tensors whenever it is loaded, and undo their rounding.

    A packed state travelled in bfloat16; the base must be itself to the bit nevertheless.

    Args:
        network: From now on, loading it raises `WrongBaseError` if it is another base's.
        tensors: What stays as it is, by the names of the network's state.
    """

    def restore(loaded: nn.Module, _keys: object) -> None:
        state = loaded.state_dict()
        for name, value in tensors.items():
            if not torch.equal(state[name].bfloat16(), value.bfloat16()):
                raise WrongBaseError(tensor=name)
            state[name].copy_(value)

    network.register_load_state_dict_post_hook(restore)  # type: ignore[no-untyped-call]
