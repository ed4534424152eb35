"""Writes the product rules that the program ships, and which codes are the same in two editions, from collected facts.

`COO_SHARED_DATA=DIR python scripts/shipped_rules.py` reads the tables of DIR and writes one table per agreement into
resources/agreements/rules and resources/hs/changed.csv. What it writes is in the repository; it runs when facts change.
"""

import csv
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from coo_desktop.domain.hs.changes import Correlations, Link, correlate, read_corrections
from coo_desktop.domain.origin.rule_sources import LIST_COLUMNS, LISTED, NONE, notation_of

ROOT = Path(__file__).resolve().parent.parent
#: Which lists are shipped, with their badges and sources.
SHIPPED = Path(__file__).with_suffix(".toml")
RULES = ROOT / "resources" / "agreements" / "rules"
CHANGED = ROOT / "resources" / "hs" / "changed.csv"
OFFICIAL = "official"
#: Pairs of editions with the table that tells of them and its columns, newer first.
CORRELATIONS = (
    ("2012", "2017", "hs2017_hs2012_correlation.csv"),
    ("2017", "2022", "hs2022_hs2017_correlation.csv"),
)


class Row(NamedTuple):
    """A line of a shipped table."""

    code: str
    edition: str
    rule: str
    badge: str
    source: str


def main() -> int:
    """Writes every table; 2 where the facts are not told of."""
    given = os.environ.get("COO_SHARED_DATA")
    if not given:
        print("COO_SHARED_DATA names the folder of the facts.", file=sys.stderr)
        return 2
    folder = Path(given)
    for agreement, rows in tables(folder).items():
        write(RULES / f"{agreement}.csv", LIST_COLUMNS, rows)
        print(f"{agreement}: {len(rows)} rows")
    changed = list(changed_codes(folder))
    write(CHANGED, ("edition", "other", "code"), changed)
    print(f"changed codes: {len(changed)}")
    return 0


def shipped() -> dict[str, Any]:
    """What SHIPPED says."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


def tables(folder: Path) -> dict[str, list[Row]]:
    """The rows of every shipped table, by agreement."""
    facts, editions = listed(folder)
    whole = {"2012": codes_of(folder, "2012"), "2007": subheadings(facts[shipped()["whole_2007"]])}
    made = {
        agreement: annex(told, editions[agreement], facts[agreement], whole[editions[agreement]])
        for agreement, told in shipped()["lists"].items()
    }
    for agreement, told in shipped()["single"].items():
        rules = [(code, rule) for rule, codes in told["rules"].items() for code in codes]
        rows = [Row(code, told["edition"], rule, told["badge"], told["source"]) for code, rule in rules]
        made[agreement] = sorted([*rows, *printed(folder, told)])
    return made


def listed(folder: Path) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """What each list says of its codes, LISTED where its rule could not be read, and the edition of each list."""
    facts: dict[str, dict[str, str]] = defaultdict(dict)
    editions = {}
    for row in read(folder / "psr_gacc_annexes.csv"):
        facts[row["agreement"]][row["code"]] = row["rule"]
        editions[row["agreement"]] = row["hs_edition"]
    for row in read(folder / "psr_gacc_unread.csv"):
        facts[row["agreement"]][row["code"]] = LISTED
    return facts, editions


def annex(told: Mapping[str, Any], edition: str, facts: Mapping[str, str], universe: Iterable[str]) -> list[Row]:
    """The rows of one annex; a closed list ends with what holds for every other code."""
    badge, source = told["badge"], told["source"]
    if not told.get("closed"):
        return [Row(code, edition, rule, badge, source) for code, rule in sorted(compacted(facts, universe).items())]
    # A line that ends in 00 is a whole subheading.
    lines = sorted((code.removesuffix("00"), rule) for code, rule in facts.items())
    return [Row(code, edition, rule, badge, source) for code, rule in (*lines, ("00-99", NONE))]


def compacted(facts: Mapping[str, str], universe: Iterable[str]) -> dict[str, str]:
    """The same rules with as few codes: a heading, or a chapter, where all of its subheadings share one rule."""
    by_heading: dict[str, dict[str, str]] = defaultdict(dict)
    for code in universe:
        by_heading[code[:4]][code] = next((facts[code[:digits]] for digits in (6, 4, 2) if code[:digits] in facts), "")
    rules: dict[str, str] = {}
    for heading, codes in by_heading.items():
        rules |= {heading: codes.popitem()[1]} if len(set(codes.values())) == 1 else codes
    rules |= {code: rule for code, rule in facts.items() if len(code) == 4 and code not in by_heading}
    by_chapter: dict[str, dict[str, str]] = defaultdict(dict)
    for code, rule in rules.items():
        by_chapter[code[:2]][code] = rule
    rules = {}
    for chapter, codes in by_chapter.items():
        rules |= {chapter: codes.popitem()[1]} if len(set(codes.values())) == 1 else codes
    return {code: rule for code, rule in rules.items() if rule}


def printed(folder: Path, told: Mapping[str, Any]) -> Iterator[Row]:
    """The collected single facts of an agreement that are read in the annex itself."""
    for row in read(folder / "psr_facts.csv"):
        if row["agreement"] == told.get("facts") and row["quality"] == "verified-official-text":
            rule = notation_of(row["rule_normalised"])
            page = row["source"].rpartition("/page")[2].partition(".")[0]
            edition = row["hs_version"].removeprefix("HS")
            yield Row(row["code_from"], edition, str(rule), OFFICIAL, f"{told['source']}, p. {page}")


def changed_codes(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(edition, other, code): codes of an edition whose goods are not surely those of the same code in the other.

    A code that only the other edition has is among them: whoever names it for this one means something else.
    """
    known = correlations(folder)
    for old, new, _file in CORRELATIONS:
        for edition, other in ((old, new), (new, old)):
            for code in sorted(codes_of(folder, old) | codes_of(folder, new)):
                if known.converted(code, edition, other) != (code,):
                    yield edition, other, code
    yield from changed_since_2007(folder)


