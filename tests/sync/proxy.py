"""A small TCP proxy that breaks what passes through it: cuts, delays, doubles or replaces, as a test orders."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Break = Literal["cut_answer", "cut_request", "double_request", "replace_answer", "hold_answer"]
_PIECE = 1 << 16
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 33\r\nConnection: close\r\n\r\n"
    b"<html>Please sign in first</html>"
)
REDIRECT = (
    b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)


@dataclass
class Order:
    """Breaks the next `times` requests whose first line holds `match`; `at` counts bytes of what is cut."""

    how: Break
    match: str = ""
    at: int = 0
    times: int = 1
    answer: bytes = PORTAL


class ChaosProxy:
    """Listens on loopback and passes each request to the backend on a connection of its own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._orders: list[Order] = []
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._released = threading.Event()
        self._heard = threading.Condition()
        self._answered: list[str] = []
        self.requests: list[bytes] = []
        self.answers: list[bytes] = []
        self.exchanges: list[tuple[bytes, bytes]] = []  # each request that the backend heard whole, with its answer

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def order(self, how: Break, match: str = "", **more: object) -> Order:
        """Adds an order; the first that fits a request is used."""
        made = Order(how, match, **more)  # type: ignore[arg-type]
        with self._lock:
            self._orders.append(made)
        return made

    def calm(self) -> None:
        """Takes every order back and lets held answers go."""
        with self._lock:
            self._orders.clear()
        self._released.set()

    def wait_for_request(self, match: str, within_s: float = 30.0) -> bool:
        """Waits until a request whose first line holds `match` has reached the backend and been answered there."""
        with self._heard:
            return self._heard.wait_for(lambda: any(match in first for first in self._answered), within_s)

    def seen(self, match: str) -> list[bytes]:
        """The requests whose first line holds `match`, each as far as it was read."""
        return [request for request in self.requests if match.encode() in request.split(b"\r\n", 1)[0]]

    def last(self, match: str) -> tuple[bytes, bytes]:
        """The last request whose first line holds `match` and that the backend heard, with its whole answer."""
        return next(one for one in reversed(self.exchanges) if match.encode() in one[0].split(b"\r\n", 1)[0])

    def __enter__(self) -> "ChaosProxy":
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for one in self._open:
                _close(one)
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            self._start(lambda client=client: self._serve(client))  # type: ignore[misc]

    def _serve(self, client: socket.socket) -> None:
        """Requests of one kept-alive connection, one after the other."""
        with self._lock:
            self._open.add(client)
        try:
            while (request := _read_message(client)) and self._pass(client, request):
                pass
        except OSError:
            pass
        finally:
            _close(client)
            with self._lock:
                self._open.discard(client)

    def _pass(self, client: socket.socket, request: bytes) -> bool:
        self.requests.append(request)
        order = self._taken(request)
        if order is None:
            answer = self._ask(request)
            self.answers.append(answer)
            client.sendall(answer)
            return b"connection: close" not in answer.lower().split(b"\r\n\r\n", 1)[0]
        if order.how == "replace_answer":
            client.sendall(order.answer)
            return False
        if order.how == "cut_request":
            self._ask(request[: order.at], whole=False)
            return False
        answer = self._ask(request)
        if order.how == "double_request":
            answer = self._ask(request)
        if order.how == "hold_answer":
            self._released.wait(30)
        client.sendall(answer[: order.at] if order.how == "cut_answer" else answer)
        return order.how not in ("cut_answer",)

    def _ask(self, request: bytes, *, whole: bool = True) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port), timeout=30) as backend:
            backend.sendall(request)
            if not whole:
                return b""
            answer = _read_message(backend, head=request.startswith(b"HEAD "))
        self.exchanges.append((request, answer))
        with self._heard:
            self._answered.append(request.split(b"\r\n", 1)[0].decode("latin-1"))
            self._heard.notify_all()
        return answer

    def _taken(self, request: bytes) -> Order | None:
        first = request.split(b"\r\n", 1)[0].decode("latin-1")
        with self._lock:
            for order in self._orders:
                if order.times > 0 and order.match in first:
                    order.times -= 1
                    return order
        return None


def _read_message(one: socket.socket, *, head: bool = False) -> bytes:
    """A whole HTTP message with a Content-Length; b"" at the end of the connection."""
    message = b""
    while b"\r\n\r\n" not in message:
        part = one.recv(_PIECE)
        if not part:
            return message
        message += part
    start, _, body = message.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", start)
    length = int(found.group(1)) if found and not head else 0
    while len(body) < length:
        part = one.recv(_PIECE)
        if not part:
            break
        body += part
    return start + b"\r\n\r\n" + body


def _close(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
