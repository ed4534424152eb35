"""Documents and what belongs to them as table rows, and back; damage inside a row is noticed here."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from coo_desktop.domain.checks.invoice_numbers import taken
from coo_desktop.domain.documents.checksum import Checksum
from coo_desktop.domain.documents.document import Conflict, Decision, Document, Evidence, Intent, Resolution, walk
from coo_desktop.domain.documents.history import rows_by_id
from coo_desktop.domain.documents.summary import COLUMNS, search_text, summary
from coo_desktop.domain.errors import NotFound, StoreDamaged
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language import finding
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.database import search

Columns = dict[str, Any]
Record = TypeVar("Record")

_BODIES = ("links", "facts", "extra", "values", "base")
_FLAGS = ("needs_review", "deleted")
_AS_THEY_ARE = (
    *("id", "family", "form", "stage", "print_state", "delivery", "author", "office", "blocking", "conflicts"),
    *("created_at", "updated_at", "revision", "rev", "review"),
)


def packed(value: Any) -> str:
    """A JSON value as stored text; a lone surrogate, which UTF-8 cannot hold, is kept escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def unpacked(text: str) -> Any:
    """The value of a stored text; raises StoreDamaged when it is none."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise StoreDamaged(cause="json") from error


def document_columns(document: Document, rules: Rulebook) -> Columns:
    """Everything the document's row holds, list columns and words to search included."""
    columns: Columns = {name: getattr(document, name) for name in _AS_THEY_ARE}
    columns |= {name: int(getattr(document, name)) for name in _FLAGS}
    columns |= {name: packed(getattr(document, name)) for name in _BODIES}
    if document.base is None:
        columns["base"] = None
    form = _form(rules, document.form)
    if form is None:
        columns |= dict.fromkeys(COLUMNS, "") | {"title": document.form, "number": ""}
        columns["search"] = finding.folded(document.form)
    else:
        told = summary(form, document)
        columns |= {name: storable(text) for name, text in told.items()}
        columns["search"] = search.spelt(finding.folded(search_text(form, document, told)), columns["partner"])
    columns["row_hash"] = _hash(columns)
    return columns


def document_of(record: Mapping[str, Any]) -> Document:
    """The document of a row; raises StoreDamaged when the row is not what was written."""
    if record["row_hash"] != _hash(record):
        raise StoreDamaged(cause="row_hash", id=record["id"])
    bodies = {name: unpacked(record[name]) for name in _BODIES if record[name] is not None}
    flags = {name: bool(record[name]) for name in _FLAGS}
    return Document(**{name: record[name] for name in _AS_THEY_ARE} | flags | bodies)


def invoices(document: Document, rules: Rulebook) -> frozenset[str]:
    """The keys of the invoice numbers that a document takes; none of a form that only a newer program knows."""
    form = _form(rules, document.form)
    return taken(form, document) if form is not None else frozenset()


def edits(old: Document | None, new: Document) -> Iterator[Columns]:
    """One row of the edit log per value that changed."""
    was = old.values if old else {}
    before, after = dict(walk(_differing(was, new.values))), dict(walk(_differing(new.values, was)))
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) != after.get(path):
            yield {
                "document": new.id,
                "revision": new.revision,
                "path": path,
                "old": packed(before.get(path)),
                "new": packed(after.get(path)),
                "at": new.updated_at,
            }


def checksum_columns(found: Checksum) -> Columns:
    return {"count": found.count, "digest": found.digest}


def checksum_of(kept: Mapping[str, Any]) -> Checksum | None:
    """The checksum that was kept; None where none was, or what is there is no checksum."""
    try:
        return Checksum(int(kept["count"]), int(kept["digest"], 16))
    except (KeyError, TypeError, ValueError):
        return None


def _differing(values: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are otherwise there, of rows with ids those that are: a long document has one other row."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if others.get(name) != value:
            here, there = rows_by_id(value), rows_by_id(others.get(name))
            rows = [row for row_id, row in here.items() if there.get(row_id) != row] if here and there else value
            found |= {name: rows} if rows or not value else {}
    return found


def intent_columns(intent: Intent) -> Columns:
    columns = _fields(intent, "seq", "after", "body", "problem")
    problem = None if intent.problem is None else packed(intent.problem)
    return {**columns, "after": packed(list(intent.after)), "body": packed(intent.body), "problem": problem}


def intent_of(record: Mapping[str, Any]) -> Intent:
    problem = None if record["problem"] is None else unpacked(record["problem"])
    bodies = {"after": tuple(unpacked(record["after"])), "body": unpacked(record["body"]), "problem": problem}
    return Intent(**{**record, **bodies})


def conflict_columns(conflict: Conflict) -> Columns:
    values = {name: packed(getattr(conflict, name)) for name in ("base", "mine", "theirs")}
    decision = None if conflict.decision is None else dataclasses.asdict(conflict.decision)
    return {**_fields(conflict, *values), **values, "decision": packed(decision), "resolved": 0}


def conflict_of(record: Mapping[str, Any]) -> Conflict:
    values = {name: unpacked(record[name]) for name in ("base", "mine", "theirs")}
    if decision := unpacked(record["decision"]):
        decision = Decision(**decision | {"resolution": Resolution(decision["resolution"])})
    values["decision"] = decision
    return Conflict(**{**{name: part for name, part in record.items() if name != "resolved"}, **values})


def evidence_columns(evidence: Evidence) -> Columns:
    return {**_fields(evidence), "name": storable(evidence.name)}


def evidence_of(record: Mapping[str, Any]) -> Evidence:
    return Evidence(**record)


def known_fields(kind: type[Record], stored: Mapping[str, Any] | None) -> Record:
    """A frozen value from what was stored, leaving out what this version does not know."""
    names = {field.name for field in dataclasses.fields(kind)}  # type: ignore[arg-type]  # only dataclasses come here
    return kind(**{name: value for name, value in (stored or {}).items() if name in names})


def _fields(value: Any, *without: str) -> Columns:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.name not in without}


def _form(rules: Rulebook, form_id: str) -> FormType | None:
    """The form type, or None for one that only a newer program knows: its documents are kept all the same."""
    try:
        return rules.form(form_id)
    except NotFound:
        return None


def _hash(columns: Mapping[str, Any]) -> bytes:
    digest = hashlib.blake2b(f"{columns['id']} {columns['revision']} {columns['stage']}".encode(), digest_size=8)
    for name in _BODIES:
        digest.update(b"\0" + (columns[name] or "").encode())
    return digest.digest()


def storable(text: str) -> str:
    """A text a column can hold: UTF-8 has no lone surrogates, and SQLite's own functions stop at NUL."""
    return text.encode(errors="replace").decode().replace("\0", "")
