"""The packs that the office offers: what is newer than here, fetched from wherever a cut stopped it, then installed.

The bytes gather in a part of their own that outlives any cut; only what has the promised digest and the signature of a
trusted key is installed, whole. Until then, and whatever goes wrong, the pack in use stays in use.
"""

import contextlib
import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from coo_desktop.contract import reference
from coo_desktop.domain.errors import Refused, Unanswered, Unreadable, Untrusted
from coo_desktop.domain.packs.catalog import (
    IN_USE,
    TRUSTED,
    UNKNOWN,
    Offers,
    PackOffer,
    Progress,
    Shelved,
    Stopped,
    news,
)
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import KINDS, Manifest, day
from coo_desktop.store.faults import files
from coo_desktop.store.packs.file import MOST_BYTES
from coo_desktop.store.packs.install import install, installed
from coo_desktop.store.packs.trust import pin, raw_key, standing, trusted
from coo_desktop.sync.client.calls import Download, Downloader, as_value
from coo_desktop.sync.client.http_session import is_loopback

PACK_TYPE = "application/vnd.coo.pack"
ARRIVING = "arriving"
#: So many cuts in a row that brought no byte are no accident of the network any more.
PATIENCE = 3
MOST_OFFERS = 1000
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class _Arriving:
    """A file on its way: its bytes so far and their running digest, so that nothing is read twice."""

    path: Path
    size_bytes: int
    at: int = 0
    digest: Any = None

    def begin(self) -> None:
        """Takes up what an earlier try left."""
        self.digest, self.at = hashlib.sha256(), 0
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab"):
            pass
        if self.path.stat().st_size > self.size_bytes:
            self.forget()
        with self.path.open("rb") as file:
            while part := file.read(1 << 20):
                self.digest.update(part)
                self.at += len(part)

    def forget(self) -> None:
        """Starts anew."""
        self.path.write_bytes(b"")
        self.digest, self.at = hashlib.sha256(), 0


