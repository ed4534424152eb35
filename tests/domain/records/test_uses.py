"""Records in the documents that use them: what a choice fills in, and which records documents name."""

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.records.uses import NamedRecord, distinct, filled, filled_for, keys, named, named_by, uses
from tests.rulebooks import shipped

RULES = shipped()
RCEP, IMPORTER, PRODUCER = RULES.form("rcep_2022"), RULES.form("importer"), RULES.form("producer")
ACME = {"name": "ACME", "address": "1 ROAD", "country": "US", "phone": "1"}


def document(form="rcep_2022", number=1, **values):
    return Document(id=f"d{number}", form=form, family=RULES.form(form).family, values=values)


def test_choosing_an_importer_fills_name_address_and_country():
    fills = filled(uses(RCEP)["consignee_name"], ACME, RCEP.by_id)
    assert fills == {"consignee_name": "ACME", "consignee_address": "1 ROAD", "consignee_country": "US"}


def test_the_record_of_a_buyer_fills_the_fields_unless_several_may_be_it():
    use, specs = uses(RCEP)["consignee_name"], RCEP.by_id
    acme = {"name": "ACME CO., LTD.", "country": "US"}
    other = {"name": "Acme Inc", "country": "CA"}
    assert filled_for(use, "Acme Company Limited", [other, acme], specs)["consignee_country"] == "US"
    assert filled_for(use, "ACME", [acme], specs)["consignee_country"] == "US"
    assert filled_for(use, "ACME", [acme, other], specs) == {}
    assert filled_for(use, "Acme Co Ltd", [acme, acme], specs) == {}
    assert filled_for(use, "", [{"name": ""}], specs) == {}


def test_only_fields_of_the_form_are_filled_and_nothing_blank_is():
    form = RULES.form("ecfa_h")
    assert filled(uses(form)["consignee_name"], {"name": "A", "phone": "1"}, form.by_id) == {
        "consignee_name": "A",
        "consignee_phone": "1",
    }


def test_several_fields_of_a_record_are_lines_of_a_text_or_parted_by_commas():
    producer = {"name_en": "MAKER", "address": "2 LANE"}
    assert filled(uses(RCEP)["producer_text"], producer, RCEP.by_id) == {"producer_text": "MAKER\n2 LANE"}
    goods = RCEP.by_id["goods"].item_type.by_id
    assert filled(goods["producer"].from_record, producer, goods) == {"producer": "MAKER, 2 LANE"}


def test_a_record_offers_no_records():
    assert uses(IMPORTER) == {}


def test_every_declared_offer_names_fields_that_some_form_has():
    for form in RULES.book.forms.values():
        for name, use in uses(form).items():
            assert name in use.fills, (form.id, name)
            assert use.record in RULES.book.forms


def test_a_certificate_names_its_importer_producer_and_clause():
    found = list(
        named_by(
            RULES,
            document(
                consignee_name="ACME",
                consignee_country="US",
                producer_text="MAKER\n2 LANE\nNINGBO",
                special_clause="WE CERTIFY\nTHAT",
            ),
        )
    )
    assert {one.form: one.values for one in found} == {
        "importer": {"name": "ACME", "country": "US"},
        "producer": {"name_en": "MAKER", "address": "2 LANE NINGBO"},
        "special_clause": {"title": "WE CERTIFY", "text": "WE CERTIFY\nTHAT"},
    }


def test_a_pre_review_names_its_producer_in_chinese():
    [one] = named_by(RULES, document("pre_review", producer_name="甲公司", producer_code="9133"))
    assert (one.form, one.values) == ("producer", {"name_zh": "甲公司", "credit_code": "9133"})


@pytest.mark.parametrize("name", ["", "TO ORDER", "***", "  "])
def test_what_is_no_name_names_nobody(name):
    assert named(uses(RCEP)["consignee_name"], {"consignee_name": name}, RCEP.by_id, IMPORTER) == {}


def test_each_is_told_once_with_all_documents_and_the_most_used_first():
    found = [
        NamedRecord("importer", {"name": "Rare"}, ("d1",)),
        NamedRecord("importer", {"name": "ACME"}, ("d1",)),
        NamedRecord("importer", {"name": "acme ", "country": "US"}, ("d2",)),
        NamedRecord("importer", {"name": "Known"}, ("d3",)),
        NamedRecord("producer", {"name_zh": "甲"}, ("d3",)),
    ]
    left = distinct(IMPORTER, found, [{"name": "KNOWN"}])
    assert [(one.values, one.documents) for one in left] == [
        ({"name": "ACME", "country": "US"}, ("d1", "d2")),
        ({"name": "Rare"}, ("d1",)),
    ]


def test_records_are_told_apart_by_what_their_declaration_says():
    assert keys(PRODUCER, {"credit_code": "9133", "name_en": "A  b"}) == ("credit_code=9133", "name_en=a b")
    assert keys(IMPORTER, {"address": "1 ROAD"}) == ()
    assert keys(IMPORTER, {"name": "ACME CO., LTD."}) == keys(IMPORTER, {"name": "Acme Company Limited"})
    assert keys(IMPORTER, {"name": "ACME INC"}) != keys(IMPORTER, {"name": "ACME LTD"})
