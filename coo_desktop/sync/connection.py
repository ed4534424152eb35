"""Puts the client side of the wire together, for the program, the command line and the demo alike."""

from collections.abc import Callable
from dataclasses import dataclass

import requests
from keyring.backend import KeyringBackend

from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.domain.ports import Clock, Store
from coo_desktop.sync.api.account import Account, device
from coo_desktop.sync.api.office import Office
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import checked_address, open_session
from coo_desktop.sync.client.tokens import Tokens, open_secret
from coo_desktop.sync.engine import Engine


@dataclass(frozen=True, slots=True)
class Backend:
    """A connected desk: its Sync, its Account and its Office; `close` when the program ends."""

    engine: Engine
    account: Account
    office: Office
    remote: Remote
    session: requests.Session

    def close(self) -> None:
        self.session.close()


def connect(
    store: Store,
    clock: Clock,
    address: str,
    version: str,
    *,
    seal: Callable[[str], None] = lambda password: None,
    open_with: Callable[[str], bool] = lambda password: False,
    note: Callable[[WipeOrder], None] = lambda order: None,
    vault: KeyringBackend | None = None,
) -> Backend:
    """Nothing is sent yet. `seal` and `open_with` are the key chest's, `note` keeps an order to wipe. `vault` None is
    the system's own.

    Raises Refused(why="address") for an address that is neither https nor this computer.
    """
    address = checked_address(address)
    session = open_session()
    tokens = Tokens(open_secret(session_service(store), vault))
    remote = Remote(address, session, tokens, version, clock.monotonic_s)
    account = Account(store, remote, tokens, seal, open_with, note)
    engine = Engine(store, remote, clock, account)
    return Backend(engine, account, Office(store, remote), remote, session)


def session_service(store: Store) -> str:
    """What the system's vault calls this profile's session."""
    return f"coo-desktop session {device(store)}"
