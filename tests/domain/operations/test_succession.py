"""Who may take whose place now: what stands in the way of a successor."""

import pytest

from coo_desktop.domain.documents.succession import REQUESTS
from coo_desktop.domain.operations import succession
from coo_desktop.domain.refusals import Rule
from tests.contracts.certificates import certificate, kept
from tests.stores import fresh_store


@pytest.fixture
def store():
    return fresh_store()


def test_the_document_that_the_backend_has_keeps_another_draft_from_the_place_and_not_itself(store):
    _original, mine, theirs = kept(
        store,
        certificate("o", stage="approved"),
        certificate("mine", links={"amends": "o"}),
        certificate("theirs", rev="e1", links={"amends": "o"}),
    )
    reader = store.reader
    assert succession.why_not_sent(reader, mine).facts == {"why": Rule.PLACE_TAKEN, "document": "theirs"}
    assert succession.why_not_sent(reader, theirs) is None
    assert (succession.is_second(reader, mine), succession.is_second(reader, theirs)) == (True, False)


def test_of_two_drafts_that_the_backend_does_not_know_none_is_second(store):
    drafts = kept(store, *(certificate(name, links={"amends": "o"}) for name in ("a", "b")))
    assert not any(succession.is_second(store.reader, draft) for draft in drafts)


def test_an_original_that_is_not_here_keeps_nothing_back(store):
    (mine,) = kept(store, certificate("mine", links={"amends": "unknown"}))
    assert succession.why_not_sent(store.reader, mine) is None


def test_what_is_declared_again_replaces_a_void_document(store):
    _original, again = kept(store, certificate("o", stage="voided"), certificate("a", links={"redeclares": "o"}))
    assert succession.why_not_sent(store.reader, again) is None


@pytest.mark.parametrize(("state", "rule"), REQUESTS.items())
def test_an_open_request_keeps_a_successor_back_and_one_of_a_void_document_does_not(store, state, rule):
    original, over = kept(
        store,
        certificate("o", stage="approved", print_state=state),
        certificate("v", stage="voided", print_state=state),
    )
    assert succession.why_not_begun(store.reader, original).facts["why"] is rule
    assert succession.why_not_begun(store.reader, over) is None
