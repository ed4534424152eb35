"""Which way a document went, told by its revisions."""

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.sync.arrivals import read_living
from coo_desktop.sync.lineage import Way, lineage
from coo_desktop.sync.remembered import EPOCH
from tests.fakes.rules import small_rulebook
from tests.stores import fresh_store

ID = "0192f0a0-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("mine", "theirs", "epoch", "way"),
    [
        ("e1.3.a", "e1.4.b", "e1", Way.ON),
        ("e1.9.a", "e1.4.b", "e1", Way.BACK),
        ("e1.10.a", "e1.9.b", "e2", Way.BACK),
        ("e1.3.a", "e2.4.b", "e2", Way.ON),
        ("e1.3.a", "e2.4.b", "e1", Way.APART),
        ("e2.3.a", "e1.9.b", "e1", Way.APART),
        ("e1.3.a", "e20.4.b", "e2", Way.APART),
        (None, "e1.4.b", "e1", Way.ON),
        ("e1.3.a", "made-otherwise", "e1", Way.ON),
    ],
)
def test_a_revision_tells_which_way_the_backend_went(mine, theirs, epoch, way):
    store = fresh_store()
    with store.unit() as unit:
        unit.put_setting(EPOCH, epoch)
    named = {"id": ID, "form": "toy_certificate", "family": "certificate", "stage": "ready", "values": {}}
    arrived = read_living(small_rulebook(), {**named, "rev": theirs}, ID)
    local = Document(id=ID, form="toy_certificate", family="certificate", values={}, rev=mine)
    assert lineage(store.reader, local, arrived) is way
