"""Templates: what they keep of a certificate, what they put into a new one, and what they refuse."""

import pytest

from coo_desktop.cli.documents import rules
from coo_desktop.domain.documents.field_access import marks_text
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.operations import drafts, templates
from tests.domain.given import CO, RCEP, values_of
from tests.stores import fresh_store

#: What belongs to one shipment, or what the program and the office know for every new certificate anyhow.
NOT_KEPT = {
    "contract_no", "lc_no", "vessel", "departure_date", "export_declaration_date", "evidence", "goods", "invoices",
    "exporter_name", "exporter_address", "exporter_phone", "exporter_fax", "exporter_email",
    "application_place", "application_date", "signatory", "collection", "undertaking",
    "back_to_back", "original_number", "original_date", "original_country", "original_quantity",
    "exhibition", "exhibition_place", "hs_shown_digits",
}  # fmt: skip
CERTIFICATES = rules().book.family("certificate")


@pytest.fixture
def store():
    return fresh_store(rules())


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given).document


@pytest.mark.parametrize("form", CERTIFICATES, ids=lambda form: form.id)
def test_every_field_of_a_certificate_is_kept_or_belongs_to_its_shipment(form):
    kept = set(templates.shared(rules().form("template"), form))
    assert set(form.stored) - kept <= NOT_KEPT
    assert not kept & NOT_KEPT


@pytest.mark.parametrize(("form", "name"), [("rcep_2022", RCEP), ("co_general", CO)])
def test_a_draft_from_a_template_has_the_buyer_and_nothing_of_the_shipment(store, form, name):
    values = values_of(name)
    template = do(store, templates.keep, form, values, "SAKURA")
    begun = do(store, templates.begin, template.id)
    fresh = do(store, drafts.start, form)
    assert begun.form == form
    for field in ("consignee_name", "consignee_address", "destination_country", "load_port", "discharge_port"):
        assert begun.values[field] == values[field]
    assert marks_text(begun.values) == marks_text(values)
    for field in ("goods", "vessel", "departure_date", "contract_no", "lc_no", "evidence", "application_date"):
        assert begun.values.get(field) == fresh.values.get(field), field
    [invoice], old = begun.values["invoices"], values["invoices"][0]
    parts = {part: value for part, value in invoice.items() if value and part != "id"}
    assert parts == {part: old[part] for part in ("currency", "price_term", "place") if old.get(part)}


def test_a_picture_of_marks_stays_with_its_shipment(store):
    picture = {"form": "picture", "sha256": "0" * 64, "name": "marks.png"}
    template = do(store, templates.keep, "rcep_2022", {"marks": picture}, "SAKURA")
    assert "marks" not in template.values


def test_a_second_template_of_the_same_name_is_refused(store):
    do(store, templates.keep, "rcep_2022", {}, "Sakura · Japan")
    with pytest.raises(Refused, match="template_name"):
        do(store, templates.keep, "co_general", {}, "SAKURA  ·  japan")


@pytest.mark.parametrize("form", ["form_of_a_newer_program", "congo_cg", "pre_review", ""])
def test_a_template_of_a_type_that_cannot_be_made_here_begins_nothing(store, form):
    template = do(store, drafts.start, "template", {"name": "SAKURA", "form": form})
    with pytest.raises(Refused, match="template_type"):
        do(store, templates.begin, template.id)
    assert not list(store.reader.whole.of("certificate"))


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"consignee_name": "SAKURA", "destination_country": "JP"}, "SAKURA · 日本"),
        ({"consignee_name": "SAKURA"}, "SAKURA"),
        ({}, "RCEP 证书"),
    ],
)
def test_the_proposed_name_is_buyer_and_destination(values, name):
    assert templates.proposed_name(rules().form("rcep_2022"), values, "zh_CN") == name
