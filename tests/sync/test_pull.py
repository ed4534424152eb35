"""Pulling: what others did arrives once and whole; nothing is deleted by accident."""

import contextlib
from typing import Any

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import UNCHECKED, Document
from coo_desktop.domain.errors import Refused, StoreFull
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.domain.operations import deletions, drafts, sending
from coo_desktop.domain.operations.incidents import INCIDENTS
from coo_desktop.sync import pull, remembered
from coo_desktop.sync.pull import Pull
from coo_desktop.sync.reconcile import Touched
from tests.counting import statements
from tests.fakes.remote import FakeRemote
from tests.fakes.rules import small_rulebook
from tests.stores import fresh_store
from tests.sync.desk import COMPLETE, Desk
from tests.sync.proxy import PORTAL, REDIRECT


class FullDisk:
    """A store whose `at`-th write transaction fails before its commit, once."""

    def __init__(self, store, at):
        self._store = store
        self._left = at

    def __getattr__(self, name):
        return getattr(self._store, name)

    def unit(self):
        self._left -= 1
        return _Failing(self._store.unit()) if self._left == 0 else self._store.unit()


class _Failing:
    def __init__(self, unit):
        self._unit = unit

    def __enter__(self):
        return self._unit.__enter__()

    def __exit__(self, kind, error, trace):
        full = StoreFull()
        self._unit.__exit__(StoreFull, full, None)
        raise full


@pytest.mark.parametrize("at", range(1, 7))
def test_a_disk_that_is_full_for_a_moment_loses_no_document(desks, at):
    here, there = desks(), desks("clerk2")
    written = [there.write() for _ in range(3)]
    there.sync()
    whole = here.store
    here.store = FullDisk(whole, at)
    here.move()
    try:
        here.sync()
    except StoreFull:
        here.store = whole
        here.move()
        here.sync()
    assert here.all_ids() == {one.id for one in written}
    assert here.store.reader.setting(INCIDENTS) is None, "the feed alone brings everything"


class NoRoom:
    """A store that has room for everything but documents."""

    def __init__(self, store):
        self._store = store

    def __getattr__(self, name):
        return getattr(self._store, name)

    @contextlib.contextmanager
    def unit(self):
        with self._store.unit() as unit:
            unit.put = _no_room
            yield unit


def _no_room(document):
    raise StoreFull()


def test_a_page_whose_documents_found_no_room_comes_again(desks):
    here, there = desks(), desks("clerk2")
    written = there.write()
    there.sync()
    whole, here.store = here.store, NoRoom(here.store)
    here.move()
    with pytest.raises(StoreFull):
        here.sync()
    here.store = whole
    here.move().sync()
    assert here.all_ids() == {written.id}
    assert here.store.reader.setting(INCIDENTS) is None, "the feed alone brings everything"


def written_and_discarded(here: Desk, there: Desk, written: int = 22, discarded: int = 22) -> list[Document]:
    """Documents that both desks had before the other one discarded some; this one has not heard of it yet."""
    made = [there.write() for _ in range(written)]
    there.sync()
    here.sync()
    for one in made[:discarded]:
        there.perform(drafts.discard, one.id)
    there.sync()
    return made


def test_many_deletions_at_once_wait_for_a_person(desks):
    here, there = desks(), desks("clerk2")
    written = written_and_discarded(here, there)
    state = here.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.MASS_DELETION)
    assert len(here.all_ids()) == 22
    late = there.write()
    there.sync()
    here.sync()
    assert here.document(late.id)
    with here.store.unit() as unit:
        asked = deletions.question(unit, unit.rules)
        assert {one.id for one in asked} == {one.id for one in written}
        change = deletions.delete_here(unit, tuple(one.id for one in asked))
        assert deletions.question(unit, unit.rules) == ()
    assert set(change.ids) == {one.id for one in written}
    assert here.all_ids() == {late.id}, "the answer is carried out at once, also without a network"
    assert here.sync().light == "synced"


