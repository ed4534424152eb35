"""Who may do what on the pages: every route of the console, asked by everybody there is, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from coo_backend.accounts.registry import add_account
from coo_backend.app import api
from coo_backend.company.pages import EXAMPLE
from coo_backend.console.frame import PAGES, SIGN_IN
from coo_backend.console.visit import SESSION, Visitor
from coo_backend.db.tables import accounts
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.faults import Faults
from coo_backend.runtime.settings import Settings
from coo_backend.seed import LANFENG, NINGBO_OFFICE
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Person
from tests.backend.conftest import Backend
from tests.backend.db.test_database import backend, postgres, postgres_server, url
from tests.backend.errands import accepted, approved, certificate, png, submitted
from tests.backend.process import Client
from tests.backend.worlds import open_case
from tests.console.pages import ANSWER_S
from tests.store.packs.tables import codes_pack

__all__ = ["backend", "postgres", "postgres_server", "url"]

#: Who asks; "examiner" is of the company's office, "elsewhere" of another, "resting" a disabled one of the company's.
ASKERS = {
    "anonymous": "", "clerk": "demo", "admin": "admin", "customs": "customs", "resting": "resting",
    "elsewhere": "examiner2", "examiner": "examiner",
}  # fmt: skip
EXAMINERS, OURS = frozenset({"examiner", "elsewhere"}), frozenset({"examiner"})
LOOKERS = OURS | {"customs"}
#: The door and the public page, which ask nobody who they are; what they show whom is told in test_pages.py.
OPEN = {
    ("GET", "/console"), ("GET", "/console/style.css"), ("GET", "/console/sign-in"), ("POST", "/console/sign-in"),
    ("POST", "/console/sign-out"), ("GET", "/check"),
}  # fmt: skip


@dataclass
class Office:
    """The backend, its people with and without a browser session, and a folder for files."""

    backend: Backend
    folder: Path
    clients: dict[str, Client] = field(default_factory=dict)
    packs: int = 2000

    def build(self) -> "Office":
        shared = self.backend.place.shared
        with shared.database.write("") as connection:
            password = connection.execute(sa.select(accounts.c.password_hash).limit(1)).scalar_one()
            resting = Person(account="resting", name="休", role="examiner", active=False)
            add_account(connection, NINGBO_OFFICE.id, resting, password, shared.clock.stamp())
        self.clients = {who: self.backend.client(account) for who, account in ASKERS.items()}
        return self

    @property
    def clerk(self) -> Client:
        return self.clients["clerk"]

    def ask(self, who: str, method: str, path: str, *, token: bool = True, file: Path | None = None, **fields: Any):
        """One request of a browser that holds the session of `who`, and the form token that belongs to it."""
        session = self.clients[who].tokens.get("accessToken", "")
        fields |= {"token": Visitor("en", session).token} if token else {}
        sent = {"data": fields} if method == "POST" else {"params": fields}
        files = {"pack": (file.name, file.read_bytes())} if file else None
        cookies = {SESSION: session} if session else {}
        return requests.request(
            method,
            self.backend.url + path,
            cookies=cookies,
            files=files,
            allow_redirects=False,
            timeout=ANSWER_S,
            **sent,
        )

    def approved(self, **values: Any) -> dict[str, Any]:
        return approved(self.clerk, self.clients["examiner"], values=certificate(**values))

    def answered_case(self) -> tuple[str, str]:
        """A case that the clerk answered, and the file of the answer."""
        case, proof = (
            open_case(self.backend, self.approved()["id"]),
            accepted(self.clerk, png(new_id()))["id"],
        )
        body = {"text": "made here", "evidence": [proof]}
        answer = self.clerk.call("POST", f"/v1/verifications/{case}/answer", body, Idempotency_Key=new_id())
        assert answer.ok, answer.text
        return case, proof

    def move(self) -> str:
        """A wish of the company to move to the office elsewhere; the one before is taken back."""
        admin = self.clients["admin"]
        for move in admin.get("/v1/moves").json()["items"]:
            if move["state"] == "open":
                assert admin.call("POST", f"/v1/moves/{move['id']}/take_back", {}, Idempotency_Key=new_id()).ok
        body = {"office": "4405", "reason": "moved"}
        return str(admin.call("POST", "/v1/moves", body, Idempotency_Key=new_id()).json()["id"])

    def pack(self) -> Path:
        """A pack later than every one before."""
        self.packs += 1
        return codes_pack(self.folder, self.packs)


Ask = Callable[..., requests.Response]
Row = Callable[[Office, Ask], requests.Response]


def _page(path: str) -> Row:
    return lambda _office, ask: ask("GET", path)


def _of_document(rest: str) -> Row:
    return lambda office, ask: ask("GET", f"/console/documents/{office.approved()['id']}{rest}")


def _step(office: Office, ask: Ask) -> requests.Response:
    document = submitted(office.clerk)
    return ask("POST", f"/console/documents/{document['id']}/take_up", key=new_id(), rev=document["rev"])


def _evidence(office: Office, ask: Ask) -> requests.Response:
    picture = accepted(office.clerk, png(new_id()))
    document = office.approved(marks={"form": "picture", **picture})
    return ask("GET", f"/console/documents/{document['id']}/evidence/{picture['id']}")


def _notice(office: Office, ask: Ask) -> requests.Response:
    return ask("POST", "/console/notices", company=LANFENG.id, text="word", key=new_id())


def _decide(office: Office, ask: Ask) -> requests.Response:
    return ask("POST", f"/console/moves/{office.move()}", verdict="refused", reason="no")


def _open(office: Office, ask: Ask) -> requests.Response:
    asked = {"number": office.approved()["facts"]["number"], "question": "?", "deadline": "2099-01-01"}
    return ask("POST", "/console/verifications", key=new_id(), **asked)


def _close(office: Office, ask: Ask) -> requests.Response:
    return ask("POST", f"/console/verifications/{office.answered_case()[0]}", result="fine")


def _proof(office: Office, ask: Ask) -> requests.Response:
    return ask("GET", "/console/verifications/{}/{}".format(*office.answered_case()))


def _question(office: Office, ask: Ask) -> requests.Response:
    return ask("POST", "/console/questionnaires", text=EXAMPLE, key=new_id())


def _seals(_office: Office, ask: Ask) -> requests.Response:
    return ask("POST", "/console/settings", electronic_seals="allowed")


def _publish(office: Office, ask: Ask) -> requests.Response:
    return ask("POST", "/console/packs", file=office.pack())


def _withdraw(office: Office, ask: Ask) -> requests.Response:
    assert office.ask("examiner", "POST", "/console/packs", file=office.pack()).status_code == 303
    newest = office.clerk.get("/v1/packs").json()["items"][0]
    return ask("POST", f"/console/packs/{newest['digest']}/withdraw")


#: (method, path) -> who gets through, and how it is asked. A route of the console without a row fails the build.
ROWS: dict[tuple[str, str], tuple[frozenset[str], Row]] = {
    ("GET", "/console/queue"): (EXAMINERS, _page("/console/queue?view=all")),
    ("GET", "/console/failed-sign-ins"): (EXAMINERS | {"customs"}, _page("/console/failed-sign-ins")),
    ("GET", "/console/documents/{document_id}"): (LOOKERS, _of_document("")),
    ("POST", "/console/documents/{document_id}/{event}"): (OURS, _step),
    ("GET", "/console/documents/{document_id}/paper.pdf"): (LOOKERS, _of_document("/paper.pdf")),
    ("GET", "/console/documents/{document_id}/pages/{number}.png"): (LOOKERS, _of_document("/pages/1.png")),
    ("GET", "/console/documents/{document_id}/evidence/{evidence_id}"): (OURS, _evidence),
    ("GET", "/console/notices"): (EXAMINERS, _page("/console/notices")),
    ("POST", "/console/notices"): (OURS, _notice),
    ("GET", "/console/moves"): (EXAMINERS, _page("/console/moves")),
    ("POST", "/console/moves/{move_id}"): (frozenset({"elsewhere"}), _decide),
    ("GET", "/console/verifications"): (EXAMINERS, _page("/console/verifications")),
    ("POST", "/console/verifications"): (OURS, _open),
    ("POST", "/console/verifications/{case_id}"): (OURS, _close),
    ("GET", "/console/verifications/{case_id}/{evidence_id}"): (OURS, _proof),
    ("GET", "/console/questionnaires"): (EXAMINERS, _page("/console/questionnaires")),
    ("POST", "/console/questionnaires"): (EXAMINERS, _question),
    ("GET", "/console/settings"): (EXAMINERS, _page("/console/settings")),
    ("POST", "/console/settings"): (EXAMINERS, _seals),
    ("GET", "/console/packs"): (EXAMINERS, _page("/console/packs")),
    ("POST", "/console/packs"): (EXAMINERS, _publish),
    ("POST", "/console/packs/{pack_digest}/withdraw"): (OURS, _withdraw),
}
#: Pages where the office elsewhere has something of the company: its wish to move there.
SHARED = {("GET", "/console/moves")}
REFUSED = {303, 403, 404, 422}


@pytest.fixture
def office(backend: Backend, tmp_path: Path) -> Office:
    return Office(backend, tmp_path).build()


def _is_through(answer: requests.Response) -> bool:
    return answer.ok and answer.headers.get("Location") != SIGN_IN


def _routes(router: Any) -> set[tuple[str, str]]:
    """Every (method, path) of an app, those of the routers that it includes too."""
    found: set[tuple[str, str]] = set()
    for route in router.routes:
        if inner := getattr(route, "original_router", None):
            found |= _routes(inner)
        else:
            found |= {(method, route.path) for method in route.methods}
    return found


def test_every_route_of_the_console_has_a_row():
    assert {
        route for route in _routes(api(Faults(), Clock(), Settings(data=Path()))) if route[1].startswith(PAGES)
    } == OPEN | set(ROWS)


@pytest.mark.timeout(300)
def test_nobody_gets_a_page_that_is_not_theirs_and_every_examiner_their_own(office):
    wrong = []
    for route, (allowed, row) in ROWS.items():
        for who in ASKERS:
            answer = row(office, lambda method, path, who=who, **more: office.ask(who, method, path, **more))
            if _is_through(answer) != (who in allowed) or not (answer.ok or answer.status_code in REFUSED):
                wrong.append(f"{who} {route[0]} {route[1]}: {answer.status_code}")
            if who != "examiner" and who not in allowed | {"elsewhere"} and "LANFENG" in answer.text:
                wrong.append(f"{who} {route[1]} reads of the company")
            if who == "elsewhere" and route not in SHARED and ("LANFENG" in answer.text or "蓝枫" in answer.text):
                wrong.append(f"{who} {route[1]} reads of another office's company")
    assert not wrong, "\n".join(wrong)


def test_no_form_is_taken_without_the_token_of_its_own_session(office):
    through = []
    for route, (allowed, row) in ROWS.items():
        if route[0] == "POST":
            who = min(allowed)
            answer = row(
                office, lambda method, path, who=who, **more: office.ask(who, method, path, token=False, **more)
            )
            if answer.status_code != 403:
                through.append(f"{route[1]}: {answer.status_code}")
    assert through == []
