"""One window for each data folder: a second start brings the first window to the front."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MILLISECONDS = 1000


class SingleInstance(QObject):
    """Holds the data folder's lock while the window is open."""

    called = Signal()
    """The program was started once more."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._lock = QLockFile(str(folder / "window.lock"))
        # The lock of a dead process is taken over, that of a living one never, however old it is.
        self._lock.setStaleLockTime(0)
        self._name = "inkling-" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._answer)

    def claim(self) -> bool:
        """Return whether this is the only window. If it is not, the other one comes to the front."""
        if not self._lock.tryLock(0):
            self._call_the_other()
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _call_the_other(self) -> None:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        socket.waitForConnected(PATIENCE_MILLISECONDS)
        socket.disconnectFromServer()

    @Slot()
    def _answer(self) -> None:
        self._server.nextPendingConnection().deleteLater()
        self.called.emit()
