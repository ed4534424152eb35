"""What the backend says about a document, checked before anything is done with it."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from coo_desktop.contract import documents
from coo_desktop.domain.clock import is_id
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import Document, Values, editor_of
from coo_desktop.domain.errors import NotFound, Untrusted
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.sync.client.calls import as_value, shaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A living document in the program's own spelling.

    `is_known` is False for a form type that only a newer program has: its values stay in `extra`, as they came.
    """

    id: str
    form: str
    family: str
    rev: str
    values: Values
    extra: Values
    stage: str
    print_state: str
    facts: Values
    links: Values
    author: str
    office: str
    created_at: str
    updated_at: str
    is_known: bool = True

    @property
    def editor(self) -> str:
        """The account whose content this is."""
        return editor_of(self.author, self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A tombstone: the only thing that deletes."""

    id: str
    rev: str
    by: str = ""


def read(rules: Rulebook, item: Any, expected: str = "") -> Arrived | Gone:
    """A document or tombstone; raises Untrusted for any other shape, or for another id than `expected`."""
    told = shaped(documents.Revision, item).root
    if not is_id(told.id) or (expected and told.id != expected):
        raise Untrusted(reason="identity", id=expected)
    if isinstance(told, documents.Tombstone):
        return Gone(id=told.id, rev=told.rev, by=told.by)
    return _living(rules, told)


def read_living(rules: Rulebook, item: Any, expected: str) -> Arrived:
    """A document that must not be a tombstone."""
    arrived = read(rules, item, expected)
    if isinstance(arrived, Gone):
        raise Untrusted(reason="tombstone", id=expected)
    return arrived


def adopted(rules: Rulebook, document: Document) -> Document:
    """A document that waited, unread, for the form type it is of."""
    values, extra = wire.from_wire(rules.form(document.form), document.extra)
    return dataclasses.replace(document, values=values, base=values, extra=extra)


def _living(rules: Rulebook, told: documents.Document) -> Arrived:
    values: Values = {}
    extra: Values = told.values
    try:
        known = rules.form(told.form)
    except NotFound:
        known = None
    if told.stage == "deleted" or (known is not None and known.family != told.family):
        raise Untrusted(reason="kind", id=told.id)
    if known is not None:
        values, extra = wire.from_wire(known, told.values)
    return as_value(Arrived, told, values=values, extra=extra, is_known=known is not None)
