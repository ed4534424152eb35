"""Sets of filters are kept per list, and outlive the program when the person wants it."""

import pytest

from coo_desktop.domain.operations import settings
from coo_desktop.views.lists.filters import FilterBar
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS
from coo_desktop.views.questions import ConfirmQuestion, TextQuestion

JAPAN = {"destination": "JP", "stage": "approved"}


@pytest.fixture
def make_bar(qtbot, session):
    def new(kind=CERTIFICATES):
        made = FilterBar(kind, session)
        qtbot.addWidget(made)
        return made

    return new


@pytest.fixture
def settled(qtbot, session):
    return lambda: qtbot.waitUntil(lambda: session.tasks.is_idle)


def entries(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def act(bar, *path):
    """Chooses in the menu as a person does, entry by entry."""
    menu = bar.saved.menu()
    menu.aboutToShow.emit()
    for step in path[:-1]:
        menu = next(action.menu() for action in menu.actions() if step in action.text())
    next(action for action in menu.actions() if path[-1] in action.text()).trigger()


def test_a_set_is_kept_under_its_name_and_taken_from_the_menu(session, make_bar, settled):
    bar = make_bar()
    bar.show_filters(JAPAN)
    session.asker.answer(TextQuestion, "  日本  已签发 ")
    act(bar, "保存")
    settled()
    other = make_bar()
    act(other, "日本 已签发")
    assert other.chosen == JAPAN


def test_a_set_is_renamed_at_its_place_and_deleted_after_a_question(session, make_bar, settled):
    bar = make_bar()
    for name in ("一", "二"):
        bar.show_filters(JAPAN)
        bar.saved.save_as(name)
        settled()
    session.asker.answer(TextQuestion, "三")
    act(bar, "重命名", "一")
    settled()
    assert list(bar.saved.sets) == ["三", "二"]
    act(bar, "删除", "三")
    settled()
    assert list(bar.saved.sets) == ["三", "二"]  # nobody said yes
    session.asker.answer(ConfirmQuestion, True)
    act(bar, "删除", "三")
    settled()
    assert list(bar.saved.sets) == ["二"]


def test_nothing_is_kept_without_a_filter(make_bar):
    bar = make_bar()
    bar.saved.menu().aboutToShow.emit()
    keeping = next(action for action in bar.saved.menu().actions() if "保存" in action.text())
    assert not keeping.isEnabled()


def test_each_list_has_its_own_sets(make_bar, settled):
    bar = make_bar()
    bar.show_filters(JAPAN)
    bar.saved.save_as("日本")
    settled()
    assert make_bar(PRE_REVIEWS).saved.sets == {}


def test_the_last_filters_come_back_only_when_the_person_wants_it(make_bar, settled):
    bar = make_bar()
    bar.show_filters(JAPAN)
    settled()
    assert make_bar().is_empty
    act(bar, "上次")
    settled()
    assert make_bar().chosen == JAPAN
    bar.show_filters({"partner": "SAKURA"})
    settled()
    assert make_bar().chosen == {"partner": "SAKURA"}
    act(bar, "上次")
    settled()
    assert make_bar().is_empty


def test_a_kept_filter_that_is_not_offered_any_more_filters_nothing(session, make_bar):
    with session.ports.store.unit() as unit:
        settings.keep_preference(
            unit, "filters/certificate", {"resumes": True, "last": {"stage": "gone", "no_such": "x"}}
        )
    assert make_bar().is_empty


@pytest.mark.parametrize("kept", [None, [], {"sets": 1}, {"sets": {"a": 1}, "last": 2, "resumes": 1}])
def test_an_odd_preference_harms_nothing(session, make_bar, kept):
    with session.ports.store.unit() as unit:
        settings.keep_preference(unit, "filters/certificate", kept)
    assert make_bar().is_empty
