"""What waits to be written is bounded, and is written before it could be missed."""

from coo_desktop.domain.documents.document import Query
from coo_desktop.store.database.writing.gathered import MOST_WAITING
from tests.counting import statements
from tests.store.documents import certificate
from tests.stores import fresh_store


def test_what_waits_is_bounded():
    with fresh_store().unit() as unit:
        for number in range(MOST_WAITING + 1):
            unit.put(certificate(str(number)))
        assert not unit._writes.waits("document", "0")


def test_what_waits_is_written_when_a_list_is_read_and_not_for_the_document_itself():
    store = fresh_store()

    def work() -> None:
        with store.unit() as unit:
            unit.put(certificate("a"))
            unit.put(certificate("b"))
            assert unit.document("a") is not None
            assert unit._writes.waits("document", "a")
            assert {row.id for row in unit.rows(Query(family="certificate"))} == {"a", "b"}
            assert not unit._writes.waits("document", "a")

    written = [one for one in statements(store._connections.writer, work) if one.startswith("INSERT INTO document")]
    assert len(written) == 1
