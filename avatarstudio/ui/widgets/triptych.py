"""Two small pictures, one over the other, beside a large one."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from avatarstudio.ui.theme import GUTTER_PX, UNIT_PX
from avatarstudio.ui.widgets.picture_frame import CAPTION_PX, PictureFrame


class Triptych(QWidget):
    """Sizes its pictures so that their outer edges are in line, as large as there is room."""

    def __init__(
        self,
        upper: PictureFrame,
        lower: PictureFrame,
        large: PictureFrame,
        parent: QWidget | None = None,
    ) -> None:
        """Take the pictures in.

        Args:
            upper: The upper small one.
            lower: The one below it.
            large: The one beside both.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._frames = (upper, lower, large)
        for frame in self._frames:
            frame.setParent(self)
        self.setMinimumSize(400, 260)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _rectangles(self) -> tuple[QRect, QRect, QRect]:
        # Two small squares, their captions and a gap are as high as the large one and its caption.
        lost = CAPTION_PX + UNIT_PX
        by_width = (2 * (self.width() - GUTTER_PX) + lost) // 3
        large = min(self.height() - CAPTION_PX, by_width)
        small = (large - lost) // 2
        left = (self.width() - small - GUTTER_PX - large) // 2
        top = (self.height() - large - CAPTION_PX) // 2
        return (
            QRect(left, top, small, small + CAPTION_PX),
            QRect(left, top + large - small, small, small + CAPTION_PX),
            QRect(left + small + GUTTER_PX, top, large, large + CAPTION_PX),
        )

    # Qt's own names from here on.

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Place the pictures; mirrored where one reads from the right."""
        super().resizeEvent(event)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for frame, place in zip(self._frames, self._rectangles(), strict=True):
            if mirrored:
                place.moveLeft(self.width() - place.right() - 1)
            frame.setGeometry(place)
