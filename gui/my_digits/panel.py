"""The page My digits: every labelled drawing, to look through, relabel, delete and teach to the network."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from engine.ink import MyDigit
from gui.my_digits.drawing_list import DrawingList
from gui.theme import Theme
from gui.widgets import Button, Compound, NamedLabel

EXPLANATION = (
    "Draw a digit and say below the answer what it was, or press its key: it is kept here. A few of your own digits, "
    "above all those that are read wrongly, teach the network your hand in some seconds."
)
HOW_TO = "Arrow keys: choose. 0 to 9: say what it was. Del: delete. Enter: put it on the canvas. Ctrl+Z: undo."


class MyDigitsPanel(Compound):
    """Shows the drawings, and emits what a person asks to do with them."""

    learn_asked = Signal()
    unlearn_asked = Signal()
    relabelled = Signal(list, int)
    """The names of drawings, and their new label."""
    deleted = Signal(list)
    chosen = Signal(object)
    """The strokes to put on the canvas."""
    undo_asked = Signal()
    export_asked = Signal()
    import_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._has_digits = False
        self._learn = Button("Learn my digits", "Teach the network your digits, without its forgetting the others")
        self._learn.clicked.connect(self.learn_asked)
        self._unlearn = Button("Undo learning", "Draw with the network as it was before it learnt your digits")
        self._unlearn.clicked.connect(self.unlearn_asked)
        self._export = Button("Export \u2026", "Write all your digits to a file that can be imported elsewhere")
        self._export.clicked.connect(self.export_asked)
        self._import = Button("Import \u2026", "Add the digits of a file that was exported")
        self._import.clicked.connect(self.import_asked)
        self._words = NamedLabel("About my digits", EXPLANATION)
        self._words.setWordWrap(True)
        self._how = QLabel(HOW_TO)
        self._how.setObjectName("muted")
        self._how.setWordWrap(True)
        self.list = DrawingList()
        self.list.named.connect(self.relabelled)
        self.list.removed.connect(self.deleted)
        self.list.undo_asked.connect(self.undo_asked)
        self.list.chosen.connect(self.chosen)
        self._lay_out()
        self.show_learning(False)
        self.show_undo_learning(False)
        self.show_digits([])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._learn)
        head.addStretch()
        for button in (self._import, self._export):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(head)
        # Beside the sentence about what was learnt: in the row above, it would push the window wider when it appears.
        said = QHBoxLayout()
        said.addWidget(self._words, 1)
        said.addWidget(self._unlearn, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(said)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._how)
        self.enter_at(self.list)

    def set_theme(self, theme: Theme) -> None:
        self.list.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def tell(self, sentence: str) -> None:
        self._words.setText(sentence)

    def show_digits(self, digits: Sequence[MyDigit]) -> None:
        """Show the newest first. A selected drawing stays selected."""
        self._has_digits = bool(digits)
        self.list.show_digits(digits)
        self._learn.setEnabled(bool(digits))
        self._export.setEnabled(bool(digits))
        self._how.setVisible(bool(digits))

    def show_learning(self, going_on: bool) -> None:
        self._learn.setText("Learning \u2026" if going_on else "Learn my digits")
        self._learn.setEnabled(not going_on and self._has_digits)

    def show_undo_learning(self, possible: bool) -> None:
        """Show the button, and the sentence about the last learning, as long as learning can be undone."""
        self._unlearn.setVisible(possible)
        if not possible:
            self._words.setText(EXPLANATION)
