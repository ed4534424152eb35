"""What a damaged store still holds, as the program knows it; nothing that is not surely what was written.

A document's row carries a hash of its own, so its pages may come from anywhere. Everything else is taken only from
pages of one state of the file, and only if its row has the shape of its table and its texts can be understood.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from coo_desktop.domain.documents.document import Conflict, Document, Evidence, Intent
from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.database import rows, schema
from coo_desktop.store.salvage.pages import Pages
from coo_desktop.store.salvage.records import Value, records

_DOCUMENT = tuple(column.name for column in schema.document.columns)
_OUTBOX = tuple(column.name for column in schema.outbox.columns)
_EVIDENCE = tuple(column.name for column in schema.evidence.columns)
_CONFLICT = tuple(column.name for column in schema.conflict.columns)
T = TypeVar("T")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KINDS = frozenset({"put", "submit", "request", "delete", "commit"})
#: What `meta` holds; the rest of the rows of two columns are settings.
_META = ("company", "person")


@dataclass(slots=True)
class Finds:
    """Documents, wishes, evidence and conflicts by their ids, settings and facts of the company by their names."""

    documents: dict[str, Document] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)


def finds(pages: Pages) -> Finds:
    """Everything that can be taken; of a document that is found twice the newer revision."""
    found = Finds()
    for rowid, values in records(pages.plain):
        _take_document(found, rowid, values)
        for take in (_take_intent, _take_evidence, _take_conflict, _take_named):
            take(found, rowid, values)
    for rowid, values in records(pages.later, under=pages.plain):
        _take_document(found, rowid, values)
    return found


def _take_document(found: Finds, rowid: int, values: Sequence[Value]) -> None:
    missing = len(_DOCUMENT) - len(values)
    if missing not in (0, 1):
        return
    record: dict[str, Any] = dict(zip(_DOCUMENT, (rowid, *values[1:], "merged"), strict=False))
    document = _made(lambda: rows.document_of(record))
    if document is None or not isinstance(document.values, Mapping):
        return
    other = found.documents.get(document.id)
    if other is None or other.revision < document.revision:
        found.documents[document.id] = document


def _take_intent(found: Finds, rowid: int, values: Sequence[Value]) -> None:
    if len(values) != len(_OUTBOX) or values[0] is not None:
        return
    record: dict[str, Any] = dict(zip(_OUTBOX, (rowid, *values[1:]), strict=True))
    intent = _made(lambda: rows.intent_of(record))
    if intent is not None and intent.kind in _KINDS and isinstance(intent.body, Mapping):
        found.intents[intent.key] = intent


def _take_evidence(found: Finds, _rowid: int, values: Sequence[Value]) -> None:
    if len(values) == len(_EVIDENCE) and _SHA256.fullmatch(str(values[1])) and isinstance(values[2], int):
        evidence = rows.evidence_of(dict(zip(_EVIDENCE, values, strict=True)))
        found.evidence[evidence.id] = evidence


def _take_conflict(found: Finds, _rowid: int, values: Sequence[Value]) -> None:
    """A row of before schema 6 ends without the two columns that came with it."""
    missing = len(_CONFLICT) - len(values)
    if missing not in (0, 2) or _SHA256.fullmatch(str(values[1])):
        return
    record: dict[str, Any] = dict(zip(_CONFLICT, (*values, "", "null"), strict=False))
    if record["resolved"] != 0:
        return
    conflict = _made(lambda: rows.conflict_of(record))
    if conflict is not None:
        found.conflicts[conflict.id] = conflict


def _take_named(found: Finds, _rowid: int, values: Sequence[Value]) -> None:
    if len(values) != 2 or not isinstance(values[0], str) or not isinstance(values[1], str):
        return
    name, text = values
    value = _made(lambda: (rows.unpacked(str(text)),))
    if value is not None:
        kept = found.meta if name in _META else found.settings
        kept[str(name)] = value[0]


def _made(make: Callable[[], T]) -> T | None:
    """None where the row is none of its table, or not what was written."""
    try:
        return make()
    except (StoreDamaged, TypeError, ValueError, KeyError, AttributeError):
        return None
