"""A person's own digits in the window: labelled, learnt, and shown on the page My digits."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from engine.formats import count
from engine.ink import Strokes
from engine.settings import has_digits
from gui.background import TrainingSession
from gui.my_digits.counting import Counting
from gui.my_digits.dialogs import MyDigitsDialogs
from gui.my_digits.panel import MyDigitsPanel
from gui.my_digits.teach_row import TeachRow
from gui.my_digits.teaching import Teaching
from gui.network import Networks
from gui.widgets import Notices

UNDO_LEARNING = "Undo learning"


class MyDigitsController(QObject):
    """Does what the ten buttons, their keys and the page My digits ask for."""

    kept = Signal()
    """The drawing on the canvas is kept with its label: the canvas may be cleared for the next one."""
    drawing_chosen = Signal(object)
    """The Strokes of a kept drawing that a person wants to see on the canvas."""
    cores_asked = Signal()
    """Learning is about to begin: a measurement should end."""
    learning = Signal(bool)
    """Whether the network is learning the digits."""
    can_unlearn = Signal(bool)

    def __init__(
        self,
        panel: MyDigitsPanel,
        row: TeachRow,
        message: Notices,
        *,
        teaching: Teaching,
        counting: Counting,
        dialogs: MyDigitsDialogs,
        networks: Networks,
        session: TrainingSession,
        hindrance: Callable[[], str],
    ) -> None:
        """`hindrance` gives the sentence why other work goes first, "" while none does."""
        super().__init__(panel)
        self._panel, self._row, self._message = panel, row, message
        self._teaching, self._networks, self._session = teaching, networks, session
        self._counting, self._hindrance = counting, hindrance
        panel.learn_asked.connect(self.learn)
        panel.unlearn_asked.connect(teaching.unlearn)
        panel.relabelled.connect(teaching.relabel)
        panel.deleted.connect(teaching.delete)
        panel.undo_asked.connect(teaching.undo)
        panel.chosen.connect(self.drawing_chosen)
        panel.import_asked.connect(dialogs.ask_what_to_import)
        panel.export_asked.connect(dialogs.ask_where_to_export)
        teaching.changed.connect(self.show_digits)
        teaching.learning.connect(self._show_learning)
        teaching.learnt.connect(self._show_learnt)
        networks.kept.connect(self.show_digits)

    @Slot(int, object, str)
    def teach(self, digit: int, strokes: Strokes, answer: str) -> None:
        """Keep a drawing as this digit. `answer` is what the network read, "?" or "" when it did not say a digit."""
        reader = self._networks.reader
        if reader is not None and not has_digits(reader.data):
            return
        if strokes and self._teaching.teach(digit, strokes, int(answer) if answer.isdecimal() else None):
            self.kept.emit()
            self._row.tell(f"kept as a {digit}, {len(self._teaching.digits):,} of yours: F7 teaches")

    @Slot()
    def learn(self) -> None:
        """Teach the kept network all digits, or say why not."""
        if self._session.running:
            self._message.say("refusal", "Stop training first: a network that still learns cannot learn yours besides.")
        elif sentence := self._hindrance():
            self._message.say("refusal", sentence)
        else:
            self.cores_asked.emit()
            self._teaching.learn()

    @Slot(bool)
    def _show_learning(self, going_on: bool) -> None:
        self._panel.show_learning(going_on)
        self.learning.emit(going_on)
        self.can_unlearn.emit(not going_on and self._teaching.can_unlearn)

    @Slot(str)
    def _show_learnt(self, sentence: str) -> None:
        self._panel.tell(sentence)
        if not self._panel.isVisible():
            self._message.say("info", sentence, UNDO_LEARNING, self._teaching.unlearn)
        self.show_digits()

    @Slot()
    def show_digits(self) -> None:
        """Show the digits as they are now, and count how many of them the kept network classifies correctly."""
        digits = self._teaching.digits
        self._panel.show_digits(digits)
        self._panel.show_undo_learning(self._teaching.can_unlearn)
        if not self._teaching.can_unlearn:
            self._message.withdraw(UNDO_LEARNING)
        self.can_unlearn.emit(self._teaching.can_unlearn)
        self.tell_count()
        self._counting.count(digits)

    @Slot()
    def tell_count(self) -> None:
        """Say below the canvas how many digits there are."""
        digits = self._teaching.digits
        self._row.tell(f"{count(len(digits), 'digit')} of yours" if digits else "")
