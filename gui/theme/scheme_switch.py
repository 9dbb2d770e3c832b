"""Chooses the light scheme, the dark one or that of the system, and emits a signal when it changes."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from gui.theme.colours import DARK, LIGHT, Theme, set_palette

SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class SchemeSwitch(QObject):
    """Follows the system until a scheme is chosen."""

    theme_changed = Signal(object)
    """A Theme; the palette has its colours by then."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.scheme = "system"
        self._applied: Theme | None = None
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
        # Qt reports a chosen scheme as if the system had changed it: everything would be painted twice.
        theme, before = self.theme, self._applied
        if theme != before:
            self._applied = theme
            set_palette(theme)
            self.theme_changed.emit(theme)
