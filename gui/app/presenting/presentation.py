"""For a class: the whole screen for the canvas, the answer, the accuracy and the curve, and for nothing else."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.app.window_parts import WindowParts

LEAVE = "Space trains and pauses. F11 ends the presentation, Esc hides this line."


class Presentation(QObject):
    """Hides what a class need not see, and brings it back as it was."""

    going_on_changed = Signal(bool)

    def __init__(self, window: WindowParts, hidden: Sequence[QWidget]) -> None:
        """`hidden` are the parts that nobody sees meanwhile."""
        super().__init__(window)
        self._window = window
        self._parts = hidden
        self._brought_back: list[QWidget] = []
        self._state = window.windowState()
        self._page = window.pages.page

    @property
    def going_on(self) -> bool:
        return bool(self._brought_back)

    @Slot(bool)
    def show(self, on: bool) -> None:
        """Begin the presentation, or end it."""
        if on == self.going_on:
            return
        if on:
            self._begin()
        else:
            self._end()
        self.going_on_changed.emit(on)

    def _begin(self) -> None:
        window = self._window
        self._state = window.windowState()
        self._brought_back = [part for part in self._parts if not part.isHidden()]
        for part in self._brought_back:
            part.hide()
        # The keys of a menu bar that is hidden would not work.
        window.addActions(list(window.commands.values()))
        self._page = window.pages.page
        window.pages.show_page(window.chart_page)
        window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        # It hides or shows what is hidden now.
        window.commands["log"].setEnabled(False)
        window.canvas.setFocus()
        window.say(LEAVE)

    def _end(self) -> None:
        window = self._window
        for action in window.commands.values():
            window.removeAction(action)
        window.commands["log"].setEnabled(True)
        for part in self._brought_back:
            part.show()
        self._brought_back = []
        if window.pages.page is window.chart_page:
            window.pages.show_page(self._page)
        # A window that was closed full screen begins so, and this is the way out.
        window.setWindowState(self._state & ~Qt.WindowState.WindowFullScreen)
        window.message.withdraw(LEAVE)
