"""What was acknowledged is there after any end of the program; what the disk refuses harms nothing that was there."""

import dataclasses
import os
import signal
import stat
import subprocess
import sys
import threading

import pytest
from sqlalchemy import event

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import StoreBusy, StoreClosed, StoreDamaged, StoreFull, StoreNewer, StoreUnwritable
from coo_desktop.store.database.driver import open_connection
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate

PROGRAM = """
import dataclasses, sys
from pathlib import Path
from coo_desktop.domain.documents.document import Intent
from coo_desktop.store.local import open_store
from coo_desktop.store.files.profile import Profile
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook

def stop(here):
    if here == sys.argv[2]:
        print("here", flush=True)
        sys.stdin.read()

store = open_store(Profile(Path(sys.argv[1])), small_rulebook, FakeClock(), bytes(range(32)))
with store.unit() as unit:
    document = unit.document("a")
    unit.put(dataclasses.replace(document, values={**document.values, "remark": "new"}))
    stop("after put")
    unit.enqueue(Intent(key="k", kind="put", document="a", body={}))
    stop("after enqueue")
stop("after commit")
"""


def kill_at(profile: Profile, point: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(profile.folder), point],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    with child:
        assert child.stdout.readline() == "here\n"
        child.send_signal(signal.SIGKILL)


@pytest.mark.parametrize(("point", "is_kept"), [("after put", False), ("after enqueue", False), ("after commit", True)])
def test_a_killed_program_leaves_the_old_document_or_the_new_one_with_its_intent(reopened, profile, point, is_kept):
    store = reopened()
    with store.unit() as unit:
        unit.put(certificate(remark="old"))
    store.close()
    kill_at(profile, point)
    store = reopened()
    store.check()
    assert store.reader.document("a").values["remark"] == ("new" if is_kept else "old")
    assert len(store.reader.intents()) == is_kept


def tear(profile):
    """Leaves half of each page that the log holds in the file, as a fold that the power ended does: none is lost."""
    log = profile.store_file.with_name("store.db-wal").read_bytes()
    held = {int.from_bytes(log[at : at + 4], "big") for at in range(32, len(log), 24 + 4096)}
    content = bytearray(profile.store_file.read_bytes())
    for page in held - {1}:
        content[page * 4096 - 2048 : page * 4096] = bytes(2048)[: max(0, len(content) - page * 4096 + 2048)]
    profile.store_file.write_bytes(content)


def test_after_a_crash_the_check_folds_the_log_first_and_raises_no_alarm(reopened, profile):
    store = reopened()
    with store.unit() as unit:
        for number in range(50):
            unit.put(certificate(f"d{number}", remark="x" * 2000))
        unit.put(certificate())
    store.close()
    kill_at(profile, "after commit")
    tear(profile)
    store = reopened()
    store.check()
    with store.unit() as unit:
        unit.put(certificate("later"))
    assert store.reader.document("a").values["remark"] == "new"
    store.check()


