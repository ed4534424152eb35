"""What the backend says is looked at before it is believed."""

import pytest

from coo_desktop.domain.errors import Untrusted
from coo_desktop.sync.arrivals import Gone, read, read_living
from tests.fakes.rules import small_rulebook

ID = "0192f0a0-0000-7000-8000-000000000001"
TOLD = {
    "id": ID,
    "form": "toy_certificate",
    "family": "certificate",
    "rev": "e1.1.a",
    "stage": "ready",
    "printState": "not_printed",
    "values": {"goods_name": "VASE", "new": 1},
    "links": {},
    "facts": {},
    "author": "demo",
    "office": "3302",
    "createdAt": "",
    "updatedAt": "",
}
TOMBSTONE = {"id": ID, "rev": "r", "deleted": True, "by": "demo", "at": ""}


def test_a_document_is_read_in_the_programs_own_spelling():
    arrived = read_living(small_rulebook(), TOLD, ID)
    assert (arrived.values, arrived.extra, arrived.print_state) == ({"goods_name": "VASE"}, {"new": 1}, "not_printed")


def test_a_form_of_a_newer_program_keeps_its_values_unread():
    arrived = read_living(small_rulebook(), {**TOLD, "form": "of_2031"}, ID)
    assert (arrived.is_known, arrived.values, arrived.extra) == (False, {}, TOLD["values"])


def test_only_a_tombstone_deletes():
    assert read(small_rulebook(), TOMBSTONE) == Gone(id=ID, rev="r", by="demo")
    assert read(small_rulebook(), {**TOLD, "deleted": True, "by": "", "at": ""}) == Gone(id=ID, rev="e1.1.a")
    assert not isinstance(read(small_rulebook(), {**TOLD, "deleted": "yes"}), Gone)


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "x",
        {},
        {**TOLD, "id": "1"},
        {**TOLD, "id": ID.upper().replace("F", "f") + "0"},
        {**TOLD, "rev": None},
        {**TOLD, "rev": "x" * 501},
        {**TOLD, "family": "record"},
        {**TOLD, "stage": ""},
        {**TOLD, "printState": ""},
        {**TOLD, "stage": "deleted"},
        {**TOLD, "values": None},
        {name: value for name, value in TOLD.items() if name != "facts"},
        {**TOLD, "facts": []},
        {**TOLD, "author": 1},
    ],
)
def test_another_shape_is_not_believed(told):
    with pytest.raises(Untrusted):
        read(small_rulebook(), told)


def test_another_document_than_asked_for_is_not_believed():
    with pytest.raises(Untrusted):
        read(small_rulebook(), TOLD, ID.replace("1", "2"))
    with pytest.raises(Untrusted):
        read_living(small_rulebook(), TOMBSTONE, ID)
