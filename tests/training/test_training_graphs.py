from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
import torch
from every_training import autoencode, finetune, pretrain
from human_run import CPU
from tape import TapeRunner
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from toy_experiment import ToyExperiment

from avatarstudio.training.experiment import Experiment, Phase, Terms
from avatarstudio.training.graphs import WARM_UP_RUNS, PhaseRunner

needs_card = pytest.mark.skipif(not torch.cuda.is_available(), reason="only a CUDA card replays")
needs_none = pytest.mark.skipif(torch.cuda.is_available(), reason="a card would record")


class _Watch(TorchDispatchMode):
    """Notes what a recording would freeze: whose values are read, and what needs the host."""

    _HOST = (
        torch.Tag.nondeterministic_seeded,
        torch.Tag.data_dependent_output,
        torch.Tag.dynamic_output_shape,
    )

    def __init__(self) -> None:
        super().__init__()
        self.read: dict[int, Tensor] = {}
        self.on_host: set[str] = set()
        self._made: dict[int, Tensor] = {}  # kept, so that no address is used twice

    def __torch_dispatch__(
        self, func: Any, types: object, args: Sequence[object] = (), kwargs: Any = None
    ) -> object:
        # The last makes tensors of Python's numbers, which a card would have to fetch.
        if any(tag in func.tags for tag in self._HOST) or func is torch.ops.aten.lift_fresh.default:
            self.on_host.add(str(func))
        for address, tensor in _storages((args, kwargs)).items():
            if address not in self._made:
                self.read.setdefault(address, tensor)
        result = func(*args, **(kwargs or {}))
        new = _storages(result)
        self._made |= {address: new[address] for address in new.keys() - self.read.keys()}
        return result


def _storages(values: object) -> dict[int, Tensor]:
    found = [value for value in tree_leaves(values) if isinstance(value, Tensor)]
    return {t.untyped_storage().data_ptr(): t for t in found if t.numel()}


def _runner(
    experiment: Experiment, *, device: torch.device = CPU, graphs: bool = False
) -> PhaseRunner:
    return PhaseRunner(list(experiment.networks.values()), device=device, graphs=graphs)


def _run(experiment: Experiment, phase: Phase) -> tuple[list[Tensor], _Watch]:
    """Total and gradients of a phase, copied."""
    with _Watch() as watch:
        total, _ = _runner(experiment).run(phase)
    gradients = [p.grad for p in phase.parameters if p.grad is not None]
    return [t.clone() for t in (total, *gradients)], watch


# The numbers are those of the drawn tensors that a phase reads; each draw must renew them all.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "drawn"),
    [
        (pretrain, {"g": 3, "d": 3, "r1": 2, "m": 2}),
        (finetune, {"g": 4, "d": 4, "r1": 2}),
        (autoencode, {"ae": 1, "m": 2}),
    ],
)
def test_capturable_phases_only_read_what_was_drawn(make: Any, drawn: Mapping[str, int]) -> None:
    experiment = make()
    experiment.draw(4)
    assert [phase.name for phase in experiment.phases if phase.capturable] == list(drawn)
    trained = {
        address for n in experiment.networks.values() for address in _storages(n.state_dict())
    }
    firsts: dict[str, tuple[list[Tensor], _Watch, dict[int, Tensor]]] = {}
    for phase in experiment.phases:
        state = experiment.generator.get_state()
        first, watch = _run(experiment, phase)
        again, _ = _run(experiment, phase)
        assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True)), phase.name
        assert watch.on_host == set(), phase.name
        assert torch.equal(experiment.generator.get_state(), state), phase.name
        values = {address: t.detach().clone() for address, t in watch.read.items()}
        firsts[phase.name] = first, watch, values
    experiment.draw(4)
    for phase in experiment.phases:
        first, before, values = firsts[phase.name]
        other, watch = _run(experiment, phase)
        assert not torch.equal(first[0], other[0]), phase.name
        assert before.read.keys() == watch.read.keys(), phase.name
        changed = {a for a, t in watch.read.items() if not torch.equal(t, values[a])}
        assert len(changed - trained) == drawn[phase.name], phase.name


