"""The company's seal and signatures over the wire: filed, taken away, and fetched once for each desk."""

import hashlib
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from coo_desktop.contract import accounts, requests
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.office.stamps import (
    STAMPS,
    CompanyStamps,
    ElectronicSeals,
    Stamp,
    StampKind,
    StampPicture,
    content_setting,
    from_parts,
    kept_stamps,
    stamps_of,
    to_parts,
)
from coo_desktop.domain.ports import Store
from coo_desktop.store.evidence.stamp_picture import read_picture
from coo_desktop.sync.client.calls import Caller, to_wire


class StampRequests:
    """Implements the `StampRequests` port."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def read_picture(self, file: Path) -> StampPicture:
        """See `StampRequests.read_picture`."""
        return read_picture(file)

    def put(self, kind: StampKind, picture: StampPicture, width_mm: Decimal) -> None:
        """See `StampRequests.put`."""
        body = to_wire(requests.PutStamp, content=to_parts(picture.content), widthMm=str(width_mm))
        self._caller.call("PUT", f"/v1/company/stamps/{kind}", body, {"Idempotency-Key": new_id()})

    def remove(self, kind: StampKind) -> None:
        """See `StampRequests.remove`."""
        self._caller.call("DELETE", f"/v1/company/stamps/{kind}", None, {"Idempotency-Key": new_id()})


def keep_stamps(store: Store, caller: Caller, told: accounts.WhoAmI) -> bool:
    """Keeps what is filed now, with the bytes of pictures that are not here yet; whether anything had changed."""
    names = ("account", "sha256", "mime", "width_mm", "changed_at", "changed_by")
    items = (Stamp(kind=StampKind(each.kind), **{name: getattr(each, name) for name in names}) for each in told.stamps)
    now = CompanyStamps(ElectronicSeals(told.electronic_seals), tuple(items))
    kept = store.reader.setting(STAMPS)
    before = stamps_of(kept)
    if kept is not None and before == now:
        return False
    here = {each.sha256 for each in before.items}
    wanted = {each.sha256 for each in now.items}
    contents = {sha256: _content(caller, sha256) for sha256 in sorted(wanted - here)}
    with store.unit() as unit:
        for sha256, content in contents.items():
            unit.put_setting(content_setting(sha256), content)
        for sha256 in here - wanted:
            unit.put_setting(content_setting(sha256), [])
        unit.put_setting(STAMPS, kept_stamps(now))
    return True


def _content(caller: Caller, sha256: str) -> list[str]:
    """The bytes of a picture in pieces; raises Untrusted for others than were asked for."""
    reply = caller.call("GET", f"/v1/company/stamps/{quote(sha256, safe='')}")
    content = reply.read(accounts.StampContent).content
    if hashlib.sha256(from_parts(content)).hexdigest() != sha256:
        raise Untrusted(reason="stamp")
    return content
