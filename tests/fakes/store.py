"""A store in memory for tests that inject faults; `tests/contracts/test_store.py` holds it to its promises.

It has no lists, no search and no whole reads: those are asked of the real store (`tests/stores.py`)."""

import copy
import dataclasses
import hashlib
import io
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from coo_desktop.domain.checks.facts import Outside, context
from coo_desktop.domain.checks.invoice_numbers import taken
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.context import Context, InvoiceUse
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.checksum import Checksum, checksum
from coo_desktop.domain.documents.document import (
    Company,
    Conflict,
    Document,
    Evidence,
    Intent,
    Person,
)
from coo_desktop.domain.documents.history import KEPT_VERSIONS, Version, follow
from coo_desktop.domain.documents.succession import OVER, original_of
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.errors import NotFound, Outdated, Unreadable
from coo_desktop.domain.office.notices import MARKED, MOST, UNREAD, Notice
from coo_desktop.domain.ports import Clock
from coo_desktop.domain.rulebook import Rulebook
from tests.fakes.apart import apart
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook

_MAGIC = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclasses.dataclass
class Tables:
    """Everything the store remembers."""

    documents: dict[str, Document] = dataclasses.field(default_factory=dict)
    outbox: dict[str, Intent] = dataclasses.field(default_factory=dict)
    conflicts: dict[str, Conflict] = dataclasses.field(default_factory=dict)
    versions: dict[str, list[Version]] = dataclasses.field(default_factory=dict)
    evidence: dict[str, Evidence] = dataclasses.field(default_factory=dict)
    notices: dict[str, Notice] = dataclasses.field(default_factory=dict)
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)
    company: Company = dataclasses.field(default_factory=Company)
    person: Person = dataclasses.field(default_factory=Person)
    last_seq: int = 0

    def apart(self) -> "Tables":
        """Tables of their own with the same rows: a row is replaced and never changed."""
        made = copy.copy(self)
        for name, table in vars(self).items():
            if isinstance(table, dict):
                setattr(made, name, dict(table))
        return made


class FakeNotices:
    """Implements NoticeReads and NoticeShelf."""

    def __init__(self, tables: Callable[[], Tables]) -> None:
        self._tables = tables

    def newest(self, limit: int, *, unread_only: bool = False) -> tuple[Notice, ...]:
        found = [one for one in reversed(self._ordered()) if one.mark == UNREAD or not unread_only]
        return tuple(found[:limit])

    def find(self, notice_id: str) -> Notice | None:
        return self._tables().notices.get(notice_id)

    def unread(self) -> int:
        return sum(one.mark == UNREAD for one in self._tables().notices.values())

    def marked(self, marks: Sequence[str], *, local: bool) -> tuple[Notice, ...]:
        return tuple(one for one in self._ordered() if one.mark in marks and one.local == local)

    def put(self, notice: Notice) -> None:
        self._tables().notices[notice.id] = apart(notice)

    def prune(self) -> None:
        for one in list(reversed(self._ordered()))[MOST:]:
            if one.mark != MARKED:
                del self._tables().notices[one.id]

    def _ordered(self) -> list[Notice]:
        return sorted(self._tables().notices.values(), key=lambda one: (one.at, one.id))


