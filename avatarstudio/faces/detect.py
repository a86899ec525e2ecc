"""Find the faces of a photo and their 68 landmarks.

dlib's HOG detector is fast but takes only upright faces (it still finds all but a few per cent at
30 degrees) and, at a threshold that misses nobody, takes some textures for faces. Its CNN is sure
of both but a hundred times slower per pixel. So HOG proposes, the CNN confirms each doubtful
proposal on a small crop, and it looks at the whole picture only when all proposals have failed.
"""

from __future__ import annotations

import functools
import importlib.util
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import dlib
import numpy as np

from avatarstudio.core.errors import (
    FaceChoiceError,
    NoFaceFoundError,
    SeveralFacesError,
    WeightsDamagedError,
    WeightsMissingError,
)
from avatarstudio.core.images import FloatArray, RgbImage
from avatarstudio.faces.geometry import (
    quad_around,
    quad_transform,
    sample_quad,
    transform_points,
)

_SCANS = (
    (1280, (0.0,)),
    (2560, (0.0,)),
    (800, (60.0, -60.0, 120.0, -120.0, 180.0)),
)
"""Where HOG looks until it finds somebody: longer side of the picture and degrees.

It sees faces from 80 px: near ones first, then small ones in a large photo, then those of people
who lie and of photos that do.
"""
_GLANCE_SIDE_PX = 800
_GLANCE_THRESHOLD = 0.3
"""No CNN confirms what a glance sees, so textures must stay below."""
_EXPECTED_PX = 120.0
"""To what size a glance brings an expected face: HOG sees faces from 80 px, also shrinking ones."""
_EXPECTED_THRESHOLD = 0.0
"""Where a face is expected, a doubtful one is no texture."""
_GLANCE_SHIFTS = ((0.0, 0.0), (0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02))
"""Landmarks of a glance are the mean of fits that begin here, in sides of the crop: a single fit of
a noisy picture trembles nearly twice as much; from further off (0.04) some miss the face."""
_CNN_SIDE_PX = 400
"""The CNN takes 1 s for this on one slow core and sees faces from a tenth of the longer side."""
_CNN_FACE_PX = 40
"""The smallest face that the CNN sees; on pictures of less than 10 px it ends the process."""

# Measured on 160 aligned pictures in large surroundings and on 26 pictures without faces: faces
# score 0.0 to 3.0, textures -0.2 to 0.4; the CNN confirmed every one of the faces, no texture.
_HOG_THRESHOLD = -0.2
_HOG_CERTAIN = 1.0
_CONFIRM_SIDE_PX = 160
"""The box fills half of the crop; in smaller ones the CNN finds nothing at all."""

_LANDMARK_SIDE_PX = 400
_LANDMARK_FILE = "shape_predictor_68_face_landmarks.dat"
_CNN_FILE = "mmod_human_face_detector.dat"

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in photo pixels, inside the photo."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face of a photo.

    Attributes:
        box: From the brows to the chin, as the detector draws it, without hair.
        landmarks: The 68 points of iBUG 300-W, float64, (68, 2), (x, y) in photo pixels; they may
            lie outside the photo.
        score: How sure the detector is; about 0 for doubtful to 3 for obvious.
    """

    box: Box
    landmarks: FloatArray
    score: float


class FaceDetector(Protocol):
    """Whatever can find faces."""

    def detect(self, photo: RgbImage) -> tuple[Face, ...]:
        """Find the faces of a photo, RGB, uint8, (H, W, 3), sorted from left to right."""

    def glance(self, photo: RgbImage, *, expected_px: float | None = None) -> Face | None:
        """The surest upright face of a live picture; quick.

        Args:
            photo: RGB, uint8, (H, W, 3).
            expected_px: Side of the box of the face that is known to be there, photo pixels; far
                quicker than to look for faces of every size.
        """


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A square that may hold a face, in photo pixels; `angle` in degrees as in `quad_around`."""

    center: tuple[float, float]
    side: float
    angle: float
    score: float


