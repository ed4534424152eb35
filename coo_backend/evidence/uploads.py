"""Files that prove something: uploads that survive any cut, and the commit that names a whole file once.

The bytes of a commit have got their place before its transaction (examination.py): no company waits for that place.
"""

import base64
import binascii
from dataclasses import dataclass

import sqlalchemy as sa

from coo_backend.db.references import is_named_at
from coo_backend.db.tables import companies, evidence, uploads
from coo_backend.db.unit import Actor, Unit
from coo_backend.evidence.examination import Examined
from coo_backend.files.evidence_files import MEDIA_TYPES, Files
from coo_backend.files.port import Content, is_sha256
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.contract.documents import EvidenceAccepted
from coo_desktop.contract.requests import Commit
from coo_desktop.domain.clock import is_id, new_id
from coo_desktop.domain.language.file_name import shown_name


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way; `received` bytes are safe on disk."""

    id: str
    evidence: str
    sha256: str
    length: int
    received: int


def create(unit: Unit, files: Files, length: int, metadata: str) -> Upload:
    """Opens an upload, or the one already open for the same evidence and content."""
    described = read_metadata(metadata)
    evidence_id, sha256 = described.get("evidence", ""), described.get("sha256", "")
    if not is_id(evidence_id) or not is_sha256(sha256):
        raise invalid(("wrong_shape", "Upload-Metadata"))
    if length > unit.shared.settings.evidence_bytes:
        raise Refusal("too-large", limit=unit.shared.settings.evidence_bytes)
    if length <= 0:
        raise invalid(("file_empty", "Upload-Length"))
    if described.get("mime", "") not in MEDIA_TYPES:
        raise invalid(("file_type", "mime"))
    mine = sa.and_(uploads.c.company == unit.company.id, uploads.c.evidence == evidence_id)
    for row in unit.connection.execute(sa.select(uploads).where(mine)):
        if row.sha256 == sha256 and row.length == length:
            return _upload(row, files)
    _demand_room(unit, sha256, length)
    upload_id = new_id()
    values = {
        "id": upload_id,
        "company": unit.company.id,
        "evidence": evidence_id,
        "sha256": sha256,
        "mime": described["mime"],
        "name": shown_name(described),
        "length": length,
        "received": 0,
        "created_at": unit.shared.clock.stamp(),
    }
    unit.connection.execute(sa.insert(uploads).values(values))
    return Upload(upload_id, evidence_id, sha256, length, 0)


def _demand_room(unit: Unit, sha256: str, length: int) -> None:
    """Refuses an upload past what the company may keep: its files, each once, and what is on its way."""
    kept = sa.select(evidence.c.sha256, evidence.c.size_bytes).where(evidence.c.company == unit.company.id).distinct()
    sizes = {row.sha256: row.size_bytes for row in unit.connection.execute(kept)}
    coming = sa.select(sa.func.coalesce(sa.func.sum(uploads.c.length), 0)).where(uploads.c.company == unit.company.id)
    used = sum(sizes.values()) + unit.connection.execute(coming).scalar_one()
    if sha256 not in sizes and used + length > unit.shared.settings.company_bytes:
        raise invalid(("company_full", "file"))


def find(connection: sa.Connection, files: Files, company: str, upload_id: str) -> Upload:
    """An upload of the company; refuses with not-found."""
    query = sa.select(uploads).where(uploads.c.id == upload_id, uploads.c.company == company)
    row = connection.execute(query).first()
    if row is None:
        raise Refusal("not-found")
    return _upload(row, files)


def receive(unit: Unit, files: Files, upload_id: str, offset: int, content: bytes) -> Upload:
    """Appends bytes that were checked; refuses with wrong-offset when they do not follow what is there."""
    upload = find(unit.connection, files, unit.company.id, upload_id)
    if offset != upload.received:
        raise Refusal("wrong-offset", offset=upload.received)
    if offset + len(content) > upload.length:
        raise Refusal("too-large", limit=upload.length)
    files.parts.append(upload_id, offset, content)
    received = offset + len(content)
    mine = sa.and_(uploads.c.company == unit.company.id, uploads.c.id == upload_id)
    unit.connection.execute(sa.update(uploads).where(mine).values(received=received))
    return Upload(upload.id, upload.evidence, upload.sha256, upload.length, received)


def abandon(unit: Unit, files: Files, upload_id: str) -> None:
    """Ends an upload; its bytes are gone."""
    find(unit.connection, files, unit.company.id, upload_id)
    mine = sa.and_(uploads.c.company == unit.company.id, uploads.c.id == upload_id)
    unit.connection.execute(sa.delete(uploads).where(mine))
    files.parts.forget(upload_id)


def commit(
    unit: Unit, files: Files, evidence_id: str, body: Commit, examined: Examined | None = None
) -> EvidenceAccepted:
    """Names the whole file once its bytes are proved and were found fit; the same bytes twice are one file with two
    names."""
    mine = sa.and_(evidence.c.company == unit.company.id, evidence.c.id == evidence_id)
    known = unit.connection.execute(sa.select(evidence).where(mine)).first()
    if known is None:
        values = _arrived(unit, files, evidence_id, body, examined)
        unit.connection.execute(sa.insert(evidence).values(values))
        unit.record("commit", evidence_id)
    elif (known.sha256, known.size_bytes) != (body.sha256, body.size_bytes):
        raise Refusal("digest-mismatch")  # what a document that was sent names stays what it was
    return EvidenceAccepted(id=evidence_id, sha256=body.sha256, size_bytes=body.size_bytes, state="accepted")


def accepted(connection: sa.Connection, actor: Actor, company: str, evidence_id: str) -> "sa.Row[tuple[object, ...]]":
    """The row of a committed file that the actor may read, by company ("" for the actor's own) and id.

    Two companies may use the same id. An examiner reads files of a company filed at the office, and those named by what
    a company sent there before it moved.
    """
    company = company or actor.company.id
    query = sa.select(evidence, companies.c.office).join(companies, companies.c.id == evidence.c.company)
    row = connection.execute(query.where(evidence.c.company == company, evidence.c.id == evidence_id)).first()
    if row is not None and row.company == actor.company.id:
        return row
    office = actor.company.office
    if row is None or actor.role != "examiner":
        raise Refusal("not-found")
    if row.office != office and not is_named_at(connection, row.company, office, evidence_id):
        raise Refusal("not-found")
    return row


def read_metadata(text: str) -> dict[str, str]:
    """tus metadata: names, each with a value in base64."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            raise invalid(("wrong_shape", "Upload-Metadata")) from None
    return found


def _arrived(unit: Unit, files: Files, evidence_id: str, body: Commit, examined: Examined | None) -> dict[str, object]:
    """The row of the evidence, whose bytes have got their place."""
    mine = sa.and_(uploads.c.company == unit.company.id, uploads.c.evidence == evidence_id)
    query = sa.select(uploads).where(mine, uploads.c.sha256 == body.sha256)
    row = unit.connection.execute(query).first()
    values: dict[str, object] = {"company": unit.company.id, "id": evidence_id, "sha256": body.sha256}
    values |= {"size_bytes": body.size_bytes, "created_at": unit.shared.clock.stamp()}
    if row is None:
        return values | _twin(unit, body)
    # Its last piece may have come after the look.
    if examined is None or examined.upload != row.id or row.received != row.length:
        raise Refusal("upload-missing", offset=min(row.received, files.parts.size(row.id)))
    examined.demand(body.sha256, body.size_bytes)
    unit.connection.execute(sa.delete(uploads).where(mine, uploads.c.id == row.id))
    return values | {"mime": row.mime, "name": row.name}


def _twin(unit: Unit, body: Commit) -> dict[str, object]:
    """What is known of the same bytes under another name of the same company."""
    same = sa.and_(evidence.c.company == unit.company.id, evidence.c.sha256 == body.sha256)
    row = unit.connection.execute(sa.select(evidence).where(same, evidence.c.size_bytes == body.size_bytes)).first()
    if row is None:
        raise Refusal("upload-missing")
    return {"mime": row.mime, "name": row.name}


def _upload(row: "sa.Row[tuple[object, ...]]", files: Files) -> Upload:
    received = files.received(row.id, Content(row.company, row.sha256), row.received)
    return Upload(row.id, row.evidence, row.sha256, row.length, received)
