"""Keeps networks under a name and forgets them, and tells everybody which there are."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError
from engine.stack import NAMED, delete_network, my_networks, save_network, told
from gui.network_editor.panel import NetworkPanel
from gui.widgets import Notices

UNDO = "Undo"


class LibraryController(QObject):
    """My networks, as a file in the data folder has them."""

    changed = Signal(dict)
    """The name of each network by its text; for a form, which knows the program's own networks already."""

    def __init__(
        self,
        panel: NetworkPanel,
        *,
        folder: Path,
        text: Callable[[], str],
        message: Notices,
        show_problem: Callable[[str], object],
    ) -> None:
        """`text` returns the network of the moment."""
        super().__init__(panel)
        self._panel, self._folder, self._text = panel, folder, text
        self._message, self._show_problem = message, show_problem
        self.names: dict[str, str] = {}
        """The name of each network by its text."""
        panel.saved.connect(self._save)
        panel.deleted.connect(self._delete)

    @Slot()
    def read(self) -> None:
        """Read the file and show what it has."""
        mine: dict[str, str] = {}
        try:
            mine = my_networks(self._folder)
        except InklingError as error:
            self._show_problem(str(error))
        self.names = {text: name for name, text in mine.items() if text not in NAMED}
        own = [(one.title, name, told(name)) for name, one in NAMED.items()]
        kept = [(name, text, told(text)) for name, text in mine.items()]
        self._panel.start.box.show_choices([*own, *kept])
        self._panel.details.library.show_known([*mine])
        self.changed.emit(self.names)

    @Slot(str)
    def _save(self, name: str) -> None:
        if self._do(lambda: save_network(name, self._text(), self._folder)):
            self._message.say("info", f'"{name}" is kept under My networks.')

    @Slot(str)
    def _delete(self, name: str) -> None:
        texts: list[str] = []

        def bring_back() -> None:
            self._do(lambda: save_network(name, texts[0], self._folder))

        if self._do(lambda: texts.append(delete_network(name, self._folder))):
            self._message.say("info", f'"{name}" is no longer under My networks.', UNDO, bring_back)

    def _do(self, change: Callable[[], object]) -> bool:
        """Whether it worked; if not, the page says why."""
        try:
            change()
        except InklingError as error:
            self._panel.tell_problem(str(error))
            return False
        self._panel.tell_problem("")
        self.read()
        return True
