"""What a stored value reads in a cell, on the console and on paper; paper's own cases are in tests/paper."""

import pytest

from coo_desktop.domain.forms.code_lists import Code, CodeList
from coo_desktop.domain.forms.form_type import Choice, FieldSpec, Words
from coo_desktop.domain.forms.kinds import KINDS, TextContext

LABEL = Words(zh_CN="字段", en="Field")
SEA = Choice(id="sea", label=Words(zh_CN="海运", en="By sea"))
MORE = {
    "choice": {"choices": (SEA,)},
    "code": {"codes": "countries", "code_list": CodeList("countries", (Code("JP", "JAPAN", "日本", {}),))},
}
PICTURE = {"form": "picture", "sha256": "ab"}


@pytest.mark.parametrize(
    ("kind", "value", "cell", "console", "paper"),
    [
        ("decimal", "1234.50", "1,234.50", "1234.50", "1234.50"),
        ("date", "2026-10-15", "2026-10-15", "2026-10-15", "OCT. 15, 2026"),
        ("choice", "sea", "By sea", "By sea", "By sea"),
        ("choice", "sled", "sled", "sled", "sled"),
        ("code", "JP", "JP", "JP JAPAN", "JAPAN"),
        ("flag", True, "Yes", "✓", "√"),
        ("marks", {"form": "text", "text": "N/M"}, "N/M", "N/M", "N/M"),
        ("marks", PICTURE, "Picture", "", ""),
        ("evidence", [{"id": "e", "name": "a.pdf"}], "1 row", "", "a.pdf"),
        ("link", "p1", "№ p1", "p1", ""),
    ],
)
def test_a_value_reads_so_on_each_surface(kind, value, cell, console, paper):
    spec = FieldSpec(id="x", kind=kind, label=LABEL, **MORE.get(kind, {}))
    reading = TextContext("en", lambda document: f"№ {document}")
    row = KINDS[kind]
    assert [text(value, spec, reading) for text in (row.cell, row.console, row.paper)] == [cell, console, paper]


def test_the_program_s_own_words_come_in_both_languages():
    spec = FieldSpec(id="x", kind="flag", label=LABEL)
    chinese = TextContext("zh_CN")
    assert KINDS["flag"].cell(False, spec, chinese) == "否"
    assert KINDS["marks"].cell(PICTURE, spec, chinese) == "图片"
    assert KINDS["items"].cell([{}, {}], spec, chinese) == "2 行"
    assert KINDS["items"].cell([{}, {}], spec, TextContext("en")) == "2 rows"
