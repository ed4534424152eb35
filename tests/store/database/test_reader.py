"""Reads see what is committed, never what is being written, and notice a row that was changed behind their back."""

import threading
from contextlib import closing

import pytest

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.database import lists
from coo_desktop.store.database.driver import open_connection
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate


def test_a_reader_does_not_wait_for_a_writer(store):
    with store.unit() as unit:
        unit.put(certificate())
        assert store.reader.document("a") is None
    assert store.reader.document("a") is not None


def test_a_context_asks_the_codes_in_force_on_the_day_of_the_store(profile):
    asked = []

    def hs_current(code, on):
        asked.append((code, on))
        return False

    local = open_store(profile, small_rulebook, FakeClock(), None, hs_current=hs_current)
    with closing(local), local.unit() as unit:
        assert local.reader.context().hs_current("854140") is False
        assert unit.context().hs_current("854140") is False
    assert asked == [("854140", FakeClock().today())] * 2


def test_many_threads_read_at_once(store):
    with store.unit() as unit:
        stored = unit.put(certificate())
    read, barrier = [], threading.Barrier(6)

    def look():
        barrier.wait()
        read.extend(store.reader.document("a") for _ in range(20))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [stored] * 120


@pytest.mark.parametrize(
    "change", ["values = replace(\"values\", '茶叶', '毒药')", "revision = 9", "facts = '{}}'", "stage = 'approved'"]
)
def test_a_row_changed_behind_the_programs_back_is_noticed(store, profile, reopened, change):
    with store.unit() as unit:
        unit.put(certificate())
    other = open_connection(profile.store_file, KEY)
    other.execute(f"UPDATE document SET {change}".replace("SET values", 'SET "values"'))
    other.close()
    with pytest.raises(StoreDamaged):
        reopened().reader.document("a")


def test_a_common_word_is_walked_and_a_rare_one_fetched_with_the_same_answer(store, monkeypatch):
    with store.unit() as unit:
        for number in range(30):
            unit.put(certificate(f"d{number:02}", importer="Kato" if number % 3 else "Sato"))
    query = Query(family="certificate", text="kato", order="title", limit=7)
    fetched = store.reader.rows(query)
    monkeypatch.setattr(lists, "FEW", 5)
    assert store.reader.rows(query) == fetched
    assert len(fetched) == 7
    assert store.reader.count(query) == 20
