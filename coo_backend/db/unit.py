"""One write transaction on behalf of one person: what it keeps and records becomes true together or not at all."""

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa

from coo_backend.db import audit, directory, document_rows
from coo_backend.db.ahead import NOTHING_AHEAD, Ahead, Overtaken
from coo_backend.db.companies import filed
from coo_backend.db.database import Database, epoch
from coo_backend.db.directory import Named
from coo_backend.db.document_rows import Paper, to_wire
from coo_backend.db.invoice_uses import InvoiceUses
from coo_backend.db.sight import Sight
from coo_backend.db.tables import accounts, intents
from coo_backend.db.unit_facts import UnitFacts
from coo_backend.db.waiting_rows import WaitingRows
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.faults import Faults
from coo_backend.runtime.limits import Limits
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import Settings
from coo_desktop.domain.checks.facts import Outside, context
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.paper.fonts import missing

Read = TypeVar("Read")
Said = TypeVar("Said")

_ACCOUNT = sa.select(accounts).where(accounts.c.account == sa.bindparam("known"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the token says; never anything from the request's body."""

    account: str
    name: str
    role: str
    active: bool
    company: Company
    device: str = ""
    family: str = ""
    ip: str = ""
    request_id: str = ""

    @property
    def person(self) -> Person:
        return Person(account=self.account, name=self.name, role=self.role, active=self.active)

    @property
    def sight(self) -> Sight:
        """Whose rows the database shows this person."""
        return Sight(company=self.company.id, office=self.company.office if self.role == "examiner" else "")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the whole process shares."""

    settings: Settings
    database: Database
    rules: Rulebook
    clock: Clock
    faults: Faults
    limits: Limits


@dataclass
class Unit:
    """The open transaction of `actor` on the documents of `company` (an examiner works on those of others).

    What was done `ahead` holds here as far as it is still true: a document at the revision it had, an answer of the
    checks while everything that they asked for is answered alike.
    Documents that are kept wait for their rows, to be written together: at the end, or when the `connection` is asked
    for. What needs no such row is read in the bare `transaction`.
    """

    is_rehearsal: ClassVar[bool] = False

    shared: Shared
    transaction: sa.Connection
    actor: Actor
    company: Company
    epoch: str
    kept: dict[str, Paper] = field(default_factory=dict)
    entries: list[audit.Entry] = field(default_factory=list)
    answers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    answered: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)
    ahead: Ahead = NOTHING_AHEAD
    _read: dict[str, Paper | None] = field(default_factory=dict)
    _nobodys: set[str] = field(default_factory=set)
    found_once: dict[object, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.uses = InvoiceUses(self.company.id)
        self._rows = WaitingRows(self.transaction, self.shared.rules, self.shared.clock)

    @property
    def connection(self) -> sa.Connection:
        """The transaction with every row of what was kept."""
        return self._rows.written()

    @property
    def rules(self) -> Rulebook:
        return self.shared.rules

    def actor_now(self) -> Actor:
        """The acting person as this transaction finds them: what an administrator decided meanwhile holds already.

        Refuses with sign-in-needed.
        """
        if self.actor.role == "system":
            return self.actor  # the program itself, which has no account
        row = self.transaction.execute(_ACCOUNT, {"known": self.actor.account}).first()
        if row is None or row.ended:
            raise Refusal("sign-in-needed")
        return dataclasses.replace(self.actor, role=row.role, active=row.active)

    def paper(self, document_id: str) -> Paper | None:
        """The company's document, tombstones included, as this unit left it; not-found for another company's id."""
        found = self._found(document_id)
        if found is None and document_id not in self._nobodys:
            self.foresee((document_id,))
            if document_id not in self._nobodys:
                raise Refusal("not-found")
        return found

    def document(self, document_id: str) -> Document:
        """The company's living document; refuses with not-found."""
        found = self.paper(document_id)
        if found is None or found.document.deleted:
            raise Refusal("not-found")
        return found.document

    def known(self, document_id: str) -> Document | None:
        """The company's living document or None; what another company holds is as unknown as what nobody does."""
        found = self._found(document_id)
        return found.document if found is not None and not found.document.deleted else None

    def living(self, ids: Collection[str]) -> dict[str, Document]:
        """Those of the documents that `known` knows, by their ids, in one read."""
        unread = [each for each in ids if each not in self.kept and each not in self._read]
        stored = document_rows.found_all(self.transaction, self.rules, self.company.id, unread)
        self._read |= {each: stored.get(each) for each in unread}
        return {each: found for each in ids if (found := self.known(each)) is not None}

    def foresee(self, ids: Collection[str]) -> None:
        """Reads documents that will be asked for by `paper`, all in one read, and whether others hold their ids."""
        self.living(ids)
        new = {each for each in ids if self._found(each) is None}
        self._nobodys |= new - directory.held(self.transaction, Named.DOCUMENT, new)

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """What the checks find in the document, in the context of its company today."""
        return self.ask(Rulebook.document_problems, document)

    def ask(self, question: Callable[[Rulebook, Document, Context], Said], document: Document) -> Said:
        """What the checks say of the document; raises Overtaken where they ran ahead and were told something else."""
        context = self.context(document)
        known = self.ahead.found(question, document, context)
        if known is not None:
            return cast(Said, known.said)
        if self.ahead.again and not self.kept:
            raise Overtaken
        return question(self.rules, document, context)

    def context(self, document: Document) -> Context:
        """What checks may ask beside the document's own values."""

        def users(keys: Collection[str]) -> Iterator[tuple[str, str]]:
            return self.uses.users(self.transaction, keys, self.kept)

        facts = UnitFacts(self.company, self.actor.person, self.rules, self.living, users)
        return context(facts, Outside(self.shared.clock.today, missing), document)

    def begin(self) -> None:
        """Takes the acting person as they are now, and what was read ahead as far as nobody has written since."""
        self.actor = self.actor_now()
        read = self.ahead.read
        revisions = document_rows.revisions(self.transaction, self.company.id, read)
        is_same = {each: (paper and paper.document.rev) == revisions.get(each) for each, paper in read.items()}
        self._read |= {each: paper for each, paper in read.items() if is_same[each]}
        self.uses.read(self.transaction, self.ahead.invoice_keys())

    def keep(self, document: Document, action: str) -> Document:
        """Stores the document under a new revision and records the action; it reaches the feed when the unit ends."""
        before = self.paper(document.id)
        counter = (before.counter if before else 0) + 1
        rev = document_rows.next_revision(self.epoch, counter)
        stored = dataclasses.replace(document, rev=rev, updated_at=self.shared.clock.stamp())
        self._rows.add(paper := Paper(self.company.id, stored, counter, to_wire(self.rules, stored)))
        self._keep(paper)
        self.record(action, document.id, (before.document.rev or "") if before else "", rev)
        return stored

    def _keep(self, paper: Paper) -> None:
        self.kept[paper.document.id] = paper
        self.uses.note(self.rules.form(paper.document.form), paper)

    def body_of(self, document: Document) -> str:
        """A document of this unit as it travels."""
        paper = self.kept.get(document.id)
        return paper.body if paper is not None and paper.document is document else to_wire(self.rules, document)

    def record(self, action: str, subject: str, rev_before: str = "", rev_after: str = "") -> None:
        """Adds an entry to the audit of this transaction."""
        entry = audit.Entry(
            at=self.shared.clock.stamp(),
            actor=self.actor.account,
            device=self.actor.device,
            action=action,
            object=subject,
            rev_before=rev_before,
            rev_after=rev_after,
            ip=self.actor.ip,
            request_id=self.actor.request_id,
        )
        self.entries.append(entry)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the transaction that is undone alone when it is refused."""
        before, is_whole = (dict(self.kept), list(self.entries), dict(self.answers)), False
        try:
            with self._rows.attempt():
                yield
            is_whole = True
        finally:
            if not is_whole:
                self.kept, self.entries, self.answers = before
                self.uses.forget()

    def finish(self) -> None:
        """Writes rows, audit and answers, and gives every kept document its place in the feed."""
        if self.kept:
            self._rows.finish(self.company.id, self.kept)
        audit.record(self.transaction, self.company.id, self.entries)
        if self.answers:
            self.transaction.execute(sa.insert(intents), list(self.answers.values()))

    def _found(self, document_id: str) -> Paper | None:
        """The company's document as this unit left it; read once, nobody else writes meanwhile."""
        if document_id in self.kept:
            return self.kept[document_id]
        if document_id not in self._read:
            self._read[document_id] = document_rows.found(self.transaction, self.rules, self.company.id, document_id)
        return self._read[document_id]


def once(opened: Unit, read: Callable[[Unit], Read]) -> Read:
    """What `read` finds, read once in a unit: something that the unit does not change."""
    if read not in opened.found_once:
        opened.found_once[read] = read(opened)
    return cast(Read, opened.found_once[read])


@contextmanager
def unit(
    shared: Shared,
    actor: Actor,
    company_id: str,
    route: str,
    *,
    each_is_judged: bool = False,
    ahead: Ahead = NOTHING_AHEAD,
) -> Iterator[Unit]:
    """Opens the transaction that runs alone among the company's writes; commits when the block ends.

    Nobody writes who was disabled meanwhile; a batch (`each_is_judged`) tells so for each of its commands.
    """
    with shared.database.write(company_id, sight_on(actor, company_id)) as connection:
        opened = Unit(shared, connection, actor, filed(connection, company_id), epoch(connection), ahead=ahead)
        opened.begin()
        if not opened.actor.active and not each_is_judged:
            raise Refusal("signatory-disabled")
        yield opened
        opened.finish()
        shared.faults.hit("before_commit", route)


def sight_on(actor: Actor, company_id: str) -> Sight:
    """What a deed of the actor on this company's documents may see."""
    return dataclasses.replace(actor.sight, company=company_id, home=actor.company.id)


def role_for(actor: Actor) -> str:
    """The actor's role in the lifecycle tables; customs looks on."""
    return actor.role if actor.role in lifecycle.ROLES else "customs"
