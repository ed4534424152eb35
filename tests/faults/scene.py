"""A backend, a line to it that breaks, and people at desks; what one of them wants is an errand."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import ProgramError, Refused
from coo_desktop.domain.office.sync_state import light_of
from tests.backend.process import BackendProcess, Client
from tests.console.pages import Visit
from tests.sync.desk import Desk
from tests.sync.proxy import ChaosProxy


@dataclass
class Scene:
    """One backend, a line to it, and two desks: a clerk's and the administrator's."""

    backend: BackendProcess
    line: ChaosProxy
    folder: Path
    desks: Callable[..., Desk]
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def clerk(self) -> Desk:
        return self._desk("demo")

    @property
    def admin(self) -> Desk:
        return self._desk("admin")

    def _desk(self, account: str) -> Desk:
        if account not in self.known:
            self.known[account] = self.desks(account, url=self.line.url)
            self.known[account].sync()
        return self.known[account]

    def client(self, account: str) -> Client:
        """Somebody else, whose line is never cut."""
        if f"client {account}" not in self.known:
            self.known[f"client {account}"] = self.backend.client(account)
        return self.known[f"client {account}"]

    def count(self, query: str) -> int:
        """What a query counts in the backend's database."""
        path = f"file:{self.backend.data / 'backend.sqlite'}?mode=ro"
        database = sqlite3.connect(path, uri=True, timeout=30)
        try:
            return int(database.execute(query).fetchone()[0])
        finally:
            database.close()

    @contextmanager
    def office(self) -> Iterator[Visit]:
        visit = Visit(self.backend.url, "examiner")
        yield visit
        visit.close()

    def stored(self) -> str:
        """A new complete document that the backend has."""
        written = self.clerk.write({"consignee": "A", "invoices": [{"id": "i1", "number": new_id()[-12:]}]})
        assert self.clerk.sync().light == "synced"
        return written.id

    def approved(self) -> Any:
        """The facts of a certificate of the clerk's that the office has approved, with its id."""
        document_id = self.stored()
        self.clerk.submit(document_id)
        self.clerk.sync()
        for event in ("take_up", "approve"):
            assert self.client("examiner").exam(document_id, event).ok
        self.clerk.sync()
        return {**self.clerk.document(document_id).facts, "id": document_id}


Begin = Callable[[Scene], Any]
Go = Callable[[Scene, Any], str]


@dataclass(frozen=True, slots=True)
class Errand:
    """`begin` is what was done before, `go` one try, which says the light, "refused" where it is done already.

    `counted` counts what the errand achieves at the backend; where it only asks, `has` says whether it came here.
    `match` finds the request on the line; `tries` are those within one go, `ends` is
    the light once it has its answer.
    """

    route: str
    match: str
    begin: Begin
    go: Go
    counted: str = ""
    has: Callable[[Scene, Any], bool] | None = None
    tries: int = 1
    ends: str = "synced"


def light(work: Callable[[], object]) -> str:
    """What a person sees of something that is asked while they wait."""
    try:
        work()
    except Refused:
        return "refused"
    except ProgramError as error:
        return light_of(error)
    return "synced"


def clerk_syncs(scene: Scene, _begun: Any) -> str:
    return scene.clerk.sync().light


def nothing(_scene: Scene) -> None:
    return None


def ask(route: str, work: Callable[[Scene, Any], object], begin: Begin = nothing, counted: str = "") -> Errand:
    """Something that is asked of the backend while a person waits."""
    return Errand(route, route.split("{")[0], begin, lambda scene, begun: light(lambda: work(scene, begun)), counted)


def sync(route: str, begin: Begin, counted: str = "", has: Any = None, match: str = "POST /v1/batch") -> Errand:
    """Something that a pass of the clerk's engine sends or fetches."""
    return Errand(route, match, begin, clerk_syncs, counted, has)
