"""The cards of all layers below each other, and where a card that is dragged will go."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from gui.network_editor.card import LayerCard
from gui.network_editor.card_facts import CardFacts
from gui.network_editor.keys import FieldKeys
from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import Button, Compound, WrappedLabel

MARK = 3
"""The thickness of the line where a dragged card would go."""
GAP = 5


class CardColumn(Compound):
    """Keeps the card of a layer that stays of its kind, so the keyboard stays where it was."""

    selected = Signal(int)
    number_changed = Signal(int, str, float)
    refused = Signal(str)
    moved = Signal(int, int)
    """A layer's place, and the place it should have."""
    pressed = Signal(str)
    repair_asked = Signal()
    menu_asked = Signal(QPoint)
    """Where on the screen."""
    reaches = Signal(LayerCard)
    """This card should be in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[LayerCard] = []
        self._theme, self._selected, self._gap = LIGHT, 0, -1
        self._building = False
        """While cards go, Qt gives the keyboard to others, and fields get other numbers: nobody chose either."""
        self.keys = FieldKeys(self)
        self.keys.pressed.connect(self.pressed)
        self._mark = QFrame(self)
        self._mark.hide()
        self._end_words = WrappedLabel("What is missing at the end", "problem")
        self._end_repair = Button("Add what is missing", "Make the nearest change that fits; Ctrl+Z takes it back")
        self._end_repair.clicked.connect(self.repair_asked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        sized(self._layout.setSpacing, GAP)
        self._layout.addWidget(self._end_words)
        self._layout.addWidget(self._end_repair, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def selected_place(self) -> int:
        """The place of the card that is worked on."""
        return self._selected

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._mark.setStyleSheet(f"background: {theme.accent}")
        for card in self.cards:
            card.set_theme(theme)

    def show_facts(self, every: Sequence[CardFacts], selected: int, missing: str) -> None:
        """Show all layers; `missing` says what is wrong after the last one, or is ""."""
        had_focus = self._end_repair.hasFocus() or any(card.has_keyboard for card in self.cards)
        number = next((card.focused_number for card in self.cards if card.focused_number), "")
        self._building = True
        while len(self.cards) > len(every):
            self._drop(len(self.cards) - 1)
        for place, facts in enumerate(every):
            if place < len(self.cards) and self.cards[place].facts.kind is not facts.kind:
                self._drop(place)
                self._add(place, facts)
            elif place == len(self.cards):
                self._add(place, facts)
            self.cards[place].show_facts(facts)
        for part in (self._end_words, self._end_repair):
            part.setVisible(bool(missing))
        self._end_words.setText(missing)
        self._mark_selected(selected)
        if had_focus or number:
            card = self.cards[self._selected]
            card.boxes.get(number, card).setFocus(Qt.FocusReason.OtherFocusReason)
        self._building = False

    def show_selected(self, place: int) -> None:
        """Another card is worked on, and should be in sight."""
        self._mark_selected(place)
        self.reaches.emit(self.cards[place])

    def _mark_selected(self, place: int) -> None:
        self._selected = place
        for number, card in enumerate(self.cards):
            card.show_selected(number == place)
        self.enter_at(self.cards[place])

    def _add(self, place: int, facts: CardFacts) -> None:
        card = LayerCard(facts, self.keys)
        card.set_theme(self._theme)
        card.chosen.connect(partial(self._choose, card))
        card.number_changed.connect(partial(self._change, card))
        card.refused.connect(self.refused)
        card.pressed.connect(self.pressed)
        card.repair_asked.connect(self.repair_asked)
        card.dragged.connect(self._drag)
        card.dropped.connect(partial(self._let_go, card))
        self.cards.insert(place, card)
        self._layout.insertWidget(place, card)
        # The layout would show it later, and what is hidden cannot have the keyboard.
        card.show()

    def _drop(self, place: int) -> None:
        card = self.cards.pop(place)
        self._layout.removeWidget(card)
        card.blockSignals(True)
        card.hide()
        card.deleteLater()

    def _choose(self, card: LayerCard) -> None:
        if not self._building and card in self.cards and self.cards.index(card) != self._selected:
            self.selected.emit(self.cards.index(card))

    def _change(self, card: LayerCard, name: str, value: float) -> None:
        if not self._building:
            self.number_changed.emit(self.cards.index(card), name, value)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        self.menu_asked.emit(event.globalPos())

    # The mouse moves a card.

    def _drag(self, where: QPoint) -> None:
        """Mark between which cards it would go."""
        y = self.mapFromGlobal(where).y()
        self._gap = sum(y > other.geometry().center().y() for other in self.cards)
        edge = self.cards[self._gap].y() if self._gap < len(self.cards) else self.cards[-1].geometry().bottom() + GAP
        thick = scaled(MARK)
        self._mark.setGeometry(0, max(0, edge - (scaled(GAP) + thick) // 2), self.width(), thick)
        self._mark.show()
        self._mark.raise_()
        self.reaches.emit(self.cards[min(self._gap, len(self.cards) - 1)])

    def _let_go(self, card: LayerCard) -> None:
        self._mark.hide()
        place = self.cards.index(card)
        # Once it is taken out, what follows stands one place earlier.
        to = self._gap - (self._gap > place)
        if to != place:
            self.moved.emit(place, to)
