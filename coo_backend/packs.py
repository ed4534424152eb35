"""Reference packs that an office publishes to its companies: checked whole, signed with the office's key, never older.

`python -m coo_backend.packs FILE` makes a key and says its public half, which a company may pin before the first use.
"""

import argparse
import base64
import binascii
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import sqlalchemy as sa

from coo_backend.files import digest
from coo_backend.plain import write_json
from coo_backend.refusals import WORDS, Refusal, invalid
from coo_backend.settings import Settings
from coo_backend.tables import packs
from coo_backend.unit import Actor, Shared, Unit, unit
from coo_desktop.domain.errors import StoreUnwritable, Unreadable
from coo_desktop.domain.identity import new_id
from coo_desktop.domain.packs.catalog import fingerprint
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.store.packs.sign import public_half, sign

KEY_BYTES = 32
KEY_FILE = "pack.key"
#: What a pack says of itself and the office passes on.
_TOLD = ("name", "kind", "edition", "as_of", "rows", "digest", "signature", "quality", "source", "licence")


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


class Shelf:
    """Where the packs lie, below `data`, and the key that signs them; without one nothing is published."""

    def __init__(self, data: Path, private_key: bytes = b"") -> None:
        self.private_key = private_key
        self.public_key = base64.b64encode(public_half(private_key)).decode() if private_key else ""
        self._folder = data / "packs"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key) if self.public_key else ""

    def incoming(self) -> Path:
        """A place for an upload that nobody checked yet."""
        return self._folder / f"{new_id()}.part"

    def place(self, office: str, pack_digest: str) -> Path:
        """Where a published pack lies; the office's code and the digest were checked before they became names."""
        return self._folder / office / f"{pack_digest}.pack"


def open_shelf(settings: Settings) -> Shelf:
    """The shelf with the key that the settings name; a demo makes its own. Raises Unreadable for a file without one."""
    path = settings.pack_key or settings.data / KEY_FILE
    if settings.pack_key is None and not path.exists():
        if not settings.demo:
            return Shelf(settings.data)
        make_key(path)
    return Shelf(settings.data, read_key(path))


def read_key(path: Path) -> bytes:
    """A private key as `make_key` wrote it."""
    try:
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error) as error:
        raise Unreadable(file=path.name, reason=type(error).__name__) from None
    if len(key) != KEY_BYTES:
        raise Unreadable(file=path.name, reason="no key of Ed25519")
    return key


def make_key(path: Path) -> str:
    """Writes a new private key that only its owner reads; the public half. An existing file is never replaced."""
    key = os.urandom(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
    return base64.b64encode(public_half(key)).decode()


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


def index(connection: sa.Connection, shelf: Shelf, office: str) -> str:
    """What a desk is told: the key that signed, and every pack that is offered."""
    items = [{_camel(name): value for name, value in asdict(one).items()} for one in shelved(connection, office)]
    return write_json({"key": shelf.public_key, "items": items})


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
    told = {name: getattr(manifest, name) for name in _TOLD}
    stamps = {"published_at": opened.shared.clock.stamp(), "published_by": opened.actor.name}
    published = Published(**told, sha256=sha256, size_bytes=size_bytes, **stamps)
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
        os.replace(upload, place)
    except OSError as error:
        raise StoreUnwritable(file=place.name, reason=error.strerror or "") from None


def _subject(name: str, as_of: str, pack_digest: str) -> str:
    return f"{name} {as_of} {pack_digest[:12]}"


def _why(refusal: Refusal) -> str:
    problems = refusal.facts.get("problems")
    return str(problems[0]["code"]) if isinstance(problems, list) and problems else refusal.name


def _published(row: "sa.Row[tuple[object, ...]]") -> Published:
    return Published(**{field.name: getattr(row, field.name) for field in fields(Published)})


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others)


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m coo_backend.packs FILE`: a new key in a new file."""
    parser = argparse.ArgumentParser(prog="coo_backend.packs", description="Makes the key that signs reference packs.")
    parser.add_argument("file", type=Path)
    given = parser.parse_args(argv)
    if given.file.exists():
        parser.error(f"{given.file} is there already")
    public_key = make_key(given.file)
    print(f"{public_key}\n{fingerprint(public_key)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
