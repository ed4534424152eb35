"""What the inner program needs from the outer one: the store's two faces, evidence, account, sync, clock.

Screens get `Reader` (small, direct, frozen reads), operations get `Unit` (one write transaction), the sync pass gets
`Store`. Nothing here knows SQL, HTTP or Qt.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from coo_desktop.domain.backups import Backups
from coo_desktop.domain.context import Context, Facts
from coo_desktop.domain.documents.checksum import RevisionReads
from coo_desktop.domain.documents.document import (
    Change,
    Company,
    Conflict,
    Document,
    Evidence,
    Intent,
    Person,
)
from coo_desktop.domain.documents.finding import FoundDocument
from coo_desktop.domain.documents.history import Version
from coo_desktop.domain.documents.listing import ListReads
from coo_desktop.domain.evidence import Blobs
from coo_desktop.domain.filling.printing import AS_IT_STANDS, BoxFill, Look
from coo_desktop.domain.hs.changes import Correlations
from coo_desktop.domain.hs.codes import NamedCodes, ProductReads
from coo_desktop.domain.mending import Health
from coo_desktop.domain.office.intent_reasons import Outbox
from coo_desktop.domain.office.notices import NoticeReads, NoticeShelf
from coo_desktop.domain.office.requests import Office, People
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.domain.packs.catalog import PackShelf
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.domain.records.tools import RecordTools
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.files import ShipmentFiles
from coo_desktop.domain.tariff.rates import TariffRates


class Clock(Protocol):
    """Time as the program sees it; tests put their own in."""

    def now(self) -> dt.datetime:
        """The present instant, aware, UTC."""

    def today(self) -> dt.date:
        """The local calendar day."""

    def monotonic_s(self) -> float:
        """Seconds that never go backwards; for back-off and timeouts."""


class WholeReads(Protocol):
    """All documents of a kind with all they hold; belongs on a worker."""

    def of(self, family: str, form: str = "") -> Iterator[Document]:
        """The documents of a family, or of one form type, deleted ones left out, in the order they were made."""

    def searched(self, family: str, form: str, ids: Collection[str] = ()) -> Iterator[tuple[Document, str]]:
        """The same of one form type, each with the text that a list looks through; of these ids alone, if any."""


class Reader(Facts, ListReads, RevisionReads, Protocol):
    """Direct reads for screens: frozen values, a few milliseconds at 20,000 documents."""

    def document(self, document_id: str) -> Document | None: ...
    def newest(self, family: str, form: str, partner: str = "", limit: int = 20) -> tuple[Document, ...]:
        """The last documents that were begun of a form, with one partner if there is one, the newest first."""

    def find(self, text: str, limit: int) -> tuple[FoundDocument, ...]:
        """Living documents of every family that have each typed word in what a list searches through, sounds included.

        The best named first, then the newest; reading stops at the first few, whatever else there is.
        """

    def conflicts(self, document_id: str) -> tuple[Conflict, ...]: ...
    def successors(self, document_id: str) -> tuple[Document, ...]:
        """The documents that are to take its place (see documents.succession), those the backend stores first."""

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """What a document went through, newest first."""

    def intents(self, document_id: str = "", states: tuple[str, ...] = (), key: str = "") -> tuple[Intent, ...]: ...
    def outbox(self, most: int) -> Outbox:
        """The beginning of the outbox, so many at most of what needs a person and of what goes by itself."""

    def evidence(self, evidence_id: str) -> Evidence | None: ...
    def redeclared(self, document_id: str) -> Document | None:
        """The living pre-review that declares this one again, an approved one before others, the newest first."""

    def setting(self, name: str, default: Any = None) -> Any: ...
    def due(self, now_s: float, limit: int) -> tuple[Intent, ...]:
        """Of each document its first intent, if it is queued or unknown and due; oldest first.

        A submission comes after all else wanted of its document, whenever it was asked for: what it sends has to be
        there. A refused intent does not stand in the way.
        """

    def outbox_states(self) -> Mapping[str, int]:
        """How many intents are in each state."""

    def evidence_waiting(self) -> tuple[Evidence, ...]:
        """Evidence in state here or uploading, oldest first."""

    @property
    def notices(self) -> NoticeReads: ...
    @property
    def products(self) -> ProductReads: ...
    @property
    def whole(self) -> WholeReads: ...


class Unit(Reader, Protocol):
    """One write transaction, opened with its lock; everything in it is one durable commit.

    A save is acknowledged only after the commit returned. `put` stores the document with `revision + 1` and fresh list
    columns and returns it as stored. `enqueue` appends to the outbox in the same commit, Locked for a past certificate.
    `update_intent` stores an intent's new state or body, `drop_intent` forgets one.
    """

    @property
    def rules(self) -> Rulebook: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def notices(self) -> NoticeShelf: ...
    def context(self, document: Document | None = None) -> Context: ...
    def expect(self, ids: Collection[str]) -> None:
        """These documents will be worked on: what is stored and wanted of them may be read in one go."""

    def put(self, document: Document) -> Document: ...
    def put_blocking(self, document: Document, count: int) -> None:
        """Stores how many problems keep a document from being sent, unless it has moved on; it gets no revision."""

    def purge(self, document_id: str) -> None: ...
    def enqueue(self, intent: Intent) -> Intent: ...
    def update_intent(self, intent: Intent) -> None: ...
    def drop_intent(self, key: str) -> None: ...
    def put_conflicts(self, conflicts: Sequence[Conflict]) -> None: ...
    def resolve_conflict(self, conflict_id: str) -> None: ...
    def put_evidence(self, evidence: Evidence) -> None: ...
    def put_company(self, company: Company) -> None: ...
    def put_person(self, person: Person) -> None: ...
    def put_setting(self, name: str, value: Any) -> None: ...


class Store(Protocol):
    """The local store as the program's upper parts see it."""

    @property
    def reader(self) -> Reader: ...
    @property
    def blobs(self) -> Blobs: ...
    def unit(self) -> AbstractContextManager[Unit]:
        """One write transaction: commits when the block ends, rolls back when it raises."""

    def close(self) -> None: ...