@pytest.fixture
def small_disk(store):
    """A store on a disk with room for some fifty pages more; `limit` gives it room again."""
    limit = {"pages": 120}

    def make_room(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count={limit['pages']}")

    event.listen(store._connections.writer, "begin", make_room)
    return store, limit


def test_a_full_disk_refuses_the_save_and_nothing_else(small_disk):
    store, limit = small_disk
    with store.unit() as unit:
        first = unit.put(certificate(remark="old"))
    larger = dataclasses.replace(first, values={**first.values, "remark": "x" * 1_000_000})
    for _ in range(2):
        with pytest.raises(StoreFull), store.unit() as unit:
            unit.put(larger)
        assert store.reader.document("a") == first
        assert store.reader.count(Query(family="certificate")) == 1
    with store.unit() as unit:
        unit.put(dataclasses.replace(first, deleted=True))
    limit["pages"] = 100_000
    with store.unit() as unit:
        assert unit.put(dataclasses.replace(larger, revision=2)).revision == 3


def use_after_check(store):
    """A check that finds damage is remembered: the store does not let itself be written to."""
    with pytest.raises(StoreDamaged):
        store.check()
    with store.unit():
        raise AssertionError("a damaged file was opened for writing")


@pytest.mark.parametrize("place", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_one_flipped_bit_anywhere_is_found_and_the_file_not_written_again(reopened, profile, place):
    store = reopened()
    with store.unit() as unit:
        for number in range(50):
            unit.put(certificate(f"d{number}", remark="x" * 500))
    store.close()
    content = bytearray(profile.store_file.read_bytes())
    content[int(len(content) * place) + 50] ^= 0x10
    profile.store_file.write_bytes(content)
    with pytest.raises(StoreDamaged):
        use_after_check(reopened())
    assert profile.store_file.read_bytes() == content


def test_damage_that_a_reader_meets_stops_the_writer(store, profile):
    with store.unit() as unit:
        for number in range(300):
            unit.put(certificate(f"d{number}", remark="x" * 500))
    store.close()
    content = profile.store_file.read_bytes()
    profile.store_file.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    damaged = open_store(profile, small_rulebook, FakeClock(), KEY)
    with pytest.raises(StoreDamaged):
        tuple(map(damaged.reader.document, [f"d{number}" for number in range(300)]))
    with pytest.raises(StoreDamaged), damaged.unit():
        raise AssertionError("a damaged file was opened for writing")
    damaged.close()


def test_a_sound_store_passes_its_check(store):
    with store.unit() as unit:
        unit.put(certificate())
    store.check()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(reopened, profile):
    reopened().close()
    file = open_connection(profile.store_file, KEY)
    file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(StoreNewer) as caught:
        reopened()
    assert caught.value.facts["schema"] == 99


def test_another_key_is_refused(reopened, profile):
    reopened().close()
    with pytest.raises(StoreDamaged):
        open_store(profile, small_rulebook, FakeClock(), bytes(32))


def test_a_folder_that_cannot_hold_a_store_is_named(tmp_path):
    with pytest.raises(StoreUnwritable):
        open_store(Profile(tmp_path / "absent"), small_rulebook, FakeClock(), KEY)


def test_a_file_that_another_program_holds_is_busy(store, profile, monkeypatch):
    holder = open_connection(profile.store_file, KEY)
    holder.execute("BEGIN IMMEDIATE")
    store.close()
    monkeypatch.setattr("coo_desktop.store.database.driver.BUSY_S", 0.05)
    monkeypatch.setattr("coo_desktop.store.database.engine.BUSY_S", 0.05)
    monkeypatch.setattr("coo_desktop.store.database.driver._SETTINGS", ("synchronous=FULL",))
    waiting = open_store(profile, small_rulebook, FakeClock(), KEY)
    with pytest.raises(StoreBusy), waiting.unit():
        raise AssertionError("two writers")
    holder.execute("COMMIT")
    with waiting.unit() as unit:
        unit.put(certificate())
    waiting.close()
    holder.close()


def test_a_unit_inside_a_unit_is_refused(store, monkeypatch):
    monkeypatch.setattr("coo_desktop.store.local.BUSY_S", 0.01)
    with store.unit() as unit:
        unit.put(certificate())
        with pytest.raises(StoreBusy), store.unit():
            raise AssertionError("a unit inside a unit")
    assert store.reader.document("a") is not None


def test_the_store_is_its_owners_alone(store, profile):
    assert stat.S_IMODE(profile.store_file.stat().st_mode) == 0o600


def test_a_daily_copy_opens_with_the_same_key(store, profile, tmp_path):
    with store.unit() as unit:
        stored = unit.put(certificate())
    written = store.back_up()
    assert written.name == "day-2026-11-23.db"
    restored = Profile(tmp_path / "restored")
    restored.folder.mkdir()
    written.rename(restored.store_file)
    copy = open_store(restored, small_rulebook, FakeClock(), KEY)
    assert copy.reader.document("a") == stored
    assert [row.id for row in copy.reader.rows(Query(family="certificate", text="茶叶"))] == ["a"]
    copy.close()


def test_opening_a_present_store_needs_no_migrations(reopened, profile):
    reopened().close()
    program = PROGRAM.partition("with store")[0] + "print('alembic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program, str(profile.folder), ""],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.stdout == "False\n"


def test_who_asks_after_the_end_is_told_so_and_no_new_file_is_laid(store, profile):
    store.close()
    profile.store_file.unlink()
    with pytest.raises(StoreClosed):
        store.reader.person()
    with pytest.raises(StoreClosed), store.unit():
        raise AssertionError("a store that has ended was written to")
    assert not profile.store_file.exists()


def test_the_end_waits_for_a_write_under_way(store):
    is_writing, may_end, ended = threading.Event(), threading.Event(), list[str]()

    def write():
        with store.unit() as unit:
            unit.put(certificate())
            is_writing.set()
            may_end.wait(10)
        ended.append("unit")

    def close():
        store.close()
        ended.append("store")

    threads = [threading.Thread(target=write), threading.Thread(target=close)]
    threads[0].start()
    assert is_writing.wait(10)
    threads[1].start()
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert ended == ["unit", "store"]


def test_readers_of_other_threads_end_with_the_store(store, profile):
    ended = list[type[Exception]]()

    def read():
        try:
            while True:
                store.reader.count(Query(family="certificate"))
        except Exception as error:
            ended.append(type(error))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    store.close()
    profile.store_file.unlink()
    for thread in threads:
        thread.join(10)
    assert ended == [StoreClosed] * 4
    assert not profile.store_file.exists()
