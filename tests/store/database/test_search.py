"""The index in front of a search never misses a row that the search would find."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.language import finding
from coo_desktop.store.database import search

TEXT = st.text(alphabet=st.one_of(st.sampled_from("abcé12 -_%'\"宁波海产。𠮷\u0301\0"), st.characters()), max_size=40)


@pytest.fixture(scope="module")
def index():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5 (words, content='', tokenize='ascii', prefix='1 2')")
    yield connection
    connection.close()


@given(text=TEXT, data=st.data())
def test_every_piece_of_a_text_is_found(index, text, data):
    stored = finding.folded(text)
    start = data.draw(st.integers(0, len(stored)))
    piece = stored[start : data.draw(st.integers(start, len(stored)))]
    wanted = finding.terms(piece)
    assert all(term in stored for term in wanted)
    expression = search.expression(wanted)
    if expression:
        index.execute("INSERT INTO found (words) VALUES (?)", (search.words(stored),))
        last = index.execute("SELECT last_insert_rowid()").fetchone()
        assert last in index.execute("SELECT rowid FROM found WHERE words MATCH ?", (expression,)).fetchall()


@given(st.text(max_size=300))
def test_no_query_breaks_the_index(index, typed):
    expression = search.expression(finding.terms(typed))
    if expression:
        index.execute("SELECT rowid FROM found WHERE words MATCH ?", (expression,)).fetchall()


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing(text):
    once = finding.folded(text)
    assert finding.folded(once) == once


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("宁波", "宁 波"),
        ("ab1", "ab1 b1 1"),
        ("a-b 宁c", "a b 宁 c"),
        ("x" * 26, " ".join("x" * min(24, length) for length in range(26, 0, -1))),
        ("%_\\", ""),
    ],
)
def test_words_are_cut_so_that_any_piece_begins_one(text, words):
    assert search.words(text) == words


def test_a_long_query_is_bounded():
    assert len(finding.terms(" ".join(map(str, range(1000))))) == finding.TERM_LIMIT
    assert len(finding.terms("x" * 100_000)[0]) == finding.QUERY_LIMIT


def test_a_pattern_matches_its_own_text_only():
    connection = sqlite3.connect(":memory:")
    ask = "SELECT ? LIKE ? ESCAPE '\\'"
    for term in ("100%", "a_b", "\\", "%_\\%"):
        assert connection.execute(ask, (f"x{term}y", search.pattern(term))).fetchone() == (1,)
        assert connection.execute(ask, ("xxaxbxxx", search.pattern(term))).fetchone() == (0,)
    connection.close()


def test_a_chinese_name_is_found_by_pinyin_and_initials():
    assert search.sounds("宁波金太阳能 (NB)") == "ningbojintaiyangneng nbjtyn"
    assert search.sounds("ACME") == ""
