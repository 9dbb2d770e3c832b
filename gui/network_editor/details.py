"""What stands below the cards: what the network costs, its text form, and its name under My networks."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.network_editor.library import LibraryRow
from gui.network_editor.text_field import TextField
from gui.widgets import Compound, FactList, Words, WrappedLabel

TYPED = "Return takes what is typed, Esc takes it back."


class NetworkDetails(Compound):
    """Three parts with a heading each."""

    text_entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.facts = FactList()
        self.text_field = TextField()
        self.library = LibraryRow()
        self._typed = WrappedLabel("How a text is taken", "muted")
        self._typed.setText(TYPED)
        self._typed.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._add("What it costs", self.facts)
        self._add("As text", self.text_field).setBuddy(self.text_field)
        self._column.addWidget(self._typed)
        self._add("My networks", self.library).setBuddy(self.library.name_field)
        self.text_field.entered.connect(self.text_entered)
        self.text_field.textChanged.connect(self._show_typed)

    def _add(self, heading: str, part: QWidget) -> QLabel:
        label = QLabel(heading)
        label.setObjectName("heading")
        self._column.addWidget(label)
        self._column.addWidget(part)
        return label

    def show_sums(self, sums: Sequence[Words]) -> None:
        for fact in sums:
            self.facts.show_fact(fact)

    def show_text(self, text: str) -> None:
        self.text_field.show_text(text)
        self._show_typed()

    @Slot()
    def _show_typed(self) -> None:
        """Say what takes the text while it is not the network's."""
        self._typed.setVisible(self.text_field.is_edited)
