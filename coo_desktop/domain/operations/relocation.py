"""The company is filed at another office: what only this computer has follows it, and the person is told what changes.

Everything that the backend stores it moves itself, under a new revision that arrives by the feed; see
docs/decisions/2026-11-30-office-of-a-document.md.
"""

import dataclasses

from coo_desktop.domain.context import Context
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Change, Company, Document, Query
from coo_desktop.domain.filling.fills import filed_place, refilled
from coo_desktop.domain.operations import notices
from coo_desktop.domain.operations.drafts import existing, store_edit
from coo_desktop.domain.ports import Unit

#: Kinds of the notice: with the same place of filing, and with another one.
OFFICE_MOVED, PLACE_MOVED = "office_moved", "office_moved_place"
FAMILIES = (PRE_REVIEW, CERTIFICATE)
#: More unsent documents than any company has.
MOST = 1_000_000


def follow_company(unit: Unit, before: Company) -> Change:
    """Takes what is not sent yet to the office of the unit's company, `before` being the company as it was known.

    What was filled in from the filing and still stands so is filled in anew; a submission in the outbox whose content
    changes by that waits until its person has looked at it.
    """
    company = unit.company()
    if not before.office or company.office == before.office:
        return Change()
    known, now = (dataclasses.replace(unit.context(), company=each) for each in (before, company))
    rows = [row for family in FAMILIES for row in unit.rows(_unsent(family))]
    moved = [document for row in rows if (document := existing(unit, row.id)).rev is None]
    for document in moved:
        _follow(unit, document, known, now)
    if not rows:
        return Change()
    facts = {"count": len(rows), "was": filed_place(before), "now": filed_place(company)}
    told = notices.tell(unit, PLACE_MOVED if facts["was"] != facts["now"] else OFFICE_MOVED, facts=facts)
    ids = tuple(document.id for document in moved)
    return Change(ids=ids, families=told.families | {document.family for document in moved})


def _unsent(family: str) -> Query:
    stages = tuple(sorted(lifecycle.EDITABLE & set(lifecycle.STAGES[family])))
    return Query(family=family, stages=stages, limit=MOST)


def _follow(unit: Unit, document: Document, known: Context, now: Context) -> None:
    there = dataclasses.replace(document, office=now.company.office)
    changed = refilled(unit.rules.form(document.form), document.values, known, now)
    submissions = [intent for intent in unit.intents(document.id) if intent.kind == "submit"]
    if not changed or any(intent.attempts and intent.state != "refused" for intent in submissions):
        unit.put(there)  # what may have arrived already is not rewritten; its answer tells what it has become
        return
    for intent in submissions:
        if intent.state != "refused":
            unit.update_intent(dataclasses.replace(intent, state="waiting", problem={"type": "needs_review"}))
    is_held = bool(submissions) or document.needs_review
    store_edit(unit, dataclasses.replace(there, values={**document.values, **changed}, needs_review=is_held))
