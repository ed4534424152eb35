"""Notices against a real backend: each comes once, marks go out once, and two desks of one person agree."""

import sqlite3
from contextlib import closing

import pytest

from coo_desktop.domain.office.notices import MARKED, NOTICE, READ, UNREAD, Notice
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.domain.operations import notices
from coo_desktop.sync.notices import MOST_MARKS
from tests.backend.process import BackendProcess
from tests.fakes.remote import FakeRemote

NOBODY = "http://127.0.0.1:9"


def void(backend: BackendProcess, desk, *names: str) -> list[str]:
    """Certificates of this desk, approved and then voided with these reasons; their ids."""
    examiner, ids = backend.client("examiner"), []
    for name in names:
        written = desk.write({"consignee": name, "invoices": [{"id": "i1", "number": f"LF-{name}"}]})
        ids.append(written.id)
        desk.submit(written.id)
    desk.sync()
    for name, document_id in zip(names, ids, strict=True):
        for event in ("take_up", "approve"):
            assert examiner.exam(document_id, event).ok
        assert examiner.exam(document_id, "void", reason=f"{name}有误").ok
    return ids


def voids(desk) -> list[Notice]:
    """The notices that something is void, without those that it had been approved; the newest first."""
    return [one for one in desk.store.reader.notices.newest(99) if one.kind == "voided"]


def marks(desk) -> dict[str, str]:
    return {one.text: one.mark for one in voids(desk)}


def read(desk, *texts: str) -> None:
    ids = [one.id for one in desk.store.reader.notices.newest(99) if one.text in texts]
    with desk.store.unit() as unit:
        notices.mark_read(unit, ids)


def marked_times(backend: BackendProcess) -> int:
    """How many rows of marks the backend holds."""
    path = f"file:{backend.data / 'backend.sqlite'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as connection:
        return connection.execute("SELECT count(*) FROM notice_reads").fetchone()[0]


def test_a_void_arrives_with_its_document_and_reason_in_one_pass(desks, backend_process):
    here = desks()
    (voided,) = void(backend_process, here, "甲")
    here.clock.pass_s(4000)
    change, state = here.engine.run_pass()
    (told,) = voids(here)
    assert [one.kind for one in here.store.reader.notices.newest(9)] == ["voided", "approved"]
    assert (told.kind, told.document, told.text, told.by, told.mark) == ("voided", voided, "甲有误", "周审", UNREAD)
    assert here.document(voided).stage == "voided"
    assert NOTICE in change.families
    assert state.light == "synced"


def test_a_pass_without_news_asks_for_none_and_tells_nobody(desks, backend_process, chaos):
    here = desks(url=chaos.url)
    void(backend_process, here, "甲")
    here.sync()
    here.sync()
    chaos.requests.clear()
    here.clock.pass_s(4000)
    change, _ = here.engine.run_pass()
    assert chaos.seen("/v1/notices") == []
    assert change.families == frozenset()


def test_what_was_read_offline_is_told_once_and_agrees_on_the_other_desk(desks, backend_process):
    here, other, colleague = desks(), desks(), desks("clerk2")
    void(backend_process, here, "甲", "乙")
    for desk in (here, other, colleague):
        desk.sync()
    here.move(NOBODY)
    read(here, "甲有误")
    assert here.sync().light == "offline"
    assert marks(here) == {"甲有误": MARKED, "乙有误": UNREAD}
    here.move(backend_process.url).sync()
    assert marks(here) == {"甲有误": READ, "乙有误": UNREAD}
    other.sync()
    colleague.sync()
    assert marks(other) == {"甲有误": READ, "乙有误": UNREAD}
    assert marks(colleague) == {"甲有误": UNREAD, "乙有误": UNREAD}
    assert marked_times(backend_process) == 1


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_a_mark_whose_answer_got_lost_is_told_again_and_counts_once(desks, backend_process, point):
    here = desks()
    void(backend_process, here, "甲")
    here.sync()
    read(here, "甲有误")
    backend_process.fault(point, "notices-read")
    assert here.sync().light == "offline"
    assert marks(here) == {"甲有误": MARKED}
    assert here.sync().light == "synced"
    assert marks(here) == {"甲有误": READ}
    assert marked_times(backend_process) == 1


def test_a_notice_read_on_both_desks_offline_is_read_once(desks, backend_process):
    here, other = desks(), desks()
    void(backend_process, here, "甲")
    for desk in (here, other):
        desk.sync()
        read(desk, "甲有误")
    for desk in (here, other, here):
        assert desk.sync().light == "synced"
    assert marks(here) == marks(other) == {"甲有误": READ}
    assert marked_times(backend_process) == 1


