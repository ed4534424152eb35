"""The real world of a simulated day: encrypted stores and the whole backend, without a socket, a thread or a slow disk.

Everything is the product's own but what lies between its parts: a request is handed to the backend's ASGI app by a
call, files lie in memory, a day begins with copies of files that were filled once, and what reads evidence in a process
of its own is called here.
"""

import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import anyio.to_thread
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.types import Message

from coo_backend.accounts.registry import add_account, set_active
from coo_backend.app import api, open_place
from coo_backend.db import audit
from coo_backend.db.sight import EVERYBODY
from coo_backend.db.tables import accounts, documents, intents
from coo_backend.db.tables import audit as entries
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.settings import PasswordCost, Settings
from coo_backend.seed import LANFENG, PASSWORD, demo
from coo_backend.web.dependencies import Place
from coo_backend.web.sessions import Sessions
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import CERTIFICATE, Document, Person
from coo_desktop.domain.errors import SignatoryDisabled
from coo_desktop.domain.ports import Store
from coo_desktop.store.database import engine as store_engine
from coo_desktop.store.files import sandbox
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from coo_desktop.sync.api.account import Account
from coo_desktop.sync.client import http
from coo_desktop.sync.client.calls import Caller, Reply
from coo_desktop.sync.client.tokens import MemorySecret, Tokens
from tests.fakes.clock import FakeClock
from tests.fakes.rules import rulebook_with_files
from tests.faults.days.worlds import ASKED, Move

KEY = bytes(range(32))
CLERKS = ("clerk0", "clerk1", "clerk2")
LONG_S = 10**9
#: What the audit calls what an author's request does; each has one entry and one key.
DEEDS = ("put", "discard", *ASKED)
_MEMORY = Path("/dev/shm")


class OfficeClock(Clock):
    """The office's time: it goes on with every request, so that no instant comes twice."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = FakeClock()

    def now(self) -> Any:
        return self._clock.now()

    def pass_s(self, seconds: float) -> None:
        self._clock.pass_s(seconds)


class Handed(http.Remote):
    """The desktop's own client, whose requests are handed to the app instead of a network."""

    def __init__(self, app: FastAPI, tokens: Tokens, clock: OfficeClock) -> None:
        self._app, self._tokens, self._clock, self._version = app, tokens, clock, "0.1.0"

    def _exchange(
        self, method: str, path: str, content: bytes | None, headers: Mapping[str, str], token: str | None
    ) -> Reply:
        self._clock.pass_s(0.01)
        known = {"Host": "localhost", **headers, **({"Authorization": f"Bearer {token}"} if token else {})}
        status, heard, body = _asked(self._app, method, path, content or b"", known)
        return http._reply(status, heard, b"" if method == "HEAD" else body)


def _asked(
    app: FastAPI, method: str, path: str, content: bytes, headers: Mapping[str, str]
) -> tuple[int, dict[str, str], bytes]:
    """What the app answers; nothing in it waits, so that it needs no loop of events."""
    place, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": method,
        "path": place, "raw_path": place.encode(), "root_path": "", "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1), "server": ("localhost", 80), "state": {},
    }  # fmt: skip
    heard: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        heard.append(message)

    _finish(app(scope, receive, send))
    head = {name.decode(): value.decode() for name, value in heard[0]["headers"]}
    return heard[0]["status"], head, b"".join(message.get("body", b"") for message in heard[1:])


def _finish(work: Coroutine[Any, Any, None]) -> None:
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("the app waits for something")