class DlibDetector:
    """dlib's detectors and landmarks; models are loaded at the first use and kept."""

    def __init__(self, models_dir: Path | None = None) -> None:
        """Take the model files of a folder.

        Args:
            models_dir: The folder; the one of the installed `face_recognition_models` if None.
        """
        self._models_dir = models_dir

    def load(self) -> None:
        """Load every model now, to know that they are sound or to have the wait behind.

        Raises:
            WeightsMissingError: A model file is not there.
            WeightsDamagedError: A model file cannot be loaded.
        """
        _ = self._hog, self._cnn, self._predictor

    def detect(self, photo: RgbImage) -> tuple[Face, ...]:
        """Find the faces of a photo.

        Args:
            photo: RGB, uint8, (H, W, 3).

        Returns:
            The faces from left to right; empty when there is none.

        Raises:
            WeightsMissingError: A model file is not there.
            WeightsDamagedError: A model file cannot be loaded.
        """
        for side_px, angles in _SCANS:
            proposals = self._confirmed(photo, self._scan_hog(photo, side_px, angles))
            if proposals:
                break
        else:
            proposals = _distinct(self._scan_cnn(photo))
        faces = (self._face(photo, proposal) for proposal in proposals)
        return tuple(sorted(faces, key=lambda face: face.box[0] + face.box[2]))

    def glance(self, photo: RgbImage, *, expected_px: float | None = None) -> Face | None:
        """The surest upright face of a live picture; see `FaceDetector`."""
        side_px, threshold = float(_GLANCE_SIDE_PX), _GLANCE_THRESHOLD
        if expected_px is not None:
            side_px = max(photo.shape[:2]) * _EXPECTED_PX / expected_px
            threshold = _EXPECTED_THRESHOLD
        proposals = self._scan_hog(photo, side_px, (0.0,))
        surest = max(proposals, key=lambda proposal: proposal.score, default=None)
        if surest is None or surest.score < threshold:
            return None
        return self._face(photo, surest, shifts=_GLANCE_SHIFTS)

    def _scan_hog(
        self, photo: RgbImage, side_px: float, angles: Sequence[float]
    ) -> list[_Proposal]:
        """Look at the resized photo, turned by each of the angles."""
        resized, scale = _resize(photo, side_px)
        proposals = []
        for angle in angles:
            view, to_resized = _turn(resized, angle)
            boxes, scores, _ = self._hog.run(view, 0, _HOG_THRESHOLD)
            for box, score in zip(boxes, scores, strict=True):
                proposals.append(_proposal(box, score, to_resized, angle, scale))
        return proposals

    def _scan_cnn(self, photo: RgbImage) -> list[_Proposal]:
        resized, scale = _resize(photo, _CNN_SIDE_PX)
        if min(resized.shape[:2]) < _CNN_FACE_PX:
            return []
        unturned = np.eye(2, 3)
        return [
            _proposal(found.rect, found.confidence, unturned, 0.0, scale)
            for found in self._cnn(resized, 0)
        ]

    def _confirmed(self, photo: RgbImage, proposals: Iterable[_Proposal]) -> list[_Proposal]:
        """Keep the proposals that are certain or that the CNN agrees to."""
        return [
            proposal
            for proposal in _distinct(proposals)
            if proposal.score >= _HOG_CERTAIN or self._confirms(photo, proposal)
        ]

    def _confirms(self, photo: RgbImage, proposal: _Proposal) -> bool:
        """Ask the CNN whether the middle of the surroundings is a face."""
        quad = quad_around(center=proposal.center, side=2 * proposal.side, angle=proposal.angle)
        crop = sample_quad(photo, quad, size_px=_CONFIRM_SIDE_PX)
        middle, reach = _CONFIRM_SIDE_PX / 2, _CONFIRM_SIDE_PX / 4
        return any(
            abs(found.rect.center().x - middle) < reach
            and abs(found.rect.center().y - middle) < reach
            for found in self._cnn(crop, 0)
        )

    def _face(
        self,
        photo: RgbImage,
        proposal: _Proposal,
        *,
        shifts: Sequence[tuple[float, float]] = ((0.0, 0.0),),
    ) -> Face:
        """Fit the landmarks on an upright crop whose scale does not depend on the photo's."""
        quad = quad_around(center=proposal.center, side=2 * proposal.side, angle=proposal.angle)
        crop = sample_quad(photo, quad, size_px=_LANDMARK_SIDE_PX)
        first, last = _LANDMARK_SIDE_PX // 4, 3 * _LANDMARK_SIDE_PX // 4 - 1
        fits = []
        for right, down in shifts:
            dx, dy = round(right * _LANDMARK_SIDE_PX), round(down * _LANDMARK_SIDE_PX)
            begin = dlib.rectangle(first + dx, first + dy, last + dx, last + dy)
            shape = self._predictor(crop, begin)
            fits.append([(point.x, point.y) for point in shape.parts()])
        points = np.mean(fits, axis=0)
        height, width = photo.shape[:2]
        (x, y), half = proposal.center, proposal.side / 2
        return Face(
            box=(
                max(round(x - half), 0),
                max(round(y - half), 0),
                min(round(x + half), width),
                min(round(y + half), height),
            ),
            landmarks=transform_points(quad_transform(quad, _LANDMARK_SIDE_PX), points),
            score=proposal.score,
        )

    # dlib's compiled classes have no type stubs.

    @functools.cached_property
    def _hog(self) -> Any:
        return dlib.get_frontal_face_detector()

    @functools.cached_property
    def _cnn(self) -> Any:
        return self._load(dlib.cnn_face_detection_model_v1, _CNN_FILE)

    @functools.cached_property
    def _predictor(self) -> Any:
        return self._load(dlib.shape_predictor, _LANDMARK_FILE)

    def _load(self, kind: Any, file: str) -> Any:
        path = (self._models_dir or find_models_dir()) / file
        if not path.is_file():
            raise WeightsMissingError(what=f"The face model “{file}”")
        try:
            return kind(str(path))
        except RuntimeError as error:
            raise WeightsDamagedError(file=file, reason="dlib cannot load it") from error


