"""Desks with an office that answers from memory, for the pages that ask it."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import STORE
from tests.fakes.office import FakeOffice


def counter_desk(make: Callable[..., Session], role: str = "admin") -> tuple[Session, FakeOffice]:
    """A desk whose person has this role, and its office."""
    office = FakeOffice()
    session = make(office=office)
    office._store = session.ports.store
    with session.ports.store.unit() as unit:
        person = dataclasses.replace(unit.person(), account="admin" if role == "admin" else "demo", role=role)
        unit.put_person(person)
        unit.put_company(dataclasses.replace(unit.company(), office="3302"))
    return session, office


def shown(qtbot: Any, page: OnlinePage) -> OnlinePage:
    """The page on the screen, after its first answer."""
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    settled(qtbot, page)
    return page


def settled(qtbot: Any, page: OnlinePage) -> None:
    qtbot.waitUntil(lambda: not page.is_waiting)


@contextmanager
def slow_disk(session: Session) -> Iterator[None]:
    """Nothing that the desk keeps is on the disk before the block ends."""
    gate = Event()
    session.run(session, lambda _task: gate.wait(10), lane=STORE)
    try:
        yield
    finally:
        gate.set()
