"""How large the interface is shown, and the sizes of its type. Nothing else knows the zoom.

Lengths in the code are logical pixels at 100 %. `scaled` says what one is now; `sized` sets one now and again whenever
the zoom changes. The style sheet's lengths and the application's font follow by themselves.
"""

import re
from collections.abc import Callable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

STEPS = (90, 100, 110, 125, 150, 175, 200)
"""Per cent. Below 90 % type would be too small."""
USUAL = 100
TYPE = {"body": 12, "lead": 14, "figure": 20, "hero": 48, "giant": 120}
"""All sizes of type, in logical pixels at 100 %; `giant` is for an answer that a class looks at."""
LEAST_TYPE = 11
"""Logical pixels: smaller type is hard to read, whatever the zoom."""
Length = TypeVar("Length", bound=float | QSize)
LENGTHS = re.compile(r"\b(\d+)px")
Setter = Callable[..., object]


class Zoom(QObject):
    """One of STEPS at a time, for the whole application."""

    changed = Signal()
    """Everything that is `sized` has its new size by then. Who keeps a length of its own measures again."""

    def __init__(self) -> None:
        super().__init__()
        self.percent = USUAL
        self._sized: WeakKeyDictionary[QObject, dict[str, tuple[int | QSize, ...]]] = WeakKeyDictionary()
        """The lengths of each part at 100 %, by the function that sets them."""

    def choose(self, percent: int) -> None:
        """Show everything in this size; a number that is none of STEPS means the nearest one."""
        before, self.percent = self.percent, min(STEPS, key=lambda step: abs(step - percent))
        set_font()
        if self.percent != before:
            for part, lengths in list(self._sized.items()):
                self._set(part, lengths)
            self.changed.emit()

    def follow(self, part: QObject, name: str, lengths: tuple[int | QSize, ...]) -> None:
        self._sized.setdefault(part, {})[name] = lengths

    @staticmethod
    def _set(part: QObject, every: dict[str, tuple[int | QSize, ...]]) -> None:
        # Python may know a part longer than Qt has it.
        if isValid(part):
            for name, lengths in every.items():
                getattr(part, name)(*[scaled(length) for length in lengths])


ZOOM = Zoom()


def scaled(length: Length) -> Length:
    """What a length at 100 % is at the present zoom: whole pixels for an int or a QSize."""
    factor = ZOOM.percent / USUAL
    now = length * factor
    return cast("Length", round(now) if isinstance(length, int) and not isinstance(now, QSize) else now)


def sized(setter: Setter, *lengths: int | QSize) -> None:
    """Call a setter of a widget or layout with lengths at 100 %, now and whenever the zoom changes."""
    setter(*[scaled(length) for length in lengths])
    part: QObject = setter.__self__  # type: ignore[attr-defined]
    ZOOM.follow(part, setter.__name__, lengths)


def type_size(name: str) -> int:
    """The size of type called `name` in TYPE, in logical pixels at the present zoom."""
    return max(LEAST_TYPE, scaled(TYPE[name]))


def type_sizes() -> dict[str, str]:
    """All sizes of type as a style sheet writes them."""
    return {name: f"{type_size(name)}px" for name in TYPE}


def type_font(kind: QFontDatabase.SystemFont = QFontDatabase.SystemFont.GeneralFont) -> QFont:
    """The system's font of this kind in the usual size of type."""
    font = QFontDatabase.systemFont(kind)
    font.setPixelSize(type_size("body"))
    return font


def zoomed(style: str) -> str:
    """A style sheet whose lengths are those of the present zoom. A border stays visible."""
    return LENGTHS.sub(lambda found: f"{max(min(1, int(found[1])), scaled(int(found[1])))}px", style)


def set_font() -> None:
    """Give the application its usual size of type. The family is the system's."""
    if QApplication.font().pixelSize() != type_size("body"):
        QApplication.setFont(type_font())
        for part in QApplication.allWidgets():
            # What lies in a QTabWidget is passed over when its tabs have a style sheet.
            if not part.font().resolveMask():
                part.setFont(QFont())
