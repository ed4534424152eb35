"""Hostile files are read in a process apart: answers come back, and silence has a reason."""

import os

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.files.sandbox import examined


def length(content, more):
    return len(content) + more


def crash(_content):
    os._exit(3)


def hang(_content):
    while True:
        pass


def fill_memory(_content):
    return len(bytearray(4 * 1024**3))


def test_the_answer_of_a_reader_comes_back():
    assert examined(length, b"abc", 2, time_s=30) == 5


@pytest.mark.parametrize(("reader", "time_s", "reason"), [(crash, 30, "broken"), (hang, 1, "too_slow")])
def test_a_reader_that_crashes_or_hangs_ends_alone(reader, time_s, reason):
    with pytest.raises(Unreadable) as caught:
        examined(reader, b"", time_s=time_s)
    assert caught.value.facts["reason"] == reason


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit on a process")
def test_a_reader_that_takes_all_memory_ends_alone():
    with pytest.raises(Unreadable):
        examined(fill_memory, b"", time_s=30)
