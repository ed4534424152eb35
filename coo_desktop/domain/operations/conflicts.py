"""Two people changed one field: clashes become conflicts that a person answers; what was merged is looked at."""

import dataclasses
from collections.abc import Iterable

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.conflict_lines import ConflictLine, at, counted, lines, settled, with_my_side
from coo_desktop.domain.documents.document import (
    Change,
    Conflict,
    Decision,
    Document,
    Resolution,
    Review,
    editor_of,
)
from coo_desktop.domain.documents.merge import Clash
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.operations.copies import keep_copy
from coo_desktop.domain.operations.drafts import change_of, editable, existing, store_edit
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook


def open_lines(reader: Reader, rules: Rulebook, document: Document) -> tuple[ConflictLine, ...]:
    """The places of a document that wait for an answer, with what was decided of each so far."""
    return lines(rules.book.forms.get(document.form), document.values, reader.conflicts(document.id))


def demand_settled(document: Document) -> None:
    """Raises Refused(why=conflicts, or needs_review) for what nobody may send, release or carry on as it stands: two
    people wrote one field, or what was merged was not looked at yet."""
    if document.conflicts:
        raise Refused(why=Rule.CONFLICTS, count=document.conflicts)
    if document.needs_review:
        raise Refused(why=Rule.NEEDS_REVIEW)


def decide(unit: Unit, document_id: str, path: str, decision: Decision | None) -> Change:
    """Keeps what a person decided at one place, or that it is undecided again; the document stays as it is."""
    document = existing(unit, document_id)
    known = [conflict for conflict in unit.conflicts(document_id) if conflict.path == path]
    unit.put_conflicts([dataclasses.replace(conflict, decision=decision) for conflict in known])
    return change_of(document)


def settle(unit: Unit, document_id: str) -> Change:
    """Carries out every decision in one commit; `ids` of the Change has the draft that keeps mine, where one was made.

    Raises Refused(why=undecided) with how many are left, and Locked where something else than what stands was decided
    for a document that cannot be edited any more: keeping both is possible there, too.
    """
    document = existing(unit, document_id)
    waiting = open_lines(unit, unit.rules, document)
    undecided = [line for line in waiting if line.decision is None]
    if undecided:
        raise Refused(why=Rule.UNDECIDED, count=len(undecided))
    values = settled(document.values, waiting)
    if values != document.values and not editable(document):
        raise Locked(id=document_id, stage=document.stage, delivery=document.delivery, event="settle")
    copies = [_kept_apart(unit, document, waiting)] if _keeps_both(waiting) else []
    for conflict in unit.conflicts(document_id):
        unit.resolve_conflict(conflict.id)
    after = dataclasses.replace(document, conflicts=0)
    if values == document.values:
        change = change_of(unit.put(after))
    else:
        changed = {name: value for name, value in values.items() if value != document.values.get(name)}
        cleaned = clean(changed, unit.rules.form(document.form).stored)
        change = change_of(store_edit(unit, dataclasses.replace(after, values={**document.values, **cleaned})))
    return dataclasses.replace(change, ids=(document_id, *(copy.id for copy in copies)))


def keep_conflicts(unit: Unit, document_id: str, clashes: Iterable[Clash], by: str = "", when: str = "") -> int:
    """Stores clashes as conflicts; returns how many places of the document wait for an answer then.

    `by` is the account whose content theirs is, `when` the instant of its revision.
    """
    unit.put_conflicts(
        [
            Conflict(
                id=new_id(),
                document=document_id,
                path=clash.path,
                base=clash.base,
                mine=clash.mine,
                theirs=clash.theirs,
                theirs_by=by,
                theirs_at=when,
            )
            for clash in clashes
        ]
    )
    return counted(unit.conflicts(document_id))


def remember(unit: Unit, document_id: str, clashes: Iterable[Clash]) -> Change:
    """Keeps what a person had typed into fields that changed elsewhere meanwhile, for the person to choose.

    Who changed them is known where they hold what the backend has.
    """
    document = existing(unit, document_id)
    told: list[Clash] = []
    untold: list[Clash] = []
    for clash in clashes:
        came = document.base is not None and at(document.base, clash.path) == clash.theirs
        (told if came else untold).append(clash)
    keep_conflicts(unit, document_id, told, editor_of(document.author, document.facts), document.updated_at)
    left = keep_conflicts(unit, document_id, untold)
    return change_of(unit.put(dataclasses.replace(document, conflicts=left)))


def looked_at(unit: Unit, document_id: str) -> Change:
    """The person has seen what a merge produced; the document may be sent again."""
    document = existing(unit, document_id)
    return change_of(unit.put(dataclasses.replace(document, needs_review=False)))


def _keeps_both(waiting: Iterable[ConflictLine]) -> bool:
    return any(line.decision is not None and line.decision.resolution is Resolution.BOTH for line in waiting)


def _kept_apart(unit: Unit, document: Document, waiting: tuple[ConflictLine, ...]) -> Document:
    """A draft with mine at every place; it takes no other document's place, for the first one still wants to."""
    form = unit.rules.form(document.form)
    mine = clean(with_my_side(document.values, waiting), form.stored)
    return keep_copy(unit, dataclasses.replace(document, links={}), mine, Review.KEPT_BOTH)
