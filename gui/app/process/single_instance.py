"""One window for each data folder: a second start brings the first window to the front."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from engine.system import Words, json_of, typed

PATIENCE_MILLISECONDS = 1000
MOST_BYTES = 1 << 16
"""Of the names of files that another start brings."""


class SingleInstance(QObject):
    """Holds the data folder's lock while the window is open."""

    called = Signal()
    """The program was started once more."""
    brought = Signal(list)
    """The names of files (str) with which that was done."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._lock = QLockFile(str(folder / "window.lock"))
        # The lock of a dead process is taken over, that of a living one never, however old it is.
        self._lock.setStaleLockTime(0)
        self._name = "inkling-" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._answer)
        self._callers: list[QLocalSocket] = []
        """Other starts that may still write."""

    def claim(self, files: Sequence[str] = ()) -> bool:
        """Return whether this is the only window. If it is not, the other one comes to the front and opens `files`."""
        if not self._lock.tryLock(0):
            self._call_the_other(files)
            return False
        QLocalServer.removeServer(self._name)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        for caller in self._callers:
            caller.disconnected.disconnect(self._take)
            caller.deleteLater()
        self._callers.clear()
        self._server.close()
        self._lock.unlock()

    def _call_the_other(self, files: Sequence[str]) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(PATIENCE_MILLISECONDS) and files:
            socket.write(json.dumps(list(files)).encode())
            socket.waitForBytesWritten(PATIENCE_MILLISECONDS)
        socket.disconnectFromServer()

    @Slot()
    def _answer(self) -> None:
        connection = self._server.nextPendingConnection()
        self.called.emit()
        # The other one writes and goes; nothing here waits for one that does not go.
        self._callers.append(connection)
        connection.disconnected.connect(self._take)
        self._take()

    @Slot()
    def _take(self) -> None:
        """Take what those have written that are gone."""
        for gone in [one for one in self._callers if one.state() == QLocalSocket.LocalSocketState.UnconnectedState]:
            self._callers.remove(gone)
            if names := _names(bytes(gone.read(MOST_BYTES).data())):
                self.brought.emit(names)
            gone.deleteLater()


def _names(words: bytes) -> list[str]:
    """What another start has written; [] for anything else."""
    try:
        return typed(list[Words], json_of(words))
    except ValueError:
        return []
