"""A person at the program in one home: what is open, what the person has been told, and what is here now."""

import base64
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from coo_desktop.bootstrap import profile as opening
from coo_desktop.bootstrap import wipe
from coo_desktop.bootstrap.profile import Opened, open_profile
from coo_desktop.domain.backups import ARRIVAL
from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.store.database import engine
from coo_desktop.store.files import mending, sandbox
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest
from coo_desktop.store.keys.password_wrap import Wrapped
from coo_desktop.store.local import LocalStore
from coo_desktop.sync import connection, pull
from coo_desktop.sync import engine as passes
from coo_desktop.sync.client.backoff import Backoff
from tests.fakes.account import QuietAccount
from tests.fakes.clock import FakeClock
from tests.fakes.remote import FakeRemote
from tests.fakes.rules import small_rulebook

ADDRESS, PASSWORD = "http://127.0.0.1:9", "secret"
#: So that a few documents are several pages and several blocks.
PAGE, BLOCK = 2, 2
_REMOTE = "remote "


def make_cheap() -> None:
    """Starts of the program cost milliseconds in this process: small rules, one session, passwords easily guessed."""
    _share_statements()
    session = connection.open_session()
    opening.declarations = lambda *_folders: {}
    opening.read_rulebook = lambda *_sources: small_rulebook()
    connection.open_session = lambda: session
    wipe.report = lambda _profile: None  # nobody hears it
    Wrapped.__init__.__defaults__ = (8, 1, 1)
    sandbox.examined = _examined  # another process would be another disk
    pull.PAGE_ITEMS, workbook_import.BLOCK = PAGE, BLOCK
    workbook_import._SAME_PRODUCT = ("goods_name",)  # what the small form has


def _examined(examine: Callable[..., Any], content: bytes, *about: object, **_limits: object) -> Any:
    return examine(content, *about)


def _share_statements() -> None:
    """Every engine after the first knows the statements that were compiled for it: most of what a start costs."""
    create, first = engine.create_engine, list[Engine]()

    def make(*given: Any, **named: Any) -> Engine:
        made = create(*given, **named)
        first.append(made)
        made.dialect, made._compiled_cache = first[0].dialect, first[0]._compiled_cache
        del first[1:]
        return made

    engine.create_engine = make


@dataclass(slots=True)
class Desk:
    """`tell` hears what the person is told; `remote` is the backend, which no fault of this disk changes."""

    home: Path
    tell: Callable[[str], None] = lambda _told: None
    remote: FakeRemote = field(default_factory=FakeRemote)
    _opened: Opened | None = None

    @property
    def profile(self) -> Profile:
        return Profile(self.home / "profile")

    @property
    def opened(self) -> Opened:
        """The open profile; opened as a start of the program does."""
        if self._opened is None:
            mending.carry_out(self.profile)
            chest = KeyChest(self.profile.folder)
            password = PASSWORD if not chest.is_new and chest.has_signed_in else ""
            self._opened = open_profile(self.profile, ADDRESS, password)
            assert self._opened is not None
        return self._opened

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    @property
    def store(self) -> LocalStore:
        return self.opened.store

    def close(self) -> None:
        if self._opened is not None:
            opened, self._opened = self._opened, None
            opened.close()

    def run_pass(self, told: Callable[["Desk"], Sequence[str]] = lambda _desk: ()) -> None:
        """One pass of the real engine; after each commit `told` says what is sure by now."""
        passes.Engine(_Watched(self, told), self.remote, FakeClock(), QuietAccount(), Backoff(FakeClock())).run_pass()

    def tell_remote(self, *_request: str) -> None:
        """Whoever looks later has to know what the backend took."""
        self.tell(_REMOTE + kept(self.remote))


class _Watched:
    """A store that says after every commit what is sure by now."""

    def __init__(self, desk: Desk, told: Callable[[Desk], Sequence[str]]) -> None:
        self._desk, self._told = desk, told
        self.reader, self.blobs = desk.store.reader, desk.store.blobs

    @contextmanager
    def unit(self) -> Iterator[object]:
        with self._desk.store.unit() as unit:
            yield unit
        for text in self._told(self._desk):
            self._desk.tell(text)


def kept(remote: FakeRemote) -> str:
    """All that the backend has, as one word."""
    state = pickle.dumps((remote._documents, remote._feed, remote._keys, remote.effects))
    return base64.b64encode(state).decode()


def brought_back(text: str) -> FakeRemote:
    """The backend that was kept so; an empty one of no text."""
    remote = FakeRemote()
    if text:
        state = pickle.loads(base64.b64decode(text))
        remote._documents, remote._feed, remote._keys, remote.effects = state
    return remote


class Told:
    """What a person was told, in the order it was said."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [line for line in lines if not line.startswith(_REMOTE)]
        remotes = [line for line in lines if line.startswith(_REMOTE)]
        self._remote = remotes[-1].removeprefix(_REMOTE) if remotes else ""

    def __contains__(self, text: str) -> bool:
        return text in self.lines

    def last(self, word: str) -> int:
        """The highest number that was told with this word; 0 for none."""
        numbers = [line.split() for line in self.lines]
        return max((int(parts[1]) for parts in numbers if parts[0] == word), default=0)

    def numbers(self, word: str) -> set[str]:
        """What was told with this word."""
        return {line.split()[1] for line in self.lines if line.startswith(f"{word} ")}

    def remote(self) -> FakeRemote:
        """The backend as it was when somebody heard of it last."""
        return brought_back(self._remote)


def sign_in(desk: Desk) -> None:
    """What a first sign-in leaves here."""
    desk.opened.chest.seal(PASSWORD, desk.opened.key)
    with desk.store.unit() as unit:
        unit.put_person(Person(account="demo"))


def start(desk: Desk, form: str, **values: object) -> Document:
    """A new document of this form."""
    with desk.store.unit() as unit:
        made = drafts.start(unit, form, values).document
    assert made is not None
    return made


def documents(desk: Desk, family: str) -> list[Document]:
    """All living documents of a family."""
    return [one for one in desk.store.reader.whole.of(family) if not one.deleted]


def names(desk: Desk) -> list[str]:
    """What the products here are called."""
    return sorted(str(one.values["goods_name"]) for one in documents(desk, "pre_review"))


def has_arrived(desk: Desk) -> bool:
    """Whether the store is one that was restored, or came from another computer."""
    return bool(desk.store.reader.setting(ARRIVAL))
