"""What pre-training costs by precision and, on a CUDA card, with and without graphs, in one run.

usage: python benchmarks/training.py [--device cuda] [--resolution 256 …] [--batch 8] [--rounds 3]

The options shape the networks as those of `avatarstudio-train pretrain` do. Prints seconds per
thousand pictures (kimg), the median of the rounds, and their ratio to the first kind's. A round is
16 steps of each kind in turn, R1 once among them; pictures are noise.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

import torch

from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec
from avatarstudio.training.data import PictureSet
from avatarstudio.training.experiment import Precision
from avatarstudio.training.graphs import PhaseRunner
from avatarstudio.training.options import add_dataclass, from_options
from avatarstudio.training.stylegan2 import PretrainConfig, Pretraining

_PICTURES = 256


class Training:
    """A pre-training of one kind, step by step."""

    def __init__(self, options: argparse.Namespace, precision: Precision, *, graphs: bool) -> None:
        spec = from_options(GeneratorSpec, options)
        randomness = torch.Generator().manual_seed(0)
        size = (_PICTURES, 3, spec.resolution, spec.resolution)
        noise = torch.randint(256, size, dtype=torch.uint8, generator=randomness)
        self._batch = options.batch
        self._config = PretrainConfig(precision=precision)
        self._device = torch.device(options.device)
        self._experiment = Pretraining(
            PictureSet(noise, torch.ones(_PICTURES)),
            spec=spec,
            encoder_spec=from_options(EncoderSpec, options, prefix="encoder_", w_dim=spec.w_dim),
            config=self._config,
            device=self._device,
            seed=0,
        )
        networks = list(self._experiment.networks.values())
        self._runner = PhaseRunner(networks, device=self._device, graphs=graphs)

    def seconds_per_kimg(self) -> float:
        """Train until R1 has had its turn."""
        steps = self._config.r1_interval
        began = self._clock()
        for step in range(steps):
            self._experiment.draw(self._batch)
            for phase in self._experiment.phases:
                if step % phase.interval == 0:
                    self._runner.run(phase)
                    phase.optimizer.step()
            self._experiment.after_step(self._batch, step * self._batch)
        return (self._clock() - began) / (steps * self._batch) * 1000

    def _clock(self) -> float:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        return time.perf_counter()


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    add_dataclass(parser, GeneratorSpec)
    add_dataclass(parser, EncoderSpec, prefix="encoder_", skip=("w_dim",))
    options = parser.parse_args()
    kinds = {
        f"{precision.value}{', graphs' * graphs}": Training(options, precision, graphs=graphs)
        for precision in (Precision.FLOAT32, Precision.BFLOAT16)
        for graphs in ((False, True) if options.device != "cpu" else (False,))
    }
    for training in kinds.values():
        training.seconds_per_kimg()  # libraries choose, graphs are recorded
    rounds = [{k: t.seconds_per_kimg() for k, t in kinds.items()} for _ in range(options.rounds)]
    medians = {kind: statistics.median(r[kind] for r in rounds) for kind in kinds}
    first = next(iter(medians.values()))
    print(
        json.dumps(
            {
                kind: {"seconds per kimg": round(seconds, 2), "ratio": round(seconds / first, 2)}
                for kind, seconds in medians.items()
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
