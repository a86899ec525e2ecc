"""The live avatar: how steady it is on video, and where its time goes, in one run.

usage: python benchmarks/live.py [PHOTO] [--seconds 8] [--fps 10]

Makes video files from one photo: in `moving` the person sways a little and the light changes, in
`resting` only the camera's noise moves. Each goes through the live path with the frame around the
face as it is detected, steadied, and (in `moving`) as the movement is known to be. Prints JSON:

flicker    mean perceptual distance of consecutive avatars over that of the video's pictures, cut
           out around the face; the distance is that of the project's `features` net at its size
portraits  the same for the aligned portraits, before anything is drawn
tremble    rms change of the frame's corners between two pictures beyond the known movement, in
           thousandths of the portrait's side
off        rms distance of the corners from where they should be, in the same unit: tremble and lag
stages     median milliseconds of the processor per picture, all threads, and their shares
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import torch

from avatarstudio.avatars.appearance import read_appearance
from avatarstudio.avatars.beard import draw_beard
from avatarstudio.avatars.colours import measure_shift
from avatarstudio.avatars.face_shape import reshape
from avatarstudio.avatars.first_wall import first_blocks, first_recipe
from avatarstudio.avatars.ink import ink
from avatarstudio.avatars.mouth import draw_mouth
from avatarstudio.avatars.render import cut
from avatarstudio.capture.photo import load_photo
from avatarstudio.capture.source import VideoFileSource, sway, sway_transform
from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.core.paths import resources_dir, weights_dir
from avatarstudio.faces.align import align, ffhq_quad
from avatarstudio.faces.detect import DlibDetector, Face
from avatarstudio.faces.geometry import quad_side, sample_quad, transform_points
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.faces.track import FaceTracker, Steadier
from avatarstudio.inversion.lighting import lit
from avatarstudio.inversion.losses import to_target
from avatarstudio.inversion.style_start import drawn_in
from avatarstudio.nets.catalog import Catalog, ModelKind
from avatarstudio.nets.perceptual import feature_distance
from avatarstudio.nets.pictures import to_generated_image, to_rgb_image, to_tensor
from avatarstudio.nets.weights import load_feature_net
from avatarstudio.pipeline import Engine

_FRAME_PX = (1280, 720)
_FACE_SHARE = 0.36
"""Height of the face in the frame, as at a desk."""
_NOISE = 3.0
"""Standard deviation of the camera's noise, grey levels."""
_BESIDE = 12
"""Pictures on which what the path leaves out is timed."""


class Stopwatch:
    """Collects the time of each stage: the processor's, which other programs hardly change."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is inside."""
        started = time.process_time()
        yield
        self._seconds.setdefault(name, []).append(time.process_time() - started)

    def report(self) -> dict[str, object]:
        """Median milliseconds and shares."""
        medians = {name: statistics.median(times) for name, times in self._seconds.items()}
        whole = sum(medians.values())
        stages = {
            name: {"ms": round(1000 * value, 1), "share": round(value / whole, 3)}
            for name, value in medians.items()
        }
        return {"ms": round(1000 * whole, 1), "stages": stages}


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sample = resources_dir() / "samples" / "astronaut.jpg"
    parser.add_argument("photo", type=Path, nargs="?", default=sample)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--fps", type=float, default=10.0, help="pace of the video and the path")
    options = parser.parse_args()
    engine = Engine(Catalog.read(weights_dir()), device="cpu")
    detector = DlibDetector()
    picture = at_a_desk(load_photo(options.photo), detector)
    times = np.arange(round(options.seconds * options.fps)) / options.fps
    report: dict[str, object] = {"threads": torch.get_num_threads(), "fps": options.fps}
    for name, moves in (("moving", times), ("resting", np.zeros_like(times))):
        frames = video(picture, moves, fps=options.fps)
        transforms = [sway_transform(picture, seconds=moment) for moment in moves]
        report[name] = steadiness(engine, detector, frames, times, transforms)
    report["live"] = stages(engine, detector, frames, times)
    print(json.dumps(report, indent=2))


