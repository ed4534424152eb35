"""Thousands of printed rules of other agreements as a corpus of the notation: what it can say it says and reads back.

These agreements are never determined. Their sentences are put into the notation word for word; what a sentence asks
beyond it (a tolerance of its own, weights, goods wholly obtained of one chapter) is not put into it at all. Only the
method of a content is left out: with us it is the agreement that names the methods.
"""

import csv
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import AnyOf, Process, Rule, WordedRule, leaves, parse
from coo_desktop.domain.origin.rule_sources import PackRule, entry_of

LEVELS = {"chapter": "CC", "heading": "CTH", "subheading": "CTSH"}
_CODE = r"(?:(?:chapters?|headings?|subheadings?) )?\d[\d.]*"
_RANGE = rf"{_CODE}(?: (?:to|through) {_CODE})?"
_RANGES = rf"{_RANGE}(?:(?:, or |, and |, | or | and )(?:of |from )?{_RANGE})*"
_NOT_ABOVE = r"does not exceed (\d+(?:\.\d+)?) ?% of the ex-works? price of the products?"
_SHIFT = re.compile(rf"A change to .+? from any other (chapter|heading|subheading)(?:,? except from ({_RANGES}))?\.?")
_OUT_OF = re.compile(
    rf"from materials of any (heading|subheading), except that of the product(?: and (?:of )?({_RANGES}))?"
)
_SPELT_OUT = re.compile(rf"(CC|CTH|CTSH): All non-originating .+?\((?:[a-z ]+)\)(?: except from ({_RANGES}))?")
_MOST = re.compile(rf"in which the value of all the materials used {_NOT_ABOVE}")
_MOST_SAID = re.compile(r"A maximum of (\d+)% of the ex-works price \(EXW\) is made up of non-originating parts.*")
_CONTENT = re.compile(
    r"(?:No change .+? not less than:? ?)?(?:- [abc]\) )?(\d+)% under the build-(?:up|down) method\.?"
    r"|Your goods contain a Regional Value Content \(RVC\) of at least (\d+)% of the Free on Board.*"
)
_WORKING = re.compile(
    r"(?!Manufacture|Production|A change|No change|Your|All |Any |The |Operations)[A-Z][a-z]+ing\b[^%]*", re.DOTALL
)


#: How much of the corpus the notation says, and how much without the processes that it keeps in their own words.
FLOOR_ALL, FLOOR_STRUCTURE = 0.74, 0.68


def ranges(text: str) -> str:
    """heading 50.01 to heading 50.07, or chapter 52 → 50.01-50.07, 52; ValueError for a code of an odd length."""
    found = re.findall(rf"({_CODE})(?: (?:to|through) ({_CODE}))?", text)
    codes = [[re.sub(r"\D", "", code) for code in pair if code] for pair in found]
    return ", ".join("-".join(dotted(code) for code in pair) for pair in codes)


def dotted(code: str) -> str:
    code = code.rjust(2, "0")
    if len(code) % 2:
        raise ValueError(code)
    return code if len(code) == 2 else f"{code[:-2]}.{code[-2:]}"


def shifted(level: str, excluded: str | None) -> str:
    return f"{level} except {ranges(excluded)}" if excluded else level


def plain(text: str) -> str:
    """A printed rule without its markup and without the words that only introduce it."""
    bare = re.sub(r"<[^>]+>|\*+", "", text)
    return " ".join(bare.split())


def translated(printed: str) -> str | None:
    """A printed rule in the notation; None where it asks more than the notation says."""
    text = plain(printed)
    if found := _SHIFT.fullmatch(text):
        return shifted(LEVELS[found[1]], found[2])
    if found := _CONTENT.fullmatch(text):
        return f"RVC{found[1] or found[2]}"
    if re.fullmatch(r"Manufacture from materials of any heading\.?", text):
        return "ALL"
    joined = re.split(r",? and (?:- )?(?=in which|A maximum|Your goods)", re.sub(r"^Manufacture:?(?: -)? ?", "", text))
    parts = [of_part(part.strip(" .-")) for part in joined]
    if all(parts):
        return " and ".join(part for part in parts if part)
    return f"SP({text.rstrip('.')})" if _WORKING.fullmatch(text) else None


