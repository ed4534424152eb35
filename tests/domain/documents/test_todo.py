"""What concerns a list: a Query's fields by name, and what departs by the day."""

import datetime as dt
from dataclasses import replace

import pytest

from coo_desktop.domain.documents import lifecycle, todo
from coo_desktop.domain.documents.document import CERTIFICATE, FAMILIES, Company, Concern, Query

TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_concern_of_a_family_narrows_its_query(family):
    for name in todo.CONCERNS[family]:
        assert replace(Query(family=family), **todo.narrowed(name, TODAY)) != Query(family=family)


def test_what_departs_counts_for_a_week_from_today():
    assert todo.narrowed(Concern.DEPARTING, TODAY)["departs_by"] == "2026-12-04"
    assert todo.narrowed(None, TODAY) == {"concern": None, "departs_by": "", "person": ""}


def test_a_company_without_a_second_pair_of_eyes_hears_nothing_of_it():
    wanted = set(todo.concerns(CERTIFICATE, Company(release_needed=True)))
    assert wanted - set(todo.concerns(CERTIFICATE, Company())) == todo.OF_RELEASE
    assert todo.narrowed(Concern.TO_CHECK, TODAY, "demo")["person"] == "demo"
    assert todo.narrowed(Concern.UNSENT, TODAY, "demo")["person"] == ""


def test_only_a_certificate_that_is_not_there_yet_departs_without_it():
    assert set(todo.OPEN) | {"approved", "voided", "past", "deleted"} == set(lifecycle.STAGES[CERTIFICATE])


def test_a_kept_name_that_is_no_concern_any_more_narrows_nothing():
    assert todo.concern_named("unsent") is Concern.UNSENT
    assert todo.concern_named("") is todo.concern_named("gone") is None
