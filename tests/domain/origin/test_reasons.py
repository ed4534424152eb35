"""Reasons: a sentence with its source and its numbers, in two languages that have the same blanks."""

import string

import pytest

from coo_desktop.domain.agreements import Provenance
from coo_desktop.domain.origin import reasons
from coo_desktop.domain.origin.reason_texts import TEXTS
from coo_desktop.domain.origin.reasons import Reason


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_say_the_same(key):
    zh, en = TEXTS[key]
    assert {name for name in placeholders(zh) if not name.endswith("_zh")} == {
        name for name in placeholders(en) if not name.endswith("_en")
    }
    assert {name.removesuffix("_zh") for name in placeholders(zh)} == {
        name.removesuffix("_en") for name in placeholders(en)
    }


def test_every_provenance_has_words():
    assert set(reasons.WORDING_WORDS) == set(Provenance)


def test_a_reason_tells_its_source_and_numbers():
    reason = Reason("only_originating", "Art. 3.2(b)", {"count": "3"})
    assert reasons.as_json(reason) == {
        "text_zh": "全部 3 种材料均为原产材料。",
        "text_en": "All 3 materials are originating.",
        "source": "Art. 3.2(b)",
        "inputs": {"count": "3"},
    }


def test_declared_words_are_never_read_as_markup():
    assert "{party} & <b>" in Reason("process_done", facts={"process_en": "{party} & <b>", "process_zh": ""}).text_en
