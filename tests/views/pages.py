"""A desk over a real store, and pages opened on it, for tests of screens."""

import dataclasses
from typing import Any

from coo_desktop.domain.documents.document import Change, Company, Document, Person
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.views.session import Asker, Session
from coo_desktop.views.tasks import Tasks
from tests.fakes.asker import FakeAsker
from tests.fakes.clock import FakeClock
from tests.fakes.outside import quiet_ports
from tests.rulebooks import shipped
from tests.stores import fresh_store

COMPANY = Company(
    id="c1",
    name_zh="宁波蓝风家居用品有限公司",
    name_en="NINGBO LANFENG HOUSEWARE CO., LTD.",
    address_en="NO. 88 XINGHAI ROAD, BEILUN DISTRICT, NINGBO, ZHEJIANG, CHINA",
    kind="trading",
    city_en="NINGBO",
    credit_code="91330200MA2AFLANF1",
)
PERSON = Person(account="clerk@lanfeng", name="李明", role="clerk")
_open: list[Session] = []
_answered_to: list[Tasks] = []


def make_desk(
    asker: Asker | None = None, form_rules: Rulebook | None = None, key: bytes | None = None, **ports: Any
) -> Session:
    """A desk with the demo company signed in; it ends with the test, and its store after it."""
    known = form_rules or shipped()
    clock = FakeClock()
    store = fresh_store(known, clock, key)
    with store.unit() as unit:
        unit.put_company(COMPANY)
        unit.put_person(PERSON)
    made = dataclasses.replace(quiet_ports(store, known, clock), **ports)
    _open.append(Session(made, Tasks(), asker or FakeAsker()))
    return _open[-1]


def end_sessions() -> None:
    """Ends the sessions of a test: nobody owns them, and what hears them holds every page in turn.

    Their tasks stay: a thread that is still at work answers to them, and they hold nothing else.
    """
    for session in _open:
        session.tasks.close()
        _answered_to.append(session.tasks)
        session.deleteLater()
    _open.clear()


def stored(session: Session, form_id: str, values: dict[str, Any] | None = None, **changes: Any) -> Document:
    """A document of the form on this desk; `changes` are put into it as they are."""
    with session.ports.store.unit() as unit:
        change: Change = drafts.start(unit, form_id, values or {})
        document = change.document
        assert document is not None
        return unit.put(dataclasses.replace(document, **changes)) if changes else document
