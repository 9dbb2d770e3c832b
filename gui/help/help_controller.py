"""Opens the help window when it is first asked for, so that the program starts without it."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.help.help_window import HelpWindow, Keys
from gui.theme import ZOOM, SchemeSwitch


class HelpController(QObject):
    """Shows the keys or the words, in the colours of the present scheme."""

    def __init__(self, parent: QWidget, keys: Keys, *, scheme: SchemeSwitch) -> None:
        super().__init__(parent)
        self._parent, self._keys, self._scheme = parent, keys, scheme
        self._window: HelpWindow | None = None

    def show_keys(self) -> None:
        self._opened().show_keys()

    def show_words(self) -> None:
        self._opened().show_words()

    def _opened(self) -> HelpWindow:
        if self._window is None:
            self._window = HelpWindow(self._parent, self._keys)
            self._window.set_theme(self._scheme.theme)
            self._scheme.theme_changed.connect(self._window.set_theme)
            ZOOM.changed.connect(self._show_zoom)
        return self._window

    @Slot()
    def _show_zoom(self) -> None:
        if self._window:
            self._window.set_theme(self._scheme.theme)
