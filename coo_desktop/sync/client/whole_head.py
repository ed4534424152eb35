"""The head of an answer, heard whole and in time.

`http.client` takes the end of the connection for the end of the head, and waits as long as some byte comes now and
then. An answer without a body would count though its head was cut, and one byte a second would hold a pass for hours.
"""

import http.client
import time
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

#: The whole head of an answer comes within this time from its first byte.
HEAD_S = 60.0


class _Head:
    """Reads lines as `http.client` wants them; raises TimeoutError for a slow head, IncompleteRead for a cut one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._until_s: float | None = None

    def readline(self, limit: int) -> bytes:
        line = b""
        while len(line) < limit and not line.endswith(b"\n"):
            here = self._stream.peek(1)  # one reading of the socket at most
            now_s = time.monotonic()
            self._until_s = self._until_s or now_s + HEAD_S
            if not here:
                raise http.client.IncompleteRead(line)
            if now_s > self._until_s:
                raise TimeoutError("the head of an answer trickles")
            end = here.find(b"\n") + 1 or len(here)
            line += self._stream.read(min(end, limit - len(line)))
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class WholeHead(http.client.HTTPResponse):
    """An answer whose head is read by `_Head`, and whose body is read as ever."""

    def begin(self) -> None:
        stream = self.fp
        self.fp = _Head(stream)  # type: ignore[assignment]  # a stream in all that is asked of it
        super().begin()
        if self.fp is not None:
            self.fp = stream


class _Plain(HTTPConnection):
    response_class = WholeHead


class _Secure(HTTPSConnection):
    response_class = WholeHead


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


POOLS = {"http": _PlainPool, "https": _SecurePool}