class RealComputer:
    """A clerk's computer: the encrypted store in a folder, the real client and account."""

    def __init__(self, folder: Path, account: str, office: "RealOffice", tokens: Tokens) -> None:
        self.clock = FakeClock()
        self._folder, self._name, self._tokens = folder, account, tokens
        self.caller = Handed(office.app, tokens, office.clock)
        self.store: LocalStore = self._open()

    def account(self, store: Store, caller: Caller) -> Account:
        return Account(store, caller, self._tokens)

    def links(self) -> dict[str, Mapping[str, Any]]:
        with self.store._lend() as connection:
            rows = connection.exec_driver_sql("SELECT id, links FROM document WHERE NOT deleted").all()
        return {row.id: json.loads(row.links) for row in rows}

    def sign_in(self) -> None:
        account = Account(self.store, self.caller, self._tokens)
        if account.signed_in() is None:
            with suppress(SignatoryDisabled):
                account.sign_in(self._name, PASSWORD)

    def documents(self) -> list[Document]:
        return list(self.store.reader.whole.of(CERTIFICATE))

    def kill(self) -> None:
        """The files as they are, log and all, are what the next start finds."""
        left, self._folder = self._folder, Path(mkdtemp(prefix="desk", dir=self._folder.parent))
        shutil.copytree(left, self._folder, dirs_exist_ok=True, copy_function=_placed)
        (self._folder / "store.db-shm").unlink(missing_ok=True)
        self.close()
        shutil.rmtree(left)
        self.store = self._open()

    def close(self) -> None:
        """Leaves the files as they are."""
        self.store._connections.end()
        self.store._mark.end()

    def _open(self) -> LocalStore:
        return open_store(Profile(self._folder), rulebook_with_files, self.clock, KEY)


class RealOffice:
    """The backend's app over a folder, and its examiner."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.clock = OfficeClock()
        settings = Settings(
            data=folder, demo=True, passwords=PasswordCost(memory_kib=64, rounds=1, lanes=1),
            requests_per_minute=LONG_S, access_token_s=LONG_S, session_s=LONG_S,
        )  # fmt: skip
        self.place = _on_the_clock(open_place(settings), self.clock)
        self.app = api(self.place.shared.faults, self.clock, settings)
        self.app.state.place = self.place
        self._examiner = Tokens(MemorySecret())

    def told(self) -> dict[str, Mapping[str, Any]]:
        query = sa.select(documents.c.id, documents.c.body).where(documents.c.stage != "deleted")
        return {row.id: json.loads(row.body) for row in self._rows(query)}

    def examine(self, document_id: str, event: str) -> None:
        caller = Handed(self.app, self._examiner, self.clock)
        headers = {"Idempotency-Key": new_id()}
        caller.call("POST", f"/v1/exam/{document_id}/{event}", {"reason": "as looked at"}, headers)

    def set_active(self, account: str, *, active: bool) -> None:
        with self.place.shared.database.write("") as connection:
            set_active(connection, account, active)

    def moves(self) -> list[Move]:
        answers = self._answers()
        query = sa.select(entries).where(entries.c.action.in_(ASKED)).order_by(entries.c.entry)
        return [
            Move(row.object, row.action, answers.get(row.rev_after, ("", {}))[1].get("values", {}))
            for row in self._rows(query)
        ]

    def effects(self) -> list[str]:
        answers = self._answers()
        query = sa.select(entries.c.rev_after).where(entries.c.action.in_(DEEDS))
        return [answers.get(row.rev_after, ("without a key", {}))[0] for row in self._rows(query)]

    def back_up(self) -> bytes:
        self.place.shared.database.close()
        return self._file.read_bytes()

    def restore(self, copy: object) -> None:
        assert isinstance(copy, bytes)
        self.put_back(copy)
        self.clock.pass_s(1)
        self.place.shared.database.new_epoch(self.clock.seconds() * 1000)

    def put_back(self, content: bytes) -> None:
        """Another database takes the place of the one that is there."""
        self.place.shared.database.close()
        for name in ("-wal", "-shm"):
            self._file.with_name(self._file.name + name).unlink(missing_ok=True)
        self._file.write_bytes(content)

    def broken(self) -> Sequence[object]:
        with self.place.shared.database.read(EVERYBODY) as connection:
            return audit.all_broken(connection)

    @property
    def _file(self) -> Path:
        return self._folder / "backend.sqlite"

    def _answers(self) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """Revision -> the key that led to it, and what it was answered with."""
        rows = self._rows(sa.select(intents.c.key, intents.c.body))
        told = [(row.key, json.loads(row.body)) for row in rows]
        return {body["rev"]: (key, body) for key, body in told if "rev" in body}

    def _rows(self, query: Any) -> Sequence[Any]:
        with self.place.shared.database.read(EVERYBODY) as connection:
            return connection.execute(query).all()


def _on_the_clock(place: Place, clock: OfficeClock) -> Place:
    """The same place in the office's own time, with the form types of the stand-ins."""
    shared = dataclasses.replace(place.shared, clock=clock, rules=rulebook_with_files())
    return dataclasses.replace(place, shared=shared, sessions=Sessions(shared.settings, clock))


