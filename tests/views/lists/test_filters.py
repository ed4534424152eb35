"""The filter bar: filters come and go without leaving anything behind."""

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, Concern, Query
from coo_desktop.environment import words
from coo_desktop.views.lists.filter_fields import SignatoryField, day
from coo_desktop.views.lists.filters import CONCERN_WORDS, FilterBar
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS, records
from tests.views.pages import stored

BEGUN = Query(family=CERTIFICATE)
CHOSEN = {
    "form": "rcep_2022",
    "invoice": "LF-1",
    "number": "RC26",
    "made_from": "2026-11-01",
    "made_to": "2026-11-30",
    "destination": "JP",
    "stage": "approved",
    "print_state": "printed",
    "author": "clerk@lanfeng",
    "partner": "SAKURA",
}


@pytest.fixture
def bar(qtbot, session):
    made = FilterBar(CERTIFICATES, session)
    qtbot.addWidget(made)
    return made


def test_the_manuals_nine_filters_are_there_and_become_one_query(bar):
    bar.show_filters(CHOSEN)
    assert bar.chosen == CHOSEN
    query = bar.query(BEGUN)
    assert (query.forms, query.stages, query.print_states) == (("rcep_2022",), ("approved",), ("printed",))
    assert (query.made_from, query.made_to, query.authors) == ("2026-11-01", "2026-11-30", ("clerk@lanfeng",))
    assert (query.invoice, query.number, query.destination, query.partner) == ("LF-1", "RC26", "JP", "SAKURA")


@pytest.mark.parametrize("name", CHOSEN)
def test_each_filter_alone_changes_the_query_and_leaves_nothing_behind(bar, name):
    bar.show_filters({name: CHOSEN[name]})
    filtered = bar.query(BEGUN)
    assert filtered != BEGUN
    bar.clear()
    assert bar.query(filtered) == BEGUN


def test_a_list_of_one_form_stays_with_it(qtbot, session):
    made = FilterBar(records("importer"), session)
    qtbot.addWidget(made)
    begun = Query(family="record", forms=("importer",))
    made.show_filters({"text": "K"})
    assert made.query(begun).forms == ("importer",)


def test_pre_reviews_are_found_by_code_name_and_state_of_filing(qtbot, session):
    made = FilterBar(PRE_REVIEWS, session)
    qtbot.addWidget(made)
    assert {"text", "hs_code", "stage"} <= set(made.fields)


def test_filters_behind_the_button_are_shown_when_they_are_in_use(bar):
    bar.show_filters({"text": "a"})
    assert not bar.opening.isChecked()
    bar.show_filters({"partner": "SAKURA"})
    assert bar.opening.isChecked()


@pytest.mark.parametrize(
    ("typed", "accounts"),
    [
        ("", ()),
        ("clerk@lanfeng", ("clerk@lanfeng",)),
        ("李明", ("clerk@lanfeng",)),
        ("LANFENG", ("clerk@lanfeng", "wang@lanfeng")),
        ("  ｗａｎｇ ", ("wang@lanfeng",)),
        ("nobody", ("nobody",)),
    ],
)
def test_a_signatory_is_meant_by_name_or_account(qtbot, session, typed, accounts):
    stored(session, "rcep_2022")
    stored(session, "rcep_2022", author="wang@lanfeng")
    field = SignatoryField(session, CERTIFICATE, None)
    qtbot.addWidget(field)
    field.setEditText(typed)
    assert field.accounts() == accounts


def test_a_signatory_who_came_meanwhile_is_offered(qtbot, session):
    field = SignatoryField(session, CERTIFICATE, None)
    qtbot.addWidget(field)
    field.setEditText("zh")
    stored(session, "rcep_2022", author="zhao@lanfeng")
    field.showPopup()
    field.hidePopup()
    assert field.findText("zhao@lanfeng") >= 0
    assert field.currentText() == "zh"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("20260131", "2026-01-31"), ("２０２６-1-31", ""), ("2026/01/31", "2026-01-31"), ("20261399", ""), ("", "")],
)
def test_a_day_is_read_as_people_write_it(typed, meant):
    assert day(typed) == meant


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_concern_is_called_by_words_of_its_own(language):
    words.use(language)
    called = [words._(CONCERN_WORDS[concern]) for concern in Concern]
    assert len(set(called)) == len(Concern)
    assert language == "en" or not any(word.isascii() for word in called)