def test_what_a_recording_would_freeze_is_noticed() -> None:
    parameter = torch.nn.Parameter(torch.ones(3))
    adam = torch.optim.Adam([parameter])
    careless: Mapping[str, Any] = {
        "draws": lambda: torch.rand(3),
        "asks": lambda: float(parameter.detach().sum()),
        "chooses": lambda: parameter[parameter.detach() > 0],
        "fetches": lambda: torch.tensor([1.0, 2.0, 3.0]),
    }

    def loss(factor: Any) -> Terms:
        total = (parameter * factor()).sum()
        return total, {}

    for name, factor in careless.items():
        phase = Phase(name, adam, [parameter], partial(loss, factor))
        _, watch = _run(ToyExperiment(), phase)
        assert watch.on_host, name


@needs_none
def test_a_phase_that_cannot_be_recorded_runs_eagerly(capsys: pytest.CaptureFixture[str]) -> None:
    experiment = ToyExperiment()
    experiment.draw(4)
    fit = replace(experiment.phases[0], capturable=True)
    runner = _runner(experiment, device=torch.device("cuda:0"), graphs=True)
    for _ in range(2):
        total, terms = runner.run(fit)
        assert torch.equal(total, fit.loss()[0])
        assert terms.keys() == {"fit"}
        assert experiment.net.weight.grad is not None
    (line,) = capsys.readouterr().err.splitlines()
    assert "“fit” does not run as a CUDA graph" in line
    assert line.endswith("training goes on without graphs.")


@dataclass(frozen=True)
class _Course:
    """Parameters before and after some steps, all terms on the way, and how often losses ran."""

    before: Tensor
    after: Tensor
    terms: Tensor
    ran: Counter[str]


def _train(
    experiment: Experiment, kind: type[PhaseRunner], *, graphs: bool, steps: int, device: str
) -> _Course:
    networks = list(experiment.networks.values())
    runner = kind(networks, device=torch.device(device), graphs=graphs)
    parameters = [p for phase in experiment.phases for p in phase.parameters]
    before, ran, terms = _flat(parameters), Counter[str](), list[Tensor]()

    def counted(phase: Phase) -> Terms:
        ran[phase.name] += 1
        return phase.loss()

    for step in range(steps):
        experiment.draw(4)
        for phase in experiment.phases:
            if step % phase.interval == 0:
                _, found = runner.run(replace(phase, loss=partial(counted, phase)))
                phase.optimizer.step()
                terms += found.values()
    # Read at the end: what a later replay overwrites would show.
    return _Course(before, _flat(parameters), torch.stack(terms).cpu(), ran)


def _flat(parameters: Sequence[Tensor]) -> Tensor:
    return torch.cat([p.detach().flatten() for p in parameters]).cpu()


@pytest.mark.slow
@pytest.mark.parametrize("make", [pretrain, finetune, autoencode])
def test_repeating_the_operations_alone_trains_to_the_bit(make: Any) -> None:
    steps = 2 * WARM_UP_RUNS + 5  # R1 is due in every other one and is to be replayed twice
    eager, taped = (
        _train(make(), TapeRunner, graphs=on, steps=steps, device="cpu") for on in (False, True)
    )
    assert set(taped.ran.values()) == {WARM_UP_RUNS + 1}
    assert torch.equal(taped.terms, eager.terms)
    assert torch.equal(taped.after, eager.after)


@needs_card
@pytest.mark.parametrize("make", [pretrain, finetune, autoencode])
def test_replayed_steps_train_as_eager_ones_do(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    card = "cuda:0"
    eager, replayed = (
        _train(make(device=torch.device(card)), PhaseRunner, graphs=on, steps=20, device=card)
        for on in (False, True)
    )
    assert capsys.readouterr().err == ""
    assert set(replayed.ran.values()) == {WARM_UP_RUNS + 1}
    # Sums on a card differ in their last bits, and Adam takes the sign of the smallest gradients.
    assert torch.allclose(replayed.terms, eager.terms, rtol=0.05, atol=0.05)
    moved = (eager.after - eager.before).norm()
    assert (replayed.after - eager.after).norm() < 0.1 * moved
