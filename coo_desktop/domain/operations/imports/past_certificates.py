"""Certificates that were issued before this program was used, kept as history: found, copied, used for templates, and
never sent. Their stage says so (`lifecycle.PAST`), and no table leads out of it to an office."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import CERTIFICATE, Document, Values
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.ports import Unit
from coo_desktop.domain.refusals import Rule


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of a certificate's issue: its number, and the day, None where nobody told it."""

    number: str
    day: dt.date | None = None


def keep(unit: Unit, form_id: str, values: Values, issued: Issued, document_id: str = "") -> Document:
    """Stores a past certificate as it was issued: nothing is filled in, checked or put into the outbox.

    It stands in lists where its day puts it. Raises Refused(why="past_number") without a number, by which it is known,
    and Locked for a form that is no certificate's.
    """
    form = unit.rules.form(form_id)
    if form.family != CERTIFICATE:
        raise Locked(family=form.family, stage=PAST, event="keep")
    number = " ".join(issued.number.split())
    if not number:
        raise Refused(why=Rule.PAST_NUMBER)
    at = _instant(unit, issued.day)
    return unit.put(
        Document(
            id=document_id or new_id(issued.day),
            form=form.id,
            family=form.family,
            values=clean(values, form.stored),
            stage=PAST,
            facts=_facts(number, issued.day),
            links={PAST: number},
            author=unit.person().account,
            office=unit.company().office,
            created_at=at,
            updated_at=at,
        )
    )


def issue_of(document: Document) -> Issued:
    """The number of a certificate, "" for none, and the day of its issue."""
    told = str(document.facts.get("approvedAt") or "")[:10]
    try:
        day = dt.date.fromisoformat(told)
    except ValueError:
        day = None
    return Issued(str(document.facts.get("number") or ""), day)


def _facts(number: str, day: dt.date | None) -> dict[str, Any]:
    return {"number": number, **({"approvedAt": day.isoformat()} if day else {})}


def _instant(unit: Unit, day: dt.date | None) -> str:
    at = unit.clock.now() if day is None else dt.datetime.combine(day, dt.time(), dt.UTC)
    return at.isoformat(timespec="milliseconds")
