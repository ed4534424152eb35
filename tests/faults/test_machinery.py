"""The table at the end of `make faults` counts what is tried, by tests that exist and tell it."""

from types import SimpleNamespace

import pytest

from tests import machinery
from tests.machinery import TARGETS, table
from tests.rules.sources import ROOT


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.what)
def test_a_target_is_told_by_the_tests_that_it_names(target):
    path, _, name = target.proof.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    assert f"def {name or 'test_'}" in text
    assert f'record_property("{target.what}"' in text


def test_what_is_long_exists():
    for name in machinery.LONGEST_S:
        path, _, begins = name.partition("::")
        assert f"def {begins.partition('[')[0] or 'test_'}" in (ROOT / path).read_text(encoding="utf-8")


def report(target, amount=0, *, failed=False, when="call"):
    told = [(target.what, amount), ("seconds", 3)]
    return SimpleNamespace(nodeid=f"{target.proof}[0]", user_properties=told, failed=failed, when=when)


def test_a_row_has_what_was_tried_and_what_failed_and_says_when_it_was_too_little():
    kills, texts = (next(one for one in TARGETS if one.what.startswith(name)) for name in ("kills", "random texts"))
    lines = table([report(kills, 100), report(kills, 100, when="teardown"), report(kills, 50, failed=True)])
    assert [line.split()[-5:] for line in lines[1:]] == [["150", "300", "1", "TOO", "FEW"]]
    assert table([report(texts, texts.least)])[1].split()[-3:] == ["100,000", "100,000", "0"]
    assert table([]) == []
