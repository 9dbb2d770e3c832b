"""The choice of a network to begin from, and the row that keeps one under a name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy

from gui.widgets import Button, ChoiceBox, Compound

OWN = "Begin from a network \N{HORIZONTAL ELLIPSIS}"
USE_TIP = "Put this network into the settings: the next training learns with it"
IN_SETTINGS = "The settings have this network: Train takes it"
SAVE_TIP = "Keep this network under My networks, in place of one with the same name"


class StartBox(ChoiceBox):
    """The program's networks, then My networks. What is chosen replaces the cards; undo brings those back."""

    chosen = Signal(str)
    """The name or the text of a network."""

    def __init__(self) -> None:
        super().__init__()
        self._present = ""
        self.setAccessibleName("Network to begin from")
        self.setToolTip("Fill the cards with this network; Ctrl+Z brings back what was there")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._choose)

    def show_choices(self, choices: Sequence[tuple[str, str, str]]) -> None:
        """The label, the word for `chosen` and the tooltip of each."""
        self.clear()
        self.addItem(OWN, "")
        for label, word, tip in choices:
            self.addItem(label, word)
            self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.show_present(self._present)

    def show_present(self, word: str) -> None:
        """Show which of them the cards have, or none."""
        self._present = word
        self.setCurrentIndex(max(0, self.findData(word)))

    @Slot(int)
    def _choose(self, place: int) -> None:
        if word := self.itemData(place):
            self.chosen.emit(word)


class StartRow(Compound):
    """The network to begin from, and the button that puts what came of it into the settings."""

    used = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = StartBox()
        self._use = Button("Use this network", USE_TIP)
        self._use.clicked.connect(self.used)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box, 1)
        layout.addWidget(self._use)

    def show_use(self, refusal: str, *, in_settings: bool) -> None:
        """Whether the settings have the network already; `refusal` says why they cannot, or is ""."""
        self._use.setEnabled(not refusal and not in_settings)
        self._use.setToolTip(refusal or (IN_SETTINGS if in_settings else USE_TIP))


class LibraryRow(Compound):
    """A name, and buttons that keep the network under it or forget the one that has it."""

    saved = Signal(str)
    deleted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known: Sequence[str] = ()
        self._refusal = ""
        self.name_field = QLineEdit()
        self.name_field.setPlaceholderText("Name")
        self.name_field.setAccessibleName("Name under My networks")
        self.name_field.setToolTip("What the network is called under My networks; Return keeps it")
        self.name_field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._save = Button("Keep", SAVE_TIP)
        self._delete = Button("Delete", "Forget the network of this name; this can be undone")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (self.name_field, self._save, self._delete):
            layout.addWidget(part)
        self.name_field.textChanged.connect(self._show)
        self.name_field.returnPressed.connect(self._save.click)
        self._save.clicked.connect(lambda: self.saved.emit(self._name))
        self._delete.clicked.connect(lambda: self.deleted.emit(self._name))
        self._show()

    @property
    def _name(self) -> str:
        return " ".join(self.name_field.text().split())

    def show_name(self, name: str) -> None:
        self.name_field.setText(name)

    def show_known(self, names: Sequence[str]) -> None:
        """The names under My networks."""
        self._known = names
        self._show()

    def show_possible(self, refusal: str) -> None:
        """Why the network cannot be kept, or ""."""
        self._refusal = refusal
        self._show()

    @Slot()
    def _show(self) -> None:
        self._save.setEnabled(bool(self._name) and not self._refusal)
        self._save.setToolTip(self._refusal or SAVE_TIP)
        self._delete.setEnabled(self._name in self._known)
