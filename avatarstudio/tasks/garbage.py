"""Python's cyclic garbage, collected in the GUI thread only.

The collector runs in whichever thread happens to allocate. In the lane it would destroy widgets and
timers of the GUI thread, which ends the process with a segmentation fault sooner or later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_PERIOD_MS = 1000


class GuiCollector(QObject):
    """Takes the collector's place from its making until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Switch the automatic collector off; nothing is collected until `begin`."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MS)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """Collect by a timer of this thread what is made from now on; once is enough.

        To be called when the large libraries are loaded: looking through their objects, during
        their import or later, takes longer than the window may stand still.
        """
        if not self._timer.isActive():
            # Without collecting first, which would be such a standstill itself.
            gc.freeze()
            self._timer.start()

    def collect(self) -> None:
        """Collect the generations that are due by Python's own thresholds."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if count > threshold > 0
        ]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()
