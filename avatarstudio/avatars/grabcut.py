"""GrabCut (Rother et al. 2004): cutting a person out by colour, from what is sure already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from avatarstudio.core.images import RgbImage

Region = npt.NDArray[np.bool_]
"""Pixels that belong together, bool, (H, W)."""


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """What is known before colours are looked at; all regions have the picture's size.

    Attributes:
        background: Surely not the person.
        person: Surely the person.
        guess: Perhaps the person; decides where neither of the others does.
    """

    background: Region
    person: Region
    guess: Region

    @classmethod
    def of_framing(cls, size: int) -> Self:
        """What the framing that all portraits share says alone.

        The face is where the alignment puts it, head and shoulders are around and below it, and the
        upper rim is background.
        """
        head = _ellipse(size, centre=(0.5, 0.55), radii=(0.36, 0.47))
        shoulders = _ellipse(size, centre=(0.5, 1.0), radii=(0.48, 0.16))
        rim = np.zeros((size, size), dtype=bool)
        edge = max(size // 40, 1)
        rim[:edge] = True
        rim[: size * 2 // 3, :edge] = rim[: size * 2 // 3, -edge:] = True
        face = _ellipse(size, centre=(0.5, 0.55), radii=(0.2, 0.28))
        return cls(background=rim, person=face, guess=head | shoulders)


def grab_cut(picture: RgbImage, seeds: Seeds, *, iterations: int) -> Region:
    """Find the person by the colours of what is sure; the same input gives the same result.

    Args:
        picture: RGB, uint8, (H, W, 3).
        seeds: What is sure; where it is both, it is the person.
        iterations: Rounds of fitting colours and cutting.

    Returns:
        The largest connected part of the person; the guess where that is all or nothing, since
        colours cannot tell then.
    """
    if seeds.guess.all() or not (seeds.guess | seeds.person).any():
        return seeds.guess
    mask = np.where(seeds.guess, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    mask[seeds.background] = cv2.GC_BGD
    mask[seeds.person] = cv2.GC_FGD
    background, person = np.zeros((1, 65)), np.zeros((1, 65))
    # GrabCut draws its first clusters at random from OpenCV's own generator.
    cv2.setRNGSeed(0)
    unused = (0, 0, *mask.shape[::-1])  # in this mode, but the binding wants a rectangle
    cv2.grabCut(picture, mask, unused, background, person, iterations, cv2.GC_INIT_WITH_MASK)
    return largest_part(np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)))


def largest_part(region: Region) -> Region:
    """The largest of a region's connected parts."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8))
    if count <= 1:
        return region
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))


def parts_at(region: Region, place: Region) -> Region:
    """Those of a region's connected parts that reach a place."""
    _, labels = cv2.connectedComponents(region.astype(np.uint8))
    return np.asarray(region & np.isin(labels, labels[region & place]))


def shrunk(region: Region, pixels: int) -> Region:
    """A region without its outer pixels; beyond the picture's edge it goes on."""
    side = 2 * pixels + 1
    eroded = cv2.erode(region.astype(np.uint8), np.ones((side, side), np.uint8), borderValue=1)
    return np.asarray(eroded > 0)


def _ellipse(size: int, *, centre: tuple[float, float], radii: tuple[float, float]) -> Region:
    """An ellipse in a square; places as shares of the side, x first."""
    y, x = (np.mgrid[:size, :size] + 0.5) / size
    return np.asarray(((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2 <= 1)
