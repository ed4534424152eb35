"""An invoice number counts as used alike on the screen, in the store and in the store of tests.

The backend answers the same table on SQLite and on PostgreSQL in tests/backend/test_database.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coo_desktop.domain.ports import Store
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from coo_desktop.views.session import Ports, Session
from coo_desktop.views.tasks import Tasks
from tests.contracts.invoice_cases import CASES, Case
from tests.fakes.clock import FakeClock
from tests.fakes.packs import NoPacks
from tests.fakes.store import FakeStore
from tests.sync.desk import KEY, toy_rules
from tests.views.pages import AskedDesk, NoSync


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Profile(tmp_path), toy_rules, FakeClock(), KEY)
    yield opened
    opened.close()


def fill(store: Store, case: Case) -> None:
    """What the company holds; another's documents never reach this store."""
    with store.unit() as unit:
        for document in case.others:
            unit.put(document)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_store_answers_the_table(real, case):
    fill(real, case)
    assert real.reader.context(case.me).invoice_used(case.number) == case.answer
    with real.unit() as unit:
        assert unit.context(case.me).invoice_used(case.number) == case.answer


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_store_of_tests_answers_the_table(case):
    store = FakeStore(toy_rules())
    fill(store, case)
    with store.unit() as unit:
        assert unit.context(case.me).invoice_used(case.number) == case.answer


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_screen_answers_the_table(qapp, real, case):
    fill(real, case)
    ports = Ports(real, toy_rules(), NoSync(), NoSync(), FakeClock(), NoPacks(), NoSync())
    session = Session(ports, Tasks(), AskedDesk())
    assert session.context(case.me).invoice_used(case.number) == case.answer
    session.tasks.close()
