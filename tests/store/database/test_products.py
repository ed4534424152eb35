"""Approved products found by a word, newest first, without reading all that have it."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.hs.codes import OwnProduct
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.rulebooks import shipped
from tests.store.conftest import KEY


@pytest.fixture
def store(profile):
    rules = shipped()
    made = open_store(profile, lambda: rules, FakeClock(), KEY)
    yield made
    made.close()


def put(store, number: int, name: str, stage: str = "approved", **more: str) -> Document:
    values = {"name_zh": name, "hs_code": "961700", **more}
    form, at = "pre_review", f"2026-10-{number:02}T08:00:00.000+00:00"
    made = Document(id=f"p{number}", form=form, family=form, values=values, stage=stage, created_at=at, updated_at=at)
    with store.unit() as unit:
        return unit.put(made)


def found(store, text: str, limit: int = 20) -> list[str]:
    return [product.id for product in store.reader.products.meant(text, limit)]


def test_the_product_made_last_comes_first_and_no_more_than_asked_for(store):
    for number in range(1, 6):
        put(store, number, f"真空瓶{number}号")
    assert found(store, "真空") == ["p5", "p4", "p3", "p2", "p1"]
    assert found(store, "空瓶", 2) == ["p5", "p4"]
    assert store.reader.products.meant("1号", 1) == (
        OwnProduct("p1", "真空瓶1号", "961700", "", "zhenkongpinghao zkph"),
    )


def test_a_product_is_found_by_any_piece_of_its_names_and_by_its_code(store):
    put(store, 1, "真空瓶", name_en="VACUUM FLASK")
    assert found(store, "acuum fla") == found(store, "9617") == ["p1"]
    assert store.reader.products.meant("flask", 5)[0].name_en == "VACUUM FLASK"
    assert found(store, "kettle") == []


def test_a_product_is_found_by_the_sound_of_its_name(store):
    put(store, 1, "真空瓶")
    assert found(store, "zkp") == found(store, "kongping") == ["p1"]


@pytest.mark.parametrize("stage", ["draft", "submitted", "in_review", "returned", "voided"])
def test_only_approved_products_are_meant(store, stage):
    put(store, 1, "真空瓶", stage)
    assert found(store, "真空") == []


def test_a_deleted_product_is_not_meant(store):
    product = put(store, 1, "真空瓶")
    with store.unit() as unit:
        unit.put(dataclasses.replace(product, deleted=True))
    assert found(store, "真空") == []


@pytest.mark.parametrize("text", ["", " ", '"', "%", "*", "\0", "\ud800"])
def test_a_text_without_words_means_no_product(store, text):
    put(store, 1, "真空瓶")
    assert found(store, text) == []


def test_all_approved_products_come_with_their_numbers_and_what_they_replace(store):
    put(store, 1, "真空瓶", "voided")
    put(store, 2, "真空瓶", specification="TF-450")
    made = store.reader.document("p2")
    with store.unit() as unit:
        unit.put(dataclasses.replace(made, facts={"number": "YS7"}, links={"redeclares": "p1"}))
    [product] = store.reader.products.approved()
    assert (product.id, product.number, product.model, product.replaces) == ("p2", "YS7", "TF-450", "p1")