class OfferedPacks:
    """Implements the `OfferedPacks` port over a folder of packs; called on a worker.

    Network trouble is raised as `Caller.call` raises it.
    """

    def __init__(self, caller: Downloader, folder: Path) -> None:
        self._caller = caller
        self._folder = folder

    def look(self) -> Offers:
        """What the office offers, newest first of each name, beside what is here.

        The key of a backend on this computer is trusted when it is first heard: nobody else stands in between. Any
        other is a person's to trust, see `trust`. Raises Untrusted for an index that is none.
        """
        index = self._caller.call("GET", "/v1/packs").read(reference.Packs)
        if len(index.items) > MOST_OFFERS:
            raise Untrusted(reason="packs")
        here = tuple(Shelved(pack.path.name, IN_USE, pack.manifest) for pack in installed(self._folder) if pack.current)
        offers = [_offer(item, here) for item in index.items]
        key = raw_key(index.key)
        if key is None:
            return Offers("", UNKNOWN, ())
        stands = standing(self._folder, self._caller.address, key)
        if stands == UNKNOWN and is_loopback(urlsplit(self._caller.address).hostname or ""):
            self.trust(index.key)
            stands = TRUSTED
        self._forget_others(offers)
        return Offers(index.key, stands, _best(offers))

    def trust(self, public_key: str) -> None:
        """Takes this key for the backend's from now on, because a person compared it."""
        key = raw_key(public_key)
        if key is None:
            raise Unreadable(reason=PackFault.SIGNATURE)
        pin(self._folder, self._caller.address, key)

    def fetch(self, offer: PackOffer, progress: Progress, cancelled: Stopped) -> Manifest | None:
        """Brings an offered pack here and puts it to use; None when a person stopped it, and it goes on from there.

        Raises Refused(why): pack_untrusted before a byte is asked for, pack_older, pack_transfer for bytes that twice
        were not the promised ones; Unreadable(reason) for what `verify` refuses; StoreFull, StoreUnwritable.
        """
        keys = trusted(self._folder, self._caller.address)
        if not keys:
            raise Refused(why=PackFault.UNTRUSTED)
        arriving = _Arriving(self._folder / ARRIVING / f"{offer.sha256}.part", offer.size_bytes)
        for is_last in (False, True):
            with files():
                arriving.begin()
            if not self._complete(offer, arriving, progress, cancelled):
                return None
            if arriving.digest.hexdigest() == offer.sha256:
                break
            with files():
                arriving.path.unlink(missing_ok=True)
            if is_last:
                raise Refused(why=PackFault.TRANSFER, name=offer.name)
        return self._installed(offer, arriving.path, keys)

    def _installed(self, offer: PackOffer, part: Path, keys: tuple[bytes, ...]) -> Manifest:
        """The pack, in use; what would be refused again is not kept, what only found no room is."""
        try:
            manifest = install(part, self._folder, keys, signed=True, expected=offer.digest)
        except Unreadable as error:
            part.unlink(missing_ok=True)
            raise Unreadable(**{**error.facts, "file": offer.name}) from None
        except Refused:
            part.unlink(missing_ok=True)
            raise
        part.unlink(missing_ok=True)
        return manifest

    def _complete(self, offer: PackOffer, arriving: _Arriving, progress: Progress, cancelled: Stopped) -> bool:
        """Gathers all bytes; a cut is taken up again as long as every try brings some."""
        failures = 0
        while arriving.at < offer.size_bytes:
            before = arriving.at
            try:
                if not self._gather(offer, arriving, progress, cancelled):
                    return False
            except Refused as error:
                if error.facts.get("why") == "not-found":
                    raise Refused(why=PackFault.GONE, name=offer.name) from None
                raise
            except Unanswered:
                failures = 0 if arriving.at > before else failures + 1
                if failures >= PATIENCE:
                    raise
        return True

    def _gather(self, offer: PackOffer, arriving: _Arriving, progress: Progress, cancelled: Stopped) -> bool:
        """One request from where the part ends; False when a person stopped it."""
        asked = {"Range": f"bytes={arriving.at}-", "If-Range": f'"{offer.sha256}"'} if arriving.at else {}
        path = f"/v1/packs/{offer.name}/{offer.digest}"
        with self._caller.download(path, PACK_TYPE, asked, offer.size_bytes) as download:
            with files():
                if not _goes_on(download, arriving):
                    arriving.forget()
                file = arriving.path.open("ab")
            with file:
                for part in download.parts:
                    if arriving.at + len(part) > offer.size_bytes:
                        raise Untrusted(reason="too_long")
                    with files():
                        file.write(part)
                    arriving.digest.update(part)
                    arriving.at += len(part)
                    progress(arriving.at, offer.size_bytes)
                    if cancelled():
                        return False
        if arriving.at < offer.size_bytes:
            raise Unanswered(cause="cut")
        return True

    def _forget_others(self, offers: list[PackOffer]) -> None:
        """Parts of files that are offered no more."""
        wanted = {f"{offer.sha256}.part" for offer in offers}
        for part in (self._folder / ARRIVING).glob("*.part"):
            if part.name not in wanted:
                with contextlib.suppress(OSError):
                    part.unlink()


def _best(offers: list[PackOffer]) -> tuple[PackOffer, ...]:
    """The newest of each name; of two of one day the one that the office names first, its latest."""
    best: dict[str, PackOffer] = {}
    for offer in offers:
        if offer.name not in best or offer.as_of > best[offer.name].as_of:
            best[offer.name] = offer
    return tuple(best[name] for name in sorted(best))


def _goes_on(download: Download, arriving: _Arriving) -> bool:
    """Whether the bytes that come follow those that are here; False when they are the file from its start."""
    if download.status == 200:
        return arriving.at == 0
    found = _RANGE.fullmatch(download.headers.get("content-range", ""))
    if found is None or int(found[1]) != arriving.at or int(found[3]) != arriving.size_bytes:
        raise Untrusted(reason="range")
    return True


def _offer(told: reference.Pack, here: tuple[Shelved, ...]) -> PackOffer:
    """An offer as the index describes it; raises Untrusted."""
    if told.kind not in KINDS or not day(told.as_of) or told.size_bytes > MOST_BYTES:
        raise Untrusted(reason="packs", name=told.name)
    offer = as_value(PackOffer, told)
    return replace(offer, news=news(offer, here))
