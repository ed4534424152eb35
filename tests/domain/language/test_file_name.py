"""Whatever a file is called, it is shown under a plain name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.language.file_name import LENGTH, display_name, shown_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../x", "x"),
        ("C:\\x", "x"),
        ("\\\\srv\\share\\x.pdf", "x.pdf"),
        ("a.pdf:ads.exe", "a.pdf_ads.exe"),
        ("CON.pdf", "_CON.pdf"),
        ("con .pdf", "_con.pdf"),
        ("lpt9", "_lpt9"),
        ("invoice. . ", "invoice"),
        ("scan\u202efdp.exe", "scanfdp.exe"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("é.pdf", "é.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("发票 1.pdf", "发票 1.pdf"),
        ("📷.jpg", "📷.jpg"),
        ("x" * 300 + ".jpeg", "x" * (LENGTH - 5) + ".jpeg"),
        ("\ud800.png", "png"),
        ("", "evidence"),
        ("..", "evidence"),
    ],
)
def test_every_odd_name_has_a_plain_one(given_name, shown):
    assert display_name(given_name) == shown


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_no_name_is_odd_afterwards(name):
    shown = display_name(name)
    assert 0 < len(shown) <= LENGTH + 1
    assert not set(shown) & set('\\/:*?"<>|\0')
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs"} for character in shown)
    assert shown == shown.strip(" .")
    assert display_name(shown) == shown


def test_a_document_names_its_files_plainly():
    assert shown_name({"name": "invoice\u202efdp.exe"}) == "invoicefdp.exe"
    assert shown_name({}) == ""
