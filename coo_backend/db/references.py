"""What a document's values point to: the products, the evidence and the original that a rule asks about."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import documents
from coo_desktop.domain.documents.document import PRE_REVIEW, Document
from coo_desktop.domain.forms.form_type import FormType


def products(form: FormType, document: Document) -> tuple[str, ...]:
    """The pre-reviews that the document rests on, each once."""
    found: dict[str, None] = {}
    for spec in form.stored.values():
        value = document.values.get(spec.id)
        if spec.family == PRE_REVIEW and isinstance(value, str) and value:
            found[value] = None
        links = [part.id for part in spec.item_type.fields if _is_product(part)] if spec.item_type else []
        for row in value if isinstance(value, list) else ():
            if isinstance(row, dict):
                found |= {row[link]: None for link in links if isinstance(row.get(link), str) and row[link]}
    return tuple(found)


def evidence(document: Document) -> dict[str, str]:
    """Evidence id -> the SHA-256 the document names for it, mark pictures included."""
    return dict(named_files(dict(document.values)))


def is_named_at(connection: sa.Connection, company: str, office: str, subject: str) -> bool:
    """Whether something that the company has sent to an office names this document or evidence.

    After a move the products and the original of a document may be another office's: whoever examines it reads them.
    """
    mine = sa.and_(documents.c.company == company, documents.c.office == office)
    sent = documents.c.stage.not_in(("draft", "ready", "withdrawn", "deleted"))
    named = documents.c.body.contains(json.dumps(subject), autoescape=True)
    return connection.execute(sa.select(documents.c.id).where(mine, sent, named).limit(1)).first() is not None


def named_files(value: Any) -> Iterator[tuple[str, str]]:
    """(id, SHA-256) of every file that values name, wherever they stand."""
    if isinstance(value, dict):
        if value.get("sha256"):
            yield str(value.get("evidence") or value.get("id") or ""), str(value["sha256"])
        for part in value.values():
            yield from named_files(part)
    elif isinstance(value, list):
        for part in value:
            yield from named_files(part)


def _is_product(part: Any) -> bool:
    return bool(part.family == PRE_REVIEW)
