"""A line that is cut: beginnings of a request that reach a backend, beginnings of an answer that reach the client.

The client is the only one that hears the line. So a cut answer needs no backend: once every beginning of a recorded
answer has become `Unanswered`, the engine hears the same thing whatever the byte was.
"""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from coo_desktop.domain.errors import ProgramError
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import open_session
from coo_desktop.sync.client.tokens import MemorySecret, Tokens
from tests.lengths import times

#: Every byte with `make faults`; else some, with the ends and the border between head and body.
STRIDE = times(293, 1)
HEAD_END = b"\r\n\r\n"
LOOPBACK = "127.0.0.1"


def places(message: bytes) -> list[int]:
    """Where a message is cut: it has all its bytes before none of them."""
    border = message.index(HEAD_END) + len(HEAD_END)
    named = (0, 1, border - 3, border - 2, border - 1, border, len(message) - 1)
    return sorted({at for at in (*named, *range(0, len(message), STRIDE)) if at < len(message)})


def send_beginnings(port: int, request: bytes) -> int:
    """Sends each beginning of a request on a connection of its own, and waits until the backend has done with it."""
    cuts = places(request)
    for at in cuts:
        with socket.create_connection((LOOPBACK, port), timeout=30) as one:
            one.sendall(request[:at])
            one.shutdown(socket.SHUT_WR)
            while one.recv(1 << 16):
                pass
    return len(cuts)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its whole answer, as they were on the line."""

    request: bytes
    answer: bytes

    @property
    def method(self) -> str:
        return self.request.split(b" ", 1)[0].decode()

    @property
    def path(self) -> str:
        return self.request.split(b" ", 2)[1].decode()

    @property
    def is_file(self) -> bool:
        """Whether the answer is a file, which the client takes in pieces."""
        head = self.answer.lower().split(HEAD_END)[0]
        return b"content-type: application/vnd." in head or b"content-type: image/" in head


class Player:
    """A server that answers each connection with the next of the prepared bytes, and closes it."""

    def __init__(self) -> None:
        self._listening = socket.create_server((LOOPBACK, 0))
        self.url = f"http://{LOOPBACK}:{self._listening.getsockname()[1]}"
        self.answers: Iterator[bytes] = iter(())
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with client:
                heard = b""
                while HEAD_END not in heard and (part := client.recv(1 << 16)):
                    heard += part
                client.sendall(next(self.answers))

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@contextmanager
def playing() -> Iterator[tuple[Player, Remote]]:
    """A player, and a client that asks it."""
    player = Player()
    try:
        with open_session() as session:
            yield player, Remote(player.url, session, Tokens(MemorySecret()), "0.1.0")
    finally:
        player.close()


def heard(
    player: Player, remote: Remote, exchange: Exchange, cuts: Iterable[int]
) -> Iterator[tuple[int, ProgramError | None]]:
    """What the client makes of the answer cut at each place; None when it takes it for whole."""
    for at in cuts:
        player.answers = iter([exchange.answer[:at]])
        yield at, _trouble(remote, exchange)


def _trouble(remote: Remote, exchange: Exchange) -> ProgramError | None:
    try:
        if exchange.is_file:
            remote._tokens._access = "A"
            whole = len(exchange.answer.partition(HEAD_END)[2])
            with remote.download(exchange.path, _type(exchange), {}, whole) as download:
                b"".join(download.parts)
        else:
            remote.call(exchange.method, exchange.path, signed=False)
    except ProgramError as error:
        return error
    return None


def _type(exchange: Exchange) -> str:
    head = exchange.answer.split(HEAD_END)[0].decode("latin-1").lower()
    return next(line.split(": ")[1] for line in head.split("\r\n") if line.startswith("content-type: "))