def at_a_desk(photo: RgbImage, detector: DlibDetector) -> RgbImage:
    """The photo's first face in a camera's picture."""
    face = detector.detect(photo)[0]
    left, top, right, bottom = face.box
    scale = _FACE_SHARE * _FRAME_PX[1] / (bottom - top)
    x, y = (
        _FRAME_PX[0] / 2 - scale * (left + right) / 2,
        0.5 * _FRAME_PX[1] - scale * (top + bottom) / 2,
    )
    placed = cv2.warpAffine(
        photo,
        np.array([[scale, 0, x], [0, scale, y]]),
        _FRAME_PX,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(placed, dtype=np.uint8)


def video(picture: RgbImage, moments: FloatArray, *, fps: float) -> list[RgbImage]:
    """What a file of the swaying picture, with a camera's noise, plays."""
    randomness = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.avi"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, _FRAME_PX)
        for moment in moments:
            noise = randomness.normal(0, _NOISE, picture.shape)
            noisy = (sway(picture, seconds=moment) + noise).clip(0, 255).astype(np.uint8)
            writer.write(cv2.cvtColor(noisy, cv2.COLOR_RGB2BGR))
        writer.release()
        source = VideoFileSource(path)
        source.open()
        frames = [source.read() for _ in moments]
        source.close()
    return frames


def steadiness(
    engine: Engine,
    detector: DlibDetector,
    frames: Sequence[RgbImage],
    times: FloatArray,
    transforms: Sequence[FloatArray],
) -> dict[str, object]:
    """Figures of one video for each way to place the frame."""
    faces = followed(detector, frames, times)
    ways = {
        "detected": [ffhq_quad(face.landmarks) for face in faces],
        "steadied": [ffhq_quad(face.landmarks) for face in steadied(faces, times)],
    }
    # The true frame sits on the person as the detected ones do on average.
    unmoved = [
        transform_points(np.asarray(cv2.invertAffineTransform(transform), np.float64), quad)
        for transform, quad in zip(transforms, ways["detected"], strict=True)
    ]
    truth = [transform_points(transform, np.mean(unmoved, axis=0)) for transform in transforms]
    inputs = change(engine, [sample_quad(frame, truth[0], size_px=256) for frame in frames])
    report: dict[str, object] = {"distance of consecutive inputs": inputs}
    for name, quads in (ways | {"known": truth}).items():
        portraits = [sample_quad(f, q, size_px=256) for f, q in zip(frames, quads, strict=True)]
        off = (np.array(quads) - np.array(truth)) / quad_side(truth[0])
        report[name] = {
            "flicker": round(change(engine, [engine.instant(p) for p in portraits]) / inputs, 3),
            "portraits": round(change(engine, portraits) / inputs, 3),
            "tremble": round(1000 * _rms(np.diff(off, axis=0)), 2),
            "off": round(1000 * _rms(off), 2),
        }
    return report


def followed(detector: DlibDetector, frames: Sequence[RgbImage], times: FloatArray) -> list[Face]:
    """The face of each picture of a video, as it is detected."""
    tracker = FaceTracker(detector)
    return [_present(tracker.follow(f, seconds=s)) for f, s in zip(frames, times, strict=True)]


def steadied(faces: Sequence[Face], times: FloatArray) -> list[Face]:
    """The same faces, as the live avatar takes them."""
    steadier = Steadier()
    return [steadier.steady(face, seconds=s) for face, s in zip(faces, times, strict=True)]


def _rms(corners: FloatArray) -> float:
    return float(np.sqrt(np.square(corners).sum(axis=-1).mean()))


def _present(face: Face | None) -> Face:
    if face is None:
        raise SystemExit("the face was lost; choose a photo in which it looks into the camera")
    return face


def change(engine: Engine, pictures: Sequence[RgbImage]) -> float:
    """Mean perceptual distance of consecutive pictures."""
    network = load_feature_net(engine.catalog.first(ModelKind.PERCEPTUAL), engine.device)
    size = network.spec.resolution
    with torch.no_grad():
        maps = [network(to_target(to_tensor(p, engine.device), size)) for p in pictures]
        return statistics.mean(float(feature_distance(a, b)) for a, b in itertools.pairwise(maps))


def stages(
    engine: Engine, detector: DlibDetector, frames: Sequence[RgbImage], times: FloatArray
) -> dict[str, object]:
    """Times of the live path, and of what it leaves out."""
    watch, beside = Stopwatch(), Stopwatch()
    tracker, steadier = FaceTracker(detector), Steadier()
    models = engine.models()
    tuned = models.style.tuned_blocks
    recipe = first_recipe(tuned)
    encoder, generator = models.encoder, models.style.use(first_blocks(tuned), fade=recipe.fade)
    assert encoder is not None
    for frame, seconds in zip(frames, times, strict=True):
        with watch.stage("face"):
            face = _present(tracker.follow(frame, seconds=seconds))
            face = steadier.steady(face, seconds=seconds)
        with watch.stage("alignment"):
            portrait = align(frame, face).image
        # In parts what `Engine.instant` does in one go.
        with watch.stage("background"):
            outline = engine.cutter().rough_matte(portrait)
            smooth = engine.cutter().smooth_background(portrait, outline)
        with torch.no_grad(), watch.stage("encoder"):
            target = to_target(smooth, generator.spec.resolution)
            w, details = encoder.encode_with_details(lit(target))
            w = drawn_in(w, generator, encoder)
            w = generator.mapping.w_avg.lerp(w, recipe.truncation)
        with watch.stage("appearance"):
            traits = None if models.traits is None else models.traits.traits(details)
            read_appearance(portrait, matte=outline, traits=traits, glasses=None, mouth=None)
        with torch.no_grad(), watch.stage("render"):
            avatar = to_generated_image(generator.synthesis(generator.broadcast(w)))
        with watch.stage("face shape"):
            avatar = reshape(avatar, small_eyes=1.0, strong_jaw=1.0)
        with watch.stage("outline"):
            cutout = cut(avatar, recipe, outline=outline, cutter=engine.cutter())
            assert cutout is not None
        with watch.stage("colours"):
            shift = measure_shift(avatar, to_rgb_image(target), person=outline)
            coloured = shift.apply(
                cutout.picture,
                amount=recipe.photo_colours,
                skin=recipe.skin_tone,
                cover=cutout.cover,
            )
        with watch.stage("enlarging"):
            large = engine.enlarger().enlarge(coloured)
        with watch.stage("calm background"):
            large = cutout.before_calm(large)
        with watch.stage("ink"):
            large = ink(large, recipe.ink)
        with watch.stage("mouth"):
            large = draw_mouth(large, MouthShape.LAUGH)
        with watch.stage("beard"):
            draw_beard(large, 1.0, within=cutout.cover)
    for frame in frames[:_BESIDE]:
        with beside.stage("a look at the whole picture"):
            detector.glance(frame)
    return watch.report() | {"left out": beside.report()["stages"]}


if __name__ == "__main__":
    main()
