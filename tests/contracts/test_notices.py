"""What the shelf of notices promises, kept by the real store and by the one in memory."""

import pytest

from coo_desktop.domain.office import notices
from coo_desktop.domain.office.notices import MARKED, READ, UNREAD, Notice
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.fakes.store import FakeStore

KEY = bytes(range(32))


@pytest.fixture(params=["real", "fake"])
def store(request, tmp_path):
    if request.param == "fake":
        yield FakeStore()
        return
    opened = open_store(Profile(tmp_path), small_rulebook, FakeClock(), KEY)
    yield opened
    opened.close()


def notice(name, minute=0, **facts):
    at = f"2026-11-23T10:{minute:02}:00.000+00:00"
    return Notice(**{"id": name, "at": at, "kind": "voided", "document": "d", **facts})


def put(store, *found):
    with store.unit() as unit:
        for one in found:
            unit.notices.put(one)


def put_two(unit):
    unit.notices.put(notice("a", mark=READ))
    unit.notices.put(notice("b"))
    unit.notices.no_such_thing()


def ids(found):
    return [one.id for one in found]


def test_a_notice_comes_back_as_it_was_put(store):
    whole = notice("a", text="货物有误\n𠮷 <b>", by="周审", facts={"codes": ["691110"]}, local=True, mark=READ)
    put(store, whole)
    assert store.reader.notices.find("a") == whole
    assert store.reader.notices.find("nobody") is None


def test_the_newest_come_first_and_no_more_than_asked_for(store):
    put(store, notice("b", 1), notice("a", 1), notice("c", 0), notice("d", 2))
    assert ids(store.reader.notices.newest(3)) == ["d", "b", "a"]


def test_unread_ones_are_counted_and_listed_alone(store):
    put(store, notice("a", 1), notice("b", 2, mark=MARKED), notice("c", 3, mark=READ), notice("d", 4))
    assert store.reader.notices.unread() == 2
    assert ids(store.reader.notices.newest(9, unread_only=True)) == ["d", "a"]


def test_marks_are_found_oldest_first_for_one_side_alone(store):
    put(store, notice("a", 3, mark=MARKED), notice("b", 1, mark=MARKED), notice("c", 2, mark=MARKED, local=True))
    assert ids(store.reader.notices.marked((MARKED,), local=False)) == ["b", "a"]
    assert ids(store.reader.notices.marked((MARKED, UNREAD), local=True)) == ["c"]


def test_a_new_state_takes_the_place_of_the_old_one(store):
    put(store, notice("a"))
    put(store, notice("a", mark=READ))
    assert (store.reader.notices.unread(), len(store.reader.notices.newest(9))) == (0, 1)


def test_the_oldest_go_but_never_one_whose_mark_is_still_to_be_told(store, monkeypatch):
    for module in ("coo_desktop.store.database.notices", "tests.fakes.store"):
        monkeypatch.setattr(f"{module}.MOST", 2)
    put(store, notice("a", 0, mark=MARKED), notice("b", 1), notice("c", 2), notice("d", 3))
    with store.unit() as unit:
        unit.notices.prune()
    assert ids(store.reader.notices.newest(9)) == ["d", "c", "a"]
    assert notices.MOST > 2


def test_a_unit_that_fails_leaves_the_notices_as_they_were(store):
    put(store, notice("a"))
    with pytest.raises(AttributeError), store.unit() as unit:
        put_two(unit)
    assert (store.reader.notices.unread(), store.reader.notices.find("b")) == (1, None)
