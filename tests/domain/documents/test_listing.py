"""A query is narrowed by whatever leaves documents of its family and forms out."""

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, Concern, Query
from coo_desktop.domain.documents.listing import is_narrowed

NARROW = {
    "documents": ("a",),
    "stages": ("draft",),
    "print_states": ("printed",),
    "authors": ("li.na",),
    "concern": Concern.UNSENT,
    **dict.fromkeys(("text", "hs_code", "destination", "partner", "invoice", "number", "made_from", "made_to"), "1"),
}


@pytest.mark.parametrize("name", NARROW)
def test_every_filter_narrows_a_query(name):
    assert is_narrowed(Query(family=CERTIFICATE, **{name: NARROW[name]}))


def test_order_place_and_form_do_not():
    asked = {
        "forms": ("co_general",),
        "order": "title",
        "descending": False,
        "after": ("a", "b"),
        "offset": 3,
        "limit": 9,
    }
    assert not is_narrowed(Query(family=CERTIFICATE, **asked))
    assert {"family", *NARROW, *asked, "departs_by", "person"} == set(Query.__slots__)
