"""Reference packs that an office publishes to its companies: checked whole, signed with its key, never older."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path

import sqlalchemy as sa

from coo_backend.db.shelf import Shelf
from coo_backend.db.tables import packs
from coo_backend.db.unit import Actor, Shared, Unit, unit
from coo_backend.files.parts import digest
from coo_backend.runtime.refusals import WORDS, Refusal, invalid
from coo_desktop.contract.reference import Pack, Packs
from coo_desktop.domain.errors import StoreUnwritable, Unreadable
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.environment.files import move_into_place
from coo_desktop.store.packs.seal import sign

#: What a pack says of itself and the office passes on.
_PASSED_ON = ("name", "kind", "edition", "as_of", "rows", "digest", "signature", "quality", "source", "licence")


@dataclass(frozen=True, slots=True)
class Published:
    """One pack of an office's shelf; its file holds exactly these bytes, the office's signature among them."""

    name: str
    kind: str
    edition: str
    as_of: str
    rows: str
    size_bytes: int
    sha256: str
    digest: str
    signature: str
    quality: str
    source: str
    licence: str
    published_at: str
    published_by: str
    withdrawn_at: str = ""


def publish(shared: Shared, shelf: Shelf, actor: Actor, upload: Path) -> Published:
    """Checks an upload, signs it and puts it on the shelf of the actor's office; the upload is gone afterwards.

    Refuses with a validation problem whose code says why: pack_key without a key, pack_older, or what `verify` found.
    """
    try:
        if not shelf.private_key:
            raise invalid(("pack_key", "pack"))
        manifest = _signed(upload, shelf.private_key)
        with unit(shared, actor, actor.company.id, "publish-pack") as opened:
            return _put(opened, shelf, upload, manifest)
    except Refusal as refusal:
        with unit(shared, actor, actor.company.id, "refuse-pack") as opened:
            opened.record("refused-publish-pack", _why(refusal))
        raise
    finally:
        upload.unlink(missing_ok=True)


def withdraw(shared: Shared, actor: Actor, pack_digest: str) -> None:
    """Takes a pack off the shelf: nobody is offered it any more; who installed it keeps it."""
    with unit(shared, actor, actor.company.id, "withdraw-pack") as opened:
        mine = sa.and_(packs.c.office == actor.company.office, packs.c.digest == pack_digest)
        row = opened.connection.execute(sa.select(packs).where(mine, packs.c.withdrawn_at == "")).first()
        if row is None:
            raise Refusal("not-found")
        opened.connection.execute(sa.update(packs).where(mine).values(withdrawn_at=shared.clock.stamp()))
        opened.record("withdraw-pack", _subject(row.name, row.as_of, pack_digest))


def shelved(connection: sa.Connection, office: str, *, withdrawn: bool = False) -> list[Published]:
    """The packs of an office by name, the newest of each first; the withdrawn ones only when asked for."""
    query = sa.select(packs).where(packs.c.office == office)
    if not withdrawn:
        query = query.where(packs.c.withdrawn_at == "")
    order = (packs.c.name, packs.c.as_of.desc(), packs.c.published_at.desc(), packs.c.digest)
    return [_published(row) for row in connection.execute(query.order_by(*order))]


def index(connection: sa.Connection, shelf: Shelf, office: str) -> Packs:
    """What a desk is told: the key that signed, and every pack that is offered."""
    items = [Pack.model_validate(one) for one in shelved(connection, office)]
    return Packs(key=shelf.public_key, items=items)


def offered(connection: sa.Connection, office: str, name: str, pack_digest: str) -> Published:
    """One offered pack; refuses with not-found."""
    mine = sa.and_(packs.c.office == office, packs.c.name == name, packs.c.digest == pack_digest)
    row = connection.execute(sa.select(packs).where(mine, packs.c.withdrawn_at == "")).first()
    if row is None:
        raise Refusal("not-found")
    return _published(row)


def _signed(upload: Path, private_key: bytes) -> Manifest:
    try:
        return sign(upload, private_key)
    except Unreadable as error:
        why = str(error.facts.get("reason"))
        refusal = invalid((why if why in WORDS else "pack_damaged", "pack"))
        refusal.facts |= {name: str(error.facts[name]) for name in ("key", "cause") if name in error.facts}
        raise refusal from None


def _put(opened: Unit, shelf: Shelf, upload: Path, manifest: Manifest) -> Published:
    office = opened.actor.company.office
    here = [one for one in shelved(opened.connection, office) if one.name == manifest.name]
    newest = max((one.as_of for one in here), default="")
    if newest > manifest.as_of:
        refusal = invalid(("pack_older", "pack"))
        refusal.facts |= {"offered": manifest.as_of, "installed": newest}
        raise refusal
    sha256, size_bytes = digest(upload)
    described = {name: getattr(manifest, name) for name in _PASSED_ON}
    stamps = {"published_at": opened.shared.clock.stamp(), "published_by": opened.actor.name}
    published = Published(**described, sha256=sha256, size_bytes=size_bytes, **stamps)
    mine = sa.and_(packs.c.office == office, packs.c.digest == manifest.digest)
    opened.connection.execute(sa.delete(packs).where(mine))
    opened.connection.execute(sa.insert(packs).values(office=office, **asdict(published)))
    opened.record("publish-pack", _subject(manifest.name, manifest.as_of, manifest.digest))
    _keep(upload, shelf.place(office, manifest.digest))
    return published


def _keep(upload: Path, place: Path) -> None:
    """The file has its name before a row tells of it."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        move_into_place(upload, place)
    except OSError as error:
        raise StoreUnwritable(file=place.name, reason=error.strerror or "") from None


def _subject(name: str, as_of: str, pack_digest: str) -> str:
    return f"{name} {as_of} {pack_digest[:12]}"


def _why(refusal: Refusal) -> str:
    problems = refusal.facts.get("problems")
    return str(problems[0]["code"]) if isinstance(problems, list) and problems else refusal.name


def _published(row: "sa.Row[tuple[object, ...]]") -> Published:
    return Published(**{field.name: getattr(row, field.name) for field in fields(Published)})
