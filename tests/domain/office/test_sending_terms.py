"""What an office may ask at the send: of certificates alone, and only where it asks."""

import pytest

from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.office import sending_terms
from coo_desktop.domain.office.sending_terms import (
    COLLECTION,
    SECTION,
    UNDERTAKING,
    Collection,
    SelfPrinted,
    self_printed,
)
from tests.rulebooks import shipped

ASKING, SILENT = Company(sending_asked=True), Company()
BOTH = {COLLECTION: "office", UNDERTAKING: True}


def certificates() -> tuple[FormType, ...]:
    return shipped().book.family("certificate")


def test_every_certificate_type_has_the_fields_once_and_no_other_type_has_them():
    assert len(certificates()) > 20
    for form in shipped().book.forms.values():
        is_certificate = form.family == "certificate"
        assert [section.id for section in form.sections].count(SECTION) == int(is_certificate)
        assert {COLLECTION, UNDERTAKING} <= set(form.stored) or not is_certificate


@pytest.mark.parametrize(
    ("values", "lacking"),
    [
        ({}, (COLLECTION, UNDERTAKING)),
        ({COLLECTION: "office"}, (UNDERTAKING,)),
        ({UNDERTAKING: True}, (COLLECTION,)),
        ({COLLECTION: "by post", UNDERTAKING: True}, (COLLECTION,)),
        ({COLLECTION: "self_print", UNDERTAKING: "yes"}, (UNDERTAKING,)),
        (BOTH, ()),
    ],
)
def test_both_answers_are_needed_where_the_office_asks(values, lacking):
    form = certificates()[0]
    assert sending_terms.lacking(form, values, ASKING) == lacking
    assert sending_terms.lacking(form, values, SILENT) == ()
    assert sending_terms.lacking(shipped().form("pre_review"), values, ASKING) == ()


def test_the_ways_to_collect_are_the_choices_of_the_field_and_have_words():
    form = certificates()[0]
    assert {choice.id for choice in form.by_id[COLLECTION].choices} == set(Collection)
    assert sending_terms.collection_words(form, BOTH, "zh_CN") == "窗口领取"
    assert sending_terms.collection_words(form, BOTH, "en") == "At the office"
    assert sending_terms.collection_words(form, {}, "en") == ""
    assert sending_terms.collection_words(shipped().form("pre_review"), BOTH, "en") == ""


def test_a_new_document_begins_without_the_undertaking_of_another():
    assert sending_terms.begun({**BOTH, "remarks": "A"}) == {COLLECTION: "office", "remarks": "A"}
    assert sending_terms.answers({**BOTH, "remarks": "A"}) == BOTH


@pytest.mark.parametrize(
    ("form", "destination", "known"),
    [
        ("korea_k", "KR", SelfPrinted.TAKEN),
        ("apta_b", "KR", SelfPrinted.UNCHECKED),
        ("korea_k", "JP", SelfPrinted.UNKNOWN),
        ("co_general", "US", SelfPrinted.UNKNOWN),
    ],
)
def test_what_is_known_of_a_self_printed_certificate_comes_with_its_form(form, destination, known):
    assert self_printed(shipped().form(form), destination) is known
