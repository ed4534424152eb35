"""What sync remembers is read carefully: a setting can hold anything."""

import pytest

from coo_desktop.sync.remembered import CURSOR, UNREAD, remembered_list, remembered_text
from tests.stores import fresh_store


@pytest.mark.parametrize("value", [None, 3, {"a": 1}])
def test_a_value_of_another_shape_counts_as_none(value):
    store = fresh_store()
    with store.unit() as unit:
        unit.put_setting(CURSOR, value)
        unit.put_setting(UNREAD, value)
    assert (remembered_text(store.reader, CURSOR), remembered_list(store.reader, UNREAD)) == ("", [])


def test_what_was_stored_is_remembered():
    store = fresh_store()
    with store.unit() as unit:
        unit.put_setting(CURSOR, "12")
        unit.put_setting(UNREAD, ["a"])
    assert (remembered_text(store.reader, CURSOR), remembered_list(store.reader, UNREAD)) == ("12", ["a"])
