"""What can draw an avatar in one pass: style, likeness, steadiness, time and size, in one run.

usage: python benchmarks/instant.py --portraits SET --drawings SET [--cyclegan RUN…]
                                    [--distilled RUN…] [--count 100] [--sheet SHEET.png]

SET is a data source of the training toolkit, such as `faces,hold_out=200`; its held-out part is
taken. RUN is a run or a weight file. Beside what is given stands the program's instant engine, the
encoder and the style; networks of full width are timed untrained. Prints JSON:

kd_judge…  distance to the drawings, retrieval of the person, eyes and colours, as in `wall.py`
flicker    mean perceptual distance of consecutive avatars over that of the video's pictures, cut
           out around the face; the videos and the frame, steadied, are those of `live.py`
ms         from a portrait of 256 px to an avatar of the network's own size, and to one of 256 px,
           which for the program's own, always enlarged, is the same; on one thread and on two: the
           median, the fastest of the repetitions, since other programs only add, and what the
           processor worked meanwhile
MiB        of the weights of one pass, in float16

SHEET shows twenty people: the portrait, then what each candidate draws.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from generator import times_ms
from live import at_a_desk, change, followed, steadied, video
from PIL import Image
from torch import Tensor, nn
from tqdm import tqdm
from wall import figures, held_out, small

from avatarstudio.capture.photo import load_photo
from avatarstudio.core.images import RgbImage
from avatarstudio.core.paths import resources_dir, weights_dir
from avatarstudio.faces.align import align, ffhq_quad
from avatarstudio.faces.detect import DlibDetector
from avatarstudio.faces.geometry import sample_quad
from avatarstudio.inversion.losses import to_target
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.cyclegan import Translator
from avatarstudio.nets.encoder import Encoder
from avatarstudio.nets.pictures import to_rgb_image, to_tensor
from avatarstudio.nets.specs import EncoderSpec, GeneratorSpec, TranslatorSpec
from avatarstudio.nets.stylegan2 import Generator
from avatarstudio.nets.unet import Unet
from avatarstudio.nets.weights import load_upscaler
from avatarstudio.pipeline import Engine
from avatarstudio.training.options import data_source
from avatarstudio.training.trained import load_distilled, load_translator

_CPU = torch.device("cpu")
_PX = 256
"""Side at which candidates are compared by time."""
_SECONDS, _FPS = 8.0, 10.0
"""Of the videos, as in `live.py`."""
_SHOWN = 20


Draw = Callable[[RgbImage], RgbImage]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to draw an avatar in one pass.

    Attributes:
        name: What the report calls it.
        resolution: Width and height of what it draws.
        draw: From a portrait to an avatar of that size.
        draw_large: From a portrait to an avatar of 256 px.
        parameters: How many numbers a pass reads.
        trained: Whether its pictures are worth a look.
    """

    name: str
    resolution: int
    draw: Draw
    draw_large: Draw
    parameters: int
    trained: bool = True


@torch.no_grad()
def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--portraits", type=data_source, nargs="+", required=True)
    parser.add_argument("--drawings", type=data_source, nargs="+", required=True)
    parser.add_argument("--cyclegan", type=Path, nargs="+", default=())
    parser.add_argument("--distilled", type=Path, nargs="+", default=())
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--sheet", type=Path)
    options = parser.parse_args()
    engine = Engine(Catalog.read(options.weights), device="cpu")
    people, drawings = held_out(options.portraits, options.drawings, options.count)
    portraits = small(people)
    trained = [
        _ours(engine),
        *(_cyclegan(load_translator(run, _CPU)) for run in options.cyclegan),
        *(_distilled(load_distilled(run, _CPU)) for run in options.distilled),
    ]
    # The slowest come last: a reader of the log sees the others meanwhile.
    untrained = [_untrained_ours(), *map(_untrained_cyclegan, (3, 6, 9))]
    clips = {name: _clip(moves=moves) for name, moves in (("moving", True), ("resting", False))}
    made = {c.name: small(_drawn(c, people)) for c in trained}
    if options.sheet is not None:
        _save_sheet([portraits, *made.values()], options.sheet)
    report: dict[str, object] = {
        "people": len(people),
        "photographs": figures(portraits, portraits, drawings),
    }
    for candidate in tqdm([*trained, *untrained]):
        found: dict[str, object] = {
            "resolution": candidate.resolution,
            "parameters": candidate.parameters,
            "MiB": round(2 * candidate.parameters / 2**20, 1),
            "ms": _times(candidate, options.repetitions),
        }
        if candidate.trained:
            found |= figures(made[candidate.name], portraits, drawings)
            found["flicker"] = {n: _flicker(engine, candidate, c) for n, c in clips.items()}
        report[candidate.name] = found
    print(json.dumps(report, indent=2))


