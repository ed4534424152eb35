"""Values survive the trip into a row and back, whatever they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.database import rows
from tests.fakes.rules import small_rulebook
from tests.store.documents import certificate

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_any_value_comes_back_and_fits_utf8(value):
    text = rows.packed(value)
    text.encode()
    assert rows.unpacked(text) == value


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=3), st.text(st.characters(exclude_categories=())))
def test_any_document_comes_back(values, name):
    document = Document(id="a", form="toy_certificate", family="certificate", values={**values, "goods_name": name})
    columns = rows.document_columns(document, small_rulebook())
    assert rows.document_of(columns) == document
    assert all("\0" not in text for text in (columns["title"], columns["search"]))


def test_text_that_is_no_json_is_damage():
    with pytest.raises(StoreDamaged) as caught:
        rows.unpacked("{")
    assert caught.value.facts == {"cause": "json"}


def test_an_invoice_number_is_one_however_it_was_typed():
    rules = small_rulebook()
    bills = [{"id": "1", "number": " ＩＮＶ-1 "}, {"id": "2", "number": ""}, {"id": "3"}, 7]
    assert rows.invoices(certificate(bills=bills), rules) == {"inv-1"}
    assert rows.invoices(certificate(bills="broken"), rules) == {"broken"}


def test_fields_of_a_newer_program_are_left_out():
    assert rows.known_fields(Person, {"account": "zhang", "shoe_size": 43}) == Person(account="zhang")
    assert rows.known_fields(Person, None) == Person()
