"""The versions of documents as rows: noted in the commit of the save that makes them, read newest first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.history import KEPT_VERSIONS, Version, follow
from coo_desktop.store.database import rows, schema

_version = schema.version
_DOCUMENT: BindParameter[Any] = bindparam("key")
_NUMBER: BindParameter[Any] = bindparam("at_number")
OF_DOCUMENT = select(_version).where(_version.c.document == bindparam("id")).order_by(_version.c.number.desc())
_LATEST = select(_version).where(_version.c.document == _DOCUMENT).order_by(_version.c.number.desc()).limit(1)
_NOTE = insert(_version)
_GROWING = ("revision", "stage", "print_state", "at", "before")
_GROW = (
    update(_version)
    .where(_version.c.document == _DOCUMENT, _version.c.number == _NUMBER)
    .values({name: bindparam(f"now_{name}") for name in _GROWING})
)
_FORGET_OLD = delete(_version).where(_version.c.document == _DOCUMENT, _version.c.number <= _NUMBER)


def latest(connection: Connection, document_id: str) -> Version | None:
    """The newest version of a document."""
    found = connection.execute(_LATEST, {"key": document_id}).mappings().first()
    return version_of(dict(found)) if found else None


def note(
    connection: Connection, known: Version | None, old: Document | None, new: Document, person: str
) -> Version | None:
    """Writes the version that storing `new` makes after the `known` newest, if it makes one; forgets the oldest beyond
    those that are kept. Gives the newest there is then."""
    version = follow(known, old, new, person)
    if version is None:
        return known
    columns = _columns(new.id, version)
    if known is not None and known.number == version.number:
        grown = {f"now_{name}": columns[name] for name in _GROWING}
        connection.execute(_GROW, {"key": new.id, "at_number": version.number, **grown})
        return version
    connection.execute(_NOTE, columns)
    if version.number > KEPT_VERSIONS:
        connection.execute(_FORGET_OLD, {"key": new.id, "at_number": version.number - KEPT_VERSIONS})
    return version


def version_of(record: Mapping[str, Any]) -> Version:
    """The version of a row; raises StoreDamaged when its texts are none."""
    told = {name: record[name] for name in record if name not in ("document", "before")}
    before = rows.unpacked(record["before"])
    return Version(**{**told, "before": before, "changed": tuple(before)})


def _columns(document_id: str, version: Version) -> dict[str, Any]:
    names = ("number", "revision", "by", "source", "stage", "print_state", "began_at", "at")
    told = {name: getattr(version, name) for name in names}
    return {"document": document_id, **told, "before": rows.packed(version.before)}
