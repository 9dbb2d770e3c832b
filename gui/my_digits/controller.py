"""A person's own digits in the window: named, learnt, and shown in My digits and in the result."""

from PySide6.QtCore import QObject, Slot

from engine.formats import count
from engine.ink import Strokes
from engine.settings import has_digits
from gui.app import WindowParts
from gui.network import UNDO_LEARNING


class TeachingWiring(QObject):
    """Does what the ten buttons, their keys and the page My digits ask for."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        mine, teaching = window.my_digits, window.teaching
        mine.learn_asked.connect(self.learn)
        mine.unlearn_asked.connect(teaching.unlearn)
        mine.relabelled.connect(teaching.relabel)
        mine.deleted.connect(teaching.delete)
        mine.undo_asked.connect(teaching.undo)
        mine.chosen.connect(window.canvas.show_strokes)
        mine.import_asked.connect(window.digit_dialogs.ask_what_to_import)
        mine.export_asked.connect(window.digit_dialogs.ask_where_to_export)
        teaching.changed.connect(self.show_digits)
        teaching.learning.connect(self._show_learning)
        teaching.learnt.connect(self._show_learnt)
        teaching.said.connect(window.say)
        teaching.failed.connect(window.show_problem)
        window.networks.kept.connect(self.show_digits)

    @Slot(int, object, str)
    def teach(self, digit: int, strokes: Strokes, answer: str) -> None:
        """Keep the drawing as this digit, and make room for the next one. `answer` is how the network read it."""
        window = self._window
        reader = window.networks.reader
        if reader is not None and not has_digits(reader.data):
            return
        if strokes and window.teaching.teach(digit, strokes, int(answer) if answer.isdecimal() else None):
            window.canvas.clear()
            window.teach_row.tell(f"kept as a {digit}: {count(len(window.teaching.digits), 'digit')} of yours")

    @Slot()
    def learn(self) -> None:
        window = self._window
        if window.session.running:
            window.message.say(
                "warning", "Stop training first: a network that still learns cannot learn yours besides."
            )
        else:
            window.measuring.cancel()
            window.teaching.learn()

    @Slot(bool)
    def _show_learning(self, going_on: bool) -> None:
        window = self._window
        window.my_digits.show_learning(going_on)
        window.player.allow(not going_on)
        for name in ("train", "open", "learn"):
            window.commands[name].setEnabled(not going_on)
        window.commands["unlearn"].setEnabled(not going_on and window.teaching.can_unlearn)
        window.status.say("Learning your digits \u2026" if going_on else "Ready")

    @Slot(str)
    def _show_learnt(self, sentence: str) -> None:
        window = self._window
        window.my_digits.tell(sentence)
        if window.pages.currentWidget() is not window.my_digits:
            window.message.say("info", sentence, UNDO_LEARNING, window.teaching.unlearn)
        self.show_digits()

    @Slot()
    def show_digits(self) -> None:
        window, digits = self._window, self._window.teaching.digits
        window.my_digits.show_digits(digits)
        window.my_digits.show_undo_learning(window.teaching.can_unlearn)
        window.commands["unlearn"].setEnabled(window.teaching.can_unlearn)
        window.teach_row.tell(f"{count(len(digits), 'digit')} of yours" if digits else "")
        window.result.show_mine(*window.teaching.counted(), len(digits))
