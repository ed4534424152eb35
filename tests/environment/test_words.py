"""Words: the language in use decides, and a missing word is its English source."""

import pytest

from coo_desktop.environment import words

PO = r"""
msgid ""
msgstr ""
"Language: zh_CN\n"

#: coo_desktop/app.py:3
#, python-brace-format
msgid ""
"Saved at {time}.\n"
"Nothing is lost."
msgstr ""
"已于 {time} 保存。\n"
"没有丢失。"

msgid "The \"marks\""
msgstr "“唛头”"

msgid "{count} document"
msgid_plural "{count} documents"
msgstr[0] "{count} 份单据"

msgid "Untranslated"
msgstr ""

#~ msgid "Gone"
#~ msgstr "没有了"
"""


@pytest.fixture(autouse=True)
def _catalogue(tmp_path, monkeypatch):
    (tmp_path / "coo_desktop.po").write_text(PO, encoding="utf-8")
    monkeypatch.setattr(words, "resource", lambda *parts: tmp_path / parts[-1])
    words.catalogue.cache_clear()
    yield
    words.catalogue.cache_clear()


def test_a_text_of_several_lines_is_found():
    assert words._("Saved at {time}.\nNothing is lost.") == "已于 {time} 保存。\n没有丢失。"


def test_quotes_inside_a_text_are_kept():
    assert words._('The "marks"') == "“唛头”"


@pytest.mark.parametrize("text", ["Untranslated", "Never collected", "Gone"])
def test_a_text_without_translation_shows_in_english(text):
    assert words._(text) == text


def test_chinese_counts_with_one_form():
    assert words.ngettext("{count} document", "{count} documents", 1) == "{count} 份单据"
    assert words.ngettext("{count} document", "{count} documents", 2) == "{count} 份单据"


def test_english_counts_with_two_forms():
    words.use("en")
    assert words.ngettext("{count} document", "{count} documents", 1) == "{count} document"
    assert words.ngettext("{count} document", "{count} documents", 2) == "{count} documents"


def test_english_needs_no_catalogue():
    words.use("en")
    assert words._('The "marks"') == 'The "marks"'


def test_an_unknown_language_is_refused_and_the_old_one_stays():
    with pytest.raises(ValueError, match="fr"):
        words.use("fr")
    assert words.language() == "zh_CN"


def test_the_shipped_catalogue_is_readable(monkeypatch):
    monkeypatch.undo()
    words.catalogue.cache_clear()
    assert isinstance(words.catalogue("zh_CN"), dict)
