"""Puts off what takes long to make until somebody sees it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

Made = TypeVar("Made", bound=QWidget)


class WhenSeen(QWidget, Generic[Made]):
    """Keeps the place of a widget, and makes it when the place is first seen.

    A chart takes 20 ms to make: with those of all hidden pages the window would appear a fifth later.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        """`make` returns the widget as it should look by then."""
        super().__init__()
        self._make = make
        self.made: Made | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self.made is None:
            self.made = self._make()
            self._layout.addWidget(self.made)
            # By itself Qt would show it in an event of its own, after the empty place.
            self.made.show()
