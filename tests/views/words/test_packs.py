"""Everything that can stop a pack or a line has words."""

import pytest

from coo_desktop.domain.errors import Offline, Refused, Unreadable
from coo_desktop.domain.packs.manifest import KINDS, QUALITIES, Rejected
from coo_desktop.views.words import packs
from coo_desktop.views.words.errors import code_text, error_message
from coo_desktop.views.words.packs import age_text, line_text, refused_text, rejected_text, size_text


@pytest.mark.parametrize(
    "reason",
    [
        "10 cells, 9 are needed", "a cell is too long", "a character was lost in another program", "code: is empty",
        "code: 'x' does not fit", "zh: 'x' has no Chinese character", "as_of: 'x' is no day",
        "text: 'CTH or' is no rule",
        "hs6: 961799 is not in HS 2022", "96170011 stands on an earlier line", "not utf-8", "other columns",
        "too few lines", "too large", "no file", packs.UNTOLD_DAY,
    ],
)  # fmt: skip
def test_a_reason_of_a_line_is_told_in_chinese(reason):
    assert any("一" <= character <= "鿿" for character in line_text(reason))


def test_a_reason_nobody_foresaw_is_shown_as_it_is():
    assert line_text("disk I/O error") == "disk I/O error"


def test_a_refused_table_is_told_with_file_and_line():
    assert rejected_text(Rejected("a.csv", 7, "too large")) == "a.csv，第 7 行：文件过大"
    assert "a.csv" in refused_text(Unreadable(file="a.csv", reason="cannot be opened"))
    assert refused_text(Offline(cause="dns")) == refused_text(Unreadable(file="a.pack", reason="pack_digest")) == ""


@pytest.mark.parametrize("reason", [reason for reason in packs.REASONS if reason.startswith("pack_")])
def test_every_reason_of_a_pack_is_told_by_itself(reason):
    facts = {"key": "as_of", "kind": "rules", "offered": "2022-01-01", "installed": "2023-01-01"}
    words = error_message(Unreadable(file="a.pack", reason=reason, **facts))
    assert words != code_text("unreadable")
    assert "{" not in words
    assert error_message(Refused(why=reason, **facts)) == words


def test_every_kind_and_quality_has_a_word():
    assert set(packs.KINDS) == set(KINDS)
    assert set(packs.QUALITIES) == set(QUALITIES)


def test_ages_and_sizes_are_told_as_a_person_reads_them():
    assert [age_text(days) for days in (-1, 3, 90, 1000)] == ["日期在今天之后", "3 天", "3 个月", "2 年"]
    assert [size_text(size) for size in (10, 5_000, 5_000_000)] == ["1 KB", "4 KB", "4.7 MB"]
