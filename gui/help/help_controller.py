"""Opens the help window when it is first asked for, so that the program starts without it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from gui.help.crash_window import CrashWindow
from gui.help.help_window import HelpWindow, Keys
from gui.theme import ZOOM, SchemeSwitch
from gui.widgets import Notices

CRASHED = "Inkling ended unexpectedly the last time. Your networks and runs are kept; nothing was sent anywhere."
SHOW_CRASH = "Show what happened"


class HelpController(QObject):
    """Shows the keys, the words, or how the program ended the last time, in the colours of the present scheme."""

    def __init__(self, parent: QWidget, keys: Keys, *, scheme: SchemeSwitch, message: Notices) -> None:
        super().__init__(parent)
        self._parent, self._keys, self._scheme, self._message = parent, keys, scheme, message
        self._window: HelpWindow | None = None

    def show_keys(self) -> None:
        self._opened().show_keys()

    def show_words(self) -> None:
        self._opened().show_words()

    def tell_of_crash(self, record: Path) -> None:
        """Say that the program ended unexpectedly, and offer to show the file that says how."""
        self._message.say("warning", CRASHED, SHOW_CRASH, lambda: self._show_crash(record))

    def _show_crash(self, record: Path) -> None:
        window = CrashWindow(self._parent, record)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.set_theme(self._scheme.theme)
        window.show()

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
