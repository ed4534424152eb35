"""Everything that can stop a pack or a line has words."""

import pytest

from coo_desktop.domain.errors import Offline, Refused, Unreadable
from coo_desktop.domain.packs.faults import FaultKind, PackFault, TableFault
from coo_desktop.domain.packs.manifest import KINDS, QUALITIES, Rejected
from coo_desktop.environment import words
from coo_desktop.views.words import packs
from coo_desktop.views.words.errors import code_text, error_message
from coo_desktop.views.words.packs import age_text, fault_text, refused_text, rejected_text, size_text


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("kind", FaultKind)
def test_whatever_is_wrong_with_a_table_is_told_in_both_languages(kind, language):
    words.use(language)
    text = fault_text(TableFault(kind, "code", "x", 10, 9, "2022"))
    assert any("一" <= character <= "鿿" for character in text) == (language == "zh_CN")
    assert "{" not in text + str(TableFault(kind, "code", "x", 10, 9, "2022"))


def test_a_refused_table_is_told_with_file_and_line():
    words.use("zh_CN")
    assert rejected_text(Rejected("a.csv", 7, TableFault(FaultKind.TOO_LARGE))) == "a.csv，第 7 行：文件过大"
    assert "a.csv" in refused_text(Unreadable(file="a.csv", reason=TableFault(FaultKind.UNOPENED)))
    assert refused_text(Offline(cause="dns")) == ""
    assert refused_text(Unreadable(file="a.pack", reason=PackFault.DIGEST)) == ""


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("reason", PackFault)
def test_every_reason_of_a_pack_is_told_by_itself_in_both_languages(reason, language):
    words.use(language)
    facts = {"key": "as_of", "kind": "rules", "offered": "2022-01-01", "installed": "2023-01-01"}
    text = error_message(Unreadable(file="a.pack", reason=reason, **facts))
    assert text != code_text("unreadable")
    assert "{" not in text
    assert text.isascii() == (language == "en")
    assert error_message(Refused(why=reason, **facts)) == text


def test_every_kind_and_quality_has_a_word():
    assert set(packs.KINDS) == set(KINDS)
    assert set(packs.QUALITIES) == set(QUALITIES)


def test_ages_and_sizes_are_told_as_a_person_reads_them():
    assert [age_text(days) for days in (-1, 3, 90, 1000)] == ["日期在今天之后", "3 天", "3 个月", "2 年"]
    assert [size_text(size) for size in (10, 5_000, 5_000_000)] == ["1 KB", "4 KB", "4.7 MB"]
