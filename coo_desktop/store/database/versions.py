"""The versions of documents as rows: noted in the commit of the save that makes them, read newest first."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, select

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.history import KEPT_VERSIONS, Version, follow
from coo_desktop.store.database import rows, schema
from coo_desktop.store.database.gathered import FORGET_VERSIONS, GROW_VERSION, GROWING, NEW_VERSION, Gathered

_version = schema.version
OF_DOCUMENT = select(_version).where(_version.c.document == bindparam("id")).order_by(_version.c.number.desc())
_newest = (
    select(_version.c.document, func.max(_version.c.number).label("number"))
    .where(_version.c.document.in_(bindparam("ids", expanding=True)))
    .group_by(_version.c.document)
    .subquery()
)
LATEST = select(_version).join(
    _newest, (_version.c.document == _newest.c.document) & (_version.c.number == _newest.c.number)
)


def note(writes: Gathered, latest: Version | None, old: Document | None, new: Document, person: str) -> Version | None:
    """Writes the version that storing `new` makes after the `latest`, if it makes one; forgets the oldest beyond those
    that are kept. Gives the newest there is then."""
    version = follow(latest, old, new, person)
    if version is None:
        return latest
    columns = _columns(new.id, version)
    if latest is not None and latest.number == version.number:
        grown = {f"now_{name}": columns[name] for name in GROWING}
        writes.add(GROW_VERSION, {"key": new.id, "at_number": version.number, **grown})
        return version
    writes.add(NEW_VERSION, columns)
    if version.number > KEPT_VERSIONS:
        writes.add(FORGET_VERSIONS, {"key": new.id, "at_number": version.number - KEPT_VERSIONS})
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
