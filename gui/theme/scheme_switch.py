"""Chooses the light scheme, the dark one or that of the system, and emits a signal when it changes."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.theme.colours import DARK, LIGHT, Theme, apply

SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class SchemeSwitch(QObject):
    """Follows the system until a scheme is chosen."""

    theme_changed = Signal(object)
    """A Theme; the style sheet has been changed by then."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.scheme = "system"
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)

    def choose(self, scheme: str) -> None:
        """Use one of SCHEMES; any other name means the system's."""
        self.scheme = scheme if scheme in SCHEMES else "system"
        # File dialogs and whatever else Qt draws itself get the same scheme.
        QGuiApplication.styleHints().setColorScheme(SCHEMES[self.scheme])
        self.apply()

    @property
    def theme(self) -> Theme:
        chosen = SCHEMES[self.scheme]
        actual = QGuiApplication.styleHints().colorScheme() if chosen == Qt.ColorScheme.Unknown else chosen
        return DARK if actual == Qt.ColorScheme.Dark else LIGHT

    @Slot()
    def apply(self) -> None:
        apply(self.theme, self._window)
        self.theme_changed.emit(self.theme)
