"""Paints what lies behind the words of a card: its ground, its frame, and its share of the time as a line."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from gui.network_editor.card_facts import CardFacts
from gui.theme import Theme, mixed, scaled

BAR = 3
"""The height of the line."""
ROUND = 6
REDDISH = 0.07


def paint_card(card: QWidget, facts: CardFacts, theme: Theme, *, selected: bool) -> None:
    """Call it while the card is painted."""
    frame = QRectF(card.rect()).adjusted(1, 1, -1, -1)
    with QPainter(card) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.error if facts.problem else theme.accent if selected else theme.line
        painter.setPen(QPen(QColor(edge), scaled(1.5) if selected or facts.problem else 1))
        painter.setBrush(_ground(facts, theme))
        painter.drawRoundedRect(frame, scaled(ROUND), scaled(ROUND))
        if facts.share:
            room = frame.width() - 2 * scaled(ROUND)
            bar = QRectF(frame.left() + scaled(ROUND), frame.bottom() - scaled(BAR) - 1, room, scaled(BAR))
            bar.setWidth(room * facts.share)
            painter.fillRect(bar, QColor(theme.train))


def _ground(facts: CardFacts, theme: Theme) -> QColor:
    if facts.problem:
        return mixed(theme.panel, theme.error, REDDISH)
    return QColor(theme.field if facts.known else theme.panel)
