"""What lane and intake do: the only module through which the window reaches the engine.

Domain code, and torch with it, is imported inside the functions: the window is up long before. The
methods of a `Workshop` are bodies of jobs: they get frozen values and a `Progress`, return new
values and never see the session. Start one with
`runner.start(lambda progress: workshop.read_photo(path, progress))`.
"""

from __future__ import annotations

import logging
import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PIL import Image

from avatarstudio.avatars.recipe import Glasses, Recipe
from avatarstudio.core.errors import DeviceMemoryError
from avatarstudio.core.images import RgbImage
from avatarstudio.core.preload import preload_torch
from avatarstudio.core.progress import Progress
from avatarstudio.inversion.config import Quality
from avatarstudio.studio.inversion_job import run_inversion
from avatarstudio.studio.values import (
    Crop,
    Cutting,
    Found,
    Photo,
    Ready,
    Sight,
    StyleChoice,
)

if TYPE_CHECKING:
    from avatarstudio.avatars.render import Renderer
    from avatarstudio.faces.align import Portrait
    from avatarstudio.faces.detect import Face, FaceDetector
    from avatarstudio.faces.mouth import MouthShape
    from avatarstudio.faces.process import ProcessDetector
    from avatarstudio.faces.track import FaceTracker, Steadier
    from avatarstudio.nets.latent import Latents
    from avatarstudio.pipeline import Engine

log = logging.getLogger(__name__)

T = TypeVar("T")

_PREVIEW_PX = 1280


