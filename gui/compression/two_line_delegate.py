"""Cells with a figure and, muted below it, its comparison with another one."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.compression.columns import Beside
from gui.compression.model import BESIDE
from gui.theme import LIGHT, Theme, scaled

SIDE = 5
"""Logical pixels between a text and the side of its cell, as in the table's header."""


class TwoLineDelegate(QStyledItemDelegate):
    """Paints a figure that is worse in another colour; its text says so too."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        beside: Beside = index.data(BESIDE) or Beside()
        inside = option.rect.adjusted(scaled(SIDE), 0, -scaled(SIDE), 0)
        raised = beside.raised or bool(beside.text)
        upper = inside.adjusted(0, 0, 0, -inside.height() // 2) if raised else inside
        side = option.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask
        near = Qt.AlignmentFlag.AlignBottom if raised else Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setPen(QColor(self._theme.text))
        painter.drawText(upper, side | near, option.fontMetrics.elidedText(text, _END, upper.width()))
        painter.setPen(QColor(self._theme.error if beside.worse else self._theme.muted))
        lower = inside.adjusted(0, upper.height(), 0, 0)
        painter.drawText(lower, side | Qt.AlignmentFlag.AlignTop, beside.text)
        painter.restore()


_END = Qt.TextElideMode.ElideRight
