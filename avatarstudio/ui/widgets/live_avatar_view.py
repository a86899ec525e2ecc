"""The avatar beside the camera's picture, which moves along with the person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from avatarstudio.core.images import RgbImage
from avatarstudio.studio.live_avatar import LiveAvatar
from avatarstudio.ui.messages import explain
from avatarstudio.ui.widgets.picture_frame import PictureFrame

_SLOW_S = 0.5
"""A picture that takes longer no longer seems to move along."""


class LiveAvatarView(PictureFrame):
    """Has portraits drawn while it is on the screen, and shows them as a mirror would."""

    def __init__(self, live: LiveAvatar, parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            live: Draws.
            parent: Qt's owner.
        """
        super().__init__("", "", parent)
        self._live = live
        self.setAccessibleName(self.tr("Your live avatar, mirrored"))
        live.drawn.connect(self._show)
        live.failed.connect(self._explain)

    def clear(self) -> None:
        """Wait for the first picture."""
        self.show_picture(None)
        self._describe("")

    def follow(self, portrait: RgbImage | None) -> None:
        """Draw the newest portrait, RGB, uint8, (S, S, 3); None while no face is there."""
        if not self.isVisible():
            return
        if portrait is not None:
            self._live.draw(portrait)
        elif not self.is_empty:
            self._describe(self.tr("No face in sight"), faded=True)

    def _show(self, picture: RgbImage) -> None:
        self.show_picture(picture[:, ::-1])
        seconds = self._live.seconds
        slow = self.tr("Slow on this computer: one picture in {seconds} s")
        fine = self.tr("Live avatar")
        self._describe(slow.format(seconds=f"{seconds:.1f}") if seconds > _SLOW_S else fine)

    def _explain(self, error: Exception) -> None:
        self.show_picture(None)
        self.show_state("", explain(error).title)

    def _describe(self, caption: str, *, faded: bool = False) -> None:
        self.show_state(caption, self.tr("Your avatar appears here."), faded=faded)
