"""Documents between the wire and their rows: the stored body is what travels, byte for byte."""

import dataclasses
import json
import secrets
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import documents, invoices, open_requests
from coo_backend.runtime.strict_json import write_json
from coo_desktop.domain.checks.invoice_numbers import taken
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.documents.succession import REQUESTS, SENT, original_of
from coo_desktop.domain.office.release import FACT, without_release
from coo_desktop.domain.rulebook import Rulebook

# Built once: building a statement costs more than running it.
_FIND = sa.select(documents).where(documents.c.id == sa.bindparam("known"))
_FIND_ALL = sa.select(documents).where(documents.c.id.in_(sa.bindparam("known", expanding=True)))
_REVISIONS = sa.select(documents.c.id, documents.c.rev).where(documents.c.id.in_(sa.bindparam("known", expanding=True)))
_INSERT = sa.insert(documents)
_UPDATE = sa.update(documents).where(documents.c.id == sa.bindparam("known"))
_TO_FEED = _UPDATE.values(feed_seq=sa.bindparam("seq"))

OPEN_PRINT_REQUESTS = tuple(REQUESTS)

#: Members of a document body that a client may not send.
BACKEND_ONLY = ("id", "family", "rev", "stage", "printState", "facts", "author", "office", "createdAt", "updatedAt")


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A document with its place in the store; `counter` is how often it was stored."""

    company: str
    document: Document
    counter: int = 0


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


def found(connection: sa.Connection, rules: Rulebook, document_id: str) -> Paper | None:
    """The stored document of any company, tombstones included; the caller looks whose it is."""
    row = connection.execute(_FIND, {"known": document_id}).first()
    return paper(rules, row) if row else None


def found_all(connection: sa.Connection, rules: Rulebook, ids: Collection[str]) -> dict[str, Paper]:
    """Those of the documents that are stored, by their ids, in one read."""
    rows = connection.execute(_FIND_ALL, {"known": sorted(ids)}) if ids else ()
    return {row.id: paper(rules, row) for row in rows}


def revisions(connection: sa.Connection, ids: Collection[str]) -> dict[str, str]:
    """The revisions of those of the documents that are stored, by their ids."""
    rows = connection.execute(_REVISIONS, {"known": sorted(ids)}) if ids else ()
    return {row.id: row.rev for row in rows}


def readable(connection: sa.Connection, company: str, office: str, document_id: str) -> Any:
    """(body, rev) of a living document of the company, or of any company of the office; None when there is none."""
    query = sa.select(documents.c.body, documents.c.rev).where(documents.c.id == document_id)
    whose = documents.c.office == office if office else documents.c.company == company
    return connection.execute(query.where(whose, documents.c.stage != "deleted")).first()


def next_revision(epoch: str, counter: int) -> str:
    """An opaque revision that no restore can give out twice."""
    return f"{epoch}.{counter}.{secrets.token_hex(6)}"


def put_row(connection: sa.Connection, rules: Rulebook, kept: Paper, now_s: int) -> None:
    """Stores the document and what the database selects and constrains by; it reaches the feed by `put_in_feed`."""
    document = kept.document
    values = {
        "id": document.id,
        "company": kept.company,
        "form": document.form,
        "family": document.family,
        "stage": "deleted" if document.deleted else document.stage,
        "print_state": document.print_state,
        "office": document.office,
        "counter": kept.counter,
        "rev": document.rev,
        "feed_seq": 0,
        "body": to_wire(rules, document),
        "replaces": original_of(document)[1] or None,
        "number": document.facts.get("number"),
        "print_number": document.facts.get("printNumber"),
        "deleted_s": now_s if document.deleted else None,
    }
    if kept.counter == 1:
        connection.execute(_INSERT, values)
    else:
        connection.execute(_UPDATE, {**values, "known": document.id})
    if document.family == CERTIFICATE:
        _put_invoices(connection, rules, kept)
    _put_open_request(connection, document)


def put_in_feed(connection: sa.Connection, document_ids: Iterable[str], last_seq: int) -> int:
    """Gives the documents their places after `last_seq`, in order; the last place given."""
    places = [{"known": document_id, "seq": last_seq + step} for step, document_id in enumerate(document_ids, 1)]
    if places:
        connection.execute(_TO_FEED, places)
    return last_seq + len(places)


def living(company: str) -> "sa.ColumnElement[bool]":
    """The condition of a company's documents that are not tombstones."""
    return sa.and_(documents.c.company == company, documents.c.stage != "deleted")


def _put_open_request(connection: sa.Connection, document: Document) -> None:
    """What the document asks for, of itself or of the one it is to replace; the table's key allows one at a time."""
    event, original_id = original_of(document)
    if not event and document.stage not in ("approved", "voided"):
        return
    connection.execute(sa.delete(open_requests).where(open_requests.c.by == document.id))
    asked: list[tuple[str, str]] = []
    if document.stage == "approved" and document.print_state in OPEN_PRINT_REQUESTS:
        asked.append((document.id, document.print_state))
    if event and document.stage in SENT:
        asked.append((original_id, event))
    for subject, kind in asked:
        connection.execute(sa.insert(open_requests).values(document=subject, by=document.id, kind=kind))


def _put_invoices(connection: sa.Connection, rules: Rulebook, kept: Paper) -> None:
    document = kept.document
    if kept.counter > 1:
        connection.execute(sa.delete(invoices).where(invoices.c.document == document.id))
    keys = sorted(taken(rules.form(document.form), document))
    rows = [{"document": document.id, "number": key, "company": kept.company} for key in keys]
    if rows:
        connection.execute(sa.insert(invoices), rows)
