"""Files of other programs, read without running anything that is in them.

A pickle is a program: it names functions and has them called. Here only the names below are known;
each stands for something of ours that makes data, and any other name ends the reading.
"""

from __future__ import annotations

import argparse
import io
import pickle
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from avatarstudio.core.errors import UsageError

_ZIP = b"PK\x03\x04"
_OLD_TORCH = b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19"
"""How files of `torch.save` begin, since PyTorch 1.6 and, two bytes further on, before."""

_DAMAGED = (
    pickle.UnpicklingError,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
    MemoryError,
)
"""What reading is known to raise where the content makes no sense."""


@dataclass(frozen=True, slots=True, eq=False)
class ForeignModule:
    """A network of NVIDIA's code, as data.

    Attributes:
        kind: The name of its class.
        state: Its attributes.
    """

    kind: str
    state: Mapping[str, Any]

    def walk(self, prefix: str = "") -> Iterator[tuple[str, ForeignModule]]:
        """This module and those inside it, with the names under which PyTorch would know them."""
        yield prefix, self
        for name, child in self.state.get("_modules", {}).items():
            if isinstance(child, ForeignModule):
                yield from child.walk(f"{prefix}.{name}" if prefix else name)

    def tensors(self) -> dict[str, Tensor]:
        """Parameters and buffers by the names that a state dict has."""
        return {
            f"{prefix}.{name}" if prefix else name: value
            for prefix, module in self.walk()
            for kept in ("_parameters", "_buffers")
            for name, value in module.state.get(kept, {}).items()
            if isinstance(value, Tensor)
        }


def refusal(path: Path, reason: str) -> UsageError:
    """The error that says why a file cannot be imported."""
    return UsageError(f"“{path.name}” cannot be imported: {reason}.")


def read_foreign(path: Path) -> Mapping[str, Any]:
    """Read a checkpoint: tensors, `ForeignModule`s and plain values by name.

    Args:
        path: A file of `torch.save`, or a pickle with persistent classes of NVIDIA's code.

    Raises:
        UsageError: It is neither, it is damaged, or it names what such a file has no need of.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_OLD_TORCH) + 2)
            stream.seek(0)
            if start.startswith(_ZIP) or _OLD_TORCH in start:
                # What train.py was called with; a class without any behaviour.
                with torch.serialization.safe_globals([argparse.Namespace]):
                    content = torch.load(stream, map_location="cpu", weights_only=True)
            else:
                content = _Unpickler(stream).load()
    except FileNotFoundError as error:
        raise refusal(path, "it does not exist") from error
    except _DAMAGED as error:
        found = re.search(r"GLOBAL (\S+)", str(error))  # in PyTorch's words
        if found is None:
            raise refusal(path, "it is no checkpoint, or damaged") from error
        name = found[1]
        raise refusal(path, f"it wants to use “{name}”, which no weights need") from error
    if not isinstance(content, dict):
        raise refusal(path, "it is no checkpoint of a kind that is known here")
    return content


class _Unpickler(pickle.Unpickler):
    """Knows a few names only."""

    def __init__(self, stream: io.BufferedReader) -> None:
        super().__init__(stream)
        self._known = _known_names()

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self._known[f"{module}.{name}"]
        except KeyError:
            raise pickle.UnpicklingError(f"unsupported GLOBAL {module}.{name}") from None


def _known_names() -> Mapping[str, Callable[..., Any]]:
    """What the names stand for: made anew for each file, so that none can change them for others.

    The types have no attributes that could be set.
    """

    def module(meta: Mapping[str, Any]) -> ForeignModule:
        # The source of the class lies beside it in the file, and stays there.
        return ForeignModule(str(meta["class_name"]), dict(meta["state"]))

    def storage(data: bytes) -> torch.TypedStorage:
        found = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
        if not isinstance(found, torch.TypedStorage):
            raise ValueError("no storage")
        return found

    def tensor(kept: torch.TypedStorage, *place: Any) -> Tensor:
        offset, size, stride = place[:3]
        rebuilt: Tensor = torch._utils._rebuild_tensor_v2(  # type: ignore[no-untyped-call]
            kept, offset, size, stride, False, OrderedDict()
        )
        return rebuilt

    def parameter(data: Tensor, *_: object) -> Tensor:
        return data

    class Number:
        """In the place of numpy's numbers: gains, which follow from the shapes."""

        __slots__ = ()

        def __init__(self, *_: object) -> None: ...

        def __setstate__(self, state: object) -> None: ...

    return {
        "collections.OrderedDict": OrderedDict,
        "builtins.set": set,
        "__builtin__.set": set,
        "dnnlib.util.EasyDict": dict,
        "torch_utils.persistence._reconstruct_persistent_obj": module,
        "torch.storage._load_from_bytes": storage,
        "torch._utils._rebuild_tensor_v2": tensor,
        "torch._utils._rebuild_parameter": parameter,
        "numpy.dtype": Number,
        "numpy.core.multiarray.scalar": Number,
        "numpy._core.multiarray.scalar": Number,
    }
