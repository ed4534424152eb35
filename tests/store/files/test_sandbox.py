"""Hostile files are read in a process apart: answers come back, and silence has a reason."""

import os
import threading

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.files import sandbox
from coo_desktop.store.files.sandbox import examined


def length(content, more):
    return len(content) + more


def crash(_content):
    os._exit(3)


def hang(_content):
    while True:
        pass


def wait_long(_content):
    """As on a busy machine: far more time on the wall than of the processor."""
    threading.Event().wait(2)
    return "read"


def fill_memory(_content):
    return len(bytearray(4 * 1024**3))


def test_the_answer_of_a_reader_comes_back():
    assert examined(length, b"abc", 2, time_s=30) == 5


@pytest.mark.parametrize(("reader", "time_s", "reason"), [(crash, 30, "broken"), (hang, 1, "too_slow")])
def test_a_reader_that_crashes_or_hangs_ends_alone(reader, time_s, reason):
    with pytest.raises(Unreadable) as caught:
        examined(reader, b"", time_s=time_s)
    assert caught.value.facts["reason"] == reason


def test_only_the_readers_own_processor_time_counts():
    assert examined(wait_long, b"", time_s=1) == "read"


def test_a_reader_that_waits_for_ever_meets_the_ceiling(monkeypatch):
    monkeypatch.setattr(sandbox, "CEILING_S", 0.5)
    with pytest.raises(Unreadable) as caught:
        examined(wait_long, b"", time_s=30)
    assert caught.value.facts["reason"] == "too_slow"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit on a process")
def test_a_reader_that_takes_all_memory_ends_alone():
    with pytest.raises(Unreadable):
        examined(fill_memory, b"", time_s=30)


def test_a_reading_that_is_stopped_ends_at_once():
    with pytest.raises(Unreadable) as refused:
        examined(wait_long, b"", time_s=30, cancelled=lambda: True)
    assert refused.value.facts["reason"] == "stopped"