def _ours(engine: Engine) -> Candidate:
    """The program's own, which enlarges what its generator draws."""
    models = engine.models()
    assert models.encoder is not None
    upscalers = [load_upscaler(card, _CPU) for card in engine.catalog.of_kind(ModelKind.UPSCALER)]
    doubling = min(upscalers, key=lambda network: network.spec.scale)
    return Candidate(
        name="instant engine",
        resolution=_PX,
        draw=engine.instant,
        draw_large=engine.instant,
        parameters=_count(models.encoder, models.style.base.synthesis, doubling),
    )


def _untrained_ours() -> Candidate:
    """Encoder and style of the size that 256 px are planned with."""
    encoder = Encoder(EncoderSpec())
    generator = Generator(GeneratorSpec()).prepare_for_inference()
    return _network(
        "encoder and style, untrained",
        _PX,
        lambda rgb: generator.synthesis(generator.broadcast(encoder(rgb))),
        parameters=_count(encoder, generator.synthesis),
        trained=False,
    )


def _cyclegan(network: Translator) -> Candidate:
    spec = network.spec
    name = f"CycleGAN, {spec.blocks} blocks, {spec.width} wide"
    return _network(name, spec.resolution, network, parameters=_count(network))


def _untrained_cyclegan(blocks: int) -> Candidate:
    candidate = _cyclegan(Translator(TranslatorSpec(blocks=blocks)).eval())
    return replace(candidate, name=f"{candidate.name}, untrained", trained=False)


def _distilled(network: Unet) -> Candidate:
    count = _count(network)
    name = f"distilled U-Net, {count / 1e6:.1f} M"
    return _network(name, network.spec.resolution, network, parameters=count)


def _network(
    name: str,
    resolution: int,
    network: Callable[[Tensor], Tensor],
    *,
    parameters: int,
    trained: bool = True,
) -> Candidate:
    """A network that takes pictures of any size."""

    def at(size: int) -> Draw:
        return lambda portrait: to_rgb_image(network(to_target(to_tensor(portrait, _CPU), size)))

    return Candidate(
        name=name,
        resolution=resolution,
        draw=at(resolution),
        draw_large=at(_PX),
        parameters=parameters,
        trained=trained,
    )


def _count(*networks: nn.Module) -> int:
    return sum(p.numel() for network in networks for p in network.parameters())


def _drawn(candidate: Candidate, people: Tensor) -> Tensor:
    """Avatars of people, both uint8, (N, 3, H, W)."""
    portraits = people.permute(0, 2, 3, 1).numpy()
    avatars = [candidate.draw(portrait) for portrait in portraits]
    return torch.from_numpy(np.stack(avatars)).permute(0, 3, 1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A video of a person.

    Attributes:
        portraits: As the live avatar aligns them.
        cuts: Around the face as it was in the first picture.
    """

    portraits: Sequence[RgbImage]
    cuts: Sequence[RgbImage]


def _clip(*, moves: bool) -> Clip:
    detector = DlibDetector()
    picture = at_a_desk(load_photo(resources_dir() / "samples" / "astronaut.jpg"), detector)
    times = np.arange(round(_SECONDS * _FPS)) / _FPS
    frames = video(picture, times if moves else np.zeros_like(times), fps=_FPS)
    faces = steadied(followed(detector, frames, times), times)
    place = ffhq_quad(faces[0].landmarks)
    return Clip(
        portraits=[align(f, face).image for f, face in zip(frames, faces, strict=True)],
        cuts=[sample_quad(frame, place, size_px=_PX) for frame in frames],
    )


def _flicker(engine: Engine, candidate: Candidate, clip: Clip) -> float:
    avatars = [candidate.draw(portrait) for portrait in clip.portraits]
    return round(change(engine, avatars) / change(engine, clip.cuts), 3)


def _times(candidate: Candidate, repetitions: int) -> dict[str, dict[str, float]]:
    portrait = np.full((_PX, _PX, 3), 128, dtype=np.uint8)
    passes: dict[str, Callable[[], object]] = {
        f"to {_PX} px": lambda: candidate.draw_large(portrait)
    }
    if candidate.resolution != _PX:
        passes[f"{candidate.resolution} px"] = lambda: candidate.draw(portrait)
    before = torch.get_num_threads()
    found = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        for name, work in passes.items():
            wall, processor = zip(*times_ms(work, repetitions=repetitions), strict=True)
            found[f"{name}, {threads} threads"] = {
                "median": round(statistics.median(wall), 1),
                "fastest": round(min(wall), 1),
                "processor": round(statistics.median(processor), 1),
            }
    torch.set_num_threads(before)
    return found


def _save_sheet(columns: Sequence[Tensor], path: Path) -> None:
    """Save people as rows, two beside each other, of (N, 3, H, W) pictures by column."""
    rows = [torch.cat([column[i] for column in columns], dim=2) for i in range(_SHOWN)]
    halves = [torch.cat(rows[:_SHOWN:2], dim=1), torch.cat(rows[1:_SHOWN:2], dim=1)]
    Image.fromarray(torch.cat(halves, dim=2).permute(1, 2, 0).numpy()).save(path)


if __name__ == "__main__":
    main()