class Template:
    """What each day begins with, made once: a backend with its people, and a store for each, signed in."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="days", dir=_MEMORY if os.access(_MEMORY, os.W_OK) else None))
        self.office = RealOffice(self.folder / "office")
        demo(self.office.place.shared, self.office.place.passwords)
        with self.office.place.shared.database.write("", EVERYBODY) as connection:
            known = connection.execute(sa.select(accounts.c.password_hash).limit(1)).scalar_one()
            for name in set(CLERKS) - {"clerk2"}:
                add_account(connection, LANFENG.id, Person(account=name, name=name, role="clerk"), known, "")
        self.tokens = {name: self._signed_in(name) for name in CLERKS}
        self.examiner = self._session("examiner")
        self.backend = self.office.back_up()

    def _session(self, name: str) -> Reply:
        body = {"account": name, "password": PASSWORD, "device": name}
        caller = Handed(self.office.app, Tokens(MemorySecret()), self.office.clock)
        return caller.call("POST", "/v1/auth/login", body, signed=False)

    def _signed_in(self, name: str) -> Reply:
        folder = self.folder / name
        folder.mkdir()
        store = open_store(Profile(folder), rulebook_with_files, FakeClock(), KEY)
        told: list[Reply] = []

        class Listening(Tokens):
            def keep(self, reply: Reply) -> str:
                told.append(reply)
                return super().keep(reply)

        tokens = Listening(MemorySecret())
        account = Account(store, Handed(self.office.app, tokens, self.office.clock), tokens)
        account.sign_in(name, PASSWORD)
        account.look(again=True)
        store.close()
        return told[-1]


@cache
def template() -> Template:
    return Template()


def forget() -> None:
    """Removes what days begin with, once all of them are over."""
    if template.cache_info().currsize:
        template().office.place.shared.database.close()
        shutil.rmtree(template().folder)
        template.cache_clear()


class RealWorld:
    """One day of it."""

    def __init__(self) -> None:
        self._made = template()
        self.office = self._made.office
        self.office.put_back(self._made.backend)
        self.office._examiner = Tokens(MemorySecret())
        self.office._examiner.keep(self._made.examiner)
        self._folder = Path(mkdtemp(prefix="day", dir=self._made.folder))
        self._computers: list[RealComputer] = []

    def computer(self, account: str) -> RealComputer:
        folder = self._folder / account
        shutil.copytree(self._made.folder / account, folder, copy_function=_placed)
        tokens = Tokens(MemorySecret())
        tokens.keep(self._made.tokens[account])
        self._computers.append(RealComputer(folder, account, self.office, tokens))
        return self._computers[-1]

    def close(self) -> None:
        for computer in self._computers:
            computer.close()
        shutil.rmtree(self._folder)


def _placed(source: str, target: str) -> str:
    """A file of its own; what is only kept for its room is the same one."""
    if Path(source).name.startswith("reserve"):
        os.link(source, target)
        return target
    return shutil.copyfile(source, target)


def _alike(make: Callable[..., sa.Engine]) -> Callable[..., sa.Engine]:
    """Makes engines that have one dialect, and with it all that was compiled for it: each day opens new ones."""
    first: list[sa.Engine] = []

    def engine(*given: Any, **options: Any) -> sa.Engine:
        made = make(*given, **options)
        first.append(made) if not first else None
        made.dialect, made._compiled_cache = first[0].dialect, first[0]._compiled_cache
        return made

    return engine


@contextmanager
def called_here() -> Iterator[None]:
    """While this lasts, what would run on a thread or in a process of its own runs where it is asked for."""

    async def run(work: Callable[..., Any], *given: Any, **_options: Any) -> Any:
        return work(*given)

    def examined(examine: Callable[..., Any], content: bytes, *about: object, **_options: Any) -> Any:
        return examine(content, *about)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_engine, "create_engine", _alike(sa.create_engine))
        patch.setattr(anyio.to_thread, "run_sync", run)
        patch.setattr(sandbox, "examined", examined)
        yield
