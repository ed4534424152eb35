"""Which characters can be printed, in which font, and how readers find them again."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper import fonts

RARE = "𠮷"
UNCOVERED = "𠀀"


def test_each_character_takes_the_first_font_that_has_it() -> None:
    assert fonts.runs("LANFENG 蓝风镕한" + RARE) == [
        ("NotoSansSC-GB2312", "LANFENG 蓝风"),
        ("NotoSansSC-Regular", "镕"),
        ("NotoSansKR-Regular", "한"),
        ("Fallback-Rare", RARE),
    ]


def test_an_empty_text_has_no_runs() -> None:
    assert fonts.runs("") == []


@pytest.mark.parametrize(
    "text",
    [
        "NINGBO",
        "宁波兰峰",
        "龍鳳",
        "Công ty Việt Nam Ạ ệ ữ",
        "한국",
        "カタカナ",
        "①㎡℃",
        "Ж Ω é ß",
        "A & B <Co> Ltd",
        RARE,
    ],
)
def test_the_scripts_of_the_trade_can_be_printed(text: str) -> None:
    assert fonts.missing(text) == ""


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        (f"A{UNCOVERED}B{UNCOVERED}", UNCOVERED),
        ("ไทย", "ไทย"),
        ("a\u0301", "\u0301"),
        ("tab\there", "\t"),
        ("\u202eexe", "\u202e"),
        ("\ud800", "\ud800"),
        ("👩‍🔧", "👩\u200d🔧"),
        ("two\nlines", ""),
        ("\ue000", "\ue000"),
    ],
)
def test_characters_that_cannot_be_printed_are_named_once(text: str, lacking: str) -> None:
    assert fonts.missing(text) == lacking


def test_drawing_a_character_without_a_font_is_refused_by_name() -> None:
    with pytest.raises(Unreadable) as refused:
        fonts.runs(f"A{UNCOVERED}\ud800")
    assert refused.value.facts == {"reason": "glyph_missing", "characters": ["𠀀 U+20000", "U+D800"]}


@given(st.text())
def test_any_text_either_has_runs_or_names_what_it_lacks(text: str) -> None:
    line = text.replace("\n", " ")
    if fonts.missing(line):
        with pytest.raises(Unreadable):
            fonts.runs(line)
    else:
        assert "".join(part for _, part in fonts.runs(line)) == line


@given(st.text())
def test_a_stand_in_makes_any_text_printable(text: str) -> None:
    shown = fonts.printable(text)
    assert fonts.missing(shown) == ""
    assert len(shown) == len(text)


def test_widths_add_up() -> None:
    assert fonts.advances("宁宁") == [1000, 1000]
    assert fonts.width_pt("宁波", 9) == pytest.approx(18)
    assert fonts.width_pt("iW", 10) == pytest.approx(sum(fonts.advances("iW")) / 100)


def test_a_character_beyond_the_first_plane_is_written_in_utf_16() -> None:
    table = fonts.to_unicode_cmap("F", [0, ord("A"), ord(RARE)])
    assert "<01> <0041>" in table
    assert "<02> <D842DFB7>" in table
    assert "<00> <0000>" not in table


def test_a_block_of_the_table_holds_a_hundred_entries_at_most() -> None:
    table = fonts.to_unicode_cmap("F", list(range(256)))
    assert [line for line in table.splitlines() if line.endswith(" beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]


def test_reportlab_still_needs_its_table_replaced() -> None:
    """When this fails, reportlab has mended its table: drop `to_unicode_cmap`."""
    asked = "from reportlab.pdfbase.ttfonts import makeToUnicodeCMap; print(makeToUnicodeCMap('F', [0x20BB7]))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True).stdout
    assert "<00> <20BB7>" in answer
