"""The model of a power cut itself: what is flushed stays, and everything else may go."""

import random

import pytest

from tests.faults.disk.replay import Power, Record, Rest
from tests.faults.disk.shim import Done

NEW = (Record(Done.CREATE, "/f/half", b"", 0), Record(Done.WRITE, "/f/half", b"content", 0))
FLUSHED, FOLDER = Record(Done.SYNC, "/f/half", b"", 0), Record(Done.SYNC, "/f", b"", 0)
RENAMED = Record(Done.RENAME, "/f/half", b"/f/whole", 0)


@pytest.fixture
def after(tmp_path):
    """What a cut leaves after these records, in a folder that holds `old`."""
    (tmp_path / "old").write_bytes(b"old bytes")

    def left(rest, *done, seed=0):
        power = Power(tmp_path)
        for record in done:
            power.follow(record, "/f")
        return {name: content for name, content in power.cut(rest, random.Random(seed)).items() if name != "old"}

    return left


def test_a_file_is_there_with_its_bytes_when_both_it_and_its_folder_are_flushed(after):
    assert after(Rest.NOTHING, *NEW, FLUSHED, FOLDER) == {"half": b"content"}
    assert after(Rest.NOTHING, *NEW, FOLDER) == {"half": b""}
    assert after(Rest.NOTHING, *NEW, FLUSHED) == {}
    assert after(Rest.ALL, *NEW) == {"half": b"content"}


def test_a_name_is_the_old_one_until_the_folder_is_flushed(after):
    before = (*NEW, FLUSHED, FOLDER, RENAMED)
    assert after(Rest.NOTHING, *before) == {"half": b"content"}
    assert after(Rest.NOTHING, *before, FOLDER) == after(Rest.ALL, *before) == {"whole": b"content"}


def test_bytes_that_were_not_flushed_may_be_missing_behind_a_new_name(after):
    assert after(Rest.NOTHING, *NEW, RENAMED, FOLDER) == {"whole": b""}


def test_a_folder_that_is_not_flushed_goes_with_all_that_is_in_it(after):
    inside = [Record(one.done, one.path.replace("/f", "/f/new"), one.more, 0) for one in (*NEW, FLUSHED, FOLDER)]
    made = Record(Done.MKDIR, "/f/new", b"", 0)
    assert after(Rest.NOTHING, made, *inside) == {}
    assert after(Rest.NOTHING, made, *inside, FOLDER) == {"new": None, "new/half": b"content"}


def test_a_deleted_file_is_there_until_the_folder_is_flushed(after):
    gone = (*NEW, FLUSHED, FOLDER, Record(Done.UNLINK, "/f/half", b"", 0))
    assert after(Rest.NOTHING, *gone) == {"half": b"content"}
    assert after(Rest.NOTHING, *gone, FOLDER) == {}


def test_a_write_may_be_torn_and_another_left_out(after):
    there = (*NEW, FLUSHED, FOLDER)
    more = (Record(Done.WRITE, "/f/half", b"CONTENT", 0), Record(Done.TRUNCATE, "/f/half", b"", 3))
    beginnings = {after(Rest.BEGINNING, *there, *more, seed=seed)["half"] for seed in range(80)}
    assert {b"content", b"CONtent", b"CONTENT", b"CON"} <= beginnings
    parts = {after(Rest.PART, *there, *more, seed=seed)["half"] for seed in range(80)}
    assert parts >= {b"content", b"CONTENT", b"CON", b"con"}
