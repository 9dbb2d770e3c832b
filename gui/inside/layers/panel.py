"""The view Layers: one network or two, and the number that is looked at."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gui.inside.layers.network_painter import OVER_ALL, PER_LAYER, PER_UNIT
from gui.inside.layers.network_pictures import NetworkPictures
from gui.inside.layers.network_view import NetworkView
from gui.inside.layers.number_view import Made, NumberView
from gui.inside.layers.tiles import Cell
from gui.inside.picture_file import picture_of
from gui.theme import LIGHT, Theme
from gui.widgets import Button, ChoiceBox, Compound, SteadyLabel, UprightScroll, WrappedLabel

HINT = "Point at any number to see what it is made of; a click keeps it, arrow keys walk on, Esc lets it go."
PRODUCTS = "1.23 \u00d7 0.12 + 1.23 \u00d7 0.12 + 1.23 \u00d7 0.12 + 123 more"
LONGEST = (
    f"Layer 2, unit 48 of 48, row 12, column 12: {PRODUCTS} = 1.23 \u2192 batch norm 1.23 \u2192 ReLU 1.23.",
    f"The score (logit) of 3: {PRODUCTS} + bias 0.123 = 1.23. {HINT}",
)


class LayersPanel(Compound):
    """Shows networks one below the other; says which number of which network is looked at."""

    looked_at = Signal(int, object)
    """Which network, from 0, and the Cell, or None."""
    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._named = False
        self.networks = [NetworkView(), NetworkView()]
        self._headings = [WrappedLabel("Which network this is", "heading") for _ in self.networks]
        self._shows = ChoiceBox()
        self._shows.addItem("Numbers", False)
        self._shows.addItem("Weights", True)
        self._shows.setAccessibleName("What the pictures show")
        self._shows.setToolTip("What each unit makes of the drawing, or the weights with which it looks")
        self._scale = ChoiceBox()
        for name, what in (
            ("Colours by layer", PER_LAYER),
            ("Colours by unit", PER_UNIT),
            ("One scale for all", OVER_ALL),
        ):
            self._scale.addItem(name, what)
        self._scale.setAccessibleName("Scale of the colours")
        self._scale.setToolTip("Where the largest number has the full colour: in each layer, each unit or all layers")
        self._save = Button("Save \u2026", "Save what is shown here as PNG or SVG")
        self._words = SteadyLabel("The number that is looked at", LONGEST)
        self.number = NumberView()
        self._lay_out()
        self._connect()
        self.show_hint("")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for box in (self._shows, self._scale):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            head.addWidget(box)
        head.addStretch()
        head.addWidget(self._save)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        for heading, network in zip(self._headings, self.networks, strict=True):
            column.addWidget(heading)
            column.addWidget(network, 3)
        column.addWidget(self.number, 1)
        self._pictures = inner
        self._scroll = UprightScroll(inner, *self.networks, self.number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._words)
        self.enter_at(self.networks[0])

    def _connect(self) -> None:
        self.networks[0].looked_at.connect(self._look_at_first)
        self.networks[1].looked_at.connect(self._look_at_second)
        self._shows.currentIndexChanged.connect(self._choose_what)
        self._scale.currentIndexChanged.connect(self._choose_scale)
        self._save.clicked.connect(self.save_asked)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for network in self.networks:
            network.set_theme(theme)
        self.number.set_theme(theme)

    def show_what(self, name: str) -> None:
        """Show "Numbers" or "Weights"."""
        self._shows.setCurrentText(name)

    def picture(self, suffix: str) -> bytes:
        """The pictures as the content of a file: SVG for the suffix .svg, any other PNG."""
        title = "What the network makes of a drawing, layer by layer"
        return picture_of(self._pictures, [*self.networks, self.number], self._theme.panel, suffix, title)

    @property
    def words(self) -> str:
        """The sentence below the pictures."""
        return self._words.text()

    def show_hint(self, sentence: str) -> None:
        """Say why there is nothing to see, or with "" how one looks at a number."""
        self._words.setText(sentence or HINT)
        for part in (*self.networks, self.number):
            part.setVisible(not sentence)
        self._save.setEnabled(not sentence)
        self.number.show_made(None)
        for heading in self._headings:
            heading.hide()

    def name_first(self, *, named: bool) -> None:
        """Whether to name a network that is shown alone: when it is not the one that answers beside the canvas."""
        self._named = named

    def show_networks(self, shown: list[NetworkPictures]) -> None:
        """Show one network, or two one below the other."""
        for place, (heading, view) in enumerate(zip(self._headings, self.networks, strict=True)):
            there = place < len(shown)
            view.setVisible(there)
            heading.setVisible(there and (len(shown) > 1 or self._named))
            if there:
                heading.setText(shown[place].name)
                view.show_network(shown[place])
        self.number.setVisible(True)
        self._save.setEnabled(True)

    def show_number(self, sentence: str, made: Made | None) -> None:
        """Show what a number is made of, in words and as pictures."""
        self._words.setText(sentence)
        self.number.show_made(made)

    @Slot(object)
    def _look_at_first(self, cell: Cell | None) -> None:
        self._look(0, cell)

    @Slot(object)
    def _look_at_second(self, cell: Cell | None) -> None:
        self._look(1, cell)

    def _look(self, which: int, cell: Cell | None) -> None:
        """One number at a time: what was pinned in the other network is let go."""
        other = self.networks[1 - which]
        if cell is not None and other.pinned:
            other.pin(None)
        self.looked_at.emit(which, cell)

    @Slot()
    def _choose_what(self) -> None:
        for network in self.networks:
            network.show_weights(bool(self._shows.currentData()))

    @Slot()
    def _choose_scale(self) -> None:
        for network in self.networks:
            network.scale_by(str(self._scale.currentData()))
