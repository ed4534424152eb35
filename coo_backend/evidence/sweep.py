"""Uploads that nobody goes on with and files that nothing names are let go, at the start and once a day.

Rows go first, in a transaction; a file goes in a later one, under the same lock as the commit that would name it, and
only when no row names it then: what arrives meanwhile keeps its bytes, and a death in between leaves a file too many.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from coo_backend.db.references import named_files
from coo_backend.db.sight import EVERYBODY, Sight
from coo_backend.db.tables import companies, documents, evidence, feeds, uploads, verification_cases
from coo_backend.db.unit import Shared
from coo_backend.files.evidence_files import Files
from coo_backend.runtime.daily import Duty, IsStopped, for_each


@dataclass(frozen=True, slots=True)
class Swept:
    """How many uploads, committed files and bare files on disk were let go."""

    uploads: int = 0
    evidence: int = 0
    files: int = 0


def duties(shared: Shared, files: Files) -> tuple[Duty, ...]:
    """What is to be done each day, in this order: what one lets go of is bare for those after it."""
    steps: Mapping[str, Callable[[str], int]] = {
        "uploads that nobody goes on with": partial(_expire, shared, files),
        "evidence that nothing names": partial(_let_go, shared),
        "files that no row names": partial(_remove_bare, shared, files),
    }
    each = [Duty(name, partial(_for_each_company, shared, step)) for name, step in steps.items()]
    return (*each, Duty("parts of no upload", lambda _is_stopped: _remove_parts(shared, files)))


def sweep(shared: Shared, files: Files) -> Swept:
    """One sweep over every company; raises what keeps it from being done, and what was swept until then stays so."""
    expired, unnamed, bare, parts = (duty.work(lambda: False) for duty in duties(shared, files))
    return Swept(expired, unnamed, bare + parts)


def _for_each_company(shared: Shared, step: Callable[[str], int], is_stopped: IsStopped) -> int:
    with shared.database.read() as connection:
        ids = list(connection.execute(sa.select(companies.c.id).order_by(companies.c.id)).scalars())
    return for_each(ids, step, is_stopped)


def _expire(shared: Shared, files: Files, company: str) -> int:
    """Ends uploads without a new piece for `upload_age_s`; their parts are bare then."""
    with shared.database.write(company) as connection:
        mine = sa.select(uploads.c.id, uploads.c.created_at).where(uploads.c.company == company)
        since_s = shared.clock.seconds() - shared.settings.upload_age_s
        old = [
            row.id for row in connection.execute(mine) if _touched_s(files.parts.path(row.id), row.created_at) < since_s
        ]
        connection.execute(sa.delete(uploads).where(uploads.c.id.in_(old)))
    return len(old)


def _touched_s(part: Path, created_at: str) -> float:
    created_s = dt.datetime.fromisoformat(created_at).timestamp()
    return max(created_s, part.stat().st_mtime) if part.is_file() else created_s


def _let_go(shared: Shared, company: str) -> int:
    """Forgets committed files older than `unnamed_age_s` that no document and no answer of the company names.

    The documents are read before the write transaction; when one was stored meanwhile, the next sweep decides.
    """
    before = shared.clock.now() - dt.timedelta(seconds=shared.settings.unnamed_age_s)
    aged = sa.and_(evidence.c.company == company, evidence.c.created_at < before.isoformat(timespec="milliseconds"))
    seq = sa.select(feeds.c.seq).where(feeds.c.company == company)
    with shared.database.read(Sight(company)) as connection:
        seen = connection.execute(seq).scalar()
        old = set(connection.execute(sa.select(evidence.c.id).where(aged)).scalars())
        old -= _named(connection, company) if old else set()
    if not old:
        return 0
    with shared.database.write(company) as connection:
        if connection.execute(seq).scalar() != seen:
            return 0
        old -= _answered(connection, company)
        connection.execute(sa.delete(evidence).where(aged, evidence.c.id.in_(old)))
    return len(old)


def _named(connection: sa.Connection, company: str) -> set[str]:
    """The ids of all files that the company's documents name, discarded ones included."""
    bodies = sa.select(documents.c.body).where(documents.c.company == company, documents.c.body.contains('"sha256"'))
    return {name for body in connection.execute(bodies).scalars() for name, _ in named_files(json.loads(body))}


def _answered(connection: sa.Connection, company: str) -> set[str]:
    told = sa.select(verification_cases.c.evidence).where(verification_cases.c.company == company)
    return {file["id"] for text in connection.execute(told).scalars() if text for file in json.loads(text)}


def _remove_bare(shared: Shared, files: Files, company: str) -> int:
    """Removes files of the company that neither evidence nor an open upload names; the place is asked for all that it
    has before the transaction, which alone decides."""
    there = list(files.whole.all_of(company))
    with shared.database.write(company) as connection:
        known: set[str] = set()
        for table in (evidence, uploads):
            known |= set(connection.execute(sa.select(table.c.sha256).where(table.c.company == company)).scalars())
        bare = [content for content in there if content.sha256 not in known]
        for content in bare:
            files.whole.remove(content)
    return len(bare)


def _remove_parts(shared: Shared, files: Files) -> int:
    with shared.database.write("", EVERYBODY) as connection:
        known = set(connection.execute(sa.select(uploads.c.id)).scalars())
        bare = [path.stem for path in files.parts.all() if path.stem not in known]
        for upload_id in bare:
            files.parts.forget(upload_id)
    return len(bare)
