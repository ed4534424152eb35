"""The lists of the console: what waits for the office, longest first, and what it decided."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coo_backend.db.document_rows import OPEN_PRINT_REQUESTS, paper
from coo_backend.db.tables import companies, documents, invoices
from coo_backend.db.unit import Actor, Shared
from coo_desktop.domain.checks.invoice_numbers import invoice_key
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW
from coo_desktop.domain.documents.field_access import code_of
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.code_lists import Code
from coo_desktop.domain.office.sending_terms import collection_words

MOST = 200
#: What an examiner sees of a company's work: nothing that was never sent.
SEEN = ("submitted", "in_review", "approved", "returned", "voided")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list; empty ones let everything through."""

    view: str = "waiting"
    family: str = ""
    form: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line; `since` is when the company asked."""

    id: str
    form: str
    stage: str
    print_state: str
    company: tuple[str, str]
    title: str
    number: str
    since: str
    examiner: str
    partner: str
    invoice: str
    destination: Code | None
    collection: tuple[str, str]


def lines(shared: Shared, connection: sa.Connection, actor: Actor, wanted: Wanted) -> list[Waiting]:
    """What the filters leave, at most `MOST`; what waits is ordered by how long it did."""
    query = sa.select(documents, companies.c.name_zh, companies.c.name_en)
    query = query.join(companies, companies.c.id == documents.c.company).where(*_chosen(actor, wanted))
    order = documents.c.id if wanted.view == "waiting" else documents.c.id.desc()
    rows = connection.execute(query.order_by(order).limit(MOST))
    found = [_line(shared, row) for row in rows]
    return sorted(found, key=lambda line: line.since) if wanted.view == "waiting" else found


def total(connection: sa.Connection, actor: Actor, wanted: Wanted) -> int:
    """How many documents the filters leave, those that `lines` has no room for too."""
    query = sa.select(sa.func.count()).select_from(documents)
    query = query.join(companies, companies.c.id == documents.c.company).where(*_chosen(actor, wanted))
    return connection.execute(query).scalar_one()


def forms(connection: sa.Connection, actor: Actor) -> list[str]:
    """The form types that companies of the office use."""
    query = sa.select(documents.c.form).where(documents.c.office == actor.company.office)
    query = query.where(documents.c.family.in_((CERTIFICATE, PRE_REVIEW)))
    return list(connection.execute(query.distinct().order_by(documents.c.form)).scalars())


def _chosen(actor: Actor, wanted: Wanted) -> "list[sa.ColumnElement[bool]]":
    return [documents.c.office == actor.company.office, _in_view(wanted.view), *_filters(wanted)]


def _in_view(view: str) -> "sa.ColumnElement[bool]":
    if view == "waiting":
        asked = sa.and_(documents.c.stage == "approved", documents.c.print_state.in_(OPEN_PRINT_REQUESTS))
        return sa.or_(documents.c.stage.in_(("submitted", "in_review")), asked)
    return documents.c.stage == view if view in SEEN else documents.c.stage.in_(SEEN)


def _filters(wanted: Wanted) -> "list[sa.ColumnElement[bool]]":
    found: list[sa.ColumnElement[bool]] = []
    if wanted.family:
        found.append(documents.c.family == wanted.family)
    if wanted.form:
        found.append(documents.c.form == wanted.form)
    if text := wanted.text.strip():
        places = (documents.c.number, documents.c.print_number, companies.c.name_zh, companies.c.name_en)
        carried = invoices.c.number.contains(invoice_key(text), autoescape=True)
        same = sa.and_(invoices.c.company == documents.c.company, invoices.c.document == documents.c.id)
        by_invoice = sa.exists().where(same, carried)
        named = [place.icontains(text, autoescape=True) for place in places]
        found.append(sa.or_(*named, by_invoice))
    return found


def _line(shared: Shared, row: Any) -> Waiting:
    document = paper(shared.rules, row).document
    form = shared.rules.form(row.form)
    is_print_request = row.stage == "approved" and row.print_state in OPEN_PRINT_REQUESTS
    since = document.facts.get("printAskedAt" if is_print_request else "submittedAt") or document.updated_at
    columns = summary(form, document)
    return Waiting(
        id=row.id,
        form=row.form,
        stage=row.stage,
        print_state=row.print_state,
        company=(row.name_zh, row.name_en or row.name_zh),
        title=columns["title"],
        number=columns["number"],
        since=str(since),
        examiner=str(document.facts.get("examiner") or ""),
        partner=columns["partner"],
        invoice=columns["invoice"],
        destination=code_of(form, document.values, form.summary.destination),
        collection=(collection_words(form, document.values, "zh_CN"), collection_words(form, document.values, "en")),
    )
