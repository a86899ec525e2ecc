"""Backgrounds: cutting head and shoulders out of an avatar."""

from __future__ import annotations

import re
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.core.errors import UsageError
from avatarstudio.core.images import RgbImage

Matte = npt.NDArray[np.uint8]
"""Opacity, uint8, (H, W): 0 background, 255 person."""

_WORK_PX = 192
_ITERATIONS = 4


Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind a cut-out person.

    Attributes:
        top: Colour at the upper edge.
        bottom: Colour at the lower edge.
    """

    top: Colour
    bottom: Colour

    def paint(self, size_px: int) -> RgbImage:
        """A square of it, RGB, uint8, (size_px, size_px, 3)."""
        share = np.linspace(0, 1, size_px)[:, None]
        rows = np.array(self.top) * (1 - share) + np.array(self.bottom) * share
        picture = np.repeat(np.rint(rows)[:, None], size_px, axis=1)
        return picture.astype(np.uint8)


def parse_background(text: str) -> Backdrop | str | None:
    """Read a background option.

    Args:
        text: `photo`, `transparent`, `#rrggbb`, or `#rrggbb-#rrggbb` for a gradient downwards.

    Returns:
        `"photo"` for the picture's own, None for transparent, or what stands behind.

    Raises:
        UsageError: It is none of these.
    """
    if text == "photo":
        return "photo"
    if text == "transparent":
        return None
    match = re.fullmatch(r"#([0-9a-fA-F]{6})(?:-#([0-9a-fA-F]{6}))?", text)
    if match is None:
        raise UsageError(
            f"“{text}” is no background; use photo, transparent, a colour like #3366cc or two "
            "like #3366cc-#ffffff."
        )
    top = _colour(match[1])
    return Backdrop(top=top, bottom=_colour(match[2]) if match[2] else top)


def _colour(digits: str) -> Colour:
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def find_matte(avatar: RgbImage) -> Matte:
    """Separate head and shoulders from the background.

    GrabCut (Rother et al. 2004) seeded by the framing that all portraits share: the face is where
    the alignment puts it, the upper corners are background.

    Args:
        avatar: RGB, uint8, (H, W, 3), in the portrait framing.
    """
    height, width = avatar.shape[:2]
    small = cv2.resize(avatar, (_WORK_PX, _WORK_PX), interpolation=cv2.INTER_AREA)
    mask = _prior(_WORK_PX)
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    # GrabCut draws its first clusters at random from OpenCV's own generator.
    cv2.setRNGSeed(0)
    whole = (0, 0, _WORK_PX, _WORK_PX)  # unused in this mode, but the binding wants a rectangle
    cv2.grabCut(small, mask, whole, background, foreground, _ITERATIONS, cv2.GC_INIT_WITH_MASK)
    person = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    person = _largest_part(person)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    closed = cv2.morphologyEx(person, cv2.MORPH_CLOSE, kernel).astype(np.float32)
    soft = cv2.GaussianBlur(closed, (0, 0), _WORK_PX / 128)
    large = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(large * 255, 0, 255), dtype=np.uint8)


def _prior(size: int) -> npt.NDArray[np.uint8]:
    """What the framing alone says: face surely, head and shoulders perhaps, corners never."""
    mask = np.full((size, size), cv2.GC_PR_BGD, dtype=np.uint8)
    centre = (size // 2, round(size * 0.55))
    cv2.ellipse(
        mask, centre, (round(size * 0.36), round(size * 0.47)), 0, 0, 360, cv2.GC_PR_FGD, -1
    )
    cv2.ellipse(
        mask,
        (size // 2, size),
        (round(size * 0.48), round(size * 0.16)),
        0,
        0,
        360,
        cv2.GC_PR_FGD,
        -1,
    )
    cv2.ellipse(mask, centre, (round(size * 0.2), round(size * 0.28)), 0, 0, 360, cv2.GC_FGD, -1)
    edge = max(size // 40, 1)
    mask[:edge] = cv2.GC_BGD
    mask[: size * 2 // 3, :edge] = cv2.GC_BGD
    mask[: size * 2 // 3, -edge:] = cv2.GC_BGD
    return mask


def _largest_part(mask: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count <= 1:
        return mask
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return np.asarray(labels == largest, dtype=np.uint8)
