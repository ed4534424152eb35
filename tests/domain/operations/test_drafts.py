"""Starting, saving, copying, restoring and discarding, as a screen asks for them."""

import dataclasses

import pytest

from coo_desktop.cli.documents import rules
from coo_desktop.domain.errors import Locked, NotFound, Outdated, Refused, Unreadable
from coo_desktop.domain.operations import drafts, sending
from tests.stores import fresh_store

TOY = "toy_certificate"
BILLS = [{"id": "b1", "number": "I-1"}, {"id": "b2", "number": "I-2"}]


@pytest.fixture
def store():
    return fresh_store()


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given).document


def kinds(store, document):
    return [intent.kind for intent in store.reader.intents(document.id)]


def test_a_new_document_without_its_needed_fields_is_a_draft(store):
    document = do(store, drafts.start, TOY)
    assert (document.stage, document.blocking) == ("draft", 1)


def test_a_new_document_with_everything_is_ready(store):
    assert do(store, drafts.start, TOY, {"goods_name": "FLASK"}).stage == "ready"


def test_starting_puts_the_content_into_the_outbox_in_the_same_commit(store):
    document = do(store, drafts.start, TOY, {"goods_name": "FLASK"})
    (intent,) = store.reader.intents(document.id)
    assert intent.body == {"form": TOY, "values": {"goods_name": "FLASK"}, "links": {}}


def test_a_refused_operation_leaves_nothing_behind(store):
    with pytest.raises(NotFound):
        do(store, drafts.start, "no_such_form")
    assert store.reader.intents() == ()


def test_a_stale_screen_cannot_save(store):
    document = do(store, drafts.start, TOY)
    do(store, drafts.save, document.id, {"goods_name": "A"}, document.revision)
    with pytest.raises(Outdated):
        do(store, drafts.save, document.id, {"goods_name": "B"}, document.revision)
    assert store.reader.document(document.id).values["goods_name"] == "A"


def test_saving_the_same_values_changes_nothing(store):
    document = do(store, drafts.start, TOY, {"goods_name": "FLASK"})
    assert do(store, drafts.save, document.id, {"goods_name": "FLASK"}, document.revision) == document


def test_saving_keeps_what_cannot_be_understood(store):
    document = do(store, drafts.start, TOY, {"goods_name": "FLASK"})
    saved = do(store, drafts.save, document.id, {"made_on": "next week"}, document.revision)
    assert (saved.values["made_on"], saved.stage) == ("next week", "draft")


def test_a_field_that_the_form_does_not_have_is_refused_by_name(store):
    document = do(store, drafts.start, TOY)
    with pytest.raises(Unreadable, match="colour"):
        do(store, drafts.save, document.id, {"colour": "red"}, document.revision)


def test_two_saves_wait_in_the_outbox_as_one(store):
    document = do(store, drafts.start, TOY, {"goods_name": "A"})
    do(store, drafts.save, document.id, {"goods_name": "B"}, document.revision)
    (intent,) = store.reader.intents(document.id)
    assert intent.body["values"] == {"goods_name": "B"}


def test_a_save_after_a_try_is_an_intent_of_its_own(store):
    document = do(store, drafts.start, TOY, {"goods_name": "A"})
    with store.unit() as unit:
        (tried,) = unit.intents(document.id)
        unit.update_intent(dataclasses.replace(tried, attempts=1, state="unknown"))
    do(store, drafts.save, document.id, {"goods_name": "B"}, document.revision)
    first, second = store.reader.intents(document.id)
    assert (first.key, first.body) == (tried.key, tried.body)
    assert second.key != tried.key


def test_a_document_on_its_way_cannot_be_saved(store):
    document = do(store, drafts.start, TOY, {"goods_name": "A"})
    sent = do(store, sending.submit, document.id, document.revision)
    with pytest.raises(Locked):
        do(store, drafts.save, document.id, {"goods_name": "B"}, sent.revision)


def test_a_never_sent_draft_is_discarded_without_the_backend(store):
    document = do(store, drafts.start, TOY)
    do(store, drafts.discard, document.id)
    assert kinds(store, document) == []
    with pytest.raises(NotFound):
        do(store, drafts.save, document.id, {}, document.revision + 1)


