"""What tests of the loop and of metrics share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from avatarstudio.nets.judge import JudgeNet
from avatarstudio.training.distributed import rank, world_size
from avatarstudio.training.experiment import Phase, Running, Terms


@dataclass(frozen=True)
class TrainedJudge:
    """What the session's fixture of that name holds: a judge and its losses."""

    net: JudgeNet
    before: Mapping[str, float]
    after: Mapping[str, float]


class ToyExperiment:
    """Fits a line, which tells a loop's faults by a few numbers; each phase records that it ran."""

    def __init__(self, *, seed: int = 0, rate: float = 0.02, shared_data: bool = False) -> None:
        torch.manual_seed(0)
        self.net = nn.Linear(4, 1)
        self.average = Running(torch.zeros(1))
        self.networks: Mapping[str, nn.Module] = {"net": self.net, "average": self.average}
        self.generator = torch.Generator().manual_seed(seed)
        self.ran: list[str] = []
        parameters = list(self.net.parameters())
        adam = torch.optim.Adam(parameters, lr=rate)
        self.phases = (
            Phase("fit", adam, parameters, self.fit),
            Phase("lazy", adam, parameters, self.lazy, interval=3),
        )
        self._shared_data = shared_data
        self.x = torch.empty(0)

    def draw(self, batch: int) -> None:
        if self._shared_data:
            # Every process draws the whole batch and takes its part of it.
            whole = torch.randn(batch * world_size(), 4, generator=self.generator)
            self.x = whole[rank() * batch : (rank() + 1) * batch]
        else:
            self.x = torch.randn(batch, 4, generator=self.generator)

    def fit(self) -> Terms:
        self.ran.append("fit")
        wanted = self.x.sum(dim=1, keepdim=True)
        loss = (self.net(self.x) - wanted).square().mean()
        return loss, {"fit": loss}

    def lazy(self) -> Terms:
        self.ran.append("lazy")
        loss = self.net.weight.square().mean() * 0.01
        return loss, {"lazy": loss}

    def after_step(self, batch: int, seen: int) -> None:
        self.average.value.add_(batch)

    def sample_grid(self) -> Tensor:
        return torch.zeros(8, 8, 3, dtype=torch.uint8)
