"""One clerk's desk for tests: a real encrypted store, the real client, and the errands of a working day."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from coo_backend.runtime.settings import rulebook
from coo_backend.seed import PASSWORD
from coo_desktop.domain.documents.document import Change, Document, Intent
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from coo_desktop.sync.api.account import Account
from coo_desktop.sync.api.office import Office
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import open_session
from coo_desktop.sync.client.tokens import Tokens, open_secret
from coo_desktop.sync.engine import Engine
from tests.backend.process import DECLARATIONS
from tests.fakes.clock import FakeClock
from tests.keyring_in_home import KeyringInHome

KEY = bytes(range(32))
COMPLETE = {"consignee": "SAKURA TRADING", "invoices": [{"id": "i1", "number": "LF-1"}]}
LONG_S = 4000.0


def toy_rules() -> Rulebook:
    """The shipped declarations and the toy form types, as a backend in this process has read them."""
    return rulebook((DECLARATIONS,))


class Desk:
    """A clerk at a computer: `folder` is its profile, `url` where the backend (or a proxy before it) is."""

    def __init__(
        self,
        folder: Path,
        url: str,
        account: str = "demo",
        clock: FakeClock | None = None,
        rules: Callable[[], Rulebook] = toy_rules,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.account_name = account
        self.url = url
        self.clock = clock or FakeClock()
        self.session: requests.Session = open_session()
        self.store: LocalStore = open_store(Profile(folder), rules, self.clock, KEY)
        self.tokens = Tokens(open_secret(f"test {folder.name}", KeyringInHome()))
        self.remote = Remote(url, self.session, self.tokens, "0.1.0")
        self.account = Account(self.store, self.remote, self.tokens)
        self.office = Office(self.store, self.remote)
        self.engine = Engine(self.store, self.remote, self.clock, self.account)

    def sign_in(self) -> "Desk":
        self.account.sign_in(self.account_name, PASSWORD)
        return self

    def move(self, url: str = "") -> "Desk":
        """The backend is now reached another way, or the store was wrapped: everything is put together again."""
        self.url = url or self.url
        self.remote = Remote(self.url, self.session, self.tokens, "0.1.0")
        self.account = Account(self.store, self.remote, self.tokens)
        self.office = Office(self.store, self.remote)
        self.engine = Engine(self.store, self.remote, self.clock, self.account)
        return self

    def perform(self, operation: Callable[..., Change], *given: Any, **named: Any) -> Document:
        """What a screen does: one operation in one commit."""
        with self.store.unit() as unit:
            change = operation(unit, *given, **named)
        assert change.document is not None
        return change.document

    def write(self, values: Any = None, form: str = "toy_certificate") -> Document:
        return self.perform(drafts.start, form, COMPLETE if values is None else values)

    def edit(self, document_id: str, **values: Any) -> Document:
        return self.perform(drafts.save, document_id, values, shown=self.document(document_id).revision)

    def submit(self, document_id: str) -> Document:
        return self.perform(sending.submit, document_id, self.document(document_id).revision)

    def sync(self) -> SyncState:
        """One pass, with every back-off over."""
        self.clock.pass_s(LONG_S)
        _, state = self.engine.run_pass()
        return state

    def document(self, document_id: str) -> Document:
        found = self.store.reader.document(document_id)
        assert found is not None, f"no document {document_id}"
        return found

    def outbox(self) -> tuple[Intent, ...]:
        return self.store.reader.intents()

    def states(self) -> list[str]:
        """The states of the outbox, in order."""
        return [intent.state for intent in self.outbox()]

    def all_ids(self) -> set[str]:
        return {found for found, _ in self.store.reader.revisions()}

    def close(self) -> None:
        self.session.close()
        self.store.close()


def values_of(told: Any) -> dict[str, Any]:
    """The values of a wire document, without what is empty."""
    return {name: value for name, value in told["values"].items() if value}
