"""A request's checks run before its transaction takes the lock: who has a long document checked keeps nobody waiting.

The work of the request is carried out twice. First on a rehearsal, which reads in a transaction of its own, checks, and
writes nothing. Then on the unit, which alone counts: it takes over what the rehearsal read and found as far as that is
still true, and starts the request anew where it is not.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

import sqlalchemy as sa

from coo_backend.db.ahead import Ahead, Overtaken, Question, Told
from coo_backend.db.companies import filed
from coo_backend.db.database import epoch
from coo_backend.db.document_rows import Paper
from coo_backend.db.unit import Actor, Shared, Unit, sight_on, unit
from coo_backend.runtime.refusals import Refusal
from coo_desktop.domain.checks.asked import Asked, facts_of
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.rulebook import Rulebook

#: How often a request is tried while others write what it rests on; the last time it is checked inside, however long.
TRIES = 3

Achieved = TypeVar("Achieved")
Said = TypeVar("Said")


@dataclass
class Rehearsal(Unit):
    """A unit that writes nothing: what it would keep it remembers, and of what the checks find also why.

    Only work that writes by `keep` and `record` alone may be rehearsed (see `Endpoint.checks`).
    """

    is_rehearsal: ClassVar[bool] = True

    told_of: dict[tuple[Question, str], list[Told]] = field(default_factory=dict)

    @property
    def connection(self) -> sa.Connection:
        """Nothing is written, so nothing waits."""
        return self.transaction

    def ask(self, question: Callable[[Rulebook, Document, Context], Said], document: Document) -> Said:
        context, asked = self.context(document), Asked()
        said = question(self.rules, document, asked.listening(context))
        told = Told(document.values, facts_of(context), asked, said)
        self.told_of.setdefault((question, document.id), []).append(told)
        return said

    def keep(self, document: Document, action: str) -> Document:
        before = self.paper(document.id)
        kept = dataclasses.replace(document, updated_at=self.shared.clock.stamp())
        self._keep(Paper(self.company.id, kept, (before.counter if before else 0) + 1))
        return kept

    def body_of(self, document: Document) -> str:
        """Nobody is answered."""
        return ""

    def ahead_of(self, again: bool) -> Ahead:
        """What the unit may take over."""
        return Ahead(read=dict(self._read), told=self.told_of, again=again)


def rehearsed(
    shared: Shared,
    actor: Actor,
    company_id: str,
    route: str,
    work: Callable[[Unit], Achieved],
    each_is_judged: bool = False,
) -> Achieved:
    """Carries the work out in one transaction whose checks have run before; raises what the work raises."""
    for left in reversed(range(TRIES)):
        ahead = _ahead(shared, actor, company_id, work, again=left > 0)
        try:
            with unit(shared, actor, company_id, route, each_is_judged=each_is_judged, ahead=ahead) as opened:
                return work(opened)
        except Overtaken:
            continue
    raise AssertionError("the last try checks inside")


def _ahead(shared: Shared, actor: Actor, company_id: str, work: Callable[[Unit], object], again: bool) -> Ahead:
    """What the rehearsal read and found. What it is refused is for the unit to refuse: meanwhile it may be allowed."""
    with shared.database.read(sight_on(actor, company_id)) as connection:
        opened = Rehearsal(shared, connection, actor, filed(connection, company_id), epoch(connection))
        try:
            opened.begin()
            work(opened)
        except (Refusal, ProgramError):
            pass
        return opened.ahead_of(again)
