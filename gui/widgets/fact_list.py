"""Facts in two columns. The tooltip of each says what it means; `explain` shows that below the fact too."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gui.theme import sized
from gui.widgets.labels import NamedLabel

Words = tuple[str, str, str]
"""Name, value and meaning."""


class FactList(QWidget):
    """Names on the left, values on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._values: dict[str, QLabel] = {}
        self._meanings: list[QLabel] = []
        self._explained = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        sized(self._grid.setHorizontalSpacing, 14)
        sized(self._grid.setVerticalSpacing, 3)
        self._grid.setColumnStretch(1, 1)

    def show_fact(self, fact: Words) -> None:
        """Add a fact, or change the value of the one with the same name."""
        name, value, meaning = fact
        if name not in self._values:
            self._add(name, meaning)
        self._values[name].setText(value)
        self._values[name].setAccessibleDescription(f"{value}. {meaning}")

    def _add(self, name: str, meaning: str) -> None:
        row = 2 * len(self._values)
        heading, value, explanation = QLabel(name), NamedLabel(name), QLabel(meaning)
        heading.setObjectName("muted")
        explanation.setObjectName("muted")
        for label in (heading, value):
            label.setToolTip(meaning)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label in (value, explanation):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        sized(explanation.setContentsMargins, 0, 0, 0, 6)
        explanation.setVisible(self._explained)
        self._grid.addWidget(heading, row, 0)
        self._grid.addWidget(value, row, 1)
        self._grid.addWidget(explanation, row + 1, 1)
        self._values[name] = value
        self._meanings.append(explanation)

    def explain(self, explained: bool) -> None:
        """Show below each fact what it means, or hide that."""
        self._explained = explained
        for meaning in self._meanings:
            meaning.setVisible(explained)

    @property
    def values(self) -> dict[str, str]:
        """The values shown, by name."""
        return {name: label.text() for name, label in self._values.items()}
