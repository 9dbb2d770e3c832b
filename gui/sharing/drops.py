"""Takes what is dropped anywhere on the window."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QWindow
from PySide6.QtWidgets import QWidget

from gui.sharing.brought import Brought, brought_by
from gui.sharing.veil import Veil
from gui.theme import SchemeSwitch


class Drops(QObject):
    """Looks at drags before any part of the window does: a field for numbers would take the name of a file as text.

    What is no file, no picture and no experiment goes on to the part under the mouse.
    """

    dropped = Signal(object)
    """What a person has brought."""

    def __init__(self, window: QWidget, scheme: SchemeSwitch) -> None:
        super().__init__(window)
        self._window = window
        self._veil = Veil(window, scheme)
        self._handle: QWindow | None = None
        window.installEventFilter(self)

    @property
    def words(self) -> str:
        """What is said over the window at this moment; "" while nothing is dragged over it."""
        return self._veil.words

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._window:
            if event.type() == QEvent.Type.Show:
                self._watch()
        elif isinstance(event, QDropEvent):
            return self._moved(event) if isinstance(event, QDragMoveEvent) else self._let_go(event)
        elif event.type() == QEvent.Type.DragLeave:
            self._veil.hide()
        return super().eventFilter(watched, event)

    def _watch(self) -> None:
        """The window of the desktop is made when this one is first shown."""
        handle = self._window.windowHandle()
        if handle is not self._handle:
            self._handle = handle
            handle.installEventFilter(self)

    def _moved(self, event: QDragMoveEvent) -> bool:
        """It has entered, or moved."""
        brought = self._brought(event)
        if brought is None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._veil.cover(brought.becomes)
        return True

    def _let_go(self, event: QDropEvent) -> bool:
        self._veil.hide()
        brought = self._brought(event)
        if brought is None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        # The program that it comes from waits until this function returns.
        QTimer.singleShot(0, self, lambda: self.dropped.emit(brought))
        return True

    def _brought(self, event: QDropEvent) -> Brought | None:
        inside = event.source() is not None
        return None if inside else brought_by(event.mimeData())