def find_models_dir() -> Path:
    """Locate the model files of the package `face_recognition_models`.

    The package is not imported: it needs `pkg_resources`, which setuptools no longer has.

    Raises:
        WeightsMissingError: The package is not installed.
    """
    spec = importlib.util.find_spec("face_recognition_models")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMissingError(what="The package “face_recognition_models”")
    return Path(spec.submodule_search_locations[0]) / "models"


def choose_face(faces: Sequence[Face], *, number: int | None) -> Face:
    """Pick the face that a person means.

    Args:
        faces: From left to right.
        number: Counted from 1 at the left; None if the person did not say.

    Raises:
        NoFaceFoundError: There is none.
        SeveralFacesError: There are several and none was chosen.
        FaceChoiceError: The chosen one does not exist.
    """
    if not faces:
        raise NoFaceFoundError
    if number is None:
        if len(faces) > 1:
            raise SeveralFacesError(count=len(faces))
        return faces[0]
    if not 1 <= number <= len(faces):
        raise FaceChoiceError(chosen=number, count=len(faces))
    return faces[number - 1]


def _resize(photo: RgbImage, side_px: float) -> tuple[RgbImage, float]:
    """Bring the longer side to `side_px`, enlarging no more than twice.

    Returns:
        The picture, and how many photo pixels one of its pixels spans.
    """
    height, width = photo.shape[:2]
    factor = min(side_px / max(height, width), 2.0)
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(photo, size, interpolation=interpolation)
    return np.asarray(resized, dtype=np.uint8), 1 / factor


def _turn(image: RgbImage, angle: float) -> tuple[RgbImage, FloatArray]:
    """Turn a picture so that what lies at `angle` stands upright, in a frame that holds it all.

    Returns:
        The turned picture, and the affine map from its pixels to those of `image`, (2, 3).
    """
    if angle == 0:
        return image, np.eye(2, 3)
    height, width = image.shape[:2]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    new_width = math.ceil(abs(width * cos) + abs(height * sin))
    new_height = math.ceil(abs(width * sin) + abs(height * cos))
    turn = np.array([[cos, -sin], [sin, cos]])
    old_middle = np.array([width - 1, height - 1]) / 2
    new_middle = np.array([new_width - 1, new_height - 1]) / 2
    to_image = np.column_stack([turn, old_middle - turn @ new_middle])
    turned = cv2.warpAffine(
        image, to_image, (new_width, new_height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    return np.asarray(turned, dtype=np.uint8), to_image


def _proposal(
    box: Any, score: float, to_resized: FloatArray, angle: float, scale: float
) -> _Proposal:
    """Bring a dlib rectangle of a view back to photo pixels."""
    middle = np.array([[box.left() + box.right(), box.top() + box.bottom()]]) / 2
    x, y = (transform_points(to_resized, middle)[0] + 0.5) * scale - 0.5
    side = (box.width() + box.height()) / 2 * scale
    return _Proposal(center=(float(x), float(y)), side=side, angle=angle, score=float(score))


def _distinct(proposals: Iterable[_Proposal]) -> list[_Proposal]:
    """Of proposals that cover each other by half of the smaller one, keep the surest."""
    kept: list[_Proposal] = []
    for proposal in sorted(proposals, key=lambda item: -item.score):
        if all(_overlap(proposal, other) < 0.5 for other in kept):
            kept.append(proposal)
    return kept


def _overlap(one: _Proposal, other: _Proposal) -> float:
    """Shared area over the smaller one's, as if both stood upright."""
    shared = 1.0
    for a, b in zip(one.center, other.center, strict=True):
        end = min(a + one.side / 2, b + other.side / 2)
        start = max(a - one.side / 2, b - other.side / 2)
        shared *= max(end - start, 0.0)
    return shared / min(one.side, other.side) ** 2
