"""Whole documents of a family, page by page."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY


@pytest.fixture
def store(profile):
    rules: Rulebook = small_rulebook()
    made = open_store(profile, lambda: rules, FakeClock(), KEY)
    yield made
    made.close()


def put(store, *documents):
    with store.unit() as unit:
        return [unit.put(document) for document in documents]


def certificate(name, form="toy_certificate", family="certificate"):
    return Document(id=name, form=form, family=family, values={"goods_name": name})


def test_all_of_a_family_come_in_the_order_they_were_made(store):
    made = put(store, *(certificate(f"{number:03}") for number in range(501, 0, -1)))
    assert list(store.reader.whole.of("certificate")) == made


def test_deleted_ones_and_other_families_and_forms_are_left_out(store):
    first, gone, _product = put(
        store, certificate("a"), certificate("b"), certificate("p", "toy_product", "pre_review")
    )
    put(store, dataclasses.replace(gone, deleted=True), certificate("c", "other"))
    assert list(store.reader.whole.of("certificate", "toy_certificate")) == [first]
    assert [one.id for one in store.reader.whole.of("certificate")] == ["a", "c"]


def test_a_unit_reads_what_it_has_just_written(store):
    with store.unit() as unit:
        unit.put(certificate("a"))
        assert [one.id for one in unit.whole.of("certificate")] == ["a"]