class Sync(Protocol):
    """The engine as the screen's heartbeat uses it: one pass, no thread, no timer."""

    def hurry(self) -> None:
        """A person asks to try now: the next pass does not wait for the end of a back-off."""

    def run_pass(
        self, progress: Callable[[int, int], None] = ..., cancelled: Callable[[], bool] = ...
    ) -> tuple[Change, SyncState]:
        """Push, upload, pull once; returns what changed. Network trouble is in the state, not raised."""


class Account(Protocol):
    """Who is signed in and how to become so; called on a worker, may block."""

    def sign_in(self, account: str, password: str) -> Person:
        """Raises SignInFailed, Offline, Busy, Unanswered, Untrusted."""

    def sign_out(self) -> None: ...
    def signed_in(self) -> Person | None: ...
    def unlock(self, password: str) -> bool:
        """Whether it is the last sign-in's; raises StoreLocked(cause="patience", seconds) after several wrong ones."""

    def change_password(self, old: str, new: str) -> int:
        """How many sessions on other devices ended; the local unlock follows.

        Raises SignInFailed for a wrong old one, Refused(why="validation") with what is weak about the new one, and what
        every call of `Office` raises. After Unanswered either may hold: both open this computer, and a second try with
        the same two passwords tells.
        """

    def obey(self, told: object) -> bool:
        """Notes an order to leave nothing of the account here, when it is genuine; the program then ends and does so.

        Raises StoreTrouble while it cannot be noted.
        """


class Nomenclature(NamedCodes, Protocol):
    """Codes with their names, from every pack of codes on this computer."""

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """What each pack in use says of itself, the one whose names count first before the others."""


class Packs(Protocol):
    """The reference data of this computer. Opening a part takes a while, so it is asked on a worker."""

    @property
    def nomenclature(self) -> Nomenclature: ...
    @property
    def changes(self) -> Correlations: ...
    @property
    def rates(self) -> TariffRates: ...
    @property
    def shelf(self) -> PackShelf:
        """The packs as files."""

    def hs_current(self, code: str, on: dt.date) -> bool | None:
        """Whether a code is in the list in force on a day; None until the codes were opened: a check never waits."""

    def name_in(self, code: str, edition: str) -> tuple[str, str]:
        """The Chinese and English name of a code in another edition, each "" where no list of it is here."""

    def mark(self) -> str:
        """Another text whenever other packs are installed; "" while none are."""

    def reopen(self) -> None:
        """Answers from the packs that are here now."""


class Paper(Protocol):
    """Draws documents; called on a worker."""

    def __call__(self, document: Document, look: Look = AS_IT_STANDS) -> bytes:
        """The document as PDF, a watermarked proof until it is approved; `look` where its state does not decide."""


class Backend(Protocol):
    """What talks to one backend address."""

    @property
    def engine(self) -> Sync: ...
    @property
    def account(self) -> Account: ...
    @property
    def office(self) -> Office: ...


class OpenProfile(Protocol):
    """An open profile: its store and declarations, and the line to the backend, which changes with its address."""

    @property
    def store(self) -> Store: ...
    @property
    def rules(self) -> Rulebook: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def library(self) -> Packs: ...
    @property
    def line(self) -> Backend: ...
    @property
    def records(self) -> RecordTools: ...
    @property
    def paper(self) -> Paper: ...
    @property
    def backups(self) -> Backups: ...
    @property
    def shipments(self) -> ShipmentFiles: ...
    @property
    def health(self) -> Health: ...
    @property
    def address(self) -> str:
        """The backend's address that the line leads to."""

    def unprintable(self, text: str) -> str:
        """The characters of a text that no font can print."""

    def fill(self, document: Document) -> tuple[BoxFill, ...]:
        """How full the boxes of its paper are; called on a worker, raises NotFound for a picture that is not here."""

    def people(self, address: str) -> People:
        """What can be asked at this address without a sign-in; raises Refused(why="address")."""

    def sign_in(self, account: str, password: str, address: str) -> Person:
        """Signs in at this address; raises what Account.sign_in raises, and Refused(why="address")."""

    def close(self) -> None:
        """Ends the line and the store."""