class Workshop:
    """Owns the engine and the detector.

    The intake calls what deals with photos and faces, the lane everything else; only the
    constructor and `close` belong to neither.
    """

    def __init__(
        self,
        *,
        weights: Path,
        user_styles: Path | None = None,
        detector: FaceDetector | None = None,
    ) -> None:
        """Remember where things lie; nothing is loaded yet.

        Args:
            weights: Folder of the bundled manifest.
            user_styles: Folder of the person's own styles.
            detector: Finds faces; dlib's in a process of its own if None.
        """
        self._weights = weights
        self._user_styles = user_styles
        self._detector = detector
        self._own_detector: ProcessDetector | None = None
        self._engine: Engine | None = None
        self._wanted_device = ""
        self._fell_back = False
        self._renderer: tuple[Latents, Renderer] | None = None
        self._watched: tuple[tuple[int, ...], FaceTracker, Steadier] | None = None
        # The glasses and the mouth of the person before the camera.
        self._worn: Glasses | None = None
        self._mouth: MouthShape | None = None

    def warm_up(self, device: str, progress: Progress) -> Ready:
        """Import torch and load the default style.

        Raises:
            WeightsError: A file is missing, damaged or does not fit.
            DeviceUnavailableError: This computer does not have the device.
        """
        progress.report(0.0, "models")
        preload_torch()
        import torch

        from avatarstudio.nets.catalog import ModelKind
        from avatarstudio.pipeline import device_name

        progress.report(0.5, "models")
        engine = self._engine_on(device)
        models = engine.models()
        # The first optimiser of a process imports a thousand modules; better now than at a click.
        torch.optim.Adam([torch.zeros(1, requires_grad=True)])
        progress.report(1.0, "models")
        offered = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
        return Ready(
            device=device_name(engine.device),
            devices=("auto", "cpu", *(name for name, there in offered.items() if there)),
            styles=tuple(
                StyleChoice(id=card.id, title=card.title)
                for card in engine.catalog.of_kind(ModelKind.STYLE)
            ),
            preview_weights=models.generator_card.quality == "preview",
        )

    def open_eyes(self) -> None:
        """Begin to load what reads photos and finds faces."""
        self._faces()
        import avatarstudio.capture.photo
        import avatarstudio.faces.align  # noqa: F401

    def close(self) -> None:
        """End what runs beside the window; nothing may follow."""
        if self._own_detector is not None:
            self._own_detector.close()

    def read_photo(self, path: Path, progress: Progress) -> Photo:
        """Read a picture file.

        Raises:
            PhotoUnreadableError: It cannot be used.
        """
        from avatarstudio.capture.photo import load_photo

        progress.report(0.0, "reading")
        return make_photo(load_photo(path), name=path.name, path=path)

    def take_picture(self, picture: RgbImage, name: str, progress: Progress) -> Photo:
        """Make a photo of a picture that is already in memory."""
        progress.report(0.0, "reading")
        return make_photo(picture, name=name)

    def find_faces(self, photo: Photo, progress: Progress) -> tuple[Face, ...]:
        """Faces of a photo, from left to right."""
        progress.report(0.0, "finding")
        return self._faces().detect(photo.picture)

    def watch(self, frame: RgbImage) -> Sight:
        """Find the face in the camera's newest picture; quick while it stays there."""
        from avatarstudio.faces.align import align
        from avatarstudio.faces.live import advise
        from avatarstudio.faces.mouth import read_mouth
        from avatarstudio.faces.track import FaceTracker, Steadier

        if self._watched is None or self._watched[0] != frame.shape:
            # Another camera: what was seen before is somewhere else in its pictures.
            self._watched = (frame.shape, FaceTracker(self._faces()), Steadier())
        _, tracker, steadier = self._watched
        seconds = time.monotonic()
        face = tracker.follow(frame, seconds=seconds)
        if face is None:
            self._worn = self._mouth = None  # whoever comes next may be somebody else
            return Sight(advice=advise(frame, None), portrait=None)
        face = steadier.steady(face, seconds=seconds)
        self._mouth = read_mouth(face.landmarks, self._mouth)
        return Sight(advice=advise(frame, face), portrait=align(frame, face).image)

    def cut_face(self, photo: Photo, face: Face, progress: Progress) -> Cutting:
        """Align a face."""
        from avatarstudio.faces.align import align

        progress.report(0.0, "cutting")
        return _cutting(align(photo.picture, face))

    def cut_crop(self, photo: Photo, crop: Crop, progress: Progress) -> Cutting:
        """Cut out a square that a person placed."""
        from avatarstudio.faces.align import align_manual

        progress.report(0.0, "cutting")
        return _cutting(
            align_manual(photo.picture, center=crop.center, side=crop.side, angle=crop.angle)
        )

    def invert(
        self,
        cutting: Cutting,
        *,
        style_id: str | None,
        quality: Quality,
        device: str,
        seed: int,
        progress: Progress,
    ) -> Found:
        """Find a portrait's latents; on the CPU when the device is too small.

        Raises:
            Cancelled: `progress` asked for it.
            DeviceMemoryError: Even the CPU's memory is too small.
            WeightsError: A file is missing, damaged or does not fit.
        """

        def on(engine: Engine) -> Found:
            return run_inversion(
                engine, cutting, style_id=style_id, quality=quality, seed=seed, progress=progress
            )

        found = self._with_room(device, on)
        return replace(found, fell_back=self._fell_back)

    def wall(self, found: Found, *, seed: int) -> tuple[Recipe, ...]:
        """The recipes of the first wall, with the appearance of who was inverted."""
        from avatarstudio.avatars.first_wall import default_wall

        anatomy = found.anatomy
        return default_wall(
            num_blocks=anatomy.num_blocks,
            tuned_blocks=anatomy.tuned_blocks,
            seed=seed,
            appearance=found.appearance,
        )

    def render(self, latents: Latents, recipe: Recipe, *, device: str) -> RgbImage:
        """Draw one recipe; RGB, uint8, enlarged where the generator is small.

        Raises:
            DeviceMemoryError: Even the CPU's memory is too small.
            WeightsError: The style is missing or not the one that the latents were found for.
        """
        return self._with_room(
            device, lambda engine: self._renderer_of(latents, engine).render(recipe).picture
        )

    def enlarge(
        self, picture: RgbImage, *, at_least_px: int, device: str, progress: Progress
    ) -> RgbImage:
        """Enlarge a variant with the super-resolution network, where there is one.

        Raises:
            Cancelled: `progress` asked for it.
            DeviceMemoryError: Even the CPU's memory is too small.
        """

        def on(engine: Engine) -> RgbImage:
            return engine.enlarger().enlarge(picture, at_least_px=at_least_px, progress=progress)

        return self._with_room(device, on)

    def draw_live(self, portrait: RgbImage, *, style_id: str | None, device: str) -> RgbImage:
        """An avatar in one pass; RGB, uint8, square.

        Raises:
            DeviceMemoryError: Even the CPU's memory is too small.
            WeightsError: A file is missing, damaged or does not fit.
        """
        from avatarstudio.avatars.glasses import follow_glasses

        self._worn = follow_glasses(portrait, self._worn)
        return self._with_room(
            device,
            lambda engine: engine.instant(
                portrait, style_id=style_id, glasses=self._worn, mouth=self._mouth
            ),
        )

    def seek_edits(self, style_id: str, *, device: str) -> tuple[str, ...] | None:
        """Search a little for a style's named sliders: their names, or None to call again.

        Raises:
            WeightsError: A file is missing, damaged or does not fit.
        """

        def on(engine: Engine) -> tuple[str, ...] | None:
            return tuple(engine.edits(style_id)) if engine.seek_edits(style_id) else None

        return self._with_room(device, on)

    def _faces(self) -> FaceDetector:
        if self._detector is None:
            from avatarstudio.faces.process import ProcessDetector

            self._detector = self._own_detector = ProcessDetector()
            self._own_detector.start()
        return self._detector

    def _renderer_of(self, latents: Latents, engine: Engine) -> Renderer:
        if self._renderer is None or self._renderer[0] is not latents:
            self._renderer = (latents, engine.renderer(latents))
        return self._renderer[1]

    def _with_room(self, device: str, work: Callable[[Engine], T]) -> T:
        """Work on the wanted device and, where its memory is too small, on the CPU from then on."""
        engine = self._engine_on(device)
        try:
            return work(engine)
        except DeviceMemoryError:
            if engine.device.type == "cpu":
                raise
            log.warning("out of memory on %s, going on with the cpu", engine.device)
        self._load_engine("cpu")
        self._fell_back = True
        return work(self._engine_on(device))

    def _engine_on(self, device: str) -> Engine:
        if self._engine is None or device != self._wanted_device:
            self._load_engine(device)
            self._wanted_device = device
            self._fell_back = False
        assert self._engine is not None
        return self._engine

    def _load_engine(self, device: str) -> None:
        from avatarstudio.pipeline import Engine, open_catalog

        # The old one goes first: two may not fit.
        self._engine = self._renderer = None
        catalog = open_catalog(self._weights, self._user_styles)
        self._engine = Engine(catalog, device=device)


