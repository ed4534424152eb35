"""One window per profile: a second start rings, the first window comes forward. The lock is the truth, not this."""

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

#: The only two things that can be said, and how many bytes are read of either.
RAISE, HELLO = b"raise", b"hello"
_MOST = 16
_TRIES, _WAIT_MS = 3, 500


class SingleInstance(QObject):
    """Listens for this user's second start; `rung` asks for the window."""

    rung = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = bell_name(folder)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left by a crash: whoever holds the profile's lock may take the name
            self._server.listen(name)
        self._server.newConnection.connect(self._answer)

    def close(self) -> None:
        """Stops listening."""
        self._server.close()

    def _answer(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.readyRead.connect(lambda visitor=visitor: self._read(visitor))
            visitor.disconnected.connect(visitor.deleteLater)

    def _read(self, visitor: QLocalSocket) -> None:
        said = visitor.read(_MOST).data()
        if said in (RAISE, HELLO):
            visitor.write(HELLO)
            visitor.flush()
        if said == RAISE:
            self.rung.emit()
        visitor.disconnectFromServer()


def ring(folder: Path) -> bool:
    """Asks the window that has this profile open to come forward; whether it answered."""
    for _try in range(_TRIES):
        socket = QLocalSocket()
        socket.connectToServer(bell_name(folder))
        if socket.waitForConnected(_WAIT_MS):
            socket.write(RAISE)
            socket.flush()
            if socket.waitForReadyRead(_WAIT_MS) and socket.read(_MOST).data() == HELLO:
                return True
        socket.abort()
    return False


def bell_name(folder: Path) -> str:
    """The name of the socket: one for each user and profile, telling neither."""
    told = f"{getpass.getuser()}\n{folder.resolve()}"
    return "coo-desktop-" + hashlib.sha256(told.encode()).hexdigest()[:16]
