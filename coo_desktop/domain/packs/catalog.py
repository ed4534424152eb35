"""The packs of this computer and those its office offers, as a screen lists them, and what is new among the offers."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coo_desktop.domain.packs.faults import PackFault, TableFault
from coo_desktop.domain.packs.manifest import Manifest, Report

BUILT_IN, IN_USE, PREVIOUS, SET_ASIDE, DAMAGED = "built_in", "in_use", "previous", "set_aside", "damaged"
NEWER, SAME, OLDER = "newer", "same", "older"
TRUSTED, UNKNOWN, CHANGED = "trusted", "unknown", "changed"


Progress = Callable[[int, int], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack file of this computer; a damaged one has no manifest but the `reason` why it cannot be used."""

    file: str
    state: str
    manifest: Manifest | None = None
    reason: PackFault | TableFault | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A published table's layout that packs can be built from."""

    recipe: str
    title: Mapping[str, str]
    kind: str


@dataclass(frozen=True, slots=True)
class PackOffer:
    """A pack that the office offers. `news` is newer, same or older than what is in use here."""

    name: str
    kind: str
    edition: str
    as_of: str
    rows: str
    size_bytes: int
    sha256: str
    digest: str
    quality: str
    source: str
    licence: str
    news: str = NEWER


@dataclass(frozen=True, slots=True)
class Offers:
    """What the office offers, and whether its key is trusted here, unknown yet, or another than before."""

    key: str
    trust: str
    items: tuple[PackOffer, ...]

    @property
    def newer(self) -> tuple[PackOffer, ...]:
        return tuple(offer for offer in self.items if offer.news == NEWER)


class PackShelf(Protocol):
    """The packs of this computer as files a person looks after; called on a worker."""

    def packs(self) -> tuple[Shelved, ...]:
        """Every pack here, the built-in one first."""

    def layouts(self) -> tuple[Layout, ...]: ...
    def fitting(self, file: Path) -> tuple[str, ...]:
        """The layouts whose columns a table has; raises Unreadable."""

    def install_file(self, file: Path) -> Manifest:
        """Puts a signed pack to use; raises Unreadable(file, reason) or Refused(why="pack_older")."""

    def install_table(
        self, recipe_id: str, tables: Sequence[Path], as_of: str, progress: Progress, stopped: Stopped
    ) -> Report:
        """Builds a pack from published tables and puts it to use; raises as above, with the line."""

    def go_back(self, name: str) -> Manifest:
        """Puts the pack before the one in use to use; raises Refused(why="pack_alone")."""

    def use_again(self, file: str) -> Manifest: ...
    def remove_damaged(self, file: str) -> None: ...


class OfferedPacks(Protocol):
    """The packs that the office offers; called on a worker, raises what the network does."""

    def look(self) -> Offers: ...
    def trust(self, public_key: str) -> None:
        """Takes this key for the backend's from now on, because a person compared it."""

    def fetch(self, offer: PackOffer, progress: Progress, cancelled: Stopped) -> Manifest | None:
        """Brings an offered pack here and puts it to use; None when a person stopped it."""


def news(offered: Manifest | PackOffer, here: Iterable[Shelved]) -> str:
    """How an offer stands to the packs in use: newer also where nothing of its name is here, or another of its day."""
    in_use = (pack.manifest for pack in here if pack.state == IN_USE)
    mine = next((each for each in in_use if each is not None and each.name == offered.name), None)
    if mine is None or offered.as_of > mine.as_of:
        return NEWER
    if offered.digest == mine.digest:
        return SAME
    return NEWER if offered.as_of == mine.as_of else OLDER


def fingerprint(public_key: str) -> str:
    """A public key (base64) as two people compare it over the telephone."""
    found = hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32].upper()
    return " ".join(found[start : start + 4] for start in range(0, len(found), 4))
