"""The loss of both searches as thin lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from avatarstudio.studio.values import Stage
from avatarstudio.ui.theme import UNIT_PX, TextSize

Points = list[tuple[float, float]]
"""Share of the search that is done, in [0, 1], and the loss there."""


class LossCurve(QWidget):
    """Each search takes one half of the width; the lower the line, the closer the picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: dict[Stage, Points] = {}
        self.setFixedHeight(9 * UNIT_PX)
        self._describe()

    @property
    def points(self) -> dict[Stage, Points]:
        """What is drawn."""
        return self._points

    def clear(self) -> None:
        """Draw nothing."""
        self._points = {}
        self._describe()

    def add(self, stage: Stage, *, done: float, loss: float) -> None:
        """Go on with a line.

        Args:
            stage: The search.
            done: How far it is, in [0, 1].
            loss: The loss there.
        """
        self._points.setdefault(stage, []).append((done, loss))
        self._describe()

    def show_curves(self, curves: Sequence[Sequence[float]]) -> None:
        """Draw the losses of all steps of both searches."""
        self._points = {
            stage: [((step + 1) / len(losses), loss) for step, loss in enumerate(losses)]
            for stage, losses in zip(Stage, curves, strict=True)
            if losses
        }
        self._describe()

    def _describe(self) -> None:
        lines = [points for points in self._points.values() if points]
        if lines:
            text = self.tr("Distance to your picture: {first:.3f} at first, {last:.3f} now").format(
                first=lines[0][0][1], last=lines[-1][-1][1]
            )
        else:
            text = self.tr("Distance to your picture")
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def _paint_line(self, painter: QPainter, points: Points, area: QRectF) -> None:
        # Each search has its own scale: they measure against different pictures.
        highest = max(loss for _, loss in points)
        lowest = min(0.0, *(loss for _, loss in points)) if len(points) > 1 else 0.0
        span = max(highest - lowest, 1e-9)
        # The first step of few is far from 0, but the line begins where its base line does.
        first = points[0][0]
        way = max(1.0 - first, 1e-9)
        line = QPolygonF(
            [
                QPointF(
                    area.left() + (done - first) / way * area.width(),
                    area.bottom() - (loss - lowest) / span * area.height(),
                )
                for done, loss in points
            ]
        )
        painter.drawPolyline(line)
        if line:
            painter.drawEllipse(line.last(), 2, 2)

    # Qt's own names from here on.

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        """Draw the lines over their base lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(TextSize.SMALL)
        painter.setFont(font)
        gap, text_height = 2.0 * UNIT_PX, 2.0 * UNIT_PX
        width = (self.width() - gap) / 2
        names = {Stage.LIKENESS: self.tr("Likeness"), Stage.STYLE: self.tr("Anime")}
        for number, stage in enumerate(Stage):
            area = QRectF(number * (width + gap), 4, width - 3, self.height() - text_height - 8)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Midlight), 1))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            below = QRectF(area.left(), area.bottom() + 2, width, text_height)
            # Time runs to the right in every language.
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(below, flags, names[stage])
            if points := self._points.get(stage):
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 1.5))
                self._paint_line(painter, points, area)
