"""Paints the confusion matrix: its tinted cells and the names of the classes.

Overrides must not raise: Qt calls them, and an exception may end the process.
"""

import math

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.mistakes.confusion_model import TINT
from gui.theme import LIGHT, mixed, readable, scaled
from gui.widgets import Index

FIGURE_ROOM = 15
"""The side in pixels below which a cell has no room for a legible number and stays without."""
SMALLEST = 11
"""The smallest font size in pixels; what is wider still is written narrower."""
NARROWEST = 62
"""Per cent of its usual width."""
HEIGHT_SHARE = 0.62
"""The largest font size, as a share of the height of its cell."""
NAME_FONT = 0.85
"""The font size of names longer than a character, as a share of the usual one."""
GAP = 6
"""Pixels left and right of a name, together."""
State = QStyle.StateFlag


class CellDelegate(QStyledItemDelegate):
    """Paints correct answers in blue and mistakes in orange, which colour-blind people can tell apart."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = LIGHT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = QRectF(option.rect)
        side = min(place.width(), place.height())
        tint, figure = index.data(TINT), str(index.data() or "") if side >= scaled(FIGURE_ROOM) else ""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if tint is None:
            # Leave a gap to the next number, because these have no background.
            corner = _outer_corner(place, side).adjusted(1, 0, -1, 0)
            _write(painter, corner, figure, option.font, QColor(self.theme.muted))
        else:
            self._paint_count(painter, option, figure, self.colour(float(tint), index.row() == index.column()))
        painter.restore()

    def colour(self, tint: float, correct: bool) -> QColor:
        """Return the background of a cell for a tint from 0 to 1."""
        return mixed(self.theme.field, self.theme.train if correct else self.theme.validation, tint)

    def _paint_count(self, painter: QPainter, option: QStyleOptionViewItem, figure: str, ground: QColor) -> None:
        place = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, 2.5, 2.5)
        _write(painter, place, figure, option.font, readable(ground, self.theme))
        if option.state & State.State_Selected:
            focus = option.state & State.State_Active and option.state & State.State_HasFocus
            _frame(painter, option.rect, self.theme.accent if focus else self.theme.text, 2)
        elif option.state & State.State_MouseOver:
            _frame(painter, option.rect, self.theme.muted, 1.5)


class NameHeader(QHeaderView):
    """Shows the names of the classes under a title."""

    def __init__(self, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self._across = orientation == Qt.Orientation.Horizontal
        self.theme = LIGHT
        self._title, self._upright, self._names_room = "", False, 0
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.viewport().setAutoFillBackground(False)

    def show_names(self, title: str, names_wide: float) -> None:
        """Set the title and the width of the longest name in pixels, 0 for single characters."""
        self._title, self._upright = title, self._across and names_wide > 0
        line = self.fontMetrics().height()
        self._names_room = math.ceil(names_wide) + scaled(GAP) if names_wide else line + scaled(GAP // 2)
        (self.setFixedHeight if self._across else self.setFixedWidth)(self._title_room + self._names_room)

    @property
    def _title_room(self) -> int:
        return self.fontMetrics().height() + 2

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 - Qt's name
        with QPainter(self.viewport()) as painter:
            length = self.sectionPosition(max(0, self.count() - 1))
            title = self._strip(0, length, 0, self._title_room)
            write = _write if self._across else _write_upright
            write(painter, title, self._title, self.font(), QColor(self.theme.muted), 1)
            for section in range(self.count()):
                self._paint_name(painter, section)

    def _paint_name(self, painter: QPainter, section: int) -> None:
        along, length = self.sectionPosition(section), self.sectionSize(section)
        place = self._strip(along, length, self._title_room, self._names_room)
        name = str(self.model().headerData(section, self.orientation()) or "")
        if section < self.count() - 1:
            write = _write_upright if self._upright else _write
            write(painter, place, name, self.font(), QColor(self.theme.text), 0.9)
        elif self.sectionSize(0) >= scaled(FIGURE_ROOM):
            corner = _outer_corner(place, self._title_room)
            _write(painter, corner, name, self.font(), QColor(self.theme.muted), 1)

    def _strip(self, along: float, length: float, beside: float, room: float) -> QRectF:
        """Return the rectangle with this part of the header's length and of its other side."""
        return QRectF(along, beside, length, room) if self._across else QRectF(beside, along, room, length)


def _outer_corner(place: QRectF, side: float) -> QRectF:
    """Return the square in the bottom right corner: a margin has a gap to the counts."""
    return QRectF(place.right() - side, place.bottom() - side, side, side)


def _frame(painter: QPainter, rect: QRect, colour: str, width: float) -> None:
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 3, 3)


def _write_upright(
    painter: QPainter, place: QRectF, words: str, font: QFont, colour: QColor, height_share: float = 1
) -> None:
    """Write from the bottom to the top."""
    painter.save()
    painter.translate(place.center())
    painter.rotate(-90)
    turned = QRectF(-place.height() / 2, -place.width() / 2, place.height(), place.width())
    _write(painter, turned, words, font, colour, height_share)
    painter.restore()


def _write(
    painter: QPainter, place: QRectF, words: str, font: QFont, colour: QColor, height_share: float = HEIGHT_SHARE
) -> None:
    """Write in the centre of the place, in a smaller font size if the words are too wide."""
    if not words:
        return
    usual = QFontInfo(font).pixelSize()
    room = place.width() / max(1.0, QFontMetricsF(font).horizontalAdvance(words))
    fitting = QFont(font)
    size = max(SMALLEST, min(usual, math.floor(min(room * usual, height_share * place.height()))))
    fitting.setPixelSize(size)
    fitting.setStretch(min(100, max(NARROWEST, math.floor(100 * room * usual / size))))
    painter.setFont(fitting)
    painter.setPen(colour)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, words)
