"""One window per database: a second start raises the running one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject, Signal

from app.system import account_name

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE = 500  # milliseconds
_TRIES = 6  # a window that is just opening does not listen yet


class SingleInstance(QObject):
    """A lock that the first start holds; it listens for later ones: `wanted` asks to be seen.

    The lock needs no network module, which is imported when the window has been painted.
    """

    wanted = Signal()

    def __init__(self, database: Path) -> None:
        super().__init__()
        key = f"{account_name()}\n{database.resolve()}"
        digest = QCryptographicHash.hash(key.encode(), QCryptographicHash.Algorithm.Sha256)
        self._name = f"vztahy-{bytes(digest.toHex().data()).decode()[:16]}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)  # however long it runs; a crashed one is known by its number
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first start; otherwise the running window was asked to be seen."""
        if self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError:
            return True
        self._call()
        return False

    def _call(self) -> None:
        from PySide6.QtCore import QThread
        from PySide6.QtNetwork import QLocalSocket

        for _ in range(_TRIES):
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(_PATIENCE):
                socket.write(b"raise\n")
                socket.waitForBytesWritten(_PATIENCE)
                socket.disconnectFromServer()
                return
            QThread.msleep(_PATIENCE)

    def listen(self) -> None:
        """Begin to hear later starts; to be called when the window is shown."""
        from PySide6.QtNetwork import QLocalServer

        # A crash may have left the name behind.
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        self._server.listen(self._name)

    def _called(self) -> None:
        if self._server is None:
            return
        while socket := self._server.nextPendingConnection():
            socket.disconnected.connect(socket.deleteLater)
        self.wanted.emit()

    def release(self) -> None:
        """Let the next start open a window of its own."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()
