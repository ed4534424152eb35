"""One write transaction on behalf of one person: what it keeps and records becomes true together or not at all."""

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

import sqlalchemy as sa

from coo_backend.db import audit, directory, document_rows
from coo_backend.db.companies import filed
from coo_backend.db.database import Database, epoch
from coo_backend.db.directory import Named
from coo_backend.db.document_rows import Paper
from coo_backend.db.sight import Sight
from coo_backend.db.tables import accounts, feeds, intents, invoices
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.faults import Faults
from coo_backend.runtime.limits import Limits
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import Settings
from coo_desktop.domain.checks.answers import Answer
from coo_desktop.domain.checks.facts import Outside, context
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.context import Context, InvoiceUse
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.paper.fonts import missing


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


class Overtaken(Exception):
    """What the checks were told before the transaction holds no longer: they are to be run again outside of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What was read and found before the transaction took its lock: the documents at their revisions, the checks'
    answers with all that they were told. `again` says whether the request may be tried once more from the start."""

    read: Mapping[str, Paper | None] = field(default_factory=dict)
    answers: Sequence[Answer] = ()
    again: bool = False


@dataclass
class Unit:
    """The open transaction of `actor` on the documents of `company` (an examiner works on those of others).

    What was done `ahead` holds here as far as it is still true: a document at the revision it had, an answer of the
    checks while everything that they asked for is answered alike.
    """

    is_rehearsal: ClassVar[bool] = False

    shared: Shared
    connection: sa.Connection
    actor: Actor
    company: Company
    epoch: str
    kept: dict[str, Paper] = field(default_factory=dict)
    entries: list[audit.Entry] = field(default_factory=list)
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    ahead: Ahead = Ahead()
    _read: dict[str, Paper | None] = field(default_factory=dict)

    @property
    def rules(self) -> Rulebook:
        return self.shared.rules

    def actor_now(self) -> Actor:
        """The acting person as this transaction finds them: what an administrator decided meanwhile holds already.

        Refuses with sign-in-needed.
        """
        if self.actor.role == "system":
            return self.actor  # the program itself, which has no account
        mine = accounts.c.account == self.actor.account
        row = self.connection.execute(sa.select(accounts).where(mine)).first()
        if row is None or row.ended:
            raise Refusal("sign-in-needed")
        return dataclasses.replace(self.actor, role=row.role, active=row.active)

    def paper(self, document_id: str) -> Paper | None:
        """The company's document, tombstones included, as this unit left it; not-found for another company's id."""
        found = self._found(document_id)
        if found is None and directory.holder(self.connection, Named.DOCUMENT, document_id) is not None:
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
        stored = document_rows.found_all(self.connection, self.rules, self.company.id, unread)
        self._read |= {each: stored.get(each) for each in unread}
        return {each: found for each in ids if (found := self.known(each)) is not None}

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """What the checks find in the document, in the context of its company today.

        Raises Overtaken where they were to be run ahead and something that is not of this unit has changed since.
        """
        form, context = self.rules.form(document.form), self.context(document)
        known = next((each for each in self.ahead.answers if each.holds(form, document.values, context)), None)
        if known is not None:
            return known.problems
        if self.ahead.again and not self.kept:
            raise Overtaken
        return self.rules.document_problems(document, context)

    def context(self, document: Document) -> Context:
        """What checks may ask beside the document's own values."""
        return context(UnitFacts(self), Outside(self.shared.clock.today, missing), document)

    def begin(self) -> None:
        """Takes the acting person as they are now, and what was read ahead as far as nobody has written since."""
        self.actor = self.actor_now()
        read = self.ahead.read
        revisions = document_rows.revisions(self.connection, self.company.id, read)
        self._read |= {each: paper for each, paper in read.items() if _revision(paper) == revisions.get(each)}

    def keep(self, document: Document, action: str) -> Document:
        """Stores the document under a new revision and records the action; it reaches the feed when the unit ends."""
        before = self.paper(document.id)
        counter = (before.counter if before else 0) + 1
        rev = document_rows.next_revision(self.epoch, counter)
        stored = dataclasses.replace(document, rev=rev, updated_at=self.shared.clock.stamp())
        self.kept[document.id] = Paper(self.company.id, stored, counter)
        # The row is written at once, so that constraints speak up inside the request; its place in the feed comes last.
        document_rows.put_row(self.connection, self.rules, self.kept[document.id], self.shared.clock.seconds())
        self.record(action, document.id, (before.document.rev or "") if before else "", rev)
        return stored

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
            with self.connection.begin_nested():
                yield
            is_whole = True
        finally:
            if not is_whole:
                self.kept, self.entries, self.answers = before

    def finish(self) -> None:
        """Writes audit and answers, and gives every kept document its place in the feed, last before the commit."""
        audit.record(self.connection, self.company.id, self.entries)
        if self.answers:
            self.connection.execute(sa.insert(intents), list(self.answers.values()))
        if self.kept:
            mine = feeds.c.company == self.company.id
            seq = self.connection.execute(sa.select(feeds.c.seq).where(mine)).scalar_one()
            seq = document_rows.put_in_feed(self.connection, self.company.id, self.kept, seq)
            self.connection.execute(sa.update(feeds).where(mine).values(seq=seq))

    def _found(self, document_id: str) -> Paper | None:
        """The company's document as this unit left it; read once, nobody else writes meanwhile."""
        if document_id in self.kept:
            return self.kept[document_id]
        if document_id not in self._read:
            stored = document_rows.found(self.connection, self.rules, self.company.id, document_id)
            self._read[document_id] = stored
        return self._read[document_id]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the context of a check asks: the company's documents as the unit left them; implements `Facts`."""

    unit: Unit

    def company(self) -> Company:
        return self.unit.company

    def person(self) -> Person:
        return self.unit.actor.person

    def documents(self, ids: Collection[str]) -> Mapping[str, Document]:
        """As the checks see them: without the marks of storing, which differ from one try of a request to the next."""
        found = self.unit.living(ids).items()
        return {each: dataclasses.replace(one, rev=None, created_at="", updated_at="") for each, one in found}

    def invoice_uses(self, keys: Collection[str]) -> Sequence[InvoiceUse]:
        """Drafts count: the company sees them on its own screens, and who sends second is told there as here."""
        query = sa.select(invoices.c.document, invoices.c.number).where(
            invoices.c.company == self.unit.company.id, invoices.c.number.in_(sorted(keys))
        )
        rows = self.unit.connection.execute(query.order_by(invoices.c.document, invoices.c.number)).all()
        users = self.unit.living({row.document for row in rows})
        labels = {each: self._label(document) for each, document in users.items()}
        return [
            InvoiceUse(
                row.number, row.document, labels[row.document], str(users[row.document].links.get("amends") or "")
            )
            for row in rows
            if row.document in users
        ]

    def _label(self, document: Document) -> str:
        columns = summary(self.unit.rules.form(document.form), document)
        return columns["number"] or columns["title"]


@contextmanager
def unit(
    shared: Shared, actor: Actor, company_id: str, route: str, *, each_is_judged: bool = False, ahead: Ahead = Ahead()
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


def _revision(paper: Paper | None) -> str | None:
    return paper.document.rev if paper else None
