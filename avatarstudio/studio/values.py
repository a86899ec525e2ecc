"""What travels between jobs, session and pages: frozen values without torch."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatarstudio.avatars.recipe import PLAIN, Appearance, Recipe
from avatarstudio.core.images import RgbImage
from avatarstudio.faces.mouth import MouthShape
from avatarstudio.inversion.config import Quality

if TYPE_CHECKING:
    from avatarstudio.nets.latent import Latents


class Activity(enum.StrEnum):
    """What the lane is doing for the person."""

    READING = "reading"
    FINDING = "finding"
    CUTTING = "cutting"
    INVERTING = "inverting"
    RENDERING = "rendering"


class NoticeKind(enum.Enum):
    """What a person should hear of without anything having failed."""

    FELL_BACK_TO_CPU = enum.auto()
    AUTOSAVE_FAILED = enum.auto()
    NOTHING_TO_PASTE = enum.auto()
    NO_LOCAL_FILE = enum.auto()
    SAVED = enum.auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to hear of.

    Attributes:
        kind: What it is.
        name: The file that it is about, if any.
    """

    kind: NoticeKind
    name: str = ""


class Stage(enum.StrEnum):
    """The two searches of an inversion."""

    LIKENESS = "likeness"
    STYLE = "style"


class Part(enum.StrEnum):
    """What a person can lock before throwing the dice."""

    SHAPE = "shape"
    FEATURES = "features"
    COLOURS = "colours"


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """The picture that everything starts from.

    Attributes:
        picture: RGB, uint8, (H, W, 3).
        preview: The same, small enough for the screen; RGB, uint8.
        name: What people call it, such as the file's name.
        path: The file, or None for a camera shot or the clipboard.
    """

    picture: RgbImage
    preview: RgbImage
    name: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Crop:
    """A square that a person placed by hand.

    Attributes:
        center: Its middle (x, y), photo pixels.
        side: Length of its edge, photo pixels.
        angle: Degrees by which it is turned, clockwise as seen on the screen.
    """

    center: tuple[float, float]
    side: float
    angle: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Cutting:
    """A portrait and where in the photo it comes from.

    Attributes:
        portrait: RGB, uint8, (S, S, 3).
        crop: The square that it shows.
        mouth: What the person's mouth does, as far as it is known.
    """

    portrait: RgbImage
    crop: Crop
    mouth: MouthShape | None = None


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """A style that a person can choose."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What the loaded models offer.

    Attributes:
        device: The device in use, as people know it.
        devices: Names of devices that work here, for the settings.
        styles: The styles, the default one first.
        preview_weights: Whether the weights only show the way.
    """

    device: str
    devices: tuple[str, ...]
    styles: tuple[StyleChoice, ...]
    preview_weights: bool


@dataclass(frozen=True, slots=True)
class Anatomy:
    """How many synthesis blocks a generator has and how many of them its style tuned."""

    num_blocks: int
    tuned_blocks: int


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the camera's newest picture shows.

    Attributes:
        advice: A value of `faces.live.LiveAdvice`.
        portrait: RGB, uint8, (S, S, 3), aligned and held still, or None without a face.
    """

    advice: str
    portrait: RgbImage | None


@dataclass(frozen=True, slots=True, eq=False)
class LivePreview:
    """What a running inversion shows.

    Attributes:
        stage: Which search it is from.
        step: Steps of that search that are done.
        steps: Its steps in all.
        loss: Its distance to the target at this step.
        picture: What the generator draws, possibly small; RGB, uint8.
    """

    stage: Stage
    step: int
    steps: int
    loss: float
    picture: RgbImage


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A finished inversion.

    Attributes:
        latents: What a renderer needs.
        anatomy: The generator's, for the dice.
        likeness: The human generator's copy of the portrait.
        styled: That copy in anime texture.
        avatar: The first of the wall, drawn from what the second search ended with.
        loss_curves: Loss at each step of both searches.
        quality: How hard it tried.
        device: The device that did it, as people know it.
        seconds: How long both searches took.
        evaluations: Generator evaluations of both searches.
        preview_weights: Whether the weights only show the way.
        fell_back: Whether the chosen device was too small and the CPU took over.
        appearance: What was read off the portrait for the first wall.
    """

    latents: Latents
    anatomy: Anatomy
    likeness: RgbImage
    styled: RgbImage
    avatar: RgbImage
    loss_curves: tuple[tuple[float, ...], tuple[float, ...]]
    quality: Quality
    device: str
    seconds: float
    evaluations: int
    preview_weights: bool
    fell_back: bool = False
    appearance: Appearance = PLAIN


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A variant on the wall.

    Attributes:
        id: Unique within one portrait's wall, in the order of their making.
        recipe: What it was made from.
        picture: RGB, uint8, at the generator's resolution.
        starred: Whether the person marked it.
    """

    id: int
    recipe: Recipe
    picture: RgbImage
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Mix:
    """The recipe that is being worked on.

    Attributes:
        recipe: The recipe.
        tile_id: The tile that it began with, or None.
    """

    recipe: Recipe
    tile_id: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """All of one person's work, as a file keeps it.

    Attributes:
        photo: The photo.
        cutting: The aligned face.
        found: The inversion.
        tiles: The wall; their pictures are thumbnails when they come from a file.
        mix: The mix as the person left it, or None.
    """

    photo: Photo
    cutting: Cutting
    found: Found
    tiles: tuple[Tile, ...] = ()
    mix: Mix | None = None
