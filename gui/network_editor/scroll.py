"""The part of page Build that scrolls: the cards, and what stands below them."""

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.network_editor.card import LayerCard
from gui.network_editor.card_column import CardColumn
from gui.network_editor.details import NetworkDetails
from gui.theme import scaled, sized
from gui.widgets import UprightScroll

MARGIN = 8


class EditorScroll(UprightScroll):
    """Moves to a card that somebody works on, and not away from a field that somebody types in."""

    def __init__(self, column: CardColumn, details: NetworkDetails) -> None:
        self._body = QWidget()
        super().__init__(self._body, details, column)
        self._fields = (details.text_field, details.library.name_field)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, scaled(4), 0)
        layout.addWidget(column)
        layout.addWidget(details)
        layout.addStretch()
        sized(self.setMinimumHeight, 70)
        column.reaches.connect(self.bring_in_sight)
        self.verticalScrollBar().rangeChanged.connect(self.keep_field_in_sight)

    @Slot(LayerCard)
    def bring_in_sight(self, card: LayerCard) -> None:
        self.ensureWidgetVisible(card, 0, scaled(MARGIN))

    @Slot()
    def keep_field_in_sight(self) -> None:
        """Cards that come or grow would push away what somebody types below them."""
        for field in self._fields:
            if field.hasFocus():
                # `ensureWidgetVisible` would be content with the line of the cursor.
                for y in (field.height(), 0):
                    self.ensureVisible(0, field.mapTo(self._body, QPoint(0, y)).y(), 0, scaled(MARGIN))
