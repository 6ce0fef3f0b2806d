"""One window per database: a second start raises the running one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.system import account_name

_PATIENCE = 500  # milliseconds


class SingleInstance(QObject):
    """Listens for later starts on the same database; `wanted` asks to be seen."""

    wanted = Signal()

    def __init__(self, database: Path) -> None:
        super().__init__()
        key = f"{account_name()}\n{database.resolve()}"
        self._name = f"vztahy-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Whether this is the first start; otherwise the running window was asked to be seen."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(_PATIENCE):
            socket.write(b"raise\n")
            socket.waitForBytesWritten(_PATIENCE)
            socket.disconnectFromServer()
            return False
        # A crash may have left the name behind.
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        self._server.listen(self._name)
        return True

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
