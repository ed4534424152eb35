"""Seals and signatures of companies as pictures, where their office takes electronic seals.

A picture belongs to one company, and nobody of another one hears of it. The seal is the administrator's to change, a
signature that of the person themselves.
"""

import hashlib
from io import BytesIO

import sqlalchemy as sa
from PIL import Image, UnidentifiedImageError

from coo_backend.db.companies import wishes
from coo_backend.db.tables import company_stamps
from coo_backend.db.unit import Actor, Unit
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.contract.accounts import Stamp as StampBody
from coo_desktop.contract.accounts import StampContent
from coo_desktop.domain.office.people import ADMIN
from coo_desktop.domain.office.stamps import (
    JPEG,
    PNG,
    STAMP_BYTES,
    ElectronicSeals,
    Stamp,
    StampKind,
    StampPicture,
    from_parts,
    size_fault,
    to_parts,
)

_MOST_PIXELS = 4_000_000
_FORMATS = {"PNG": PNG, "JPEG": JPEG}


def to_wire(stamp: Stamp) -> StampBody:
    return StampBody.model_validate(stamp)


def content(connection: sa.Connection, actor: Actor, sha256: str) -> StampContent:
    """The bytes of a picture of the actor's own company; refuses with not-found."""
    mine = sa.and_(company_stamps.c.company == actor.company.id, company_stamps.c.sha256 == sha256)
    found = connection.execute(sa.select(company_stamps.c.content).where(mine)).scalar()
    if found is None:
        raise Refusal("not-found")
    return StampContent(content=to_parts(found))


def put(unit: Unit, kind: str, encoded: list[str], width_mm: str) -> StampBody:
    """Files a picture in place of the one before; refuses where the office takes none, and what is no fit picture."""
    found, account = _kind(kind), _owner(unit, _kind(kind))
    if wishes(unit.connection, unit.company.office).seals is ElectronicSeals.NONE:
        raise invalid(("seals_not_taken", "kind"))
    picture = _picture(encoded)
    if size_fault(found, width_mm, picture):
        raise invalid(("stamp_size", "widthMm"))
    remove(unit, kind)
    values = {"company": unit.company.id, "kind": found, "account": account, "mime": picture.mime}
    values |= {"sha256": hashlib.sha256(picture.content).hexdigest(), "width_mm": width_mm.strip()}
    values |= {"changed_at": unit.shared.clock.stamp(), "changed_by": unit.actor.account}
    unit.connection.execute(sa.insert(company_stamps).values(content=picture.content, **values))
    unit.record(f"stamp-{found}", account)
    return StampBody.model_validate({name: value for name, value in values.items() if name != "company"})


def remove(unit: Unit, kind: str) -> None:
    """Takes a picture away; none to take is as good."""
    found = _kind(kind)
    mine = sa.and_(company_stamps.c.company == unit.company.id, company_stamps.c.kind == found)
    gone = sa.delete(company_stamps).where(mine, company_stamps.c.account == _owner(unit, found))
    if unit.connection.execute(gone).rowcount:
        unit.record(f"stamp-{found}-removed", unit.actor.account)


def _kind(kind: str) -> StampKind:
    if kind not in set(StampKind):
        raise Refusal("not-found")
    return StampKind(kind)


def _owner(unit: Unit, kind: StampKind) -> str:
    """Whose the picture is: the company's, or the acting person's; refuses with forbidden."""
    if kind is StampKind.SEAL and unit.actor.role != ADMIN:
        raise Refusal("forbidden")
    return "" if kind is StampKind.SEAL else unit.actor.account


def _picture(encoded: list[str]) -> StampPicture:
    """The picture of a request; what its file says of itself is read, and nothing of it is decoded."""
    found = from_parts(encoded)
    if len(found) > STAMP_BYTES:
        raise invalid(("stamp_large", "content"))
    try:
        with Image.open(BytesIO(found), formats=tuple(_FORMATS)) as image:
            width, height, mime = image.width, image.height, _FORMATS[str(image.format)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise invalid(("stamp_type", "content")) from None
    if not width or not height or width * height > _MOST_PIXELS:
        raise invalid(("stamp_large", "content"))
    return StampPicture(found, mime, width, height)
