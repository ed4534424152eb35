"""Whether a certificate is authentic: by its number and its print number, never by the number alone.

The answer holds nothing beyond what the paper's reader needs, and costs the same work whether there is one or not.
"""

import hmac
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from coo_backend.db import audit, directory, document_rows
from coo_backend.db.directory import Named
from coo_backend.db.document_rows import Paper
from coo_backend.db.sight import turn_to
from coo_backend.db.tables import documents
from coo_backend.db.unit import Actor, Shared
from coo_backend.runtime.clock import china_day
from coo_backend.runtime.settings import Settings
from coo_backend.runtime.strict_json import write_json
from coo_desktop.domain.checks.invoice_numbers import numbers
from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.documents.field_access import code_of
from coo_desktop.domain.forms.code_lists import Code
from coo_desktop.domain.rulebook import Rulebook

_LONGEST = 100
#: What is read in place of a certificate that does not exist, so that its absence costs the same.
_NOBODY_VALUES = {"consigneeName": "X" * 200, "destinationCountry": "JP", "invoices": [{"id": "1", "number": "X" * 20}]}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the paper in the reader's hands; an empty invoice is not compared."""

    number: str
    print_number: str
    invoice: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` is valid, copy, replaced or voided; all but `is_authentic` is empty for a paper that is not."""

    is_authentic: bool
    status: str = ""
    issued_on: str = ""
    destination: Code | None = None
    paper: Paper | None = None

    def facts(self) -> dict[str, Any]:
        """What the wire tells of it to anybody."""
        return {
            "authentic": self.is_authentic,
            "status": self.status,
            "issued_on": self.issued_on,
            "destination": self.destination.en if self.destination else "",
        }


def check(connection: sa.Connection, rules: Rulebook, asked: Asked) -> Verdict:
    """Compares the paper with what was issued."""
    number, print_number, invoice = (_tidy(text) for text in (asked.number, asked.print_number, asked.invoice))
    company, document_id = directory.located(connection, Named.NUMBER, number) or ("", "")
    turn_to(connection, company)
    same = sa.and_(documents.c.company == company, documents.c.id == document_id)
    row = connection.execute(sa.select(documents).where(same, documents.c.family == CERTIFICATE)).first()
    known = document_rows.paper(rules, row if row is not None else _nobody(rules))
    document = known.document
    form = rules.form(document.form)
    is_same = hmac.compare_digest(str(document.facts.get("printNumber", "")).encode(), print_number.encode())
    carried = [_tidy(number) for number in numbers(form, document)]
    verdict = Verdict(
        is_authentic=True,
        status=_status(document),
        issued_on=china_day(str(document.facts.get("approvedAt", ""))),
        destination=code_of(form, document.values, form.summary.destination),
        paper=known,
    )
    is_issued = row is not None and bool(print_number) and document.stage in ("approved", "voided")
    return verdict if is_same and is_issued and (not invoice or invoice in carried) else Verdict(False)


def remember(shared: Shared, actor: Actor, asked: Asked, verdict: Verdict) -> None:
    """Writes down that the customs looked, and at what: they see more than the paper's reader does."""
    entry = audit.Entry(
        at=shared.clock.stamp(),
        actor=actor.account,
        action="check",
        object=verdict.paper.document.id if verdict.paper else asked.number[:_LONGEST],
        device=actor.device,
        ip=actor.ip,
        request_id=actor.request_id,
    )
    with shared.database.write("") as connection:
        audit.record(connection, "", [entry])


def check_url(settings: Settings, number: str, print_number: str) -> dict[str, str]:
    """The fact that the QR code prints; none while nobody said where the page is."""
    if not settings.check_url:
        return {}
    asked = urlencode({"number": number, "printNumber": print_number})
    return {"checkUrl": f"{settings.check_url}?{asked}"}


def _status(document: Document) -> str:
    if document.stage == "voided":
        return "replaced" if document.facts.get("replacedBy") else "voided"
    return "copy" if document.print_state == "copy_only" else "valid"


def _tidy(text: str) -> str:
    """As typed from paper: blanks and case do not count."""
    return "".join(text.split()).upper()[:_LONGEST]


def _nobody(rules: Rulebook) -> Any:
    form = rules.book.family(CERTIFICATE)[0]
    at = "2026-01-01T00:00:00.000+00:00"
    facts = {"number": "X", "printNumber": "X" * 15, "approvedAt": at}
    body = {"values": _NOBODY_VALUES, "links": {}, "facts": facts, "author": "", "createdAt": at, "updatedAt": at}
    row = {"id": "", "company": "", "form": form.id, "family": CERTIFICATE, "stage": "approved"}
    kept = {"print_state": "not_printed", "rev": "", "counter": 1, "office": "", "body": write_json(body)}
    return SimpleNamespace(**row, **kept)