class FakeReader:
    """Implements the Reader port over the tables that `tables` gives at the time of asking."""

    def __init__(self, tables: Callable[[], Tables], rules: Rulebook, clock: Clock) -> None:
        self._tables = tables
        self.rules = rules
        self.clock = clock
        self.notices = FakeNotices(tables)

    def document(self, document_id: str) -> Document | None:
        return apart(self._tables().documents.get(document_id))

    def conflicts(self, document_id: str) -> tuple[Conflict, ...]:
        found = [conflict for conflict in self._tables().conflicts.values() if conflict.document == document_id]
        return tuple(sorted(found, key=lambda conflict: conflict.id))

    def successors(self, document_id: str) -> tuple[Document, ...]:
        living = (one for one in self._tables().documents.values() if not one.deleted and one.stage not in OVER)
        found = [one for one in living if original_of(one)[1] == document_id]
        return tuple(apart(sorted(found, key=lambda one: (one.rev is None, one.id))))

    def versions(self, document_id: str) -> tuple[Version, ...]:
        return tuple(apart(self._tables().versions.get(document_id, [])))

    def intents(self, document_id: str = "", states: tuple[str, ...] = (), key: str = "") -> tuple[Intent, ...]:
        found = [
            intent
            for intent in self._tables().outbox.values()
            if document_id in ("", intent.document)
            and (not states or intent.state in states)
            and key in ("", intent.key)
        ]
        return tuple(sorted(found, key=lambda intent: intent.seq))

    def due(self, now_s: float, limit: int) -> tuple[Intent, ...]:
        heads: dict[str, Intent] = {}
        for intent in sorted(self.intents(), key=lambda intent: (intent.kind == "submit", intent.seq)):
            if intent.state != "refused":
                heads.setdefault(intent.document, intent)
        ready = [head for head in heads.values() if head.state in ("queued", "unknown") and head.next_try_s <= now_s]
        return tuple(sorted(ready, key=lambda intent: intent.seq)[:limit])

    def outbox_states(self) -> dict[str, int]:
        return dict(Counter(intent.state for intent in self._tables().outbox.values()))

    def revisions(self) -> tuple[tuple[str, str], ...]:
        known = sorted(self._tables().documents.values(), key=lambda document: document.id)
        return tuple((document.id, document.rev) for document in known if document.rev is not None)

    def checksum(self, *, anew: bool = False) -> Checksum:
        return checksum(self.revisions())

    def redeclared(self, document_id: str) -> Document | None:
        living = (each for each in self._tables().documents.values() if not each.deleted)
        found = [each for each in living if each.links.get("redeclares") == document_id]
        return max(found, key=lambda each: (each.stage == "approved", each.updated_at), default=None)

    def evidence(self, evidence_id: str) -> Evidence | None:
        return self._tables().evidence.get(evidence_id)

    def evidence_waiting(self) -> tuple[Evidence, ...]:
        found = [each for each in self._tables().evidence.values() if each.state in ("here", "uploading")]
        return tuple(sorted(found, key=lambda each: each.id))

    def company(self) -> Company:
        return self._tables().company

    def person(self) -> Person:
        return self._tables().person

    def setting(self, name: str, default: Any = None) -> Any:
        return apart(self._tables().settings.get(name, default))

    def documents(self, ids: Collection[str]) -> Mapping[str, Document]:
        return {document_id: found for document_id in ids if (found := self.document(document_id)) is not None}

    def invoice_uses(self, keys: Collection[str]) -> Sequence[InvoiceUse]:
        found = []
        for document in sorted(self._tables().documents.values(), key=lambda document: document.id):
            form = self.rules.form(document.form)
            shown, amended = summary(form, document), str(document.links.get("amends") or "")
            for key in taken(form, document) & set(keys):
                found.append(InvoiceUse(key, document.id, shown["number"] or shown["title"], amended))
        return found

    def context(self, document: Document | None = None) -> Context:
        return context(self, Outside(self.clock.today), document)


