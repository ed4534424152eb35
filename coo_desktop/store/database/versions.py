"""The versions of documents as rows: noted in the commit of the save that makes them, read newest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from coo_desktop.domain.documents.history import Version
from coo_desktop.store.database import rows, schema

_version = schema.version
OF_DOCUMENT = select(_version).where(_version.c.document == bindparam("id")).order_by(_version.c.number.desc())
_newest = (
    select(_version.c.document, func.max(_version.c.number).label("number"))
    .where(_version.c.document.in_(bindparam("ids", expanding=True)))
    .group_by(_version.c.document)
    .subquery()
)
_LATEST = select(_version).join(
    _newest, (_version.c.document == _newest.c.document) & (_version.c.number == _newest.c.number)
)


def latest(connection: Connection, ids: Sequence[str]) -> dict[str, Version]:
    """The newest version of each of these documents, in one read."""
    found = connection.execute(_LATEST, {"ids": list(ids)}).mappings()
    return {record["document"]: version_of(dict(record)) for record in found}


def version_of(record: Mapping[str, Any]) -> Version:
    """The version of a row; raises StoreDamaged when its texts are none."""
    told = {name: record[name] for name in record if name not in ("document", "before")}
    before = rows.unpacked(record["before"])
    return Version(**{**told, "before": before, "changed": tuple(before)})


def columns(document_id: str, version: Version) -> dict[str, Any]:
    """The row of a version."""
    names = ("number", "revision", "by", "source", "stage", "print_state", "began_at", "at")
    told = {name: getattr(version, name) for name in names}
    return {"document": document_id, **told, "before": rows.packed(version.before)}
