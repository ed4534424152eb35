"""Desks with an office that answers from memory, for the pages that ask it."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from coo_desktop.views.company.online_page import CounterPage
from coo_desktop.views.session import Desk
from coo_desktop.views.tasks import STORE
from tests.fakes.office import FakeOffice


def counter_desk(make: Callable[..., Desk], role: str = "admin") -> tuple[Desk, FakeOffice]:
    """A desk whose person has this role, and its office."""
    office = FakeOffice()
    desk = make(office=office)
    office._store = desk.ports.store
    with desk.ports.store.unit() as unit:
        person = dataclasses.replace(unit.person(), account="admin" if role == "admin" else "demo", role=role)
        unit.put_person(person)
        unit.put_company(dataclasses.replace(unit.company(), office="3302"))
    return desk, office


def shown(qtbot: Any, page: CounterPage) -> CounterPage:
    """The page on the screen, after its first answer."""
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    settled(qtbot, page)
    return page


def settled(qtbot: Any, page: CounterPage) -> None:
    qtbot.waitUntil(lambda: not page.is_waiting)


@contextmanager
def slow_disk(desk: Desk) -> Iterator[None]:
    """Nothing that the desk keeps is on the disk before the block ends."""
    gate = Event()
    desk.run(desk, lambda _turn: gate.wait(10), lane=STORE)
    try:
        yield
    finally:
        gate.set()