class FakeUnit(FakeReader):
    """Implements the Unit port; writes go straight to the tables, which its store puts back when the unit fails."""

    def expect(self, ids: Collection[str]) -> None:
        """Everything is at hand."""

    def put(self, document: Document) -> Document:
        before = self._tables().documents.get(document.id)
        if before is not None and before.revision != document.revision:
            raise Outdated(id=document.id, shown=document.revision, revision=before.revision)
        stored = dataclasses.replace(document, revision=document.revision + 1)
        self._tables().documents[document.id] = apart(stored)
        person, kept = self.person(), self._tables().versions.setdefault(document.id, [])
        version = follow(kept[0] if kept else None, before, stored, person.name or person.account)
        if version is not None:
            grown = [other for other in kept if other.number != version.number]
            self._tables().versions[document.id] = apart([version, *grown])[:KEPT_VERSIONS]
        return stored

    def put_blocking(self, document: Document, count: int) -> None:
        here = self._tables().documents.get(document.id)
        if here is not None and here.revision == document.revision:
            self._tables().documents[document.id] = dataclasses.replace(here, blocking=count)

    def purge(self, document_id: str) -> None:
        self._tables().documents.pop(document_id, None)
        self._tables().versions.pop(document_id, None)
        for conflict in self.conflicts(document_id):
            self.resolve_conflict(conflict.id)

    def enqueue(self, intent: Intent) -> Intent:
        lifecycle.demand_sendable(self.document(intent.document), intent)
        if intent.key in self._tables().outbox:
            raise ValueError(intent.key)
        self._tables().last_seq += 1
        placed = dataclasses.replace(intent, seq=self._tables().last_seq)
        self._tables().outbox[intent.key] = apart(placed)
        return placed

    def update_intent(self, intent: Intent) -> None:
        if intent.key not in self._tables().outbox:
            raise NotFound(id=intent.key, what="intent")
        seq = self._tables().outbox[intent.key].seq
        self._tables().outbox[intent.key] = apart(dataclasses.replace(intent, seq=seq))

    def drop_intent(self, key: str) -> None:
        self._tables().outbox.pop(key, None)

    def put_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        for conflict in conflicts:
            self._tables().conflicts[conflict.id] = apart(conflict)

    def resolve_conflict(self, conflict_id: str) -> None:
        self._tables().conflicts.pop(conflict_id, None)

    def put_evidence(self, evidence: Evidence) -> None:
        self._tables().evidence[evidence.id] = evidence

    def put_company(self, company: Company) -> None:
        self._tables().company = company

    def put_person(self, person: Person) -> None:
        self._tables().person = person

    def put_setting(self, name: str, value: Any) -> None:
        self._tables().settings[name] = apart(value)


class FakeBlobs:
    """Implements the Blobs port; believes a file's first bytes and reads no further."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def take_in(self, source: Path, mime: str = "") -> Evidence:
        return self.take_bytes(source.read_bytes(), source.name, mime)

    def take_bytes(self, content: bytes, name: str, mime: str = "") -> Evidence:
        if not content:
            raise Unreadable(reason="empty", file=name)
        found = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), None)
        if found is None:
            raise Unreadable(reason="wrong_type", file=name)
        if mime not in ("", found):
            raise Unreadable(reason="type_mismatch", file=name, found=found)
        sha256 = hashlib.sha256(content).hexdigest()
        self._contents[sha256] = content
        return Evidence(id=new_id(), sha256=sha256, size_bytes=len(content), mime=found, name=name)

    def open(self, sha256: str) -> BinaryIO:
        if sha256 not in self._contents:
            raise NotFound(id=sha256, what="evidence")
        return io.BytesIO(self._contents[sha256])

    def has(self, sha256: str) -> bool:
        return sha256 in self._contents

    def lend(self, sha256: str) -> Path:
        copy = Path(tempfile.mkdtemp()) / "copy"
        copy.write_bytes(self.open(sha256).read())
        return copy


class FakeStore:
    """Implements the Store port in memory."""

    def __init__(self, rules: Rulebook | None = None, clock: Clock | None = None) -> None:
        self._tables = Tables()
        self._rules = rules or small_rulebook()
        self._clock = clock or FakeClock()
        self._turn = threading.Lock()
        self._writer = 0
        self.reader = FakeReader(lambda: self._tables, self._rules, self._clock)
        self.blobs = FakeBlobs()

    @contextmanager
    def unit(self) -> Iterator[FakeUnit]:
        """One at a time, as the real store has it: another thread waits for its turn."""
        assert self._writer != threading.get_ident(), "a unit inside a unit"
        with self._turn:
            self._writer = threading.get_ident()
            tables = self._tables.apart()
            try:
                yield FakeUnit(lambda: tables, self._rules, self._clock)
                self._tables = tables
            finally:
                self._writer = 0

    def close(self) -> None:
        """Nothing to end."""
