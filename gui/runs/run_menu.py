"""The menu of everything that can be done with the chosen runs."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.runs.actions import ACTIONS, Choice


class RunMenu(QMenu):
    """One entry for each of ACTIONS. The buttons and keys of the page trigger the same entries."""

    asked = Signal(str)
    """The name of an action that a person wants."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self.entries: dict[str, QAction] = {}
        """By the names of the actions."""
        for action in ACTIONS:
            entry = QAction(f"{action.text}\t{action.keys}" if action.keys else action.text, self)
            entry.setIconText(action.text)
            entry.setToolTip(action.tip + (f" ({action.keys})" if action.keys else ""))
            entry.triggered.connect(partial(self._ask, action.name))
            self.addAction(entry)
            self.entries[action.name] = entry

    @property
    def for_buttons(self) -> list[QAction]:
        """The entries that deserve a button, the most important first."""
        return [self.entries[action.name] for action in ACTIONS if not action.in_menu_only]

    def trigger(self, name: str) -> Callable[[], None]:
        """A slot that does the same as a click on this entry."""
        return self.entries[name].trigger

    def show_choice(self, choice: Choice) -> None:
        """Enable what can be done with these runs."""
        for action in ACTIONS:
            self.entries[action.name].setEnabled(action.possible(choice))
        two = len(choice.to_draw_with) == 2
        words = "Draw with these two" if two else "Draw with this one"
        self.entries["draw"].setText(f"{words}\tEnter")
        self.entries["draw"].setIconText(words)

    def _ask(self, name: str, _checked: bool = False) -> None:
        self.asked.emit(name)