def of_part(text: str) -> str | None:
    if found := _OUT_OF.fullmatch(text):
        return shifted(LEVELS[found[1]], found[2])
    if found := _SPELT_OUT.fullmatch(text):
        return shifted(found[1], found[2])
    if found := _MOST.fullmatch(text) or _MOST_SAID.fullmatch(text):
        return f"MaxNOM{found[1]}"
    found = _CONTENT.fullmatch(text)
    return f"RVC{found[1] or found[2]}" if found else None


@pytest.mark.parametrize(
    ("printed", "rule"),
    [
        ("A change to a good of heading 0101 to heading 0106 from any other chapter.", "CC"),
        (
            "A change to a good of heading 5208 from any other heading, except from heading 5205 to heading 5207, or "
            "chapter 54.",
            "CTH except 52.05-52.07, 54",
        ),
        (
            "Manufacture from materials of any heading, except that of the product and of heading 1702",
            "CTH except 17.02",
        ),
        (
            "Manufacture: - from materials of any heading, except that of the product, *and* - in which the value of "
            "all the materials used does not exceed **50%** of the ex-works price of the product.",
            "CTH and MaxNOM50",
        ),
        ("- b) **40%** under the build-down method.", "RVC40"),
        ("Weaving combined with printing.", "SP(Weaving combined with printing)"),
        ("Manufacture in which all the materials of chapter 1 used are wholly obtained.", None),
        (
            "Manufacture from materials of any heading, except that of the product. However, materials of the same "
            "heading as the product may be used, provided that their total value does not exceed **5%** of the "
            "ex-works price of the product.",
            None,
        ),
        ("- c) **50%** under the focused value method taking into account only heading 8407", None),
    ],
)
def test_a_printed_rule_says_no_more_and_no_less(printed, rule):
    assert translated(printed) == rule


@pytest.fixture
def corpus(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "uk_rule_sets_sample.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_most_of_the_printed_rules_can_be_said(corpus):
    """The share by scheme is printed (pytest -rP); a sentence that the parser refuses is not said."""
    said: Counter[str] = Counter()
    processes = 0
    for row in corpus:
        rule = read(row["rule_text"])
        said[row["scheme"]] += rule is not None
        processes += isinstance(rule, Process)
    everything = Counter(row["scheme"] for row in corpus)
    for scheme, count in everything.items():
        print(f"{scheme}: {said[scheme]} of {count}")
    print(f"all: {said.total()} of {len(corpus)}, {processes} of them listed processes")
    assert said.total() >= len(corpus) * FLOOR_ALL
    assert said.total() - processes >= len(corpus) * FLOOR_STRUCTURE


def read(printed: str) -> Rule | None:
    try:
        text = translated(printed)
        return parse(text) if text else None
    except (Unreadable, ValueError):
        return None


def test_every_rule_that_can_be_said_prints_and_reads_as_the_same_tree(corpus):
    for row in corpus:
        if rule := read(row["rule_text"]):
            assert parse(str(rule)) == rule, row["rule_text"]


def test_alternatives_of_one_code_read_as_one_rule(corpus):
    """Lines that "or" joins to the one before stand beside each other."""
    joined = 0
    for _, group in groupby(corpus, key=lambda row: (row["scheme"], row["min10"], row["max10"])):
        rows = list(group)
        rules = [read(row["rule_text"]) for row in rows]
        if len(rows) < 2 or not all(row["operator"] == "or" for row in rows[1:]) or not all(rules):
            continue
        whole = parse(" or ".join(map(str, rules)))
        assert isinstance(whole, AnyOf)
        assert parse(str(whole)) == whole
        assert leaves(whole) == tuple(leaf for rule in rules for leaf in leaves(rule))
        joined += 1
    assert joined >= 380


def test_every_line_becomes_an_entry_whatever_it_says(corpus):
    """As a pack would hold it: what does not read is kept word for word, and no range is taken apart."""
    for row in corpus:
        low, high = row["min10"][:6], row["max10"][:6]
        entry = entry_of(row["scheme"], PackRule(low, high, "2022", "", row["rule_text"], "corpus", "third_party"))
        assert (entry.codes.low, entry.codes.high) == (low, high)
        if entry.rule.kind == "wording":
            assert entry.rule.tree == WordedRule(row["rule_text"])