def test_a_disabled_signatory_still_hears_what_is_told(desks, backend_process):
    here = desks()
    void(backend_process, here, "甲")
    backend_process.set_active("demo", False)
    here.sync()
    assert marks(here) == {"甲有误": UNREAD}
    read(here, "甲有误")
    assert here.sync().cause == SyncCause.SIGNATORY_DISABLED
    backend_process.set_active("demo", True)
    assert here.sync().light == "synced"
    assert marks(here) == {"甲有误": READ}


def test_another_epoch_fetches_all_and_tells_all_marks_again(desks, backend_process):
    here = desks()
    void(backend_process, here, "甲", "乙")
    here.sync()
    read(here, "甲有误")
    here.sync()
    backend_process.new_epoch()
    here.sync()
    assert marks(here) == {"甲有误": READ, "乙有误": UNREAD}
    assert len(here.store.reader.notices.newest(99)) == 4  # each was approved before it became void


class Paged(FakeRemote):
    """A backend with many notices, and none of the feed's word for them."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.notices = [
            {
                "id": f"n{number:04}",
                "at": f"2026-11-23T10:00:00.{number:04}",
                "kind": "office",
                "document": "",
                "text": f"{number}",
                "by": "周审",
                "readAt": "",
            }
            for number in range(count)
        ]
        self.read: list[str] = []
        self.broken: dict[str, object] = {}

    def _answer(self, method, path, body):
        if path == "/v1/notices/read":
            self.read += body["ids"]
            return 200, {"read": body["ids"]}
        if not path.startswith("/v1/notices"):
            return super()._answer(method, path, body)
        start = int(path.partition("cursor=")[2].partition("&")[0] or 0)
        page = self.notices[start : start + 200]
        unread = [one["id"] for one in self.notices if one["id"] not in self.read]
        told = {"items": page, "unread": unread, "cursor": str(start + len(page))}
        return 200, {**told, "more": start + len(page) < len(self.notices), **self.broken}


@pytest.fixture
def paged():
    from tests.sync.test_engine import FastDesk

    return FastDesk(Paged(1100))


def test_many_notices_and_many_marks_go_page_by_page(paged):
    paged.sync()
    assert paged.store.reader.notices.unread() == 1100
    with paged.store.unit() as unit:
        notices.mark_all_read(unit)
    _, state = paged.sync()
    assert state.light == "synced"
    assert len(paged.remote.read) == len(set(paged.remote.read)) == 1100
    told = [path for method, path in paged.remote.requests if path == "/v1/notices/read"]
    assert len(told) == -(-1100 // MOST_MARKS)


def test_a_kind_of_a_newer_backend_holds_no_other_notice_up(paged):
    paged.remote.notices[1]["kind"] = "fee_due"
    _, state = paged.sync()
    assert state.light == "synced"
    assert paged.store.reader.notices.find("n0001").kind == "fee_due"
    assert paged.store.reader.notices.unread() == 1100


@pytest.mark.parametrize(
    "broken",
    [
        {"items": None},
        {"items": [{"id": "a"}]},
        {"items": [{"id": "", "at": "", "kind": "x", "document": "", "text": "", "by": "", "readAt": ""}]},
        {"unread": "all"},
        {"more": 1},
        {"cursor": "a&b"},
        {"cursor": "", "more": True},
    ],
)
def test_an_answer_of_another_shape_is_not_believed_and_documents_come_all_the_same(paged, broken):
    paged.remote.broken = broken
    written = paged.write()
    _, state = paged.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.UNTRUSTED)
    assert paged.store.reader.document(written).rev
    assert paged.store.reader.notices.newest(9) == ()


def test_a_backend_without_notices_is_no_trouble():
    from tests.sync.test_engine import FastDesk

    desk = FastDesk(FakeRemote())
    desk.write()
    _, state = desk.sync()
    assert state.light == "synced"


def test_the_programs_own_notices_are_never_told_nor_touched(paged):
    with paged.store.unit() as unit:
        notices.tell(unit, "version_changed", key="k")
    paged.sync()
    assert paged.store.reader.notices.find("k").mark == UNREAD
    with paged.store.unit() as unit:
        notices.mark_read(unit, ["k"])
    paged.sync()
    assert paged.remote.read == []


def test_a_mark_set_while_a_page_is_under_way_stays(paged):
    paged.sync()

    def read_meanwhile(method: str, path: str) -> None:
        if path.startswith("/v1/notices?"):
            with paged.store.unit() as unit:
                notices.mark_read(unit, ["n0000"])

    paged.remote.after = read_meanwhile
    paged.sync()
    assert paged.remote.read == ["n0000"]
    assert paged.store.reader.notices.find("n0000").mark == READ
