"""What is prepared is taken up, remade when its source changes, and never believed when it went bad."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms import form_book
from coo_desktop.domain.forms.form_book import tables_of
from coo_desktop.environment import prepared, words


class Making:
    """Counts how often something had to be made."""

    def __init__(self, made):
        self.made, self.times = made, 0

    def __call__(self):
        self.times += 1
        return self.made


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "prepared"


def files(folder):
    return sorted(file.name for file in folder.iterdir())


def test_it_is_made_once_and_again_when_a_text_changes(folder):
    first = Making({"Save": "保存"})
    assert [prepared.prepared("words", (b"one",), first, folder) for _ in "ab"] == [{"Save": "保存"}] * 2
    assert first.times == 1
    (before,) = files(folder)
    second = Making({"Save": "存"})
    assert prepared.prepared("words", (b"two",), second, folder) == {"Save": "存"}
    assert second.times == 1
    (after,) = files(folder)  # the former one is gone
    assert after != before


def test_texts_are_not_run_together(folder):
    prepared.prepared("words", (b"ab", b"c"), lambda: 1, folder)
    assert prepared.prepared("words", (b"a", b"bc"), lambda: 2, folder) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:-1],
        lambda whole: whole.replace("保存".encode(), "放弃".encode()),
        lambda whole: b"",
        lambda whole: b"\xff\n{}",
    ],
)
def test_one_that_went_bad_is_made_again(folder, spoil):
    prepared.prepared("words", (b"one",), lambda: {"Save": "保存"}, folder)
    (file,) = folder.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    again = Making({"Save": "保存"})
    assert prepared.prepared("words", (b"one",), again, folder) == {"Save": "保存"}
    assert again.times == 1
    assert prepared.prepared("words", (b"one",), again, folder) == {"Save": "保存"}
    assert again.times == 1


def test_a_folder_that_takes_nothing_costs_nothing_else(tmp_path):
    (tmp_path / "prepared").write_text("in the way")
    assert prepared.prepared("words", (b"one",), lambda: 3, tmp_path / "prepared") == 3


def test_a_translator_who_edits_the_catalogue_sees_it(tmp_path, monkeypatch):
    catalogue = tmp_path / "coo_desktop.po"
    catalogue.write_text('msgid "Save"\nmsgstr "保存"\n', encoding="utf-8")
    monkeypatch.setattr(words, "catalogue_file", lambda language: catalogue)
    monkeypatch.setattr(prepared, "_own", tmp_path / "prepared")
    read = words.catalogue.__wrapped__  # as each new process reads it
    assert read("zh_CN") == {"Save": "保存"}
    monkeypatch.setattr(words, "read_catalogue", lambda text: pytest.fail("it was ready"))
    assert read("zh_CN") == {"Save": "保存"}
    monkeypatch.undo()
    monkeypatch.setattr(words, "catalogue_file", lambda language: catalogue)
    monkeypatch.setattr(prepared, "_own", tmp_path / "prepared")
    catalogue.write_text('msgid "Save"\nmsgstr "存档"\n', encoding="utf-8")
    assert read("zh_CN") == {"Save": "存档"}


def test_the_rulebook_is_remade_when_a_declaration_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "_own", tmp_path / "prepared")
    files = {"items/a.toml": 'id = "tea"', "shared/fields.toml": "[x]\nwidth = 3"}
    assert [tables_of("declarations", files) for _ in "ab"] == [
        {"items/a.toml": {"id": "tea"}, "shared/fields.toml": {"x": {"width": 3}}}
    ] * 2
    monkeypatch.setattr(form_book, "_parse", lambda name, text: pytest.fail("it was ready"))
    assert tables_of("declarations", files)["items/a.toml"] == {"id": "tea"}
    monkeypatch.undo()
    monkeypatch.setattr(prepared, "_own", tmp_path / "prepared")
    assert tables_of("declarations", {**files, "items/a.toml": 'id = "mug"'})["items/a.toml"] == {"id": "mug"}


def test_what_json_cannot_hold_or_nobody_can_read_is_told_every_time(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "_own", tmp_path / "prepared")
    day = {"items/a.toml": "since = 2026-11-30"}
    assert [tables_of("declarations", day)["items/a.toml"]["since"].year for _ in "ab"] == [2026, 2026]
    for _ in "ab":
        with pytest.raises(Unreadable, match=r"items/a\.toml"):
            tables_of("declarations", {"items/a.toml": "= no toml"})
