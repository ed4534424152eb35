"""One rule of finding: every typed word, folded, stands in the text or in what it sounds like."""

import pytest

from coo_desktop.domain.language.finding import is_found, may_be_sounds


@pytest.mark.parametrize(
    ("wanted", "text", "sounds", "found"),
    [
        ("", "anything", "", True),
        ("  ", "anything", "", True),
        ("ACME", "acme gmbh", "", True),
        ("ＡＣＭＥ", "acme", "", True),
        ("gmbh acme", "ACME GmbH", "", True),
        ("acme kg", "ACME GmbH", "", False),
        ("bwb", "保温杯", "baowenbei bwb", True),
        ("保 bei", "保温杯", "baowenbei bwb", True),
        ("bwb", "保温杯", "", False),
    ],
)
def test_every_word_is_in_the_text_or_its_sounds(wanted, text, sounds, found):
    assert is_found(wanted, text, sounds) is found


@pytest.mark.parametrize(("typed", "may"), [("bwb", True), ("ｂ", True), ("2026-1", False), ("杯", False), ("", False)])
def test_only_letters_may_be_sounds(typed, may):
    assert may_be_sounds(typed) is may
