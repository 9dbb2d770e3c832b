"""Paints a network from left to right: the drawing, what each stage makes of it, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.inside.layers.columns import Columns
from gui.inside.layers.network_pictures import Floats, NetworkPictures
from gui.inside.layers.painting import colours, paint_scale, paint_tiles
from gui.theme import LIGHT, Theme, readable, scaled
from gui.widgets import ink_picture

PER_UNIT, PER_LAYER, OVER_ALL = "unit", "layer", "all"
SCORES = ("Scores (logits)", "Scores")
ABOUT_PROBABILITIES = ("and probabilities", "and %")
LEAST_TOLD = 0.01
"""The smallest probability with a figure in its bar."""
FAINT = 0.35
"""The opacity of the lines that join a number with what it looks at."""


@dataclass
class NetworkPainter:
    """How a network is painted."""

    theme: Theme = LIGHT
    scale: str = PER_LAYER
    """Whose largest number has the full colours: that of each unit, of each layer or of all layers."""
    weights: bool = False
    """Whether the weights of each unit are shown instead of its numbers."""

    def paint(self, painter: QPainter, shown: NetworkPictures, columns: Columns, ratio: float) -> None:
        """Paint a network in its columns; a logical pixel has `ratio` pixels of the device."""
        _head(painter, columns, columns.input, self.theme, ("Drawing",), "28\u00d728")
        painter.fillRect(columns.drawing, QColor(self.theme.canvas))
        painter.drawImage(columns.drawing, ink_picture(shown.image, self.theme.ink))
        self._outline(painter, columns.drawing)
        pictures = [stage.pictures(weights=self.weights) for stage in shown.stages[:-1]]
        limits = self._limits(pictures)
        for stage, place in enumerate(columns.stages):
            _head(painter, columns, place, self.theme, (shown.stages[stage].title,), shown.stages[stage].subtitle)
            tiles, limit = columns.tiles[stage], limits[stage]
            paint_tiles(painter, tiles, pictures[stage], limit, self.theme, ratio=ratio)
            told = None if self.scale == PER_UNIT else float(limit.max())
            paint_scale(painter, columns.scale(place), told, self.theme)
        self._paint_answer(painter, shown, columns)

    def _limits(self, pictures: Sequence[Floats]) -> list[Floats]:
        """The number that has the full colour, for each unit of each stage, (units,) each."""
        every = [np.abs(values).reshape(len(values), -1).max(1) for values in pictures]
        if self.scale == PER_UNIT:
            return every
        most = [float(np.nan_to_num(limits).max()) for limits in every]
        if self.scale == OVER_ALL:
            most = [max(most, default=1.0)] * len(every)
        return [np.full(len(limits), limit, np.float32) for limits, limit in zip(every, most, strict=True)]

    def _outline(self, painter: QPainter, *places: QRectF) -> None:
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(places)

    def _paint_answer(self, painter: QPainter, shown: NetworkPictures, columns: Columns) -> None:
        _head(painter, columns, columns.answer, self.theme, SCORES, *ABOUT_PROBABILITIES)
        best, theme = shown.answer, self.theme
        grounds = colours(shown.logits, float(np.abs(np.nan_to_num(shown.logits)).max()), theme)
        shares, rows = shown.probabilities.tolist(), columns.rows[: len(shown.names)]
        usual = QColor(theme.muted), QColor(theme.muted)
        for digit, row in enumerate(rows):
            words, fill = (QColor(theme.text), QColor(theme.accent)) if digit == best else usual
            painter.fillRect(row.logit, grounds[digit])
            painter.fillRect(row.bar, QColor(theme.line))
            painter.setPen(words)
            painter.drawText(row.name, Qt.AlignmentFlag.AlignCenter, shown.names[digit])
            self._paint_probability(painter, row.bar, shares[digit], fill)
        self._outline(painter, *(row.logit for row in rows))

    def _paint_probability(self, painter: QPainter, place: QRectF, share: float, fill: QColor) -> None:
        full = QRectF(place.topLeft(), QPointF(place.left() + share * place.width(), place.bottom()))
        painter.fillRect(full, fill)
        metrics, figure = painter.fontMetrics(), f"{100 * share:.0f} %"
        if share < LEAST_TOLD or place.height() < metrics.ascent():
            return
        wide = metrics.horizontalAdvance(figure) + scaled(6.0)
        if place.width() > wide:
            # Behind the bar if there is room, or else on it.
            beside = place.right() - full.right() > wide
            left = full.right() if beside else full.right() - wide
            painter.setPen(QColor(self.theme.text) if beside else readable(fill, self.theme))
            painter.drawText(QRectF(left, place.top(), wide, place.height()), Qt.AlignmentFlag.AlignCenter, figure)

    def paint_origin(self, painter: QPainter, number: QRectF, frames: Sequence[QRectF], *, pinned: bool) -> None:
        """Frame a number and what it looks at, and join both."""
        text = QColor(self.theme.text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if frames:
            whole = frames[0]
            for frame in frames:
                whole = whole.united(frame)
            faint = QColor(text)
            faint.setAlphaF(FAINT)
            painter.setPen(QPen(faint, 1))
            painter.drawLine(whole.topRight(), number.topLeft())
            painter.drawLine(whole.bottomRight(), number.bottomLeft())
            painter.setPen(QPen(text, 1))
            painter.drawRects(frames)
        painter.setPen(QPen(QColor(self.theme.accent) if pinned else text, 2))
        painter.drawRect(number.adjusted(-1, -1, 1, 1))


def _head(
    painter: QPainter, columns: Columns, place: QRectF, theme: Theme, titles: Sequence[str], *subtitles: str
) -> None:
    """Write the first of the titles and of the subtitles that has room, or else the last one."""
    metrics = painter.fontMetrics()
    title, subtitle = (
        next((words for words in every if metrics.horizontalAdvance(words) <= place.width()), every[-1])
        for every in (titles, subtitles)
    )
    middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    for number, (text, ink) in enumerate(((title, theme.text), (subtitle, theme.muted))):
        painter.setPen(QColor(ink))
        room = place.adjusted(-columns.gap / 2, number * metrics.height(), columns.gap / 2, 0)
        painter.drawText(room, middle, metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width())))