def changed_since_2007(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Of 2007 and 2012 no table tells: a heading that has other subheadings counts as changed, with all of them."""
    before = _headings(subheadings(listed(folder)[0][shipped()["whole_2007"]]))
    after = _headings(codes_of(folder, "2012"))
    for edition, other in (("2007", "2012"), ("2012", "2007")):
        for heading in sorted(before.keys() | after.keys()):
            was, became = before.get(heading, set()), after.get(heading, set())
            if was != became:
                yield from ((edition, other, code) for code in sorted(was | became))


def correlations(folder: Path) -> Correlations:
    """The published correlations, corrected."""
    defects = [
        (row["edition_pair"], row["old_code"], row["correct_links"], row["evidence"])
        for row in read(folder / "hs_correlation_defects.csv")
    ]
    return Correlations(
        correlate(old, new, file, list(_links(folder / file, old, new)), read_corrections(defects, old, new))
        for old, new, file in CORRELATIONS
    )


def _links(path: Path, old: str, new: str) -> Iterator[Link]:
    rows = read(path)
    sources: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        sources[row[f"hs{new}"]].add(row[f"hs{old}"])
    for row in rows:
        yield Link(row[f"hs{old}"], row[f"hs{new}"], len(sources[row[f"hs{new}"]]) >= 100)


def codes_of(folder: Path, edition: str) -> set[str]:
    """Every 6-digit code of an edition that a correlation names."""
    found = set()
    for old, new, file in CORRELATIONS:
        if edition in (old, new):
            found |= {row[f"hs{edition}"] for row in read(folder / file)}
    return {code for code in found if code[:2] not in ("98", "99")}


def subheadings(facts: Mapping[str, str]) -> set[str]:
    """The 6-digit codes of an annex that lists every one; a heading without subheadings is its own."""
    return {code.ljust(6, "0") for code in facts}


def _headings(codes: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        found[code[:4]].add(code)
    return found


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