def test_mine_live_on_as_copies_when_the_person_says_so(desks):
    here, there = desks(), desks("clerk2")
    written = written_and_discarded(here, there)
    here.sync()
    with here.store.unit() as unit:
        deletions.keep_copies(unit, tuple(one.id for one in deletions.question(unit, unit.rules)))
    assert here.sync().light == "synced"
    kept = [here.document(document_id) for document_id in here.all_ids()]
    assert {one.links["copied_from"] for one in kept} == {one.id for one in written}
    assert all(one.values["consignee"] == COMPLETE["consignee"] for one in kept)
    there.sync()
    assert there.all_ids() == here.all_ids(), "the copies reach the others as documents of their own"


def test_an_answer_touches_only_what_the_person_saw(desks):
    here, there = desks(), desks("clerk2")
    written = written_and_discarded(here, there)
    here.sync()
    with here.store.unit() as unit:
        deletions.delete_here(unit, (written[0].id, "0" * 32))
    assert here.all_ids() == {one.id for one in written[1:]}
    assert here.sync().cause is SyncCause.MASS_DELETION


def test_a_question_ends_when_the_person_discards_the_documents_one_by_one(desks):
    here, there = desks(), desks("clerk2")
    written = written_and_discarded(here, there)
    assert here.sync().cause is SyncCause.MASS_DELETION
    for one in written[:18]:
        here.perform(drafts.discard, one.id)
    state = here.sync()
    assert (state.light, state.cause) == ("synced", None)
    assert here.all_ids() == set(), "the four that are left are few enough to go unasked"
    assert deletions.held_ids(here.store.reader) == ()


def test_a_few_deletions_need_no_question(desks):
    here, there = desks(), desks("clerk2")
    written_and_discarded(here, there, written=7, discarded=5)
    assert here.sync().light == "synced"
    assert len(here.all_ids()) == 2


def test_many_pages_arrive_in_one_pass(desks, backend_process, chaos):
    there = desks("clerk2")
    for number in range(205):
        there.write({"consignee": f"BUYER {number}"})
    there.sync()
    here = desks(url=chaos.url)
    here.sync()
    assert here.all_ids() == there.all_ids()
    assert len(chaos.seen("GET /v1/changes")) == 2


@pytest.mark.parametrize("at", [0, 100, 300, 600, 900])
def test_a_page_cut_anywhere_is_not_applied(desks, chaos, at):
    here, there = desks(url=chaos.url), desks("clerk2")
    written = [there.write() for _ in range(2)]
    there.sync()
    chaos.order("cut_answer", "GET /v1/changes", at=at)
    assert here.sync().light == "offline"
    assert here.all_ids() == set()
    assert not here.store.reader.setting(remembered.CURSOR)
    here.sync()
    assert here.all_ids() == {one.id for one in written}


@pytest.mark.parametrize("answer", [PORTAL, REDIRECT])
@pytest.mark.parametrize("match", ["/v1/changes", "/v1/batch"])
def test_a_captive_portal_leaves_everything_as_it_is(desks, chaos, answer, match):
    here = desks(url=chaos.url)
    written = here.write()
    chaos.order("replace_answer", match, answer=answer, times=2)
    state = here.sync()
    assert (state.light, state.cause) == ("offline", SyncCause.PORTAL)
    assert here.document(written.id).values == written.values
    chaos.calm()
    assert here.sync().light == "synced"
    assert here.states() == []


def test_a_pass_with_nothing_to_do_is_one_request(desks, chaos):
    here = desks(url=chaos.url)
    here.write()
    here.sync()
    chaos.requests.clear()
    assert here.sync().light == "synced"
    assert [request.split(b" ", 2)[:2] for request in chaos.requests] == [
        [b"GET", b"/v1/changes?cursor=1&epoch=" + here.store.reader.setting(remembered.EPOCH).encode() + b"&limit=200"]
    ]


