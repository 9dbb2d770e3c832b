"""Paints the picture of a network: blocks in perspective for channels, columns for numbers in a row."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from gui.network_editor.blocks import Block
from gui.theme import Theme, mixed

ROW = 0.16
"""The width of a column of numbers, as a share of the height for blocks."""
LEAN = 0.45
"""How far the depth of a block goes up, as a share of how far it goes to the right."""
STRIPE = 3.0
GAP = 12.0
"""The least space between two blocks."""
BAND = 4.0
"""Between blocks and words."""


class Place:
    """Where one block stands: the rectangle of its front, and how far it reaches to the right behind that."""

    def __init__(self, block: Block, room: float, unit: float) -> None:
        flat = not block.depth
        self.height = max(6.0, block.height * room * (1.0 if flat else 0.72))
        self.width = max(5.0, room * ROW * 0.5) if flat else self.height * 0.36
        self.depth = 0.0 if flat else block.depth * unit
        self.stripes = len(block.stripes) * STRIPE

    @property
    def whole(self) -> float:
        return self.width + self.depth + self.stripes


def paint_blocks(painter: QPainter, area: QRectF, every: Sequence[Block], theme: Theme, selected: int = -2) -> None:
    """Paint the blocks as large as the area allows. The one of the layer at `selected` has a frame."""
    font = QFontMetricsF(painter.font())
    words = font.height() * 2
    room = area.height() - words - BAND - 8
    places = [Place(block, room, room * 0.62) for block in every]
    fixed = sum(place.whole for place in places)
    gaps = max(1, len(places) - 1)
    gap = min(60.0, (area.width() - fixed) / gaps)
    factor = 1.0
    if gap < GAP:
        factor, gap = max(0.1, (area.width() - GAP * gaps) / fixed), GAP
    x = area.left() + max(0.0, (area.width() - fixed * factor - gap * gaps) / 2)
    middle, foot = area.top() + 6 + room / 2, area.bottom() - words
    centres, free = [], [area.left(), area.left()]
    for block, place in zip(every, places, strict=True):
        front = QRectF(x, 0, place.width * factor, place.height)
        depth = place.depth * factor
        front.moveTop(middle - place.height / 2 + depth * LEAN / 2)
        _paint_block(painter, front, depth, block, theme, chosen=block.place == selected)
        centre = x + place.whole * factor / 2
        centres.append(QPointF(centre, front.top() - depth * LEAN))
        _paint_words(painter, block, QPointF(centre, foot), free, area.right(), theme)
        x += place.whole * factor + gap
    _paint_additions(painter, every, centres, theme)


def colour_of(kind: str, theme: Theme) -> QColor:
    """The colour of the front of a block."""
    own = {"image": theme.muted, "conv": theme.train, "pool": theme.accuracy, "flat": theme.muted}
    return mixed(theme.panel, own.get(kind, theme.validation), 0.75)


def _paint_block(painter: QPainter, front: QRectF, depth: float, block: Block, theme: Theme, *, chosen: bool) -> None:
    colour = colour_of(block.kind, theme)
    up = QPointF(depth, -depth * LEAN)
    painter.setPen(QPen(QColor(theme.panel), 0.8))
    if depth:
        top = QPolygonF([front.topLeft(), front.topLeft() + up, front.topRight() + up, front.topRight()])
        side = QPolygonF([front.topRight(), front.topRight() + up, front.bottomRight() + up, front.bottomRight()])
        painter.setBrush(mixed(colour.name(), theme.canvas, 0.3))
        painter.drawPolygon(top)
        painter.setBrush(mixed(colour.name(), "#000000", 0.22))
        painter.drawPolygon(side)
    painter.setBrush(colour)
    painter.drawRect(front)
    _paint_stripes(painter, front, up, block, theme)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), 1.6))
        outline = QPainterPath()
        outline.addPolygon(
            QPolygonF(
                [
                    front.topLeft() + up,
                    front.topRight() + up,
                    front.bottomRight() + up,
                    front.bottomRight(),
                    front.bottomLeft(),
                    front.topLeft(),
                ]
            )
        )
        outline.closeSubpath()
        painter.drawPath(outline)


def _paint_stripes(painter: QPainter, front: QRectF, up: QPointF, block: Block, theme: Theme) -> None:
    """A thin column behind the block for each layer that changes each number alone."""
    painter.setPen(Qt.PenStyle.NoPen)
    for number, title in enumerate(block.stripes):
        painter.setBrush(QColor(theme.backward if title == "Dropout" else theme.muted))
        x = front.right() + up.x() + 1.5 + number * STRIPE
        painter.drawRect(QRectF(x, front.top() + up.y(), STRIPE / 2, front.height()))


def _paint_words(
    painter: QPainter, block: Block, middle: QPointF, free: list[float], right: float, theme: Theme
) -> None:
    """The shape under its block, and under that the layer's name. `free` has where each line's next words may begin.

    Words without room are left out: the cards have them.
    """
    font = QFontMetricsF(painter.font())
    for line, (words, colour) in enumerate(((block.shape, theme.text), (block.caption, theme.muted))):
        width = font.horizontalAdvance(words)
        left = min(max(middle.x() - width / 2, free[line]), right - width)
        if left < free[line] or abs(left + width / 2 - middle.x()) > width / 2:
            continue
        painter.setPen(QColor(colour))
        top = middle.y() + line * font.height()
        painter.drawText(QRectF(left, top, width + 2, font.height()), Qt.AlignmentFlag.AlignLeft, words)
        free[line] = left + width + 6


def _paint_additions(painter: QPainter, every: Sequence[Block], tops: Sequence[QPointF], theme: Theme) -> None:
    """An arc from where an addition begins to where it ends."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 1.6))
    for place, block in enumerate(every):
        if block.back:
            begin, end = tops[place - block.back], tops[place]
            high = min(begin.y(), end.y()) - 8
            path = QPainterPath(begin)
            path.cubicTo(QPointF(begin.x(), high), QPointF(end.x(), high), end)
            painter.drawPath(path)
