"""Problems put right in one step from their panel: by key or button, told, taken back by one undo, and sent."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.operations import sending
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve, approved_product, certificate_of, decide
from tests.flows.screen import shown_problems

LINES = 3


@pytest.fixture
def screen(screens):
    return screens(RCEP)


def lines_of(product, **more):
    """A sample certificate with several lines of a product."""
    values = certificate_of(RCEP, product)
    (line,) = values["goods"]
    models = [{**line, "id": new_id(), "description": f"{line['description']} MODEL {at}"} for at in range(LINES)]
    values["goods"] = [{**each, **more} for each in models]
    return values


def succeeded(clerk, backend, made, **changes):
    """The successor of a product, approved, and here."""
    clerk.edit(made.id, **changes)
    clerk.submit(made.id)
    clerk.sync()
    approve(backend, made.id)
    clerk.sync()
    return clerk.document(made.id)


def codes(screen):
    screen.checked()
    return [code for _, code in shown_problems(screen.page)]


def products(screen):
    return [row["product"] for row in screen.page.values()["goods"]]


def test_a_void_products_successor_goes_into_every_line_in_one_step_and_is_sent(screen, backend_process):
    clerk, keys = screen.clerk, screen.keys
    old = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(lines_of(old), form="rcep_2022")
    new = succeeded(clerk, backend_process, clerk.perform(sending.adjust, old.id), name_zh="新保温杯")
    assert clerk.document(old.id).stage == "voided"
    page = screen.open(written.id)
    assert codes(screen).count("product_voided") == LINES
    before = page.values()["goods"]
    while page.side.problems.current is None or page.side.problems.current.code != "product_voided":
        keys.press(Key.Key_F7)
    keys.press(Key.Key_F8)
    assert products(screen) == [new.id] * LINES
    assert [row["name_zh"] for row in page.values()["goods"]] == ["新保温杯"] * LINES
    assert [row["quantity"] for row in page.values()["goods"]] == [row["quantity"] for row in before]
    told = page.header.notices.texts()[-1]
    assert str(new.facts["number"]) in told
    assert "1–3" in told
    assert "product_voided" not in codes(screen)

    keys.press(Key.Key_Z, CONTROL)
    assert page.values()["goods"] == before
    keys.press(Key.Key_Y, CONTROL)
    assert products(screen) == [new.id] * LINES
    assert screen.saved().values["goods"] == page.values()["goods"]
    assert screen.send().stage == "submitted"


def test_a_product_that_the_office_voided_is_followed_by_the_one_that_declares_it_again(screen, backend_process):
    clerk = screen.clerk
    old = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(lines_of(old), form="rcep_2022")
    decide(backend_process.client("examiner"), old.id, "void", reason="照章")
    clerk.sync()
    page = screen.open(written.id)
    assert "product_voided" in codes(screen)
    assert page.side.problems.repairs.repairs == ()
    made = clerk.perform(sending.redeclare, old.id)
    codes(screen)
    assert page.side.problems.repairs.repairs == ()  # a draft is nobody's successor yet
    new = succeeded(clerk, backend_process, made)
    codes(screen)
    screen.keys.press(Key.Key_F8)
    assert products(screen) == [new.id] * LINES


def test_one_invoice_number_goes_into_all_rows_by_the_button_of_the_panel(qtbot, screen, backend_process):
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    values = lines_of(product)
    for row, number in zip(values["goods"], ("LAST-MONTH-1", "", "LAST-MONTH-2"), strict=True):
        row["invoice_number"] = number
    page = screen.open(clerk.write(values, form="rcep_2022").id)
    assert codes(screen).count("invoice_unknown") == 2
    (button,) = page.side.problems.repairs.buttons
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    number = values["invoices"][0]["number"]
    assert [row["invoice_number"] for row in page.values()["goods"]] == [number] * LINES
    assert "invoice_unknown" not in codes(screen)
    screen.keys.go_to("consignee_name")
    screen.keys.press(Key.Key_Z, CONTROL)
    assert [row["invoice_number"] for row in page.values()["goods"]] == ["LAST-MONTH-1", "", "LAST-MONTH-2"]


def test_a_repair_goes_by_what_was_typed_the_moment_before(screen, backend_process):
    clerk, keys = screen.clerk, screen.keys
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    page = screen.open(clerk.write(lines_of(product, invoice_number="OLD"), form="rcep_2022").id)
    codes(screen)
    keys.go_to("goods")
    screen.to_column("goods", "quantity")
    keys.type("77")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_F8)  # before the page had time to check again
    goods = page.values()["goods"]
    assert "77" in goods[0]["quantity"]
    assert {row["invoice_number"] for row in goods} == {page.values()["invoices"][0]["number"]}


def test_an_amendment_is_offered_no_repair_of_what_it_keeps(screen, backend_process):
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    certificate = clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    clerk.submit(certificate.id)
    clerk.sync()
    approve(backend_process, certificate.id)
    clerk.sync()
    amendment = clerk.perform(sending.amend, certificate.id, "更正收货人")
    (invoice,) = amendment.values["invoices"]
    clerk.edit(amendment.id, invoices=[invoice, {**invoice, "id": new_id()}], exporter_address="1 ROAD, NINGBO")
    page = screen.open(amendment.id)
    assert {"invoice_doubled", "exporter_address_without_china"} <= set(codes(screen))
    offered = [name for repair in page.side.problems.repairs.repairs for name in repair.fills]
    assert offered == ["exporter_address"]


def test_what_only_the_program_fills_in_is_put_right_by_it(screen, backend_process):
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    with clerk.store.unit() as unit:  # as a colleague's older program has stored it
        unit.put(dataclasses.replace(unit.document(written.id), values={**written.values, "exporter_name": "OTHER"}))
    page = screen.open(written.id)
    assert page.fields.editor("exporter_name").locked
    assert "exporter_not_filed" in codes(screen)
    screen.keys.press(Key.Key_F8)
    assert page.values()["exporter_name"] == clerk.store.reader.company().name_en


def test_words_of_published_returns_are_put_right_key_by_key_and_sent(screen, backend_process):
    clerk, keys = screen.clerk, screen.keys
    values = certificate_of(RCEP, approved_product(clerk, backend_process, PRE_REVIEW))
    right = {name: values[name] for name in ("consignee_name", "consignee_address", "discharge_port")}
    wrong = {
        "consignee_name": values["consignee_name"].title(),
        "consignee_address": values["consignee_address"] + ", JAPAN",
        "discharge_port": "TOKIO",
        "remarks": "ISSUED RETROACTIVELY",
    }
    page = screen.open(clerk.write({**values, **wrong}, form="rcep_2022").id)
    assert {"lower_case", "country_twice", "port_unknown", "retroactive_not_due"} <= set(codes(screen))
    assert {severity for severity, code in shown_problems(page) if code == "port_unknown"} == {"block"}
    offered = len(page.side.problems.repairs.repairs)
    while codes(screen) and page.side.problems.repairs.repairs:
        keys.press(Key.Key_F8)
        assert len(page.side.problems.repairs.repairs) < offered or not codes(screen)
        offered = len(page.side.problems.repairs.repairs)
    assert {name: page.values()[name] for name in right} == right
    assert not page.values().get("remarks")
    assert screen.send().stage == "submitted"
