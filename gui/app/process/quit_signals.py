"""Ctrl+C in the terminal, or the system's request to end, closes the window as a click does: nothing is lost."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from engine.system import SIGNALS


class QuitSignals(QObject):
    """Wakes the event loop through a socket: Python handles a signal only when Python code runs."""

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        signal.set_wakeup_fd(self._write.fileno())
        SIGNALS.listen()

    def close(self) -> None:
        """Stop listening, after the event loop has ended."""
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        self._read.close()
        self._write.close()

    @Slot()
    def _woken(self) -> None:
        self._read.recv(1)
        self.asked.emit()
