"""What a field can be filled with stands on a button beneath it, while there is something to fill in."""

import pytest
from PySide6.QtWidgets import QWidget

from coo_desktop.views.document.page import FormPage
from tests.views.pages import stored


@pytest.fixture
def opened(qtbot, session):
    windows = []

    def opened(form: str, **values) -> FormPage:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        page = FormPage(session, stored(session, form, values), window)
        window.show()
        page.help.refresh()
        return page

    yield opened
    windows.clear()


def shown(page: FormPage) -> set[str]:
    return {name for name, button in page.help.buttons.items() if not button.isHidden()}


def test_a_button_shows_while_it_has_something_to_fill_in(opened):
    page = opened("rcep_2022", consignee_address="1-2-3 GINZA, TOKYO", consignee_country="JP")
    assert {"country_suffix", "no_marks"} <= shown(page)
    page.help.buttons["country_suffix"].click()
    assert page.values()["consignee_address"].endswith("JAPAN")
    page.help.buttons["no_marks"].click()
    assert page.values()["marks"]["text"] == "N/M"
    assert not {"country_suffix", "no_marks"} & shown(page)


def test_to_order_is_offered_only_where_the_form_takes_it(opened):
    taking = [page for page in (opened("co_general"), opened("rcep_2022")) if "to_order" in shown(page)]
    for page in taking:
        assert page.form.params["to_order"]
        page.help.buttons["to_order"].click()
        assert page.values()["consignee_name"] == "TO ORDER"
    assert taking


def test_what_was_filled_in_can_be_undone(opened):
    page = opened("rcep_2022", consignee_address="1-2-3 GINZA, TOKYO", consignee_country="JP")
    page.help.buttons["country_suffix"].click()
    page.act("undo")
    assert page.values()["consignee_address"] == "1-2-3 GINZA, TOKYO"


def test_a_page_that_can_only_be_read_offers_nothing(session, opened, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, "rcep_2022", {"consignee_country": "JP"}, stage="submitted"), window)
    page.help.refresh()
    assert shown(page) == set()
