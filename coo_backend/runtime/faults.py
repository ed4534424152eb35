"""Faults on request, for tests alone: every hook stands here, is off by default, and needs a process started for it.

A test says where the process shall break (`before_commit`, `after_commit`), in which route, how often, and how: `500`
answers so, `drop_connection` hangs up without an answer, `exit` ends the process as a power cut would.
"""

import asyncio
import os
from dataclasses import dataclass, replace
from threading import Lock

from coo_backend.runtime.connections import Patient
from coo_backend.runtime.settings import Patience

POINTS = ("before_commit", "after_commit")
ACTIONS = ("500", "drop_connection", "exit")


class Broken(Exception):
    """The fault that a test asked for."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


@dataclass(frozen=True, slots=True)
class Fault:
    """One order; `times` counts down."""

    point: str
    route: str
    action: str
    times: int = 1


class Faults:
    """The orders still to be carried out; none is taken unless `allowed`."""

    def __init__(self, allowed: bool = False) -> None:
        self.allowed = allowed
        self.connections: dict[tuple[str, int], asyncio.Transport] = {}
        self._orders: list[Fault] = []
        self._turn = Lock()

    def order(self, fault: Fault) -> None:
        with self._turn:
            self._orders.append(fault)

    def forget(self) -> None:
        """Takes all orders back."""
        with self._turn:
            self._orders.clear()

    def hit(self, point: str, route: str) -> None:
        """Breaks here when a test ordered it."""
        if self._orders and (fault := self._taken(point, route)) is not None:
            if fault.action == "exit":
                os._exit(9)
            raise Broken(fault.action)

    def hang_up(self, client: tuple[str, int] | None) -> None:
        """Resets the connection of a client without an answer."""
        transport = self.connections.get(client) if client else None
        if transport is not None:
            transport.abort()

    def _taken(self, point: str, route: str) -> Fault | None:
        with self._turn:
            for number, fault in enumerate(self._orders):
                if fault.point == point and fault.route in (route, "*"):
                    left = replace(fault, times=fault.times - 1)
                    self._orders[number : number + 1] = [left] if left.times > 0 else []
                    return fault
        return None


class Droppable(Patient):
    """A connection that tests can cut: registers its transport while it is open."""

    faults: Faults

    @classmethod
    def with_faults(cls, patience: Patience, faults: Faults) -> type["Droppable"]:
        """The protocol for a server with these faults."""
        made = cls.of(patience)
        made.faults = faults
        return made

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        super().connection_made(transport)
        if self.client is not None:
            self.faults.connections[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client is not None:
            self.faults.connections.pop(self.client, None)
        super().connection_lost(exc)
