"""Documents between the wire and their rows: the stored body is what travels, byte for byte."""

import dataclasses
import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from coo_backend.db import directory
from coo_backend.db.directory import Named
from coo_backend.db.tables import documents, invoices, open_requests
from coo_backend.runtime.strict_json import write_json
from coo_desktop.domain.checks.invoice_numbers import taken
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.documents.succession import REQUESTS, SENT, original_of
from coo_desktop.domain.office.release import FACT, without_release
from coo_desktop.domain.rulebook import Rulebook

# Built once: building a statement costs more than running it.
_IS_KNOWN = sa.and_(documents.c.company == sa.bindparam("mine"), documents.c.id == sa.bindparam("known"))
_FIND = sa.select(documents).where(_IS_KNOWN)
_ARE_KNOWN = sa.and_(
    documents.c.company == sa.bindparam("mine"), documents.c.id.in_(sa.bindparam("known", expanding=True))
)
_FIND_ALL = sa.select(documents).where(_ARE_KNOWN)
_REVISIONS = sa.select(documents.c.id, documents.c.rev).where(_ARE_KNOWN)
_INSERT = sa.insert(documents)
_UPDATE = sa.update(documents).where(_IS_KNOWN)
_FREE_INVOICES = sa.delete(invoices).where(
    invoices.c.company == sa.bindparam("mine"), invoices.c.document == sa.bindparam("of")
)
_TAKE_INVOICES = sa.insert(invoices)
_TO_FEED = _UPDATE.values(feed_seq=sa.bindparam("seq"))

OPEN_PRINT_REQUESTS = tuple(REQUESTS)

#: Members of a document body that a client may not send.
BACKEND_ONLY = ("id", "family", "rev", "stage", "printState", "facts", "author", "office", "createdAt", "updatedAt")


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A document with its place in the store; `counter` is how often it was stored, `body` its JSON if it was made."""

    company: str
    document: Document
    counter: int = 0
    body: str = ""


def to_wire(rules: Rulebook, document: Document) -> str:
    """The document as it travels."""
    if document.deleted:
        gone = {"id": document.id, "deleted": True, "rev": document.rev}
        return write_json({**gone, "by": document.facts.get("deletedBy", ""), "at": document.updated_at})
    return write_json(
        {
            "id": document.id,
            "form": document.form,
            "family": document.family,
            "rev": document.rev,
            "stage": document.stage,
            "printState": document.print_state,
            "values": wire.to_wire(rules.form(document.form), document.values, document.extra),
            "links": dict(document.links),
            "facts": dict(document.facts),
            "author": document.author,
            "office": document.office,
            "createdAt": document.created_at,
            "updatedAt": document.updated_at,
        }
    )


def outside(body: str) -> str:
    """A document as it travels to anybody outside its company: how its people look at each other's work is left out."""
    if f'"{FACT}"' not in body:
        return body
    told = json.loads(body)
    return write_json({**told, "facts": without_release(told.get("facts", {}))})


def paper(rules: Rulebook, row: Any) -> Paper:
    """What a row of `documents` holds."""
    body = json.loads(row.body)
    if body.get("deleted"):
        gone = Document(
            id=row.id, form=row.form, family=row.family, values={}, stage="deleted", rev=row.rev, deleted=True
        )
        return Paper(row.company, gone, row.counter)
    values, extra = wire.from_wire(rules.form(row.form), body["values"])
    document = Document(
        id=row.id,
        form=row.form,
        family=row.family,
        values=values,
        extra=extra,
        stage=row.stage,
        print_state=row.print_state,
        rev=row.rev,
        facts=body["facts"],
        links=body["links"],
        author=body["author"],
        office=row.office,
        created_at=body["createdAt"],
        updated_at=body["updatedAt"],
    )
    return Paper(row.company, document, row.counter)


def found(connection: sa.Connection, rules: Rulebook, company: str, document_id: str) -> Paper | None:
    """The company's stored document, tombstones included."""
    row = connection.execute(_FIND, {"mine": company, "known": document_id}).first()
    return paper(rules, row) if row else None


def found_all(connection: sa.Connection, rules: Rulebook, company: str, ids: Collection[str]) -> dict[str, Paper]:
    """Those of the company's documents that are stored, by their ids, in one read."""
    rows = connection.execute(_FIND_ALL, {"mine": company, "known": sorted(ids)}) if ids else ()
    return {row.id: paper(rules, row) for row in rows}


