"""The world of the stand-ins: a store and a backend in memory, which contract tests hold to the real ones."""

from collections.abc import Mapping
from typing import Any

from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import Locked
from coo_desktop.domain.ports import Store
from coo_desktop.sync.client.calls import Caller
from tests.fakes.account import QuietAccount
from tests.fakes.apart import apart
from tests.fakes.clock import FakeClock
from tests.fakes.remote import FakeRemote
from tests.fakes.rules import rulebook_with_files
from tests.fakes.store import FakeStore
from tests.faults.days.worlds import ASKED, Move

#: What a backup of the backend holds: with what it did since, a restored one forgets that it did it.
REMEMBERED = ("_documents", "_feed", "_keys", "moves", "effects")
STAGES = {"take_up": "in_review", "put_back": "submitted", "approve": "approved", "return": "returned"}
PRINT_STATES = {"grant_lost": "copy_only", "refuse_lost": "printed"}


class StandInComputer:
    """A store in memory."""

    def __init__(self, account: str, remote: FakeRemote) -> None:
        self.clock = FakeClock()
        self.caller = remote
        self.store = FakeStore(rulebook_with_files(), self.clock)
        with self.store.unit() as unit:
            unit.put_person(Person(account=account))

    def account(self, _store: Store, _caller: Caller) -> QuietAccount:
        return QuietAccount()

    def documents(self) -> list[Document]:
        reader = self.store.reader
        found = (reader.document(one) for one in list(self.store._tables.documents))
        return [document for document in found if document is not None and not document.deleted]

    def links(self) -> dict[str, Mapping[str, Any]]:
        return {one.id: one.links for one in self.store._tables.documents.values() if not one.deleted}

    def sign_in(self) -> None:
        """The account stays signed in."""

    def kill(self) -> None:
        """What was written is there: a unit in memory is whole or never was."""


class StandInOffice:
    """A backend in memory."""

    def __init__(self, remote: FakeRemote) -> None:
        self._remote = remote

    def told(self) -> dict[str, Mapping[str, Any]]:
        return {one["id"]: one for one in self._remote._documents.values() if "deleted" not in one}

    def examine(self, document_id: str, event: str) -> None:
        if event in PRINT_STATES:
            self._remote.change(document_id, printState=PRINT_STATES[event])
            return
        known = self._remote.told(document_id)
        original = self._remote._documents.get(known["links"].get("amends")) if event == "approve" else None
        if original is not None and original.get("stage") != "approved":
            raise Locked(stage=original.get("stage", "deleted"), event=event)
        self._remote.change(document_id, stage=STAGES[event])
        if original is not None:
            self._remote.change(original["id"], stage="voided", facts={"replacedBy": document_id})

    def set_active(self, account: str, *, active: bool) -> None:
        raise NotImplementedError(f"{account} {active}: it knows one account")

    def moves(self) -> list[Move]:
        return [Move(*move) for move in self._remote.moves if move[1] in ASKED]

    def effects(self) -> list[str]:
        return self._remote.effects

    def back_up(self) -> object:
        return apart({name: getattr(self._remote, name) for name in REMEMBERED})

    def restore(self, copied: object) -> None:
        assert isinstance(copied, dict)
        vars(self._remote).update(apart(copied))
        self._remote.epoch = f"e{int(self._remote.epoch[1:]) + 1}"

    def broken(self) -> tuple[object, ...]:
        return ()


class StandIns:
    """One day of it."""

    def __init__(self) -> None:
        self._remote = FakeRemote(rulebook_with_files())
        self.office = StandInOffice(self._remote)

    def computer(self, account: str) -> StandInComputer:
        return StandInComputer(account, self._remote)

    def close(self) -> None:
        """Nothing to end."""
