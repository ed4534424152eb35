"""Notices are kept like all else: encrypted, through an end of the program, and found by an index."""

from coo_desktop.domain.office.notices import Notice
from coo_desktop.store.database.engine import make_engine
from tests.store.conftest import KEY

TEXT = "货物描述与发票不符"


def notice(number):
    return Notice(id=f"n{number}", at=f"2026-11-23T10:00:{number:02}.000+00:00", kind="voided", text=TEXT)


def test_notices_outlive_the_program_and_are_readable_by_nobody_else(store, profile, reopened):
    with store.unit() as unit:
        unit.notices.put(notice(1))
    store.close()
    assert TEXT.encode() not in profile.store_file.read_bytes()
    assert reopened().reader.notices.newest(5) == (notice(1),)


def test_half_a_character_is_stored_without_it(store):
    with store.unit() as unit:
        unit.notices.put(Notice(id="a", at="2026", kind="office", text="A\ud800B\0"))
    assert store.reader.notices.find("a").text == "A?B"


def test_the_list_and_the_count_are_answered_by_an_index(store, profile):
    with store.unit() as unit:
        for number in range(50):
            unit.notices.put(notice(number))
    engine = make_engine(profile.store_file, KEY, read_only=True)
    with engine.connect() as connection:
        for asked in (
            "SELECT * FROM notice ORDER BY at DESC, id DESC LIMIT 20",
            "SELECT * FROM notice WHERE mark = 'unread' ORDER BY at DESC, id DESC LIMIT 20",
            "SELECT count(*) FROM notice WHERE mark = 'unread'",
        ):
            plan = " ".join(row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}"))
            assert "INDEX notice_" in plan, plan
            assert "TEMP B-TREE" not in plan, plan
    engine.dispose()