def make_photo(picture: RgbImage, *, name: str, path: Path | None = None) -> Photo:
    """A photo of a picture, RGB, uint8, (H, W, 3)."""
    preview = Image.fromarray(picture)
    preview.thumbnail((_PREVIEW_PX, _PREVIEW_PX), Image.Resampling.BOX)
    return Photo(picture=picture, preview=np.array(preview), name=name, path=path)


def read_thumbnail(path: Path, side_px: int) -> RgbImage:
    """Read a picture file small.

    Raises:
        PhotoUnreadableError: It cannot be used.
    """
    from avatarstudio.capture.photo import load_photo

    picture = Image.fromarray(load_photo(path))
    picture.thumbnail((side_px, side_px), Image.Resampling.BOX)
    return np.array(picture)


def latents_to_bytes(latents: Latents) -> bytes:
    """The content of a latent file."""
    from avatarstudio.nets.latent import save_latents

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "latents.safetensors"
        save_latents(latents, path)
        return path.read_bytes()


def latents_from_bytes(data: bytes) -> Latents:
    """Read the content of a latent file.

    Raises:
        WeightsDamagedError: It is none.
    """
    from avatarstudio.nets.latent import load_latents

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "latents.safetensors"
        path.write_bytes(data)
        return load_latents(path)


def _cutting(portrait: Portrait) -> Cutting:
    top_left, _, bottom_right, top_right = portrait.quad.tolist()
    edge = (top_right[0] - top_left[0], top_right[1] - top_left[1])
    crop = Crop(
        center=((top_left[0] + bottom_right[0]) / 2, (top_left[1] + bottom_right[1]) / 2),
        side=math.hypot(*edge),
        angle=math.degrees(math.atan2(edge[1], edge[0])),
    )
    return Cutting(portrait=portrait.image, crop=crop, mouth=portrait.mouth)
