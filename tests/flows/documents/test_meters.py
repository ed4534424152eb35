"""The overflow meter beside the field and above the preview: full exactly when the paper gets another sheet."""

import threading

import pypdfium2
import pytest

from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approved_product, certificate_of

MOST = 40
FIELD = "consignee_address"


@pytest.fixture
def screen(screens):
    return screens(RCEP)


@pytest.fixture
def page(screen, backend_process):
    """The page of a complete certificate."""
    product = approved_product(screen.clerk, backend_process, PRE_REVIEW)
    return screen.open(screen.clerk.write(certificate_of(RCEP, product), form="rcep_2022").id)


@pytest.fixture
def measured(qtbot, screen, page):
    """Waits until the page was checked and measured as it stands, and gives the text of a field's meter."""

    def meter(field=FIELD):
        screen.checked()
        qtbot.waitUntil(lambda: screen.session.tasks.is_idle)
        return page.fields.boxes[field].meter.text()

    return meter


def sheets(screen):
    """How many pages the paper of the stored document has."""
    pdf = pypdfium2.PdfDocument(screen.paper(screen.saved()))
    try:
        return len(pdf)
    finally:
        pdf.close()


def test_a_box_is_metered_line_by_line_up_to_its_attachment(screen, page, measured):
    keys = screen.keys
    before = measured()
    assert before.endswith(" 行")
    keys.go_to(FIELD)
    keys.press(Key.Key_End, CONTROL)
    told = []
    for number in range(MOST):
        keys.type(f", HARBOUR INDUSTRIAL PARK, BUILDING {number}")
        told.append((measured(), sheets(screen)))
        if told[-1][1] > 1:
            break
    assert all("附页" not in text for text, pages in told[:-1] if pages == 1)
    assert len(told) > 2
    assert "附页" in told[-1][0]
    assert told[-1][1] == 2
    assert "附页" in page.fields.boxes[FIELD].meter.toolTip()
    keys.press(Key.Key_Z, CONTROL)
    assert "附页" not in measured()
    assert sheets(screen) == 1


def test_goods_beyond_the_first_page_are_told_beside_the_goods_and_above_the_preview(screen, page, measured):
    keys = screen.keys
    assert "续页" not in measured("goods")
    keys.press(Key.Key_P, CONTROL | SHIFT)
    keys.go_to("goods")
    while sheets(screen) == 1:
        assert "续页" not in measured("goods")
        assert "续页" not in page.side.preview.meters.text()
        keys.press(Key.Key_D, CONTROL | SHIFT)
    assert "续页" in measured("goods")
    assert page.side.preview.meters.isVisible()
    assert page.side.preview.meters.text().index("续页") < page.side.preview.meters.text().index(" · ")
    assert len({row["id"] for row in page.values()["goods"]}) > 1


def test_the_goods_dialog_meters_the_description_with_what_is_typed_in_it(qtbot, screen, page):
    keys = screen.keys
    keys.go_to("goods")
    dialog = keys.asked(lambda: keys.press(Key.Key_E, CONTROL))
    keys.go_to("description")
    keys.press(Key.Key_End, CONTROL)
    for number in range(MOST):
        keys.press(Key.Key_Return)
        keys.type(f"MODEL {number}")
    dialog.check()
    qtbot.waitUntil(lambda: "续页" in dialog.fields.boxes["description"].meter.text())
    keys.accept()


def test_a_key_is_measured_once_and_away_from_the_screen(qtbot, screen, page, measured):
    measured()
    calls, fill = [], screen.session.ports.fill
    object.__setattr__(screen.session.ports, "fill", lambda told: calls.append(threading.get_ident()) or fill(told))
    screen.keys.go_to(FIELD)
    screen.keys.press(Key.Key_End, CONTROL)
    screen.keys.type("X")
    measured()
    measured()
    assert len(calls) == 1
    assert threading.main_thread().ident not in calls


def test_what_was_typed_while_it_was_measured_is_measured_next(qtbot, screen, page, measured):
    measured()
    may_go, seen, fill = threading.Event(), [], screen.session.ports.fill

    def slow(told):
        seen.append(told.values[FIELD][-1])
        may_go.wait(10)
        return fill(told)

    object.__setattr__(screen.session.ports, "fill", slow)
    screen.keys.go_to(FIELD)
    screen.keys.press(Key.Key_End, CONTROL)
    for key in "ABC":
        screen.keys.type(key)
        screen.checked()
    may_go.set()
    qtbot.waitUntil(lambda: screen.session.tasks.is_idle and seen[-1] == "C")
    assert seen == ["A", "C"]
