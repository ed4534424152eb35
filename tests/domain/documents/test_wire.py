"""Values to the backend's spelling and back; what this version does not know survives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.documents.wire import from_wire, known_values, to_wire
from coo_desktop.domain.errors import Unreadable
from tests.domain.given import CO, PRE_REVIEW, RCEP, TWENTY, rules, sample, values_of

NEWER = st.dictionaries(st.sampled_from(["newField", "alsoNew"]), st.text(max_size=5))


@pytest.mark.parametrize("name", [RCEP, CO, PRE_REVIEW, TWENTY])
def test_a_complete_document_comes_back_the_same(name):
    form = rules().form(sample(name)["form"])
    values = values_of(name)
    assert from_wire(form, to_wire(form, values)) == (values, {})


@given(st.sampled_from(["rcep_2022", "co_general", "pre_review", "producer"]), st.data(), NEWER)
def test_any_values_come_back_the_same(form_id, data, newer):
    form = rules().form(form_id)
    plain = [spec.id for spec in form.stored.values() if spec.item_type is None]
    values = data.draw(st.dictionaries(st.sampled_from(plain), st.none() | st.text(max_size=9) | st.booleans()))
    rows = [spec for spec in form.stored.values() if spec.item_type is not None]
    for spec in rows:
        parts = ["id", *spec.item_type.by_id, "newerPart"]
        values[spec.id] = data.draw(st.lists(st.dictionaries(st.sampled_from(parts), st.text(max_size=4)), max_size=2))
    assert from_wire(form, to_wire(form, values, newer)) == (values, newer)


def test_wire_names_are_spelled_in_camel_case():
    body = to_wire(rules().form("rcep_2022"), values_of(RCEP))
    assert body["consigneeName"] == "SAKURA TABLEWARE TRADING K.K."
    assert body["goods"][0]["hsCode"] == "961700"
    assert body["invoices"][0]["priceTerm"] == "FOB"
    names = [*body, *body["goods"][0], *body["invoices"][0]]
    assert not [name for name in names if "_" in name]


def test_wire_names_of_a_form_are_all_different():
    for form in rules().book.forms.values():
        for fields in (form.fields, *(spec.item_type.fields for spec in form.fields if spec.item_type)):
            names = [spec.wire_name for spec in fields]
            assert len(names) == len(set(names))


def test_computed_fields_are_never_sent():
    assert "routeText" not in to_wire(rules().form("rcep_2022"), {"route_text": "FROM A TO B"})


@pytest.mark.parametrize("values", [{"vesel": "X"}, {"goods": [{"id": "r", "quantty": "1"}]}])
def test_a_misspelt_name_is_refused_by_name(values):
    with pytest.raises(Unreadable, match=r"vesel|quantty"):
        known_values(rules().form("rcep_2022"), values)