def test_a_draft_the_backend_knows_is_discarded_through_it(store):
    document = do(store, drafts.start, TOY)
    with store.unit() as unit:
        unit.put(dataclasses.replace(document, rev="e1.1.x", base=document.values))
    do(store, drafts.discard, document.id)
    assert kinds(store, document) == ["delete"]


def test_a_copy_has_rows_of_its_own(store):
    document = do(store, drafts.start, TOY, {"goods_name": "A", "bills": [{"number": "LF-1"}]})
    copied = do(store, drafts.copy, document.id)
    assert [row["number"] for row in copied.values["bills"]] == ["LF-1"]
    assert copied.values["bills"][0]["id"] != document.values["bills"][0]["id"]
    assert copied.links == {"copied_from": document.id}


@pytest.mark.parametrize(
    ("source", "target", "offered"),
    [
        ("rcep_2022", "rcep_2022", True),
        ("rcep_2022", "co_general", True),
        ("co_general", "rcep_2022", True),
        ("co_general", "co_general", True),
        ("rcep_2022", "pre_review", False),
        ("pre_review", "rcep_2022", False),
    ],
)
def test_a_copy_goes_only_where_the_manual_lets_it_go(source, target, offered):
    store = fresh_store(rules())
    document = do(store, drafts.start, source)
    if offered:
        assert do(store, drafts.copy, document.id, target).form == target
    else:
        with pytest.raises(Refused, match="copy_target"):
            do(store, drafts.copy, document.id, target)


def test_a_copy_of_the_same_type_starts_without_invoice_marks_and_evidence():
    store = fresh_store(rules())
    invoices = [{"number": "LF-1"}]
    given = {"invoices": invoices, "marks": "N/M", "consignee_name": "SAKURA", "goods": [{"name_en": "FLASK"}]}
    document = do(store, drafts.start, "rcep_2022", given)
    copied = do(store, drafts.copy, document.id)
    assert not copied.values.get("invoices")
    assert not copied.values.get("marks")
    assert copied.values["consignee_name"] == "SAKURA"
    assert len(copied.values["goods"]) == 1


@pytest.mark.parametrize("form", ["rcep_2022", "co_general", "chile_f"])
def test_the_lines_of_a_copy_keep_the_product_and_lose_the_shipment(form):
    store = fresh_store(rules())
    product = {"name_en": "FLASK", "hs_code": "961700", "unit_price": "3.20", "quantity_unit": "PCS"}
    shipment = {"invoice_number": "LF-1", "amount": "3200.00", "gross_weight": "10", "net_weight": "9", "fob": "3200"}
    document = do(store, drafts.start, form, {"goods": [{**product, **shipment}]})
    parts = set(rules().form(form).by_id["goods"].item_type.by_id)
    kept = do(store, drafts.start, form, {"goods": [product]}).values["goods"][0]
    [row] = do(store, drafts.copy, document.id).values["goods"]
    assert {part: row.get(part) for part in parts} == {part: kept.get(part) for part in parts}
    assert row["id"] != document.values["goods"][0]["id"]


#: Parts of lines that belong to the product, or that a clerk changes only when the order is another.
OF_THE_PRODUCT = {
    "product", "name_zh", "name_en", "hs_code", "criterion", "criterion_percent", "criterion_addition", "sub_rule",
    "origin_country", "highest_rate", "producer", "description", "unit_price", "quantity", "quantity_unit",
    "package_kind", "package_count", "package_unit", "package_text",
}  # fmt: skip
CERTIFICATES = rules().book.family("certificate")


@pytest.mark.parametrize("form", CERTIFICATES, ids=lambda form: form.id)
def test_every_part_of_a_line_belongs_to_its_product_or_is_cleared(form):
    goods = form.by_id["goods"].item_type
    stored = {part.id for part in goods.fields if not part.is_computed}
    assert stored - set(goods.copy_clears) <= OF_THE_PRODUCT
    assert set(goods.copy_clears) == {"invoice_number", "amount", "fob", "gross_weight", "net_weight"} & stored
    assert "invoices" in form.copy_clears  # whole rows go, so their item type clears no part


