"""A connection that waits for its client only so long: uvicorn itself would wait for ever for a head or a body.

The head of a request has one bound. Its body has a time that grows with what arrived, as Apache's mod_reqtimeout counts
it, and a last bound whatever arrives. Time in which the server itself does not read is not the client's. An answer that
is not taken is given up. Who is cut gets no answer: a slow client is on its way to a broken network or an attack.
"""

import asyncio
import logging
from typing import TypeVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from coo_backend.runtime.settings import Patience

_log = logging.getLogger(__name__)
_ANSWERABLE = (h11.IDLE, h11.SEND_RESPONSE)

P = TypeVar("P", bound="Patient")


class Patient(H11Protocol):
    """uvicorn's own HTTP connection with a timer for what the client owes: a head, the rest of a body, nothing."""

    patience: Patience
    _owed: tuple[object, object] | None = None  # what, and after which request: a second head is another debt
    _since_s = 0.0
    _received = 0
    _timer: asyncio.TimerHandle | None = None
    _answer_timer: asyncio.TimerHandle | None = None

    @classmethod
    def of(cls: type[P], patience: Patience) -> type[P]:
        """The protocol for a server that waits so long."""
        return type(f"{cls.__name__}Here", (cls,), {"patience": patience})

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._timer, self._answer_timer):
            if timer is not None:
                timer.cancel()
        self._timer = self._answer_timer = None
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._answer_timer = self.loop.call_later(self.patience.answer_s, self._give_up)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._answer_timer is not None:
            self._answer_timer.cancel()
            self._answer_timer = None

    def send_400_response(self, msg: str) -> None:
        """What follows is no HTTP: says so where no answer has begun, and leaves either way."""
        if self.conn.our_state in _ANSWERABLE:
            super().send_400_response(msg)
        else:
            self.transport.close()
        if self.cycle is not None:
            self.cycle.disconnected = True  # its application may still be at work, and would answer once more

    def _watch(self) -> None:
        """Sets the timer anew when the client owes something else than before."""
        state = self.conn.their_state
        is_head = state is h11.IDLE and self.timeout_keep_alive_task is None
        owed = (state, self.cycle) if is_head or state is h11.SEND_BODY else None
        if owed == self._owed or self.transport.is_closing():
            return
        if self._timer is not None:
            self._timer.cancel()
        self._owed, self._timer, self._since_s, self._received = owed, None, self.loop.time(), 0
        if owed is not None:
            self._timer = self.loop.call_later(self.patience.head_s if is_head else self.patience.body_s, self._look)

    def _look(self) -> None:
        """Time is up: more of it for a body that came fast enough or that the server itself kept waiting."""
        is_body = self.conn.their_state is h11.SEND_BODY
        if is_body:
            if self.flow.read_paused or self.conn.they_are_waiting_for_100_continue:
                self._since_s += self.patience.body_s
            left_s = self._since_s + self.patience.for_body_s(self._received) - self.loop.time()
            if left_s > 0:
                self._timer = self.loop.call_later(left_s, self._look)
                return
            self.scope["state"]["is_late"] = True  # whoever reads the body tells it in its own line
        elif self.conn.trailing_data[0]:
            _log.warning("a head from %s was not complete in time", self.client[0] if self.client else "?")
        self.transport.close()
        if self.transport.get_write_buffer_size():
            self._answer_timer = self.loop.call_later(self.patience.answer_s, self.transport.abort)

    def _give_up(self) -> None:
        _log.warning("an answer to %s was not taken in time", self.client[0] if self.client else "?")
        self.transport.abort()
