"""An HTTP connection that tests can cut: uvicorn's own, known to `Faults` by its client's address."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from coo_backend.runtime.faults import Faults


class Droppable(H11Protocol):
    """Registers its transport while it is open."""

    faults: Faults

    @classmethod
    def of(cls, faults: Faults) -> type["Droppable"]:
        """The protocol for a server with these faults."""
        return type("DroppableHere", (cls,), {"faults": faults})

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn declares it
        super().connection_made(transport)
        if self.client is not None:
            self.faults.connections[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client is not None:
            self.faults.connections.pop(self.client, None)
        super().connection_lost(exc)