def test_the_materials_of_a_copied_product_stay_as_they_are():
    store = fresh_store(rules())
    materials = [{"name_zh": "钢板", "origin": "CN", "unit_price": "1.5", "quantity": "2", "document_no": "P-1"}]
    document = do(store, drafts.start, "pre_review", {"materials": materials})
    [row] = do(store, drafts.copy, document.id).values["materials"]
    assert {part: row[part] for part in materials[0]} == materials[0]


@pytest.mark.parametrize(
    ("form", "shipment"),
    [
        ("rcep_back_to_back_2022", {"original_number": "A1", "original_date": "2026-09-01", "original_quantity": "5"}),
        ("acfta_e_2019", {"original_number": "A1", "original_date": "2026-09-01", "original_quantity": "5"}),
        ("pakistan_p", {"export_declaration_date": "2026-09-01"}),
    ],
)
def test_a_copy_of_the_same_type_names_no_paper_of_the_old_shipment(form, shipment):
    store = fresh_store(rules())
    document = do(store, drafts.start, form, {**shipment, "consignee_name": "SAKURA"})
    copied = do(store, drafts.copy, document.id).values
    assert not {name: copied[name] for name in shipment if copied.get(name)}
    assert copied["consignee_name"] == "SAKURA"


def test_a_copy_to_another_type_starts_without_goods():
    store = fresh_store(rules())
    document = do(store, drafts.start, "rcep_2022", {"goods": [{"name_en": "FLASK"}], "consignee_name": "SAKURA"})
    copied = do(store, drafts.copy, document.id, "co_general")
    assert not copied.values.get("goods")
    assert copied.values["consignee_name"] == "SAKURA"


def of_two_versions(store, **more):
    first = do(store, drafts.start, TOY, {"goods_name": "FLASK", "bills": BILLS})
    with store.unit() as unit:
        return unit.put(dataclasses.replace(first, values={"goods_name": "CUP"}, **more))


def test_a_restored_version_is_a_new_draft_with_its_values(store):
    document = of_two_versions(store)
    restored = do(store, drafts.restore, document.id, 1)
    assert restored.id != document.id
    assert (restored.values["goods_name"], restored.links) == ("FLASK", {"copied_from": document.id})
    assert [bill["number"] for bill in restored.values["bills"]] == ["I-1", "I-2"]
    assert store.reader.document(document.id) == document


def test_rows_of_a_restored_version_are_rows_of_its_own(store):
    restored = do(store, drafts.restore, of_two_versions(store).id, 1)
    assert not {bill["id"] for bill in restored.values["bills"]} & {"b1", "b2"}


def test_a_restored_version_is_sent_to_the_backend_as_any_new_document(store):
    restored = do(store, drafts.restore, of_two_versions(store).id, 1)
    assert [intent.kind for intent in store.reader.intents(restored.id)] == ["put"]


def test_an_approved_documents_earlier_version_starts_as_a_draft_without_its_facts(store):
    document = of_two_versions(store, stage="approved", rev="e1", facts={"number": "C1"}, links={"amends": "x"})
    restored = do(store, drafts.restore, document.id, 2)
    assert (restored.stage in ("draft", "ready"), restored.facts, restored.rev) == (True, {}, None)
    assert "amends" not in restored.links


def test_a_version_that_is_not_kept_is_not_found(store):
    with pytest.raises(NotFound):
        do(store, drafts.restore, of_two_versions(store).id, 7)


def test_a_save_leaves_one_content_to_send_whatever_waits_already(store):
    document = do(store, drafts.start, TOY, {"goods_name": "FLASK"})
    with store.unit() as unit:
        (first,) = unit.intents(document.id)
        unit.enqueue(dataclasses.replace(first, key="newer", body={**first.body, "values": {"goods_name": "CUP"}}))
        unit.update_intent(dataclasses.replace(first, state="waiting", problem={"type": "not-found"}))
    do(store, drafts.save, document.id, {"goods_name": "POT"}, document.revision)
    (left,) = store.reader.intents(document.id)
    assert (left.key, left.state, left.body["values"]) == (first.key, "queued", {"goods_name": "POT"})