def revisions(connection: sa.Connection, company: str, ids: Collection[str]) -> dict[str, str]:
    """The revisions of those of the company's documents that are stored, by their ids."""
    rows = connection.execute(_REVISIONS, {"mine": company, "known": sorted(ids)}) if ids else ()
    return {row.id: row.rev for row in rows}


def readable(connection: sa.Connection, company: str, office: str, document_id: str) -> Any:
    """(body, rev) of a living document of the company, or of any company of the office; None when there is none."""
    query = sa.select(documents.c.body, documents.c.rev).where(documents.c.id == document_id)
    whose = documents.c.office == office if office else documents.c.company == company
    return connection.execute(query.where(whose, documents.c.stage != "deleted")).first()


def next_revision(epoch: str, counter: int) -> str:
    """An opaque revision that no restore can give out twice."""
    return f"{epoch}.{counter}.{secrets.token_hex(6)}"


def put_rows(
    connection: sa.Connection, rules: Rulebook, kept: Sequence[Paper], now_s: int, places: Mapping[str, int]
) -> None:
    """Stores documents of one company, each once, and what the database selects and constrains by.

    `places` are those in the feed, for documents that have one already; the others get theirs by `put_in_feed`.
    """
    for is_new, group in groupby(kept, lambda paper: paper.counter == 1):
        papers = tuple(group)
        rows = [_columns(paper, now_s, places.get(paper.document.id, 0)) for paper in papers]
        if is_new:
            directory.put(connection, Named.DOCUMENT, {row["id"]: row["id"] for row in rows}, papers[0].company)
            connection.execute(_INSERT, rows)
        else:
            connection.execute(_UPDATE, [{**row, "mine": row["company"], "known": row["id"]} for row in rows])
    for kind, fact in ((Named.NUMBER, "number"), (Named.PRINT_NUMBER, "printNumber")):
        named = {str(name): paper.document.id for paper in kept if (name := paper.document.facts.get(fact))}
        directory.put(connection, kind, named, kept[0].company if kept else "")
    _put_invoices(connection, rules, [paper for paper in kept if paper.document.family == CERTIFICATE])
    for paper in kept:
        _put_open_request(connection, paper.company, paper.document)


def _columns(kept: Paper, now_s: int, place: int) -> dict[str, Any]:
    document = kept.document
    return {
        "id": document.id,
        "company": kept.company,
        "form": document.form,
        "family": document.family,
        "stage": "deleted" if document.deleted else document.stage,
        "print_state": document.print_state,
        "office": document.office,
        "counter": kept.counter,
        "rev": document.rev,
        "feed_seq": place,
        "body": kept.body,
        "replaces": original_of(document)[1] or None,
        "number": document.facts.get("number"),
        "print_number": document.facts.get("printNumber"),
        "deleted_s": now_s if document.deleted else None,
    }


def put_in_feed(connection: sa.Connection, company: str, places: Mapping[str, int]) -> None:
    """Gives documents whose rows are written their places in the company's feed."""
    if places:
        rows = [{"mine": company, "known": document_id, "seq": place} for document_id, place in places.items()]
        connection.execute(_TO_FEED, rows)


def living(company: str) -> "sa.ColumnElement[bool]":
    """The condition of a company's documents that are not tombstones."""
    return sa.and_(documents.c.company == company, documents.c.stage != "deleted")


def _put_open_request(connection: sa.Connection, company: str, document: Document) -> None:
    """What the document asks for, of itself or of the one it is to replace; the table's key allows one at a time."""
    event, original_id = original_of(document)
    if not event and document.stage not in ("approved", "voided"):
        return
    mine = sa.and_(open_requests.c.company == company, open_requests.c.by == document.id)
    connection.execute(sa.delete(open_requests).where(mine))
    asked: list[tuple[str, str]] = []
    if document.stage == "approved" and document.print_state in OPEN_PRINT_REQUESTS:
        asked.append((document.id, document.print_state))
    if event and document.stage in SENT:
        asked.append((original_id, event))
    for subject, kind in asked:
        connection.execute(
            sa.insert(open_requests).values(company=company, document=subject, by=document.id, kind=kind)
        )


def _put_invoices(connection: sa.Connection, rules: Rulebook, kept: Sequence[Paper]) -> None:
    older = [{"mine": paper.company, "of": paper.document.id} for paper in kept if paper.counter > 1]
    if older:
        connection.execute(_FREE_INVOICES, older)
    rows = [
        {"document": paper.document.id, "number": key, "company": paper.company}
        for paper in kept
        for key in sorted(taken(rules.form(paper.document.form), paper.document))
    ]
    if rows:
        connection.execute(_TAKE_INVOICES, rows)
