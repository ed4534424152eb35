"""Files that the program saved elsewhere: each remembered once, as it was saved last."""

from coo_desktop.domain.operations.exports import EXPORTS, exported, remember
from tests.stores import fresh_store


def test_a_saved_file_is_remembered_and_a_newer_one_takes_its_place():
    store = fresh_store()
    for path, sha256 in (("a.pdf", "1"), ("b.pdf", "2"), ("a.pdf", "3")):
        with store.unit() as unit:
            remember(unit, path, sha256)
    assert exported(store.reader) == [{"path": "b.pdf", "sha256": "2"}, {"path": "a.pdf", "sha256": "3"}]


def test_a_list_of_another_shape_counts_as_none():
    store = fresh_store()
    with store.unit() as unit:
        unit.put_setting(EXPORTS, ["a.pdf", {"path": "b.pdf"}])
    assert exported(store.reader) == []
