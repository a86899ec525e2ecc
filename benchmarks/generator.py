"""How long one evaluation of a generator takes, and what the choices in `nets.ops` are worth.

usage: python benchmarks/generator.py [--resolution 256] [--channel-base 8192] [--channel-max 256]

Prints medians over the repetitions in one run, and ratios against the first row. Absolute times
depend on the machine and on what else it does; the ratios hardly do.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor

from avatarstudio.nets.specs import GeneratorSpec
from avatarstudio.nets.stylegan2 import Generator


def times_ms(work: Callable[[], object], *, repetitions: int) -> list[tuple[float, float]]:
    """Wall and processor time of calls in milliseconds, after two warm-up calls."""
    for _ in range(2):
        work()
    times = []
    for _ in range(repetitions):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - wall, time.process_time() - processor))
    return [(1000 * wall, 1000 * processor) for wall, processor in times]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--resolution", type=int, default=256)
    parser.add_argument("--channel-base", type=int, default=8192)
    parser.add_argument("--channel-max", type=int, default=256)
    parser.add_argument("--repetitions", type=int, default=15)
    options = parser.parse_args()
    spec = GeneratorSpec(
        resolution=options.resolution,
        channel_base=options.channel_base,
        channel_max=options.channel_max,
    )
    torch.manual_seed(0)
    generator = Generator(spec).prepare_for_inference()
    plain = Generator(spec).requires_grad_(False)  # NCHW, demodulation computed each time
    w = torch.randn(1, spec.w_dim)

    def forward(network: Generator, stop_at: int | None = None) -> Tensor:
        with torch.no_grad():
            return network.synthesis(network.broadcast(w), stop_at=stop_at)

    def backward(network: Generator, stop_at: int | None = None) -> Tensor:
        latent = w.clone().requires_grad_(True)
        picture = network.synthesis(network.broadcast(latent), stop_at=stop_at)
        (gradient,) = torch.autograd.grad(picture.square().mean(), latent)
        return gradient

    quarter = options.resolution // 4
    rows = {
        "forward": lambda: forward(generator),
        "forward, unprepared weights": lambda: forward(plain),
        f"forward, stopped at {quarter} px": lambda: forward(generator, quarter),
        "forward and backward to w": lambda: backward(generator),
        f"the same, stopped at {quarter} px": lambda: backward(generator, quarter),
    }
    parameters = sum(p.numel() for p in generator.parameters()) / 1e6
    print(
        f"{options.resolution} px, {parameters:.1f} M parameters, {torch.get_num_threads()} threads"
    )
    first = 0.0
    for name, work in rows.items():
        times = times_ms(work, repetitions=options.repetitions)
        found = statistics.median(wall for wall, _ in times)
        first = first or found
        print(f"{name:34} {found:8.1f} ms {found / first:6.2f} x")


if __name__ == "__main__":
    main()
