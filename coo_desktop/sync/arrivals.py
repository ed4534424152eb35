"""What the backend says about a document, checked before anything is done with it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.document import FAMILIES, Document, Values
from coo_desktop.domain.errors import NotFound, Untrusted
from coo_desktop.domain.identity import is_id
from coo_desktop.domain.rulebook import Rulebook

LONGEST_TEXT = 500


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A tombstone: the only thing that deletes."""

    id: str
    rev: str
    by: str = ""


def read(rules: Rulebook, item: Any, expected: str = "") -> Arrived | Gone:
    """A document or tombstone; raises Untrusted for any other shape, or for another id than `expected`."""
    if not isinstance(item, Mapping):
        raise Untrusted(reason="shape")
    found, rev = item.get("id"), item.get("rev")
    if not is_id(found) or (expected and found != expected):
        raise Untrusted(reason="identity", id=expected)
    if not isinstance(rev, str) or not 0 < len(rev) <= LONGEST_TEXT:
        raise Untrusted(reason="rev", id=str(found))
    if item.get("deleted") is True:
        return Gone(id=str(found), rev=rev, by=_text(item, "by"))
    return _living(rules, item, str(found), rev)


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


def _living(rules: Rulebook, item: Mapping[str, Any], found: str, rev: str) -> Arrived:
    form, family, values = _text(item, "form"), _text(item, "family"), _object(item, "values")
    stage = _text(item, "stage")
    if not form or family not in FAMILIES or not stage or stage == "deleted":
        raise Untrusted(reason="kind", id=found)
    extra: Mapping[str, Any] = values
    try:
        known = rules.form(form)
    except NotFound:
        known, values = None, {}
    if known is not None:
        if known.family != family:
            raise Untrusted(reason="kind", id=found)
        values, extra = wire.from_wire(known, values)
    return Arrived(
        id=found,
        form=form,
        family=family,
        rev=rev,
        values=values,
        extra=extra,
        stage=stage,
        print_state=_text(item, "printState") or lifecycle.PRINT_STATES[0],
        facts=_object(item, "facts"),
        links=_object(item, "links"),
        author=_text(item, "author"),
        office=_text(item, "office"),
        created_at=_text(item, "createdAt"),
        updated_at=_text(item, "updatedAt"),
        is_known=known is not None,
    )


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Untrusted(reason="shape", member=name)
    return value


def _object(item: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = item.get(name, {})
    if not isinstance(value, dict):
        raise Untrusted(reason="shape", member=name)
    return value
