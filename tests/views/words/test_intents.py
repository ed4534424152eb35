"""Each cause that holds up an entry of the outbox has words of its own in both languages, and says what can be done."""

import re

import pytest

from coo_desktop.domain.office.intent_reasons import CheckFinding, IntentCause, IntentReason
from coo_desktop.environment import words
from coo_desktop.views.words.intents import (
    CAUSES,
    TAKEN_BACK,
    WANTED,
    reason_lines,
    remedy_text,
    taken_back_text,
    wanted_text,
)


@pytest.fixture(params=words.LANGUAGES)
def language(request):
    before = words.language()
    words.use(request.param)
    yield request.param
    words.use(before)


def is_in(language, text):
    return bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh_CN")


def test_each_cause_has_words_of_its_own(language):
    assert set(CAUSES) == set(IntentCause)
    said = {cause: reason_lines(IntentReason(cause, ""), language) for cause in IntentCause}
    assert len(set(said.values())) == len(IntentCause), "no two causes read alike"
    assert all(is_in(language, text) for lines in said.values() for text in lines)
    assert all(is_in(language, remedy_text(IntentReason(cause, ""))) for cause in IntentCause)


def test_each_wish_says_what_becomes_of_its_document(language):
    assert set(TAKEN_BACK) == set(WANTED)
    assert all(is_in(language, wanted_text(name)) and is_in(language, taken_back_text(name)) for name in WANTED)


def test_every_fact_of_a_reason_is_said(language):
    finding = CheckFinding("缺少发票", "No invoice", "10")
    reason = IntentReason(
        IntentCause.UNKNOWN, "of-the-future", (finding,), ("id-1",), stage="approved", limit=7, detail="gzip"
    )
    said = "".join(reason_lines(reason, language, lambda item: f"<{item}>"))
    for part in (finding.message(language), "10", "<id-1>", "7", "gzip", "of-the-future"):
        assert part in said
    assert ("审核通过" in said) or ("Approved" in said)


def test_no_reason_says_nothing():
    assert (reason_lines(None, "en"), remedy_text(None)) == ((), "")