def test_a_document_of_a_form_nobody_here_knows_is_kept_until_it_is_known(desks, monkeypatch):
    there = desks("clerk2")
    written = there.write({"name": "VASE"}, form="toy_product")
    there.sync()
    here = desks()
    known = dict(here.store._setting.rules().book.forms)
    hidden = known.pop("toy_product")
    book = here.store._setting.rules().book
    monkeypatch.setattr(type(book), "form", _form_of(known))
    object.__setattr__(book, "forms", known)
    try:
        here.sync()
        assert here.document(written.id).values == {}
    finally:
        object.__setattr__(book, "forms", {**known, "toy_product": hidden})
        monkeypatch.undo()
    here.move().sync()
    assert here.document(written.id).values == written.values
    assert here.store.reader.setting(remembered.UNREAD) == []


def _form_of(known):
    from coo_desktop.domain.errors import NotFound

    def form(_, form_id):
        if form_id not in known:
            raise NotFound(id=form_id, what="form")
        return known[form_id]

    return form


class Fast:
    """A real store beside a backend in memory that has documents of others."""

    def __init__(self) -> None:
        rules = small_rulebook.__wrapped__()  # of its own: it remembers what it found, and others ask the shared one
        self.store, self.remote = fresh_store(rules), FakeRemote()

    def told(self, document_id: str, **members: Any) -> None:
        fixed = {"id": document_id, "form": "toy_certificate", "family": "certificate", "printState": "not_printed"}
        told = {"stage": "ready", "values": {"goods_name": "VASE"}, "links": {}, "facts": {}, "author": "li"}
        self.remote._store({**fixed, **told, "office": "", "createdAt": "", "updatedAt": "", **members})

    def pull(self) -> None:
        Pull(self.store, self.remote, Touched()).run(lambda: False)

    def blocking(self, document_id: str) -> int:
        return self.store.reader.document(document_id).blocking

    def checked(self, *ids: str) -> drafts.Checked:
        """What a list finds out about rows on the screen."""
        reader = self.store.reader
        return drafts.check(reader, self.store._setting.rules(), reader.context, ids)

    def keep(self, checked: drafts.Checked) -> None:
        with self.store.unit() as unit:
            drafts.keep_checked(unit, checked)


def test_a_page_costs_the_same_statements_and_one_commit_however_many_documents_it_brings():
    desk = Fast()

    def brought(ids: list[str], **members: Any) -> tuple[int, int]:
        for document_id in ids:
            desk.told(document_id, **members)
        seen = statements(desk.store._connections.writer, desk.pull)
        return len(seen), sum("INSERT INTO search" in statement for statement in seen)

    brought([new_id()])
    few, many = [new_id() for _ in range(20)], [new_id() for _ in range(pull.PAGE_ITEMS)]
    assert brought(few) == brought(many)
    assert brought(few, values={"goods_name": "CUP"}) == brought(many, values={"goods_name": "CUP"})


def test_what_arrives_is_checked_when_somebody_looks_and_sent_only_checked():
    desk, (empty, whole, sent) = Fast(), (new_id() for _ in range(3))
    desk.told(empty, values={})
    desk.told(whole)
    desk.told(sent, stage="submitted", values={})
    desk.pull()
    assert [desk.blocking(one) for one in (empty, whole, sent)] == [UNCHECKED, UNCHECKED, 0]
    with desk.store.unit() as unit, pytest.raises(Refused) as refused:
        sending.submit(unit, empty, unit.document(empty).revision)
    assert refused.value.facts["why"] == "incomplete"
    before = desk.store.reader.document(empty)
    desk.keep(desk.checked(empty, whole, sent, "nobody"))
    assert [desk.blocking(one) for one in (empty, whole, sent)] == [1, 0, 0]
    assert desk.store.reader.document(empty).revision == before.revision, "an open page is not out of date by it"
    assert desk.checked(empty, whole, sent) == ()
    desk.told(empty, values={}, facts={"seen": "1"})
    desk.pull()
    assert desk.blocking(empty) == 1, "the same content is not checked again"
    desk.told(empty)
    desk.pull()
    assert desk.blocking(empty) == UNCHECKED


def test_what_was_found_in_a_content_that_has_gone_is_not_kept():
    desk, document_id = Fast(), new_id()
    desk.told(document_id, values={})
    desk.pull()
    found = desk.checked(document_id)
    desk.told(document_id)
    desk.pull()
    desk.keep(found)
    assert desk.blocking(document_id) == UNCHECKED
