"""A backend with everybody who could ask: for the matrix of who may do what, and for races of people."""

import datetime as dt
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests

from coo_backend.accounts.registry import add_account
from coo_backend.company import questionnaires, verification_cases
from coo_backend.db.tables import accounts
from coo_backend.db.unit import Actor, unit
from coo_backend.packs import publication
from coo_backend.seed import LANFENG, NINGBO_OFFICE, PASSWORD
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.forms.questionnaires import read_questionnaire
from tests.backend.errands import PNG, accepted, approved, certificate, stored, submitted
from tests.backend.process import Client
from tests.store.packs.tables import codes_pack

#: Who asks, and how they come to be so; the resource is always the company's of the clerk.
ASKERS = ("anonymous", "other", "disabled", "clerk", "admin", "former", "examiner", "elsewhere", "customs")


@dataclass
class World:
    """Every asker signed in: `boss` administers after `admin` handed over, `clerk2` was disabled with its session.

    The examiner is of the company's office, the one elsewhere of another.
    """

    backend: Any
    clients: dict[str, Client] = field(default_factory=dict)
    names: int = 0

    def build(self) -> "World":
        add_person(self.backend, "boss")
        admin = self.backend.client("admin")
        assert arrange(admin, "boss", "hand_over", confirmation=proof(admin)).ok
        admin.use(admin.refresh().json())
        boss, disabled = self.backend.client("boss"), self.backend.client("clerk2")
        assert arrange(boss, "clerk2", "disable").ok
        disabled.use(disabled.refresh().json())
        known = {"anonymous": self.backend.client(), "disabled": disabled, "admin": boss, "former": admin}
        named = {"other": "mingyao", "clerk": "demo", "customs": "customs"}
        named |= {"examiner": "examiner", "elsewhere": "examiner2"}
        self.clients = known | {who: self.backend.client(account) for who, account in named.items()}
        return self

    def new_person(self) -> str:
        """A fresh clerk of the company."""
        self.names += 1
        return add_person(self.backend, f"fresh{self.names}")


def add_person(backend: Any, account: str) -> str:
    """One more signatory of the company, with the password of the demo."""
    import sqlalchemy as sa

    shared = backend.place.shared
    with shared.database.write("") as connection:
        password_hash = connection.execute(sa.select(accounts.c.password_hash).limit(1)).scalar_one()
        person = Person(account=account, name=account, role="clerk")
        add_account(connection, LANFENG.id, person, password_hash, shared.clock.stamp())
    return account


def arrange(client: Client, account: str, event: str, **body: str) -> requests.Response:
    return client.call("POST", f"/v1/signatories/{account}/{event}", body, Idempotency_Key=new_id())


def proof(client: Client, purpose: str = "hand_over") -> str:
    answer = client.call("POST", "/v1/auth/confirm", {"password": PASSWORD, "purpose": purpose})
    assert answer.ok, answer.text
    return str(answer.json()["confirmation"])


def open_case(backend: Any, document: str, days: int = 30, question: str = "Was it made in China?") -> str:
    """A case of verification on one of the company's certificates, as the examiner opens it."""
    shared = backend.place.shared
    with unit(shared, examiner(), LANFENG.id, "test") as opened:
        deadline = shared.clock.today() + dt.timedelta(days=days)
        return verification_cases.open_case(opened, verification_cases.Question(document, question, deadline, "日本"))


def ask_around(backend: Any, **more: Any) -> str:
    """A questionnaire with one question, published to the office's companies."""
    label = {"zh_CN": "主要市场", "en": "Main market"}
    told = {"title": {"zh_CN": "调查", "en": "Survey"}, **more}
    told.setdefault("questions", [{"id": "market", "kind": "text", "label": label, "needed": True}])
    with unit(backend.place.shared, examiner(), NINGBO_OFFICE.id, "test") as opened:
        return questionnaires.publish(opened, read_questionnaire(told))


def publish_pack(backend: Any) -> str:
    """The path of a pack that the office publishes."""
    shelf = backend.place.shelf
    with TemporaryDirectory() as folder:
        upload = shelf.incoming()
        shutil.copyfile(codes_pack(Path(folder)), upload)
    pack = publication.publish(backend.place.shared, shelf, examiner(), upload)
    return f"/v1/packs/{pack.name}/{pack.digest}"


def examiner() -> Actor:
    return Actor(account="examiner", name="周审", role="examiner", active=True, company=NINGBO_OFFICE, device="test")


__all__ = ["ASKERS", "PNG", "World", "accepted", "approved", "certificate", "stored", "submitted"]
