"""What the last certificate of the same type and buyer had is put into a field by a key or its menu, and said."""

import pytest
from PySide6.QtCore import Qt

from tests.domain.given import RCEP
from tests.flows.keyboard import CONTROL, SHIFT

Key = Qt.Key
SAKURA, KATO = {"consignee_name": "SAKURA"}, {"consignee_name": "KATO"}
ENTRY = "用上次的值"


@pytest.fixture
def screen(screens):
    return screens(RCEP, "demo")


@pytest.fixture
def past(screen):
    """Certificates of two buyers and two types, oldest first."""
    invoices = [{"number": "LF-7"}]
    for form, values in (
        ("rcep_2022", {**SAKURA, "remarks": "OLD", "special_clause": "AS BEFORE"}),
        ("rcep_2022", {**SAKURA, "remarks": "RIGHT", "load_port": "CNNGB", "invoices": invoices}),
        ("rcep_2022", {**KATO, "remarks": "OF KATO"}),
        ("co_general", {**SAKURA, "remarks": "OF ANOTHER TYPE"}),
    ):
        screen.clerk.write(values, form=form)
    return screen.open(screen.clerk.write(dict(SAKURA), form="rcep_2022").id)


def press(qtbot, screen, name):
    """The key, with the cursor in the field; what the page then says."""
    screen.keys.go_to(name)
    screen.keys.press(Key.Key_L, CONTROL | SHIFT)
    return told(qtbot, screen.page)


def told(qtbot, page):
    qtbot.waitUntil(lambda: "last_time" in page.header.notices._shown)
    return page.header.notices._shown["last_time"].text


def test_the_key_puts_the_value_of_the_same_type_and_buyer_and_says_from_where(qtbot, screen, past):
    said = press(qtbot, screen, "remarks")
    assert past.values()["remarks"] == "RIGHT"
    assert "LF-7" in said
    assert screen.saved().values["remarks"] == "RIGHT"
    screen.keys.press(Key.Key_Z, CONTROL)
    assert past.values()["remarks"] == ""
    assert screen.saved().values["remarks"] == ""


def test_one_step_brings_back_what_was_typed_before(qtbot, screen, past):
    screen.keys.fill("remarks", "TYPED")
    press(qtbot, screen, "remarks")
    assert past.values()["remarks"] == "RIGHT"
    screen.keys.press(Key.Key_Z, CONTROL)
    assert past.values()["remarks"] == "TYPED"


def test_it_looks_back_to_the_last_one_that_had_anything_there(qtbot, screen, past):
    press(qtbot, screen, "special_clause")
    assert past.values()["special_clause"] == "AS BEFORE"


def test_nothing_earlier_is_said_and_changes_nothing(qtbot, screen, past):
    assert "SAKURA" in press(qtbot, screen, "vessel")
    assert past.values()["vessel"] == ""
    assert not past.draft.edits


def test_the_menu_of_a_code_field_does_the_same(qtbot, screen, past):
    screen.keys.go_to("load_port")
    screen.keys.choose(screen.keys.ask_for_menu, ENTRY)
    told(qtbot, past)
    assert past.values()["load_port"] == "CNNGB"


def test_the_menu_of_a_box_of_lines_does_the_same(qtbot, screen, past):
    screen.keys.go_to("remarks")
    screen.keys.choose(screen.keys.ask_for_menu, ENTRY)
    told(qtbot, past)
    assert past.values()["remarks"] == "RIGHT"


def test_without_a_buyer_the_last_of_the_type_counts_and_can_be_opened(qtbot, screen, past):
    screen.keys.fill("consignee_name", " ")
    press(qtbot, screen, "consignee_name")
    assert past.values()["consignee_name"] == "KATO"
    screen.keys.press_button("打开该证书")
    assert screen.page is not past
    assert screen.page.document.values["remarks"] == "OF KATO"


def test_a_locked_certificate_takes_nothing(qtbot, screen, past):
    past.draft.save()
    screen.saved()
    past.fields.set_locked(lambda _spec: True)
    screen.keys.go_to("remarks")
    screen.keys.press(Key.Key_L, CONTROL | SHIFT)
    screen.settled()
    assert past.values()["remarks"] == ""
